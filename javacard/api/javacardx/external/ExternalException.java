// External memory failed or was misused.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacardx.external;

import javacard.framework.CardRuntimeException;

/** External memory failed or was misused. */
public class ExternalException extends CardRuntimeException {

    /** The card has no such memory. */
    public static final short NO_SUCH_SUBSYSTEM = 1;

    /** A parameter is out of range. */
    public static final short INVALID_PARAM = 2;

    /** The memory failed. */
    public static final short INTERNAL_ERROR = 3;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public ExternalException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws ExternalException always
     */
    public static native void throwIt(short reason);
}
