package javacardx.framework.math;

public final class BigNumber {
    public static final byte FORMAT_BCD = 1;
    public static final byte FORMAT_HEX = 2;

    public BigNumber(short p0) {
    }

    public static native short getMaxBytesSupported();

    public native void setMaximum(byte[] p0, short p1, short p2, byte p3);

    public native void init(byte[] p0, short p1, short p2, byte p3);

    public native void add(byte[] p0, short p1, short p2, byte p3);

    public native void subtract(byte[] p0, short p1, short p2, byte p3);

    public native void multiply(byte[] p0, short p1, short p2, byte p3);

    public native byte compareTo(BigNumber p0);

    public native byte compareTo(byte[] p0, short p1, short p2, byte p3);

    public native void toBytes(byte[] p0, short p1, short p2, byte p3);

    public native short getByteLength(byte p0);

    public native void reset();

}
