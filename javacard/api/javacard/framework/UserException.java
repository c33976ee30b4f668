// A checked exception for the applet's own use.
// The system never throws it of its own accord.
package javacard.framework;

/** A checked exception whose reasons the applet defines. */
public class UserException extends CardException {

    /** Creates an instance with reason 0 that belongs to the caller. */
    public UserException() {
        this((short) 0);
    }

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why
     */
    public UserException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see {@link CardException#throwIt}.
     *
     * @param reason why
     * @throws UserException always
     */
    public static native void throwIt(short reason) throws UserException;
}
