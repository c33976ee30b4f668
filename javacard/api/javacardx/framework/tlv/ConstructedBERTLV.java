// A constructed BER-TLV: a tag and a sequence of BER-TLVs.
// The object's list grows when needed; the old one becomes garbage.
package javacardx.framework.tlv;

import hydra.framework.Firewall;
import hydra.framework.Thrower;
import javacard.framework.Util;

/** A constructed BER-TLV structure. */
public final class ConstructedBERTLV extends BERTLV {

    /** The offset that tells that nothing was found. */
    private static final short NOT_FOUND = -1;

    /** The tag; null if the object is empty. */
    private ConstructedBERTag tag;

    /** The list of parts. */
    private BERTLV[] parts;

    /** How much of the list is used. */
    private short count;

    /**
     * Creates an empty object.
     *
     * @param numTLVs the capacity of the list to begin with
     * @throws TLVException INVALID_PARAM if negative
     */
    public ConstructedBERTLV(short numTLVs) {
        if (numTLVs < 0) {
            TLVException.throwIt(TLVException.INVALID_PARAM);
        }
        parts = new BERTLV[numTLVs];
    }

    /**
     * Appends a structure to a constructed structure in an array.
     *
     * @param berTLVInArray the array with the structure to append
     * @param bTLVInOff where it starts
     * @param berTLVOutArray the array with the constructed structure
     * @param bTLVOutOff where it starts
     * @return the new size of the constructed structure
     * @throws TLVException MALFORMED_TLV if either is not well-formed or the latter not
     *     constructed; TLV_SIZE_GREATER_THAN_32767 if it would be longer
     */
    public static short append(byte[] berTLVInArray, short bTLVInOff, byte[] berTLVOutArray,
            short bTLVOutOff) {
        boolean constructed = BERTag.isConstructed(berTLVInArray, bTLVInOff);
        short value = checkedValue(berTLVInArray, bTLVInOff, constructed);
        short end = (short) (value + getLength(berTLVInArray, bTLVInOff));
        short at = checkedValue(berTLVOutArray, bTLVOutOff, true);
        return extend(berTLVOutArray, bTLVOutOff, at, berTLVInArray, bTLVInOff,
                (short) (end - bTLVInOff));
    }

    /**
     * Finds the first part with a tag in a structure in an array.
     *
     * @param berTLVArray the array with the structure
     * @param bTLVOff where it starts
     * @param berTagArray the array with the tag; null for any tag
     * @param bTagOff where it starts
     * @return the offset of the part in berTLVArray; -1 if there is none
     * @throws TLVException MALFORMED_TLV if it is no well-formed constructed structure;
     *     MALFORMED_TAG if the tag is none
     */
    public static short find(byte[] berTLVArray, short bTLVOff, byte[] berTagArray,
            short bTagOff) {
        short at = checkedValue(berTLVArray, bTLVOff, true);
        short end = (short) (at + getLength(berTLVArray, bTLVOff));
        return search(berTLVArray, at, end, berTagArray, bTagOff);
    }

    /**
     * Finds the next part with a tag in a structure in an array.
     *
     * @param berTLVArray the array with the structure
     * @param bTLVOff where it starts
     * @param startOffset the offset of the part after which to search
     * @param berTagArray the array with the tag; null for any tag
     * @param bTagOff where it starts
     * @return the offset of the part in berTLVArray; -1 if there is none
     * @throws TLVException MALFORMED_TLV if it is no well-formed constructed structure;
     *     MALFORMED_TAG if the tag is none; INVALID_PARAM if no part starts at startOffset
     */
    public static short findNext(byte[] berTLVArray, short bTLVOff, short startOffset,
            byte[] berTagArray, short bTagOff) {
        short at = checkedValue(berTLVArray, bTLVOff, true);
        short end = (short) (at + getLength(berTLVArray, bTLVOff));
        while (at < end && at < startOffset) {
            at += verify(berTLVArray, at, end);
        }
        if (at >= end || at != startOffset) {
            TLVException.throwIt(TLVException.INVALID_PARAM);
        }
        at += verify(berTLVArray, at, end);
        return search(berTLVArray, at, end, berTagArray, bTagOff);
    }

    /**
     * Sets this object to a structure in an array, its parts included.
     *
     * @param bArray the array with the structure
     * @param bOff where it starts
     * @param bLen its length
     * @return how many bytes this structure takes now
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside bArray
     * @throws TLVException MALFORMED_TLV if it is not one well-formed constructed structure of that
     *     length; ILLEGAL_SIZE if a tag number is above 32767
     */
    public short init(byte[] bArray, short bOff, short bLen) {
        if (!verifyFormat(bArray, bOff, bLen)) {
            TLVException.throwIt(TLVException.MALFORMED_TLV);
        }
        short at = checkedValue(bArray, bOff, true);
        ConstructedBERTag newTag = new ConstructedBERTag();
        newTag.init(bArray, bOff);
        return init(newTag, bArray, at, (short) ((short) (bOff + bLen) - at));
    }

    /**
     * Sets tag and one part.
     *
     * @param tag the tag object, used from now on
     * @param aTLV the part, used from now on
     * @return how many bytes this structure takes now
     * @throws NullPointerException if tag or aTLV is null
     * @throws TLVException INVALID_PARAM if aTLV is this object or contains it; EMPTY_TAG or
     *     EMPTY_TLV if an object is empty
     */
    public short init(ConstructedBERTag tag, BERTLV aTLV) {
        if (tag == null || aTLV == null) {
            Thrower.raise(Thrower.NULL);
        }
        checkNoCycle(aTLV);
        short size = sizeOf(tag.size(), aTLV.size());
        clear();
        this.tag = tag;
        add(aTLV);
        return size;
    }

    /**
     * Sets tag and parts.
     *
     * @param tag the tag object, used from now on
     * @param vArray the array with the parts, one after the other
     * @param vOff where they start
     * @param vLen their length
     * @return how many bytes this structure takes now
     * @throws NullPointerException if tag or vArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside vArray
     * @throws TLVException MALFORMED_TLV if the parts are not well-formed; ILLEGAL_SIZE if a tag
     *     number is above 32767; EMPTY_TAG if the tag object is empty; TLV_SIZE_GREATER_THAN_32767
     *     if the structure would be longer
     */
    public short init(ConstructedBERTag tag, byte[] vArray, short vOff, short vLen) {
        if (tag == null) {
            Thrower.raise(Thrower.NULL);
        }
        Firewall.checkArray(vArray, vOff, vLen);
        sizeOf(tag.size(), vLen);
        short end = (short) (vOff + vLen);
        short number = countParts(vArray, vOff, end);
        if (number < 0) {
            TLVException.throwIt(TLVException.MALFORMED_TLV);
        }
        clear();
        if (number > (short) parts.length) {
            parts = new BERTLV[number];
        }
        for (short at = vOff; at < end;) {
            short size = verify(vArray, at, end);
            add(getInstance(vArray, at, size));
            at += size;
        }
        this.tag = tag;
        return size();
    }

    /**
     * Appends a part.
     *
     * @param aTLV the part, used from now on
     * @return how many bytes this structure takes now
     * @throws NullPointerException if aTLV is null
     * @throws TLVException INVALID_PARAM if aTLV is this object or contains it; EMPTY_TLV if either
     *     is empty; TLV_SIZE_GREATER_THAN_32767 if the structure would be longer
     */
    public short append(BERTLV aTLV) {
        if (aTLV == null) {
            Thrower.raise(Thrower.NULL);
        }
        checkNoCycle(aTLV);
        short total = (short) (getLength() + aTLV.size());
        if (total < 0) {
            TLVException.throwIt(TLVException.TLV_SIZE_GREATER_THAN_32767);
        }
        short size = sizeOf(tag.size(), total);
        add(aTLV);
        return size;
    }

    /**
     * Removes a part.
     *
     * @param aTLV the part
     * @param occurrenceNum which of its occurrences in the list, from 1
     * @return how many bytes this structure takes now
     * @throws NullPointerException if aTLV is null
     * @throws TLVException INVALID_PARAM if there is no such occurrence; EMPTY_TLV if this object
     *     is empty
     */
    public short delete(BERTLV aTLV, short occurrenceNum) {
        short index = indexOf(aTLV, occurrenceNum);
        count--;
        for (short i = index; i < count; i++) {
            parts[i] = parts[(short) (i + 1)];
        }
        parts[count] = null;
        return size();
    }

    /**
     * Finds the first part with a tag.
     *
     * @param tag the tag; null for any
     * @return the part, or null if there is none
     */
    public BERTLV find(BERTag tag) {
        return search(tag, (short) 0);
    }

    /**
     * Finds the next part with a tag.
     *
     * @param tag the tag; null for any
     * @param aTLV the part after which to search
     * @param occurrenceNum which of its occurrences in the list, from 1
     * @return the part, or null if there is none
     * @throws NullPointerException if aTLV is null
     * @throws TLVException INVALID_PARAM if there is no such occurrence
     */
    public BERTLV findNext(BERTag tag, BERTLV aTLV, short occurrenceNum) {
        return search(tag, (short) (indexOf(aTLV, occurrenceNum) + 1));
    }

    BERTag tag() {
        if (tag == null) {
            TLVException.throwIt(TLVException.EMPTY_TLV);
        }
        return tag;
    }

    short valueLength() {
        short length = 0;
        for (short i = 0; i < count; i++) {
            length += parts[i].size();
            if (length < 0) {
                TLVException.throwIt(TLVException.TLV_LENGTH_GREATER_THAN_32767);
            }
        }
        return length;
    }

    void writeValue(byte[] outBuf, short at) {
        for (short i = 0; i < count; i++) {
            at += parts[i].toBytes(outBuf, at);
        }
    }

    /** Counts the parts of the constructed structure at an offset. */
    static short count(byte[] b, short off) {
        short at = checkedValue(b, off, true);
        return countParts(b, at, (short) (at + getLength(b, off)));
    }

    /** Counts structures, one after the other, up to an end; MALFORMED if they are not. */
    private static short countParts(byte[] b, short at, short end) {
        short number = 0;
        while (at < end) {
            short size = verify(b, at, end);
            if (size < 0) {
                return MALFORMED;
            }
            at += size;
            number++;
        }
        return number;
    }

    /** Finds a tag among well-formed structures, one after the other. */
    private static short search(byte[] b, short at, short end, byte[] tagArray, short tagOff) {
        short tagSize = tagArray == null ? 0 : BERTag.size(tagArray, tagOff);
        while (at < end) {
            if (tagArray == null || BERTag.sizeAt(b, at, end) == tagSize
                    && Util.arrayCompare(b, at, tagArray, tagOff, tagSize) == 0) {
                return at;
            }
            at += verify(b, at, end);
        }
        return NOT_FOUND;
    }

    private BERTLV search(BERTag wanted, short from) {
        for (short i = from; i < count; i++) {
            if (wanted == null || wanted.equals(parts[i].getTag())) {
                return parts[i];
            }
        }
        return null;
    }

    private short indexOf(BERTLV aTLV, short occurrenceNum) {
        if (aTLV == null) {
            Thrower.raise(Thrower.NULL);
        }
        if (occurrenceNum > 0) {
            for (short i = 0; i < count; i++) {
                if (parts[i] == aTLV && --occurrenceNum == 0) {
                    return i;
                }
            }
        }
        TLVException.throwIt(TLVException.INVALID_PARAM);
        return NOT_FOUND;
    }

    /** Refuses a part that is this object or contains it at any depth. */
    private void checkNoCycle(BERTLV aTLV) {
        if (aTLV == this) {
            TLVException.throwIt(TLVException.INVALID_PARAM);
        }
        if (aTLV instanceof ConstructedBERTLV) {
            ConstructedBERTLV other = (ConstructedBERTLV) aTLV;
            for (short i = 0; i < other.count; i++) {
                checkNoCycle(other.parts[i]);
            }
        }
    }

    private void clear() {
        while (count > 0) {
            count--;
            parts[count] = null;
        }
    }

    private void add(BERTLV aTLV) {
        if (count == (short) parts.length) {
            BERTLV[] longer = new BERTLV[(short) (count + 4)];
            for (short i = 0; i < count; i++) {
                longer[i] = parts[i];
            }
            parts = longer;
        }
        parts[count++] = aTLV;
    }
}
