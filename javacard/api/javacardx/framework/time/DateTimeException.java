// A time could not be set, computed or converted.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacardx.framework.time;

import javacard.framework.CardRuntimeException;

/** A time could not be set, computed or converted. */
public class DateTimeException extends CardRuntimeException {

    /** The value is malformed or out of range. */
    public static final short INVALID_VALUE = 1;

    /** The unit is not one of the constants. */
    public static final short INVALID_UNIT = 2;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public DateTimeException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws DateTimeException always
     */
    public static native void throwIt(short reason);
}
