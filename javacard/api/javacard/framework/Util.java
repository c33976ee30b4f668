package javacard.framework;

public class Util {

    private Util() {
    }

    public static final native byte arrayCompare(byte[] p0, short p1, byte[] p2, short p3, short p4);

    public static final native short arrayCopy(byte[] p0, short p1, byte[] p2, short p3, short p4);

    public static final native short arrayCopyNonAtomic(byte[] p0, short p1, byte[] p2, short p3, short p4);

    public static final native short arrayFillNonAtomic(byte[] p0, short p1, short p2, byte p3);

    public static final native short getShort(byte[] p0, short p1);

    public static final native short makeShort(byte p0, byte p1);

    public static final native short setShort(byte[] p0, short p1, short p2);

    public static final native short arrayFill(byte[] p0, short p1, short p2, byte p3);

}
