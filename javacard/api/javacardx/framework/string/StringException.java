package javacardx.framework.string;

public class StringException extends javacard.framework.CardRuntimeException {
    public static final short ILLEGAL_NUMBER_FORMAT = 2;
    public static final short INVALID_BYTE_SEQUENCE = 3;
    public static final short UNSUPPORTED_ENCODING = 1;

    public StringException(short p0) {
        super(p0);
    }

    public static native void throwIt(short p0);

}
