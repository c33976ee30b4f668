// A primitive BER tag.
// What all tags have in common is in BERTag.
package javacardx.framework.tlv;

/** A primitive BER tag. */
public final class PrimitiveBERTag extends BERTag {

    /** Creates an object that holds no tag. */
    public PrimitiveBERTag() {
    }

    /**
     * Sets this tag to one in an array.
     *
     * @param bArray the array with the tag
     * @param bOff where it starts
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if the tag runs out of bArray
     * @throws TLVException MALFORMED_TAG if it is no primitive tag; ILLEGAL_SIZE if its number is
     *     above 32767
     */
    public void init(byte[] bArray, short bOff) {
        fill(bArray, bOff, false);
    }

    /**
     * Sets this tag.
     *
     * @param tagClass one of BER_TAG_CLASS_MASK_*
     * @param tagNumber the number
     * @throws TLVException INVALID_PARAM if the class is not one of the constants or the number is
     *     negative
     */
    public void init(byte tagClass, short tagNumber) {
        fill(tagClass, tagNumber);
    }
}
