// A primitive BER-TLV: a tag and a value of bytes.
// The object's buffer grows when a longer value comes; the old one becomes garbage.
package javacardx.framework.tlv;

import hydra.framework.Firewall;
import hydra.framework.Scratch;
import hydra.framework.Thrower;
import javacard.framework.Util;

/** A primitive BER-TLV structure. */
public class PrimitiveBERTLV extends BERTLV {

    /** The tag; null if the object is empty. */
    private PrimitiveBERTag tag;

    /** The buffer of the value. */
    private byte[] value;

    /** How much of the buffer is used. */
    private short length;

    /**
     * Creates an empty object.
     *
     * @param numValueBytes the capacity for the value to begin with
     * @throws TLVException INVALID_PARAM if negative
     */
    public PrimitiveBERTLV(short numValueBytes) {
        if (numValueBytes < 0) {
            TLVException.throwIt(TLVException.INVALID_PARAM);
        }
        value = new byte[numValueBytes];
    }

    /**
     * Returns the offset of the value of a structure.
     *
     * @param berTLVArray the array with the structure
     * @param bTLVOff where it starts
     * @return the offset in berTLVArray
     * @throws TLVException MALFORMED_TLV if it is no well-formed primitive structure;
     *     TLV_LENGTH_GREATER_THAN_32767 if its value is longer
     */
    public static short getValueOffset(byte[] berTLVArray, short bTLVOff) {
        return checkedValue(berTLVArray, bTLVOff, false);
    }

    /**
     * Writes a structure of a tag and a value.
     *
     * @param berTagArray the array with the tag
     * @param berTagOff where it starts
     * @param valueArray the array with the value
     * @param vOff where it starts
     * @param vLen its length
     * @param outBuf receives the structure
     * @param bOff where in it
     * @return how many bytes
     * @throws TLVException MALFORMED_TAG if the tag is no primitive tag;
     *     TLV_SIZE_GREATER_THAN_32767 if the structure would be longer
     */
    public static short toBytes(byte[] berTagArray, short berTagOff, byte[] valueArray, short vOff,
            short vLen, byte[] outBuf, short bOff) {
        if (BERTag.isConstructed(berTagArray, berTagOff)) {
            TLVException.throwIt(TLVException.MALFORMED_TAG);
        }
        Firewall.checkArray(valueArray, vOff, vLen);
        short tagSize = saveTag(berTagArray, berTagOff);
        short size = sizeOf(tagSize, vLen);
        Firewall.checkArray(outBuf, bOff, size);
        Util.arrayCopyNonAtomic(valueArray, vOff, outBuf, (short) (bOff + size - vLen), vLen);
        Util.arrayCopyNonAtomic(Scratch.array(), (short) 0, outBuf, bOff, tagSize);
        writeLength(vLen, lengthSize(vLen), outBuf, (short) (bOff + tagSize));
        return size;
    }

    /**
     * Appends bytes to the value of a structure in an array.
     *
     * @param berTLVArray the array with the structure
     * @param bTLVOff where it starts
     * @param vArray the array with the bytes
     * @param vOff where they start
     * @param vLen how many
     * @return the new size of the structure
     * @throws TLVException MALFORMED_TLV if it is no well-formed primitive structure;
     *     TLV_SIZE_GREATER_THAN_32767 if it would be longer
     */
    public static short appendValue(byte[] berTLVArray, short bTLVOff, byte[] vArray, short vOff,
            short vLen) {
        short at = checkedValue(berTLVArray, bTLVOff, false);
        Firewall.checkArray(vArray, vOff, vLen);
        return extend(berTLVArray, bTLVOff, at, vArray, vOff, vLen);
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
     * @throws TLVException MALFORMED_TLV if it is not one well-formed primitive structure of that
     *     length; ILLEGAL_SIZE if the tag number is above 32767
     */
    public short init(byte[] bArray, short bOff, short bLen) {
        if (!verifyFormat(bArray, bOff, bLen)) {
            TLVException.throwIt(TLVException.MALFORMED_TLV);
        }
        short at = checkedValue(bArray, bOff, false);
        PrimitiveBERTag newTag = new PrimitiveBERTag();
        newTag.init(bArray, bOff);
        return init(newTag, bArray, at, (short) ((short) (bOff + bLen) - at));
    }

    /**
     * Sets tag and value.
     *
     * @param tag the tag object, used from now on
     * @param vArray the array with the value
     * @param vOff where it starts
     * @param vLen its length
     * @return how many bytes this structure takes now
     * @throws NullPointerException if tag or vArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside vArray
     * @throws TLVException EMPTY_TAG if the tag object is empty; TLV_SIZE_GREATER_THAN_32767 if the
     *     structure would be longer
     */
    public short init(PrimitiveBERTag tag, byte[] vArray, short vOff, short vLen) {
        if (tag == null) {
            Thrower.raise(Thrower.NULL);
        }
        Firewall.checkArray(vArray, vOff, vLen);
        short size = sizeOf(tag.size(), vLen);
        setValue((short) 0, vArray, vOff, vLen);
        this.tag = tag;
        return size;
    }

    /**
     * Appends bytes to the value.
     *
     * @param vArray the array with the bytes
     * @param vOff where they start
     * @param vLen how many
     * @return how many bytes this structure takes now
     * @throws NullPointerException if vArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside vArray
     * @throws TLVException EMPTY_TLV if the object is empty; INSUFFICIENT_STORAGE if the structure
     *     would be longer than 32767 bytes
     */
    public short appendValue(byte[] vArray, short vOff, short vLen) {
        tag();
        Firewall.checkArray(vArray, vOff, vLen);
        checkRoom(length, vLen);
        setValue(length, vArray, vOff, vLen);
        return size();
    }

    /**
     * Replaces the value.
     *
     * @param vArray the array with the new value
     * @param vOff where it starts
     * @param vLen its length
     * @return how many bytes this structure takes now
     * @throws NullPointerException if vArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside vArray
     * @throws TLVException EMPTY_TLV if the object is empty; INSUFFICIENT_STORAGE if the structure
     *     would be longer than 32767 bytes
     */
    public short replaceValue(byte[] vArray, short vOff, short vLen) {
        tag();
        Firewall.checkArray(vArray, vOff, vLen);
        checkRoom((short) 0, vLen);
        setValue((short) 0, vArray, vOff, vLen);
        return size();
    }

    /**
     * Copies the value.
     *
     * @param tlvValue receives the value
     * @param tOff where in it
     * @return how many bytes
     * @throws NullPointerException if tlvValue is null
     * @throws ArrayIndexOutOfBoundsException if it does not fit
     * @throws TLVException EMPTY_TLV if the object is empty
     */
    public short getValue(byte[] tlvValue, short tOff) {
        tag();
        Util.arrayCopy(value, (short) 0, tlvValue, tOff, length);
        return length;
    }

    BERTag tag() {
        if (tag == null) {
            TLVException.throwIt(TLVException.EMPTY_TLV);
        }
        return tag;
    }

    short valueLength() {
        return length;
    }

    void writeValue(byte[] outBuf, short at) {
        Util.arrayCopy(value, (short) 0, outBuf, at, length);
    }

    /** Checks that a value of two parts leaves the structure within 32767 bytes. */
    private void checkRoom(short kept, short added) {
        short room = (short) (32767 - 3 - tag.size());
        if (added > (short) (room - kept)) {
            TLVException.throwIt(TLVException.INSUFFICIENT_STORAGE);
        }
    }

    /** Keeps the first bytes of the value and puts others after them. */
    private void setValue(short kept, byte[] vArray, short vOff, short vLen) {
        short total = (short) (kept + vLen);
        if (total > (short) value.length) {
            byte[] longer = new byte[total];
            Util.arrayCopyNonAtomic(value, (short) 0, longer, (short) 0, kept);
            value = longer;
        }
        Util.arrayCopy(vArray, vOff, value, kept, vLen);
        length = total;
    }
}
