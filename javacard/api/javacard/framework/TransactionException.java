// A transaction was misused or failed.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacard.framework;

/** A transaction was misused or failed. */
public class TransactionException extends CardRuntimeException {

    /** A transaction is already in progress. */
    public static final short IN_PROGRESS = 1;

    /** No transaction is in progress. */
    public static final short NOT_IN_PROGRESS = 2;

    /** The change does not fit the commit buffer. */
    public static final short BUFFER_FULL = 3;

    /** The transaction failed inside the system; it cannot be committed. */
    public static final short INTERNAL_FAILURE = 4;

    /** The operation is not allowed in a transaction, or needs one. */
    public static final short ILLEGAL_USE = 5;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public TransactionException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws TransactionException always
     */
    public static native void throwIt(short reason);
}
