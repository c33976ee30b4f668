package javacardx.framework.time;

public class DateTimeException extends javacard.framework.CardRuntimeException {
    public static final short INVALID_UNIT = 2;
    public static final short INVALID_VALUE = 1;

    public DateTimeException(short p0) {
        super(p0);
    }

    public static native void throwIt(short p0);

}
