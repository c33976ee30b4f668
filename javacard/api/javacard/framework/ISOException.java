package javacard.framework;

public class ISOException extends CardRuntimeException {

    public ISOException(short p0) {
        super(p0);
    }

    public static native void throwIt(short p0);

}
