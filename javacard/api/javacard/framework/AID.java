package javacard.framework;

public class AID {

    public AID(byte[] p0, short p1, byte p2) {
    }

    public final native boolean equals(Object p0);

    public final native boolean RIDEquals(AID p0);

    public final native boolean equals(byte[] p0, short p1, byte p2);

    public final native byte getBytes(byte[] p0, short p1);

    public final native boolean partialEquals(byte[] p0, short p1, byte p2);

    public final native byte getPartialBytes(short p0, byte[] p1, short p2, byte p3);

}
