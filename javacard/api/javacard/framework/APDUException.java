// An APDU method was misused or its transfer failed.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacard.framework;

/** An APDU method was misused or its transfer failed. */
public class APDUException extends CardRuntimeException {

    /** The call does not fit the state of the APDU. */
    public static final short ILLEGAL_USE = 1;

    /** The transfer would go outside the APDU buffer. */
    public static final short BUFFER_BOUNDS = 2;

    /** The length is negative, or more than may be sent. */
    public static final short BAD_LENGTH = 3;

    /** The transfer failed and cannot be mended. */
    public static final short IO_ERROR = 4;

    /** The reader did not ask for the response with GET RESPONSE (T=0). */
    public static final short NO_T0_GETRESPONSE = 170;

    /** The reader aborted the transfer (T=1). */
    public static final short T1_IFD_ABORT = 171;

    /** The reader did not repeat the command with the right length (T=0). */
    public static final short NO_T0_REISSUE = 172;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public APDUException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws APDUException always
     */
    public static native void throwIt(short reason);
}
