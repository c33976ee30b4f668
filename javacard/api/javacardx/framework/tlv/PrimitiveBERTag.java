package javacardx.framework.tlv;

public final class PrimitiveBERTag extends BERTag {

    public PrimitiveBERTag() {
    }

    public native void init(byte[] p0, short p1);

    public native void init(byte p0, short p1);

}
