// A PIN method was misused.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacard.framework;

/** A PIN method was misused. */
public class PINException extends CardRuntimeException {

    /** A parameter is out of range. */
    public static final short ILLEGAL_VALUE = 1;

    /** The call does not fit the state of the PIN. */
    public static final short ILLEGAL_STATE = 2;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public PINException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws PINException always
     */
    public static native void throwIt(short reason);
}
