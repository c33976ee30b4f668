// What goes wrong in matching one with many; the reason says what.
// Java Card API 3.2, package javacardx.biometry1toN.
package javacardx.biometry1toN;

import javacard.framework.CardRuntimeException;

/** What goes wrong in matching one with many; the reason says what. */
public class Bio1toNException extends CardRuntimeException {
    /** The matcher holds fewer references. */
    public static final short BIO_TEMPLATE_DATA_CAPACITY_EXCEEDED = 6;

    /** A parameter is out of its bounds. */
    public static final short ILLEGAL_VALUE = 1;

    /** The methods were called in a wrong order. */
    public static final short ILLEGAL_USE = 5;

    /** The biometric data makes no sense. */
    public static final short INVALID_DATA = 2;

    /** The reference is of another kind of biometry than the matcher. */
    public static final short MISMATCHED_BIO_TYPE = 7;

    /** No reference is enrolled. */
    public static final short NO_BIO_TEMPLATE_ENROLLED = 4;

    /** The card has no matcher for the kind of biometry. */
    public static final short UNSUPPORTED_BIO_TYPE = 3;

    /** An exception of one's own with the reason given; {@link #throwIt} costs no memory. */
    public Bio1toNException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's one exception of this class, which belongs to the card, with the reason.
     */
    public static native void throwIt(short reason);
}
