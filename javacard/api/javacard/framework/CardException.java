package javacard.framework;

public class CardException extends Exception {

    public CardException(short p0) {
    }

    public static native void throwIt(short p0) throws CardException;

    public native short getReason();

    public native void setReason(short p0);

}
