// Copying, filling and comparing byte arrays: native, because everything else is made of them.
// Every native checks null, then the caller's rights, then ranges, before it writes anything.
package javacard.framework;

/**
 * Byte array functions. Each native throws NullPointerException for a null array,
 * SecurityException for an array that the caller may not read or write as needed, and
 * ArrayIndexOutOfBoundsException if an offset or length is negative or a range ends outside its
 * array (computed in wide arithmetic), in that order and before anything is written.
 */
public class Util {

    private Util() {
    }

    /**
     * Compares two ranges; bytes are signed, as everywhere in Java. Takes the same time wherever
     * they differ. Pending lone writes become durable first. The result is left for
     * SensitiveResult.
     *
     * @param src the one array
     * @param srcOff where in it
     * @param dest the other array
     * @param destOff where in it
     * @param length how many bytes
     * @return 0 if equal, -1 or 1 if the first differing byte in src is the lesser or greater
     */
    public static final native byte arrayCompare(byte[] src, short srcOff, byte[] dest,
            short destOff, short length);

    /**
     * Copies a range. Into a persistent array it is one atomic step, within the transaction if
     * there is one. Ranges of one array may overlap.
     *
     * @param src the array to copy from
     * @param srcOff where in it
     * @param dest the array to copy to
     * @param destOff where in it
     * @param length how many bytes
     * @return destOff + length
     * @throws TransactionException BUFFER_FULL if the commit buffer is too small
     */
    public static final native short arrayCopy(byte[] src, short srcOff, byte[] dest,
            short destOff, short length);

    /**
     * Copies a range outside any transaction: a tear may leave a part copied, an abort does not
     * undo it. Ranges of one array may overlap.
     *
     * @param src the array to copy from
     * @param srcOff where in it
     * @param dest the array to copy to
     * @param destOff where in it
     * @param length how many bytes
     * @return destOff + length
     * @throws SystemException ILLEGAL_VALUE if dest is persistent and integrity-sensitive
     */
    public static final native short arrayCopyNonAtomic(byte[] src, short srcOff, byte[] dest,
            short destOff, short length);

    /**
     * Fills a range outside any transaction, as {@link #arrayCopyNonAtomic} copies.
     *
     * @param bArray the array
     * @param bOff where in it
     * @param bLen how many bytes
     * @param bValue with what
     * @return bOff + bLen
     * @throws SystemException ILLEGAL_VALUE if bArray is persistent and integrity-sensitive
     */
    public static final native short arrayFillNonAtomic(byte[] bArray, short bOff, short bLen,
            byte bValue);

    /**
     * Reads two bytes as a short, high byte first.
     *
     * @param bArray the array
     * @param bOff where in it
     * @return the short
     */
    public static final native short getShort(byte[] bArray, short bOff);

    /**
     * Makes a short of two bytes.
     *
     * @param b1 the high byte
     * @param b2 the low byte
     * @return the short
     */
    public static final short makeShort(byte b1, byte b2) {
        return (short) ((short) (b1 << 8) | (short) (b2 & 0xFF));
    }

    /**
     * Writes a short as two bytes, high byte first, in one atomic step as {@link #arrayCopy} does.
     *
     * @param bArray the array
     * @param bOff where in it
     * @param sValue the short
     * @return bOff + 2
     * @throws TransactionException BUFFER_FULL if the commit buffer is too small
     */
    public static final native short setShort(byte[] bArray, short bOff, short sValue);

    /**
     * Fills a range, in one atomic step as {@link #arrayCopy} copies.
     *
     * @param bArray the array
     * @param bOff where in it
     * @param bLen how many bytes
     * @param bValue with what
     * @return bOff + bLen
     * @throws TransactionException BUFFER_FULL if the commit buffer is too small
     */
    public static final native short arrayFill(byte[] bArray, short bOff, short bLen, byte bValue);
}
