// Arithmetic on unsigned numbers held as bytes, high byte first, within arrays.
// Short arithmetic suffices: a byte times a factor of at most 127, plus a carry, fits a short.
package hydra.math;

import javacard.framework.Util;

/** Functions on numbers of len bytes at an offset of an array. Ranges are the caller's concern. */
public final class Unsigned {

    private Unsigned() {
    }

    /**
     * Multiplies by a small factor and adds a small number.
     *
     * @param a the array with the number
     * @param off where it starts
     * @param len its length
     * @param factor 0 to 127
     * @param addend 0 to 127
     * @return what did not fit; 0 if the result is right
     */
    public static short multiplyAdd(byte[] a, short off, short len, short factor, short addend) {
        short carry = addend;
        for (short i = (short) (off + len - 1); i >= off; i--) {
            short t = (short) ((short) ((short) (a[i] & 0xFF) * factor) + carry);
            a[i] = (byte) t;
            carry = (short) (t >> 8);
        }
        return carry;
    }

    /**
     * Divides by a small number, rounding down.
     *
     * @param a the array with the number
     * @param off where it starts
     * @param len its length
     * @param divisor 1 to 127
     * @return the remainder
     */
    public static short divide(byte[] a, short off, short len, short divisor) {
        short rest = 0;
        short end = (short) (off + len);
        for (short i = off; i < end; i++) {
            short t = (short) ((short) (rest << 8) | (short) (a[i] & 0xFF));
            a[i] = (byte) (t / divisor);
            rest = (short) (t % divisor);
        }
        return rest;
    }

    /**
     * Adds a number to another of the same length.
     *
     * @param a the array with the sum
     * @param aOff where it starts
     * @param b the array with the number to add
     * @param bOff where it starts
     * @param len the length of both
     * @return the carry, 0 or 1
     */
    public static short add(byte[] a, short aOff, byte[] b, short bOff, short len) {
        short carry = 0;
        for (short i = (short) (len - 1); i >= 0; i--) {
            short at = (short) (aOff + i);
            carry += (short) ((short) (a[at] & 0xFF) + (short) (b[(short) (bOff + i)] & 0xFF));
            a[at] = (byte) carry;
            carry = (short) (carry >> 8);
        }
        return carry;
    }

    /**
     * Subtracts a number from another of the same length.
     *
     * @param a the array with the difference
     * @param aOff where it starts
     * @param b the array with the number to subtract
     * @param bOff where it starts
     * @param len the length of both
     * @return the borrow, 0 or 1
     */
    public static short subtract(byte[] a, short aOff, byte[] b, short bOff, short len) {
        short borrow = 0;
        for (short i = (short) (len - 1); i >= 0; i--) {
            short at = (short) (aOff + i);
            short t = (short) ((short) (a[at] & 0xFF) - (short) (b[(short) (bOff + i)] & 0xFF));
            t -= borrow;
            a[at] = (byte) t;
            borrow = (short) (t < 0 ? 1 : 0);
        }
        return borrow;
    }

    /**
     * Multiplies two numbers of the same length.
     *
     * @param a the array with the one
     * @param aOff where it starts
     * @param b the array with the other
     * @param bOff where it starts
     * @param r receives the product; overlaps neither
     * @param rOff where it starts
     * @param len the length of all three
     * @return true if the product fits
     */
    public static boolean multiply(byte[] a, short aOff, byte[] b, short bOff, byte[] r,
            short rOff, short len) {
        Util.arrayFillNonAtomic(r, rOff, len, (byte) 0);
        for (short i = (short) (len - 1); i >= 0; i--) {
            short shift = (short) (len - 1 - i);
            if (!addProduct(a, aOff, b[(short) (bOff + i)], shift, r, rOff, len)) {
                return false;
            }
        }
        return true;
    }

    /** Adds a times digit, moved left by shift bytes, to r. Tells whether the sum fits. */
    private static boolean addProduct(byte[] a, short aOff, byte digit, short shift, byte[] r,
            short rOff, short len) {
        short d = (short) (digit & 0xFF);
        short carry = 0;
        for (short j = (short) (len - 1); j >= 0; j--) {
            short t = (short) ((short) ((short) (a[(short) (aOff + j)] & 0xFF) * d) + carry);
            short place = (short) (j - shift);
            if (place < 0) {
                if (t != 0) {
                    return false;
                }
                continue;
            }
            t += (short) (r[(short) (rOff + place)] & 0xFF);
            r[(short) (rOff + place)] = (byte) t;
            carry = (short) ((short) (t >> 8) & 0xFF);
        }
        return carry == 0;
    }

    /**
     * Compares two numbers of the same length.
     *
     * @param a the array with the one
     * @param aOff where it starts
     * @param b the array with the other
     * @param bOff where it starts
     * @param len the length of both
     * @return -1, 0 or 1 if a is less, equal or greater
     */
    public static byte compare(byte[] a, short aOff, byte[] b, short bOff, short len) {
        for (short i = 0; i < len; i++) {
            short x = (short) (a[(short) (aOff + i)] & 0xFF);
            short y = (short) (b[(short) (bOff + i)] & 0xFF);
            if (x != y) {
                return (byte) (x < y ? -1 : 1);
            }
        }
        return 0;
    }

    /**
     * Changes a number to its two's complement.
     *
     * @param a the array with the number
     * @param off where it starts
     * @param len its length
     */
    public static void negate(byte[] a, short off, short len) {
        short carry = 1;
        for (short i = (short) (off + len - 1); i >= off; i--) {
            carry += (short) (~a[i] & 0xFF);
            a[i] = (byte) carry;
            carry = (short) (carry >> 8);
        }
    }

    /**
     * Counts the bytes from the first that is not zero.
     *
     * @param a the array with the number
     * @param off where it starts
     * @param len its length
     * @return how many bytes the number needs; 0 if it is zero
     */
    public static short significant(byte[] a, short off, short len) {
        while (len > 0 && a[off] == 0) {
            off++;
            len--;
        }
        return len;
    }
}
