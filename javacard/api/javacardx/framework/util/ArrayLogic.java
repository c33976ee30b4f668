// Copying, filling, comparing and searching arrays of byte, short and int: all native.
// Every native checks null, array types, the caller's rights and all ranges before it writes.
package javacardx.framework.util;

/**
 * Functions on arrays of numbers. Each native throws NullPointerException for a null array;
 * UtilException ILLEGAL_VALUE for an object that is not an array of byte, short or int;
 * SecurityException for an array that the caller may not read or write as needed; and
 * ArrayIndexOutOfBoundsException if an offset or length is negative or a range ends outside its
 * array (computed in wide arithmetic), before anything is written. Boolean arrays are not arrays of
 * numbers.
 */
public final class ArrayLogic {

    private ArrayLogic() {
    }

    /**
     * Copies components, joining narrow ones into wide ones or splitting wide ones into narrow
     * ones, high part first. One atomic step, within the transaction if there is one. Ranges of one
     * array may overlap.
     *
     * @param src the array to copy from
     * @param srcOff where in it
     * @param srcLen how many of its components
     * @param dest the array to copy to
     * @param destOff where in it
     * @return the offset in dest after the last component written
     * @throws UtilException ILLEGAL_VALUE if srcLen components do not make whole ones of dest
     * @throws javacard.framework.TransactionException BUFFER_FULL if the commit buffer is too small
     */
    public static final native short arrayCopyRepack(Object src, short srcOff, short srcLen,
            Object dest, short destOff);

    /**
     * Copies as {@link #arrayCopyRepack} does, outside any transaction: a tear may leave a part
     * copied, an abort does not undo it.
     *
     * @param src the array to copy from
     * @param srcOff where in it
     * @param srcLen how many of its components
     * @param dest the array to copy to
     * @param destOff where in it
     * @return the offset in dest after the last component written
     * @throws UtilException ILLEGAL_VALUE if srcLen components do not make whole ones of dest
     * @throws javacard.framework.SystemException ILLEGAL_VALUE if dest is persistent and
     *     integrity-sensitive
     */
    public static final native short arrayCopyRepackNonAtomic(Object src, short srcOff,
            short srcLen, Object dest, short destOff);

    /**
     * Fills components with a value, outside any transaction.
     *
     * @param theArray the array to fill
     * @param off where in it
     * @param len how many components
     * @param valArray an array of the same type with the value
     * @param valOff where in it
     * @return off + len
     * @throws UtilException TYPE_MISMATCHED if the arrays have different types
     * @throws javacard.framework.SystemException ILLEGAL_VALUE if theArray is persistent and
     *     integrity-sensitive
     */
    public static final native short arrayFillGenericNonAtomic(Object theArray, short off,
            short len, Object valArray, short valOff);

    /**
     * Compares components, which are signed. Takes the same time wherever they differ. The result
     * is left for SensitiveResult.
     *
     * @param src the one array
     * @param srcOff where in it
     * @param dest the other array, of the same type
     * @param destOff where in it
     * @param length how many components
     * @return 0 if equal, -1 or 1 if the first differing one in src is the lesser or greater
     * @throws UtilException TYPE_MISMATCHED if the arrays have different types
     */
    public static final native byte arrayCompareGeneric(Object src, short srcOff, Object dest,
            short destOff, short length);

    /**
     * Finds the first component with a value, to the end of the array. The result is left for
     * SensitiveResult.
     *
     * @param theArray the array to search
     * @param off where to begin
     * @param valArray the array with the value: 1, 2 or 4 bytes, high byte first
     * @param valOff where in it
     * @return the offset in theArray, or -1 if there is none
     */
    public static final native short arrayFindGeneric(Object theArray, short off, byte[] valArray,
            short valOff);

    /**
     * Fills components with a value, in one atomic step within the transaction if there is one.
     *
     * @param theArray the array to fill
     * @param off where in it
     * @param len how many components
     * @param valArray an array of the same type with the value
     * @param valOff where in it
     * @return off + len
     * @throws UtilException TYPE_MISMATCHED if the arrays have different types
     * @throws javacard.framework.TransactionException BUFFER_FULL if the commit buffer is too small
     */
    public static final native short arrayFillGeneric(Object theArray, short off, short len,
            Object valArray, short valOff);
}
