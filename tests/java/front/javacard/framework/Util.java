package javacard.framework;

public class Util {
    public static final byte ANSWER = 42;

    public static native short setShort(byte[] array, short offset, short value);
}
