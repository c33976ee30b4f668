// The unchecked exceptions of the card: an exception with a reason.
// The system owns one instance of each such class, which its throwIt reuses.
package javacard.framework;

/** The base of the unchecked exceptions that carry a reason code. */
public class CardRuntimeException extends RuntimeException {

    /** Read and written by natives: field 0. In the system's instances its content is transient. */
    private short reason;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why
     */
    public CardRuntimeException(short reason) {
        this.reason = reason;
    }

    /**
     * Returns the reason.
     *
     * @return the reason code
     */
    public short getReason() {
        return reason;
    }

    /**
     * Changes the reason.
     *
     * @param reason the new reason code
     */
    public void setReason(short reason) {
        this.reason = reason;
    }

    /**
     * Throws the system's own instance of this class, so that nothing is allocated. Native, as in
     * every class with a method of this name and shape: finds the one instance that the runtime
     * made of the declaring class (a temporary entry point object: every context may use it and
     * none may store it), sets its reason without a transaction, and throws it.
     *
     * @param reason why
     * @throws CardRuntimeException always
     */
    public static native void throwIt(short reason);
}
