// A BER tag-length-value structure (ISO/IEC 8825-1), lengths in definite form only.
// As an object, and as bytes in an array; this file holds the parser both rest on.
package javacardx.framework.tlv;

import hydra.framework.Firewall;
import hydra.framework.Scratch;
import javacard.framework.Util;

/**
 * A BER-TLV structure. The static methods read a structure at an offset of an array; they throw
 * NullPointerException if the array is null and ArrayIndexOutOfBoundsException if an offset or
 * length is negative or the structure runs out of the array.
 */
public abstract class BERTLV {

    /** A length field that is malformed. */
    static final short MALFORMED = -1;

    /** A length above 32767. */
    static final short TOO_LONG = -2;

    /** Creates an empty object. */
    protected BERTLV() {
    }

    /**
     * Makes an object of bytes.
     *
     * @param bArray the array with the structure
     * @param bOff where it starts
     * @param bLen its length
     * @return a {@link PrimitiveBERTLV} or a {@link ConstructedBERTLV}
     * @throws TLVException MALFORMED_TLV if it is not one well-formed structure of that length;
     *     ILLEGAL_SIZE if a tag number is above 32767
     */
    public static BERTLV getInstance(byte[] bArray, short bOff, short bLen) {
        if (!verifyFormat(bArray, bOff, bLen)) {
            TLVException.throwIt(TLVException.MALFORMED_TLV);
        }
        BERTLV tlv;
        if (BERTag.isConstructed(bArray, bOff)) {
            tlv = new ConstructedBERTLV(ConstructedBERTLV.count(bArray, bOff));
        } else {
            tlv = new PrimitiveBERTLV(getLength(bArray, bOff));
        }
        tlv.init(bArray, bOff, bLen);
        return tlv;
    }

    /**
     * Tells whether bytes are one well-formed structure, its parts included.
     *
     * @param berTlvArray the array
     * @param bOff where in it
     * @param bLen how many bytes
     * @return true if they are, and nothing is left over
     */
    public static boolean verifyFormat(byte[] berTlvArray, short bOff, short bLen) {
        Firewall.checkArray(berTlvArray, bOff, bLen);
        return bLen > 0 && verify(berTlvArray, bOff, (short) (bOff + bLen)) == bLen;
    }

    /**
     * Copies the tag of a structure.
     *
     * @param berTLVArray the array with the structure
     * @param bTLVOff where it starts
     * @param berTagArray receives the tag
     * @param bTagOff where in it
     * @return how many bytes
     * @throws TLVException MALFORMED_TLV if it is no well-formed structure
     */
    public static short getTag(byte[] berTLVArray, short bTLVOff, byte[] berTagArray,
            short bTagOff) {
        short size = checkedTagSize(berTLVArray, bTLVOff);
        checkedLength(berTLVArray, (short) (bTLVOff + size));
        Util.arrayCopy(berTLVArray, bTLVOff, berTagArray, bTagOff, size);
        return size;
    }

    /**
     * Returns the length of the value of a structure.
     *
     * @param berTLVArray the array with the structure
     * @param bOff where it starts
     * @return how many bytes
     * @throws TLVException MALFORMED_TLV if it is no well-formed structure;
     *     TLV_LENGTH_GREATER_THAN_32767 if longer
     */
    public static short getLength(byte[] berTLVArray, short bOff) {
        short size = checkedTagSize(berTLVArray, bOff);
        return checkedLength(berTLVArray, (short) (bOff + size));
    }

    /**
     * Writes this structure.
     *
     * @param outBuf receives the structure
     * @param bOff where in it
     * @return how many bytes
     * @throws NullPointerException if outBuf is null
     * @throws ArrayIndexOutOfBoundsException if it does not fit
     * @throws TLVException EMPTY_TLV if the object is empty; TLV_SIZE_GREATER_THAN_32767 if longer
     */
    public short toBytes(byte[] outBuf, short bOff) {
        short size = size();
        Firewall.checkArray(outBuf, bOff, size);
        short at = (short) (bOff + tag().toBytes(outBuf, bOff));
        at = writeLength(getLength(), lengthSize(getLength()), outBuf, at);
        writeValue(outBuf, at);
        return size;
    }

    /**
     * Returns the tag.
     *
     * @return the tag object that this structure uses
     * @throws TLVException EMPTY_TLV if the object is empty
     */
    public BERTag getTag() {
        return tag();
    }

    /**
     * Returns the length of the value.
     *
     * @return how many bytes
     * @throws TLVException EMPTY_TLV if the object is empty; TLV_LENGTH_GREATER_THAN_32767 if
     *     longer
     */
    public short getLength() {
        tag();
        return valueLength();
    }

    /**
     * Returns the size of this structure as bytes.
     *
     * @return how many bytes
     * @throws TLVException EMPTY_TLV if the object is empty; TLV_SIZE_GREATER_THAN_32767 if longer
     */
    public short size() {
        return sizeOf(tag().size(), valueLength());
    }

    /**
     * Sets this object to a structure in an array.
     *
     * @param bArray the array with the structure
     * @param bOff where it starts
     * @param bLen its length
     * @return how many bytes this structure takes now
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside bArray
     * @throws TLVException MALFORMED_TLV if it is not one well-formed structure of that length and
     *     of this object's kind; ILLEGAL_SIZE if a tag number is above 32767
     */
    public abstract short init(byte[] bArray, short bOff, short bLen);

    /** Returns the tag, or throws EMPTY_TLV. */
    abstract BERTag tag();

    /** Returns the length of the value of an object that is not empty. */
    abstract short valueLength();

    /** Writes the value to a range that is known to fit. */
    abstract void writeValue(byte[] outBuf, short at);

    /** Adds up the size of a structure. */
    static short sizeOf(short tagSize, short length) {
        short size = (short) ((short) (tagSize + lengthSize(length)) + length);
        if (size < 0) {
            TLVException.throwIt(TLVException.TLV_SIZE_GREATER_THAN_32767);
        }
        return size;
    }

    /** Returns the size of the length field for a length. */
    static short lengthSize(short length) {
        if (length < 0x80) {
            return 1;
        }
        return (short) (length < 0x100 ? 2 : 3);
    }

    /** Writes a length field of a size, which the length fits, and returns the offset after it. */
    static short writeLength(short length, short size, byte[] out, short at) {
        short end = (short) (at + size);
        for (short i = (short) (end - 1); i >= at; i--) {
            out[i] = (byte) length;
            length = (short) (length >> 8);
        }
        if (size > 1) {
            out[at] = (byte) (0x7F + size);
        }
        return end;
    }

    /**
     * Measures the length field at an offset: how many bytes, or MALFORMED if it is in indefinite
     * form, reserved, or runs over the end.
     */
    static short lengthSizeAt(byte[] b, short off, short end) {
        if (off >= end) {
            return MALFORMED;
        }
        short first = (short) (b[off] & 0xFF);
        if (first < 0x80) {
            return 1;
        }
        if (first == 0x80 || first == 0xFF) {
            return MALFORMED;
        }
        short size = (short) (first - 0x7F);
        return size <= (short) (end - off) ? size : MALFORMED;
    }

    /** Reads the length field of a size at an offset: the length, or TOO_LONG. */
    static short lengthAt(byte[] b, short off, short size) {
        if (size == 1) {
            return b[off];
        }
        short length = 0;
        for (short i = 1; i < size; i++) {
            if (length > 0x7F) {
                return TOO_LONG;
            }
            length = (short) ((short) (length << 8) | (short) (b[(short) (off + i)] & 0xFF));
        }
        return length;
    }

    /**
     * Measures the structure at an offset, parts included: how many bytes, or MALFORMED if anything
     * is wrong or runs over the end.
     */
    static short verify(byte[] b, short off, short end) {
        short tagSize = BERTag.sizeAt(b, off, end);
        if (tagSize == 0) {
            return MALFORMED;
        }
        short at = (short) (off + tagSize);
        short size = lengthSizeAt(b, at, end);
        if (size < 0) {
            return MALFORMED;
        }
        short length = lengthAt(b, at, size);
        at += size;
        if (length < 0 || length > (short) (end - at)) {
            return MALFORMED;
        }
        short valueEnd = (short) (at + length);
        if ((byte) (b[off] & 0x20) != 0) {
            while (at < valueEnd) {
                short part = verify(b, at, valueEnd);
                if (part < 0) {
                    return MALFORMED;
                }
                at += part;
            }
        }
        return (short) (valueEnd - off);
    }

    /** Returns the size of the tag of a structure, or throws MALFORMED_TLV. */
    static short checkedTagSize(byte[] b, short off) {
        short size = BERTag.sizeAt(b, off, BERTag.NO_END);
        if (size == 0) {
            TLVException.throwIt(TLVException.MALFORMED_TLV);
        }
        return size;
    }

    /** Returns the length in the length field at an offset, or throws. */
    static short checkedLength(byte[] b, short at) {
        short size = lengthSizeAt(b, at, BERTag.NO_END);
        if (size < 0) {
            TLVException.throwIt(TLVException.MALFORMED_TLV);
        }
        short length = lengthAt(b, at, size);
        if (length < 0) {
            TLVException.throwIt(TLVException.TLV_LENGTH_GREATER_THAN_32767);
        }
        return length;
    }

    /**
     * Returns the offset of the value of a structure of a kind, the whole of which is in the array
     * and well-formed, or throws MALFORMED_TLV.
     */
    static short checkedValue(byte[] b, short off, boolean constructed) {
        short tagSize = checkedTagSize(b, off);
        short at = (short) (off + tagSize);
        short length = checkedLength(b, at);
        at += lengthSizeAt(b, at, BERTag.NO_END);
        Firewall.checkArray(b, at, length);
        short end = (short) (at + length);
        boolean isConstructed = (byte) (b[off] & 0x20) != 0;
        if (isConstructed != constructed || verify(b, off, end) < 0) {
            TLVException.throwIt(TLVException.MALFORMED_TLV);
        }
        return at;
    }

    /**
     * Lengthens the value of a structure in an array and returns its new size. The length field
     * grows if it must.
     */
    static short extend(byte[] tlv, short off, short value, byte[] more, short moreOff,
            short moreLen) {
        short field = (short) (off + checkedTagSize(tlv, off));
        short length = checkedLength(tlv, field);
        short total = (short) (length + moreLen);
        short fieldSize = (short) (value - field);
        if (total >= 0 && fieldSize < lengthSize(total)) {
            fieldSize = lengthSize(total);
        }
        short start = (short) (field + fieldSize);
        short size = (short) ((short) (start - off) + total);
        if (total < 0 || size < 0) {
            TLVException.throwIt(TLVException.TLV_SIZE_GREATER_THAN_32767);
        }
        Firewall.checkArray(tlv, off, size);
        Util.arrayCopyNonAtomic(more, moreOff, tlv, (short) (start + length), moreLen);
        Util.arrayCopyNonAtomic(tlv, value, tlv, start, length);
        writeLength(total, fieldSize, tlv, field);
        return size;
    }

    /** Copies the tag at an offset to the scratch array and returns its size. */
    static short saveTag(byte[] berTagArray, short off) {
        short size = BERTag.size(berTagArray, off);
        Util.arrayCopyNonAtomic(berTagArray, off, Scratch.array(), (short) 0, size);
        return size;
    }
}
