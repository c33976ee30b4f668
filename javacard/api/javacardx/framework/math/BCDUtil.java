package javacardx.framework.math;

public final class BCDUtil {

    public BCDUtil() {
    }

    public static native short getMaxBytesSupported();

    public static native short convertToHex(byte[] p0, short p1, short p2, byte[] p3, short p4);

    public static native short convertToBCD(byte[] p0, short p1, short p2, byte[] p3, short p4);

    public static native boolean isBCDFormat(byte[] p0, short p1, short p2);

}
