// A method of ArrayLogic was misused.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacardx.framework.util;

import javacard.framework.CardRuntimeException;

/** A method of {@link ArrayLogic} was misused. */
public class UtilException extends CardRuntimeException {

    /** An object is not an array of numbers, or a length does not fit. */
    public static final short ILLEGAL_VALUE = 1;

    /** The arrays have different component types. */
    public static final short TYPE_MISMATCHED = 2;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public UtilException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws UtilException always
     */
    public static native void throwIt(short reason);
}
