// Ends the processing of a command with a status word.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacard.framework;

/** Ends the processing of a command with a status word. */
public class ISOException extends CardRuntimeException {

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason the status word to answer with
     */
    public ISOException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason the status word to answer with
     * @throws ISOException always
     */
    public static native void throwIt(short reason);
}
