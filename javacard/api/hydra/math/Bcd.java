// Packed binary-coded decimals: two digits a byte, high digit first.
// Converts between them and the numbers of Unsigned.
package hydra.math;

/** Functions on packed BCD. Ranges are the caller's concern. */
public final class Bcd {

    private Bcd() {
    }

    /**
     * Tells whether all nibbles are digits.
     *
     * @param bcd the array
     * @param off where in it
     * @param len how many bytes
     * @return true if so
     */
    public static boolean isValid(byte[] bcd, short off, short len) {
        short end = (short) (off + len);
        for (short i = off; i < end; i++) {
            if ((byte) (bcd[i] & 0x0F) > 9 || (short) (bcd[i] & 0xF0) > 0x90) {
                return false;
            }
        }
        return true;
    }

    /**
     * Converts digits to a number.
     *
     * @param bcd the array with valid digits
     * @param off where in it
     * @param len how many bytes
     * @param a receives the number
     * @param aOff where it starts
     * @param aLen its length, to be filled
     * @return true if it fits
     */
    public static boolean toNumber(byte[] bcd, short off, short len, byte[] a, short aOff,
            short aLen) {
        for (short i = 0; i < aLen; i++) {
            a[(short) (aOff + i)] = 0;
        }
        short end = (short) (off + len);
        for (short i = off; i < end; i++) {
            short pair = (short) ((short) ((short) ((short) (bcd[i] >> 4) & 0x0F) * 10)
                    + (short) (bcd[i] & 0x0F));
            if (Unsigned.multiplyAdd(a, aOff, aLen, (short) 100, pair) != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Converts a number to digits, as many as there is room for, filled up with zeros.
     *
     * @param a the array with the number, which is lost
     * @param aOff where it starts
     * @param aLen its length
     * @param bcd receives the digits
     * @param off where in it
     * @param len how many bytes
     */
    public static void fromNumber(byte[] a, short aOff, short aLen, byte[] bcd, short off,
            short len) {
        for (short i = (short) (off + len - 1); i >= off; i--) {
            short pair = Unsigned.divide(a, aOff, aLen, (short) 100);
            bcd[i] = (byte) ((short) ((short) (pair / 10) << 4) | (short) (pair % 10));
        }
    }

    /**
     * Counts the bytes that the digits of a number take.
     *
     * @param a the array with the number, which is lost
     * @param aOff where it starts
     * @param aLen its length
     * @return how many bytes, at least 1
     */
    public static short length(byte[] a, short aOff, short aLen) {
        short bytes = 0;
        do {
            Unsigned.divide(a, aOff, aLen, (short) 100);
            bytes++;
        } while (Unsigned.significant(a, aOff, aLen) > 0);
        return bytes;
    }
}
