package javacard.framework;

public class PINException extends CardRuntimeException {
    public static final short ILLEGAL_STATE = 2;
    public static final short ILLEGAL_VALUE = 1;

    public PINException(short p0) {
        super(p0);
    }

    public static native void throwIt(short p0);

}
