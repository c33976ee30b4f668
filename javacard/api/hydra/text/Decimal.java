// Signed 64-bit numbers as text, and back.
// The number is in the first 8 bytes of the scratch array, in two's complement.
package hydra.text;

import hydra.framework.Firewall;
import hydra.framework.Scratch;
import hydra.math.Unsigned;
import javacard.framework.Util;
import javacardx.framework.string.StringException;

/** Reading and writing numbers. */
public final class Decimal {

    /** The size of a number in bytes. */
    public static final short SIZE = 8;

    private Decimal() {
    }

    /**
     * Reads a number: an optional minus, then decimal digits without leading zeros, or 0x, 0X or #
     * and hexadecimal digits. Leaves it in the scratch array.
     *
     * @param s the array
     * @param off where the text starts, a range that was checked
     * @param length its length
     * @throws StringException ILLEGAL_NUMBER_FORMAT if it is none, or not within 64 bits signed
     */
    public static void read(byte[] s, short off, short length) {
        short end = (short) (off + length);
        boolean negative = off < end && s[off] == '-';
        if (negative) {
            off++;
        }
        short prefix = prefix(s, off, end);
        off += prefix;
        short radix = (short) (prefix > 0 ? 16 : 10);
        boolean leadingZero = radix == 10 && (short) (end - off) > 1 && s[off] == '0';
        require(off < end && !leadingZero);
        byte[] work = Scratch.array();
        Util.arrayFillNonAtomic(work, (short) 0, SIZE, (byte) 0);
        for (; off < end; off++) {
            short digit = digit(s[off]);
            require(digit >= 0 && digit < radix);
            require(Unsigned.multiplyAdd(work, (short) 0, SIZE, radix, digit) == 0);
        }
        if (negative) {
            Unsigned.negate(work, (short) 0, SIZE);
        }
        boolean zero = Unsigned.significant(work, (short) 0, SIZE) == 0;
        require(zero || work[0] < 0 == negative);
    }

    /**
     * Writes the number in the scratch array in decimal.
     *
     * @param d receives the text
     * @param off where in it
     * @return how many bytes
     * @throws NullPointerException if d is null
     * @throws ArrayIndexOutOfBoundsException if it does not fit
     */
    public static short write(byte[] d, short off) {
        byte[] work = Scratch.array();
        boolean negative = work[0] < 0;
        if (negative) {
            Unsigned.negate(work, (short) 0, SIZE);
        }
        short length = 0;
        short at = Scratch.LENGTH;
        do {
            at--;
            work[at] = (byte) ('0' + Unsigned.divide(work, (short) 0, SIZE, (short) 10));
            length++;
        } while (Unsigned.significant(work, (short) 0, SIZE) > 0);
        if (negative) {
            at--;
            work[at] = '-';
            length++;
        }
        Firewall.checkArray(d, off, length);
        Util.arrayCopy(work, at, d, off, length);
        return length;
    }

    private static void require(boolean condition) {
        if (!condition) {
            StringException.throwIt(StringException.ILLEGAL_NUMBER_FORMAT);
        }
    }

    /** How many bytes announce hexadecimal digits. */
    private static short prefix(byte[] s, short off, short end) {
        if (off < end && s[off] == '#') {
            return 1;
        }
        boolean zero = (short) (end - off) > 1 && s[off] == '0';
        if (zero && (byte) (s[(short) (off + 1)] | 0x20) == 'x') {
            return 2;
        }
        return 0;
    }

    /** The value of a digit, or -1. */
    private static short digit(byte b) {
        if (b >= '0' && b <= '9') {
            return (short) (b - '0');
        }
        byte letter = (byte) (b | 0x20);
        if (letter >= 'a' && letter <= 'f') {
            return (short) (letter - 'a' + 10);
        }
        return -1;
    }
}
