package javacardx.framework.tlv;

public final class ConstructedBERTag extends BERTag {

    public ConstructedBERTag() {
    }

    public native void init(byte[] p0, short p1);

    public native void init(byte p0, short p1);

}
