// What goes wrong in biometry; the reason says what.
// Java Card API 3.2, package javacardx.biometry.
package javacardx.biometry;

import javacard.framework.CardRuntimeException;

/** What goes wrong in biometry; the reason says what. */
public class BioException extends CardRuntimeException {
    /** A parameter is out of its bounds. */
    public static final short ILLEGAL_VALUE = 1;

    /** The methods were called in a wrong order. */
    public static final short ILLEGAL_USE = 5;

    /** The biometric data makes no sense. */
    public static final short INVALID_DATA = 2;

    /** The card has no matcher for the kind of biometry. */
    public static final short NO_SUCH_BIO_TEMPLATE = 3;

    /** No reference is enrolled. */
    public static final short NO_TEMPLATES_ENROLLED = 4;

    /** An exception of one's own with the reason given; {@link #throwIt} costs no memory. */
    public BioException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's one exception of this class, which belongs to the card, with the reason.
     */
    public static native void throwIt(short reason);
}
