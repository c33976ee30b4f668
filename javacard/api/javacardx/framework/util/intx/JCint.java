// Functions on ints, for cards that have them.
// What touches arrays is native, with the checks that Util promises.
package javacardx.framework.util.intx;

import javacard.framework.JCSystem;
import javacard.framework.Shareable;

/** Functions on ints. */
public final class JCint {

    private JCint() {
    }

    /**
     * Makes an int of four bytes.
     *
     * @param b1 the highest byte
     * @param b2 the next
     * @param b3 the next
     * @param b4 the lowest
     * @return the int
     */
    public static final int makeInt(byte b1, byte b2, byte b3, byte b4) {
        return b1 << 24 | (b2 & 0xFF) << 16 | (b3 & 0xFF) << 8 | b4 & 0xFF;
    }

    /**
     * Makes an int of two shorts.
     *
     * @param s1 the high short
     * @param s2 the low short
     * @return the int
     */
    public static final int makeInt(short s1, short s2) {
        return s1 << 16 | s2 & 0xFFFF;
    }

    /**
     * Reads four bytes as an int, high byte first. Native: checks null, the caller's right to read
     * the array, and the range.
     *
     * @param bArray the array
     * @param bOff where in it
     * @return the int
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if four bytes are not within bArray
     */
    public static final native int getInt(byte[] bArray, short bOff);

    /**
     * Writes an int as four bytes, high byte first, in one atomic step within the transaction if
     * there is one. Native: checks null, the caller's right to write the array, and the range.
     *
     * @param bArray the array
     * @param bOff where in it
     * @param iValue the int
     * @return bOff + 4
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if four bytes do not fit
     * @throws javacard.framework.TransactionException BUFFER_FULL if the commit buffer is too small
     */
    public static final native short setInt(byte[] bArray, short bOff, int iValue);

    /**
     * Makes a transient array of int. Native: as JCSystem.makeTransientShortArray.
     *
     * @param length how many components
     * @param event JCSystem.CLEAR_ON_RESET or CLEAR_ON_DESELECT
     * @return the array
     * @throws NegativeArraySizeException if length is negative
     * @throws javacard.framework.SystemException ILLEGAL_VALUE if event is neither;
     *     NO_TRANSIENT_SPACE if memory is short; ILLEGAL_TRANSIENT if event is CLEAR_ON_DESELECT
     *     and the current context is not that of the selected applet
     */
    public static native int[] makeTransientIntArray(short length, byte event);

    /**
     * Makes a view of an array of int: see JCSystem.makeArrayView.
     *
     * @param array the caller's array
     * @param offset the first component of the view
     * @param length its length
     * @param attributes JCSystem.ATTR_READABLE_VIEW, ATTR_WRITABLE_VIEW or both
     * @param shareableInterface an object of the applet that may use the view, or null
     * @return the view
     */
    public static int[] makeIntArrayView(int[] array, short offset, short length, short attributes,
            Shareable shareableInterface) {
        return (int[]) JCSystem.makeArrayView(array, offset, length, attributes,
                shareableInterface);
    }
}
