package javacardx.framework.tlv;

public final class ConstructedBERTLV extends BERTLV {

    public ConstructedBERTLV(short p0) {
    }

    public static native short append(byte[] p0, short p1, byte[] p2, short p3);

    public static native short find(byte[] p0, short p1, byte[] p2, short p3);

    public static native short findNext(byte[] p0, short p1, short p2, byte[] p3, short p4);

    public native short init(byte[] p0, short p1, short p2);

    public native short init(ConstructedBERTag p0, BERTLV p1);

    public native short init(ConstructedBERTag p0, byte[] p1, short p2, short p3);

    public native short append(BERTLV p0);

    public native short delete(BERTLV p0, short p1);

    public native BERTLV find(BERTag p0);

    public native BERTLV findNext(BERTag p0, BERTLV p1, short p2);

}
