package javacard.framework;

public class UserException extends CardException {

    public UserException() {
        super((short) 0);
    }

    public UserException(short p0) {
        super(p0);
    }

    public static native void throwIt(short p0) throws UserException;

}
