// A constructed BER tag.
// What all tags have in common is in BERTag.
package javacardx.framework.tlv;

/** A constructed BER tag. */
public final class ConstructedBERTag extends BERTag {

    /** Creates an object that holds no tag. */
    public ConstructedBERTag() {
    }

    /**
     * Sets this tag to one in an array.
     *
     * @param bArray the array with the tag
     * @param bOff where it starts
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if the tag runs out of bArray
     * @throws TLVException MALFORMED_TAG if it is no constructed tag; ILLEGAL_SIZE if its number is
     *     above 32767
     */
    public void init(byte[] bArray, short bOff) {
        fill(bArray, bOff, true);
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
