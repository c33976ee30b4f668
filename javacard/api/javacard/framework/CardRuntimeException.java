package javacard.framework;

public class CardRuntimeException extends RuntimeException {

    public CardRuntimeException(short p0) {
    }

    public static native void throwIt(short p0);

    public native short getReason();

    public native void setReason(short p0);

}
