// Conversions between packed decimal and binary numbers.
// The work is done in the scratch array, so input and output may overlap.
package javacardx.framework.math;

import hydra.framework.Firewall;
import hydra.framework.Scratch;
import hydra.framework.Thrower;
import hydra.math.Bcd;
import hydra.math.Unsigned;
import javacard.framework.Util;

/** Functions on packed BCD numbers, whose binary form has at most {@link #getMaxBytesSupported}. */
public final class BCDUtil {

    /** Not needed: all methods are static. */
    public BCDUtil() {
    }

    /**
     * Returns the longest binary number supported.
     *
     * @return its length in bytes
     */
    public static short getMaxBytesSupported() {
        return BigNumber.MAX_BYTES;
    }

    /**
     * Converts BCD to binary.
     *
     * @param bcdArray the array with the decimal number
     * @param bOff where it starts
     * @param bLen its length
     * @param hexArray receives the binary number; may be bcdArray
     * @param outOff where in it
     * @return the length of the binary number, without leading zeros but at least 1
     * @throws NullPointerException if an array is null
     * @throws ArrayIndexOutOfBoundsException if a range is outside its array
     * @throws ArithmeticException if bLen is 0, the input is not BCD, or the number is too long
     */
    public static short convertToHex(byte[] bcdArray, short bOff, short bLen, byte[] hexArray,
            short outOff) {
        if (!isBCDFormat(bcdArray, bOff, bLen)) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        byte[] work = Scratch.array();
        if (!Bcd.toNumber(bcdArray, bOff, bLen, work, (short) 0, BigNumber.MAX_BYTES)) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        short length = Unsigned.significant(work, (short) 0, BigNumber.MAX_BYTES);
        if (length == 0) {
            length = 1;
        }
        Util.arrayCopy(work, (short) (BigNumber.MAX_BYTES - length), hexArray, outOff, length);
        return length;
    }

    /**
     * Converts binary to BCD.
     *
     * @param hexArray the array with the binary number
     * @param bOff where it starts
     * @param bLen its length
     * @param bcdArray receives the decimal number; may be hexArray
     * @param outOff where in it
     * @return the length of the decimal number, without leading zero bytes but at least 1
     * @throws NullPointerException if an array is null
     * @throws ArrayIndexOutOfBoundsException if a range is outside its array
     * @throws ArithmeticException if bLen is 0 or the number is too long
     */
    public static short convertToBCD(byte[] hexArray, short bOff, short bLen, byte[] bcdArray,
            short outOff) {
        Firewall.checkArray(hexArray, bOff, bLen);
        if (bLen == 0 || bLen > BigNumber.MAX_BYTES) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        byte[] work = Scratch.array();
        Util.arrayCopyNonAtomic(hexArray, bOff, work, (short) 0, bLen);
        short length = Bcd.length(work, (short) 0, bLen);
        Util.arrayCopyNonAtomic(hexArray, bOff, work, (short) 0, bLen);
        Bcd.fromNumber(work, (short) 0, bLen, work, bLen, length);
        Util.arrayCopy(work, bLen, bcdArray, outOff, length);
        return length;
    }

    /**
     * Tells whether all nibbles are decimal digits.
     *
     * @param bcdArray the array
     * @param bOff where in it
     * @param bLen how many bytes
     * @return true if so
     * @throws NullPointerException if bcdArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside bcdArray
     * @throws ArithmeticException if bLen is 0
     */
    public static boolean isBCDFormat(byte[] bcdArray, short bOff, short bLen) {
        Firewall.checkArray(bcdArray, bOff, bLen);
        if (bLen == 0) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        return Bcd.isValid(bcdArray, bOff, bLen);
    }
}
