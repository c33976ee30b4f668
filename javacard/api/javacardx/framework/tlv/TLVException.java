// A BER-TLV structure is wrong or was misused.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacardx.framework.tlv;

import javacard.framework.CardRuntimeException;

/** A BER-TLV structure is wrong or was misused. */
public class TLVException extends CardRuntimeException {

    /** A parameter is out of range. */
    public static final short INVALID_PARAM = 1;

    /** The size is more than is supported. */
    public static final short ILLEGAL_SIZE = 2;

    /** The tag object holds no tag. */
    public static final short EMPTY_TAG = 3;

    /** The TLV object holds no structure. */
    public static final short EMPTY_TLV = 4;

    /** The bytes are not a well-formed tag of the kind wanted. */
    public static final short MALFORMED_TAG = 5;

    /** The bytes are not a well-formed TLV of the kind wanted. */
    public static final short MALFORMED_TLV = 6;

    /** The object cannot grow to hold the data. */
    public static final short INSUFFICIENT_STORAGE = 7;

    /** The tag is longer than 127 bytes. */
    public static final short TAG_SIZE_GREATER_THAN_127 = 8;

    /** The tag number does not fit a short. */
    public static final short TAG_NUMBER_GREATER_THAN_32767 = 9;

    /** The structure is longer than 32767 bytes. */
    public static final short TLV_SIZE_GREATER_THAN_32767 = 10;

    /** The value is longer than 32767 bytes. */
    public static final short TLV_LENGTH_GREATER_THAN_32767 = 11;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public TLVException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws TLVException always
     */
    public static native void throwIt(short reason);
}
