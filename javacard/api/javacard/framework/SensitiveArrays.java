package javacard.framework;

public class SensitiveArrays {

    private SensitiveArrays() {
    }

    public static native void assertIntegrity(Object p0);

    public static native boolean isIntegritySensitive(Object p0);

    public static native boolean isIntegritySensitiveArraysSupported();

    public static native Object makeIntegritySensitiveArray(byte p0, byte p1, short p2);

    public static native short clearArray(Object p0);

}
