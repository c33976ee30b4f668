package javacardx.external;

public class ExternalException extends javacard.framework.CardRuntimeException {
    public static final short INTERNAL_ERROR = 3;
    public static final short INVALID_PARAM = 2;
    public static final short NO_SUCH_SUBSYSTEM = 1;

    public ExternalException(short p0) {
        super(p0);
    }

    public static native void throwIt(short p0);

}
