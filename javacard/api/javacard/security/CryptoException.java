// What goes wrong in the classes of cryptography; the reason says what.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import javacard.framework.CardRuntimeException;

/** What goes wrong in the classes of cryptography; the reason says what. */
public class CryptoException extends CardRuntimeException {
    /** A parameter is out of its bounds or does not fit. */
    public static final short ILLEGAL_VALUE = 1;

    /**
     * The object cannot be used so now: data that needs padding, a wrong order, a closed one-shot.
     */
    public static final short ILLEGAL_USE = 5;

    /** The object was not initialised for what is asked. */
    public static final short INVALID_INIT = 4;

    /** The card lacks the algorithm or the type of key. */
    public static final short NO_SUCH_ALGORITHM = 3;

    /** The key has parts that are not set. */
    public static final short UNINITIALIZED_KEY = 2;

    /** An exception of one's own with the reason given; {@link #throwIt} costs no memory. */
    public CryptoException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's one exception of this class, which belongs to the card, with the reason.
     */
    public static native void throwIt(short reason);
}
