// A method of JCSystem, Applet or AID failed.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacard.framework;

/** A method of {@link JCSystem}, {@link Applet} or {@link AID} failed. */
public class SystemException extends CardRuntimeException {

    /** A parameter is out of range. */
    public static final short ILLEGAL_VALUE = 1;

    /** There is not enough transient memory. */
    public static final short NO_TRANSIENT_SPACE = 2;

    /** The context may not make this kind of transient object now. */
    public static final short ILLEGAL_TRANSIENT = 3;

    /** The AID cannot be used for registration. */
    public static final short ILLEGAL_AID = 4;

    /** There is not enough memory or another resource is used up. */
    public static final short NO_RESOURCE = 5;

    /** The function is not supported, or not now. */
    public static final short ILLEGAL_USE = 6;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public SystemException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws SystemException always
     */
    public static native void throwIt(short reason);
}
