package javacardx.framework.util;

public class UtilException extends javacard.framework.CardRuntimeException {
    public static final short ILLEGAL_VALUE = 1;
    public static final short TYPE_MISMATCHED = 2;

    public UtilException(short p0) {
        super(p0);
    }

    public static native void throwIt(short p0);

}
