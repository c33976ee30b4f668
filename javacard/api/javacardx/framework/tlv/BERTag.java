// A BER tag: class, primitive or constructed, number (ISO/IEC 8825-1, 8.1.2).
// As an object, and as bytes in an array. Objects hold numbers up to 32767, in up to 4 bytes.
package javacardx.framework.tlv;

import hydra.framework.Firewall;

/**
 * A BER tag. The static methods read a tag at an offset of an array; they throw
 * NullPointerException if the array is null and ArrayIndexOutOfBoundsException if the tag runs out
 * of the array or the offset is negative.
 */
public abstract class BERTag {

    /** The class universal. */
    public static final byte BER_TAG_CLASS_MASK_UNIVERSAL = 0;

    /** The class application. */
    public static final byte BER_TAG_CLASS_MASK_APPLICATION = 1;

    /** The class context-specific. */
    public static final byte BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC = 2;

    /** The class private. */
    public static final byte BER_TAG_CLASS_MASK_PRIVATE = 3;

    /** A constructed tag. */
    public static final boolean BER_TAG_TYPE_CONSTRUCTED = true;

    /** A primitive tag. */
    public static final boolean BER_TAG_TYPE_PRIMITIVE = false;

    /** The end of a range that only the array's own length limits. */
    static final short NO_END = 32767;

    /** Whether the object holds a tag. */
    private boolean filled;

    /** The class, 0 to 3. */
    private byte tagClass;

    /** The number. */
    private short number;

    /** Creates an object that holds no tag. */
    protected BERTag() {
    }

    /**
     * Makes a tag object of bytes.
     *
     * @param bArray the array with the tag
     * @param bOff where it starts
     * @return a {@link PrimitiveBERTag} or a {@link ConstructedBERTag}
     * @throws TLVException MALFORMED_TAG if it is no tag; ILLEGAL_SIZE if its number is above 32767
     */
    public static BERTag getInstance(byte[] bArray, short bOff) {
        BERTag tag;
        if (isConstructed(bArray, bOff)) {
            tag = new ConstructedBERTag();
        } else {
            tag = new PrimitiveBERTag();
        }
        tag.init(bArray, bOff);
        return tag;
    }

    /**
     * Writes a tag.
     *
     * @param tagClass one of BER_TAG_CLASS_MASK_*
     * @param isConstructed whether it is constructed
     * @param tagNumber its number
     * @param outArray receives the tag
     * @param bOff where in it
     * @return how many bytes
     * @throws TLVException INVALID_PARAM if the class is not one of the constants or the number is
     *     negative
     */
    public static short toBytes(short tagClass, boolean isConstructed, short tagNumber,
            byte[] outArray, short bOff) {
        checkParts(tagClass, tagNumber);
        short size = sizeOf(tagNumber);
        Firewall.checkArray(outArray, bOff, size);
        byte first = (byte) ((short) (tagClass << 6) | (short) (isConstructed ? 0x20 : 0));
        if (size == 1) {
            outArray[bOff] = (byte) (first | (byte) tagNumber);
            return size;
        }
        outArray[bOff] = (byte) (first | 0x1F);
        byte more = 0;
        for (short i = (short) (bOff + size - 1); i > bOff; i--) {
            outArray[i] = (byte) ((byte) (tagNumber & 0x7F) | more);
            tagNumber = (short) (tagNumber >> 7);
            more = (byte) 0x80;
        }
        return size;
    }

    /**
     * Returns the size of a tag.
     *
     * @param berTagArray the array with the tag
     * @param bOff where it starts
     * @return how many bytes
     * @throws TLVException MALFORMED_TAG if it is no tag; TAG_SIZE_GREATER_THAN_127 if it is longer
     */
    public static byte size(byte[] berTagArray, short bOff) {
        short size = sizeAt(berTagArray, bOff, NO_END);
        if (size == 0) {
            TLVException.throwIt(TLVException.MALFORMED_TAG);
        }
        if (size > 127) {
            TLVException.throwIt(TLVException.TAG_SIZE_GREATER_THAN_127);
        }
        return (byte) size;
    }

    /**
     * Returns the number of a tag.
     *
     * @param berTagArray the array with the tag
     * @param bOff where it starts
     * @return the number
     * @throws TLVException MALFORMED_TAG if it is no tag; TAG_NUMBER_GREATER_THAN_32767 if greater
     */
    public static short tagNumber(byte[] berTagArray, short bOff) {
        byte size = size(berTagArray, bOff);
        if (size == 1) {
            return (short) (berTagArray[bOff] & 0x1F);
        }
        if (size > 4 || size == 4 && (short) (berTagArray[(short) (bOff + 1)] & 0x7F) > 1) {
            TLVException.throwIt(TLVException.TAG_NUMBER_GREATER_THAN_32767);
        }
        short number = 0;
        for (short i = 1; i < size; i++) {
            short digit = (short) (berTagArray[(short) (bOff + i)] & 0x7F);
            number = (short) ((short) (number << 7) | digit);
        }
        return number;
    }

    /**
     * Tells whether a tag is constructed.
     *
     * @param berTagArray the array with the tag
     * @param bOff where it starts
     * @return true if so
     * @throws TLVException MALFORMED_TAG if it is no tag
     */
    public static boolean isConstructed(byte[] berTagArray, short bOff) {
        size(berTagArray, bOff);
        return (byte) (berTagArray[bOff] & 0x20) != 0;
    }

    /**
     * Returns the class of a tag.
     *
     * @param berTagArray the array with the tag
     * @param bOff where it starts
     * @return one of BER_TAG_CLASS_MASK_*
     * @throws TLVException MALFORMED_TAG if it is no tag
     */
    public static byte tagClass(byte[] berTagArray, short bOff) {
        size(berTagArray, bOff);
        return (byte) ((short) (berTagArray[bOff] >> 6) & 0x03);
    }

    /**
     * Tells whether bytes are a tag.
     *
     * @param berTagArray the array
     * @param bOff where in it
     * @return true if there is a well-formed tag of at most 127 bytes
     */
    public static boolean verifyFormat(byte[] berTagArray, short bOff) {
        short size = sizeAt(berTagArray, bOff, NO_END);
        return size > 0 && size <= 127;
    }

    /**
     * Tells whether an object is an equal tag.
     *
     * @param otherTag the object, may be null
     * @return true if it is a tag with the same class, kind and number
     */
    public boolean equals(Object otherTag) {
        return otherTag instanceof BERTag && equals((BERTag) otherTag);
    }

    /**
     * Returns the size of this tag.
     *
     * @return how many bytes
     * @throws TLVException EMPTY_TAG if the object holds none
     */
    public byte size() {
        checkFilled();
        return (byte) sizeOf(number);
    }

    /**
     * Writes this tag.
     *
     * @param outBuf receives the tag
     * @param bOffset where in it
     * @return how many bytes
     * @throws NullPointerException if outBuf is null
     * @throws ArrayIndexOutOfBoundsException if it does not fit
     * @throws TLVException EMPTY_TAG if the object holds none
     */
    public short toBytes(byte[] outBuf, short bOffset) {
        checkFilled();
        return toBytes(tagClass, isConstructed(), number, outBuf, bOffset);
    }

    /**
     * Returns the number of this tag.
     *
     * @return the number
     * @throws TLVException EMPTY_TAG if the object holds none
     */
    public short tagNumber() {
        checkFilled();
        return number;
    }

    /**
     * Tells whether this tag is constructed.
     *
     * @return true if so
     * @throws TLVException EMPTY_TAG if the object holds none
     */
    public boolean isConstructed() {
        checkFilled();
        return this instanceof ConstructedBERTag;
    }

    /**
     * Returns the class of this tag.
     *
     * @return one of BER_TAG_CLASS_MASK_*
     * @throws TLVException EMPTY_TAG if the object holds none
     */
    public byte tagClass() {
        checkFilled();
        return tagClass;
    }

    /**
     * Compares with another tag.
     *
     * @param otherTag the other, may be null
     * @return true if both hold tags with the same class, kind and number
     */
    public boolean equals(BERTag otherTag) {
        return otherTag != null && filled && otherTag.filled && number == otherTag.number
                && tagClass == otherTag.tagClass && isConstructed() == otherTag.isConstructed();
    }

    /**
     * Sets this tag to one in an array.
     *
     * @param bArray the array with the tag
     * @param bOff where it starts
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if the tag runs out of bArray
     * @throws TLVException MALFORMED_TAG if it is no tag of this object's kind; ILLEGAL_SIZE if its
     *     number is above 32767
     */
    public abstract void init(byte[] bArray, short bOff);

    /** Sets the parts; the kind is that of the class. */
    void fill(short newClass, short newNumber) {
        checkParts(newClass, newNumber);
        tagClass = (byte) newClass;
        number = newNumber;
        filled = true;
    }

    /** Sets the parts from bytes of the kind wanted. */
    void fill(byte[] bArray, short bOff, boolean constructed) {
        byte size = size(bArray, bOff);
        if (isConstructed(bArray, bOff) != constructed) {
            TLVException.throwIt(TLVException.MALFORMED_TAG);
        }
        if (size > 4 || size == 4 && (short) (bArray[(short) (bOff + 1)] & 0x7F) > 1) {
            TLVException.throwIt(TLVException.ILLEGAL_SIZE);
        }
        fill(tagClass(bArray, bOff), tagNumber(bArray, bOff));
    }

    /**
     * Measures the tag at an offset: how many bytes, or 0 if it is none or runs over the end. With
     * NO_END a tag that runs out of the array throws ArrayIndexOutOfBoundsException.
     */
    static short sizeAt(byte[] b, short off, short end) {
        if (off >= end) {
            return 0;
        }
        if ((byte) (b[off] & 0x1F) != 0x1F) {
            return 1;
        }
        short at = (short) (off + 1);
        if (at < end && (b[at] == (byte) 0x80 || b[at] >= 0 && b[at] < 0x1F)) {
            return 0; // a leading zero digit, or a number that fits one byte
        }
        while (at < end && (byte) (b[at] & 0x80) != 0) {
            at++;
        }
        return at < end ? (short) (at - off + 1) : 0;
    }

    private static short sizeOf(short tagNumber) {
        if (tagNumber < 0x1F) {
            return 1;
        }
        if (tagNumber < 0x80) {
            return 2;
        }
        return (short) (tagNumber < 0x4000 ? 3 : 4);
    }

    private static void checkParts(short tagClass, short tagNumber) {
        if (tagClass < 0 || tagClass > 3 || tagNumber < 0) {
            TLVException.throwIt(TLVException.INVALID_PARAM);
        }
    }

    private void checkFilled() {
        if (!filled) {
            TLVException.throwIt(TLVException.EMPTY_TAG);
        }
    }
}
