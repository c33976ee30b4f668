// An unsigned number of fixed capacity with an optional maximum.
// A change is computed in the scratch array and stored in one atomic step, or not at all.
package javacardx.framework.math;

import hydra.framework.Firewall;
import hydra.framework.Scratch;
import hydra.framework.Sensitive;
import hydra.framework.Thrower;
import hydra.math.Bcd;
import hydra.math.Unsigned;
import javacard.framework.Util;

/**
 * An unsigned number. Operands are in {@link #FORMAT_BCD} or {@link #FORMAT_HEX}; every method that
 * takes one throws NullPointerException if the array is null, ArrayIndexOutOfBoundsException if the
 * range is outside the array, and ArithmeticException if the length is 0, the format is neither, or
 * the operand is not of the format.
 */
public final class BigNumber {

    /** Packed decimal, two digits a byte. */
    public static final byte FORMAT_BCD = 1;

    /** Binary. */
    public static final byte FORMAT_HEX = 2;

    /** The largest capacity. */
    static final short MAX_BYTES = 32;

    /** Where in the scratch array results are made; operands are at 0. */
    private static final short RESULT = MAX_BYTES;

    /** The number, high byte first. */
    private byte[] value;

    /** The largest number allowed; null if whatever fits. */
    private byte[] maximum;

    /**
     * Creates the number 0.
     *
     * @param maxBytes the capacity in bytes
     * @throws ArithmeticException if less than 1 or more than {@link #getMaxBytesSupported}
     */
    public BigNumber(short maxBytes) {
        if (maxBytes < 1 || maxBytes > MAX_BYTES) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        value = new byte[maxBytes];
    }

    /**
     * Returns the largest capacity.
     *
     * @return bytes
     */
    public static short getMaxBytesSupported() {
        return MAX_BYTES;
    }

    /**
     * Sets the largest number allowed.
     *
     * @param maxValue the array with the largest number
     * @param bOff where it starts
     * @param bLen its length
     * @param arrayFormat its format
     * @throws ArithmeticException also if it does not fit the capacity or is less than this number
     */
    public void setMaximum(byte[] maxValue, short bOff, short bLen, byte arrayFormat) {
        byte[] work = loadFitting(maxValue, bOff, bLen, arrayFormat);
        short size = (short) value.length;
        if (Unsigned.compare(value, (short) 0, work, (short) 0, size) > 0) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        if (maximum == null) {
            maximum = new byte[size];
        }
        Util.arrayCopy(work, (short) 0, maximum, (short) 0, size);
    }

    /**
     * Sets the number.
     *
     * @param bArray the array with the new number
     * @param bOff where it starts
     * @param bLen its length
     * @param arrayFormat its format
     * @throws ArithmeticException also if it does not fit the capacity or is above the maximum
     */
    public void init(byte[] bArray, short bOff, short bLen, byte arrayFormat) {
        byte[] work = loadFitting(bArray, bOff, bLen, arrayFormat);
        store(work, (short) 0);
    }

    /**
     * Adds a number.
     *
     * @param bArray the array with the operand
     * @param bOff where it starts
     * @param bLen its length
     * @param arrayFormat its format
     * @throws ArithmeticException also if the sum does not fit or is above the maximum; the number
     *     stays as it was
     */
    public void add(byte[] bArray, short bOff, short bLen, byte arrayFormat) {
        byte[] work = loadFitting(bArray, bOff, bLen, arrayFormat);
        if (Unsigned.add(work, (short) 0, value, (short) 0, (short) value.length) != 0) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        store(work, (short) 0);
    }

    /**
     * Subtracts a number.
     *
     * @param bArray the array with the operand
     * @param bOff where it starts
     * @param bLen its length
     * @param arrayFormat its format
     * @throws ArithmeticException also if the operand is greater; the number stays as it was
     */
    public void subtract(byte[] bArray, short bOff, short bLen, byte arrayFormat) {
        byte[] work = loadFitting(bArray, bOff, bLen, arrayFormat);
        short size = (short) value.length;
        Util.arrayCopyNonAtomic(value, (short) 0, work, RESULT, size);
        if (Unsigned.subtract(work, RESULT, work, (short) 0, size) != 0) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        Util.arrayCopy(work, RESULT, value, (short) 0, size);
    }

    /**
     * Multiplies by a number.
     *
     * @param bArray the array with the operand
     * @param bOff where it starts
     * @param bLen its length
     * @param arrayFormat its format
     * @throws ArithmeticException also if the product does not fit or is above the maximum; the
     *     number stays as it was
     */
    public void multiply(byte[] bArray, short bOff, short bLen, byte arrayFormat) {
        boolean fits = load(bArray, bOff, bLen, arrayFormat);
        short size = (short) value.length;
        if (Unsigned.significant(value, (short) 0, size) == 0) {
            return;
        }
        byte[] work = Scratch.array();
        if (!fits || !Unsigned.multiply(value, (short) 0, work, (short) 0, work, RESULT, size)) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        store(work, RESULT);
    }

    /**
     * Compares with another number.
     *
     * @param operand the other
     * @return -1, 0 or 1 if this number is less, equal or greater
     * @throws NullPointerException if operand is null
     */
    public byte compareTo(BigNumber operand) {
        return compareTo(operand.value, (short) 0, (short) operand.value.length, FORMAT_HEX);
    }

    /**
     * Compares with a number.
     *
     * @param bArray the array with the operand
     * @param bOff where it starts
     * @param bLen its length
     * @param arrayFormat its format
     * @return -1, 0 or 1 if this number is less, equal or greater
     */
    public byte compareTo(byte[] bArray, short bOff, short bLen, byte arrayFormat) {
        short result = -1;
        if (load(bArray, bOff, bLen, arrayFormat)) {
            byte[] work = Scratch.array();
            result = Unsigned.compare(value, (short) 0, work, (short) 0, (short) value.length);
        }
        return (byte) Sensitive.result(result);
    }

    /**
     * Writes the number, with leading zeros up to the length asked for.
     *
     * @param outBuf receives the number
     * @param bOff where in it
     * @param numBytes the length asked for
     * @param arrayFormat the format
     * @throws NullPointerException if outBuf is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside outBuf
     * @throws ArithmeticException if numBytes is 0 or too small, or the format is neither
     */
    public void toBytes(byte[] outBuf, short bOff, short numBytes, byte arrayFormat) {
        Firewall.checkArray(outBuf, bOff, numBytes);
        short length = getByteLength(arrayFormat);
        if (numBytes < length) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        byte[] work = copy();
        short size = (short) value.length;
        short from = (short) (size - length);
        if (arrayFormat == FORMAT_BCD) {
            Bcd.fromNumber(work, (short) 0, size, work, RESULT, length);
            from = RESULT;
        }
        short zeros = (short) (numBytes - length);
        Util.arrayFill(outBuf, bOff, zeros, (byte) 0);
        Util.arrayCopy(work, from, outBuf, (short) (bOff + zeros), length);
    }

    /**
     * Returns the length of the number without leading zero bytes.
     *
     * @param arrayFormat the format
     * @return bytes, at least 1
     * @throws ArithmeticException if the format is neither
     */
    public short getByteLength(byte arrayFormat) {
        checkFormat(arrayFormat);
        short size = (short) value.length;
        if (arrayFormat == FORMAT_BCD) {
            return Bcd.length(copy(), (short) 0, size);
        }
        short length = Unsigned.significant(value, (short) 0, size);
        return length == 0 ? (short) 1 : length;
    }

    /** Sets the number to 0. */
    public void reset() {
        Util.arrayFill(value, (short) 0, (short) value.length, (byte) 0);
    }

    private static void checkFormat(byte arrayFormat) {
        if (arrayFormat != FORMAT_BCD && arrayFormat != FORMAT_HEX) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
    }

    /** Copies the number to the start of the scratch array. */
    private byte[] copy() {
        byte[] work = Scratch.array();
        Util.arrayCopyNonAtomic(value, (short) 0, work, (short) 0, (short) value.length);
        return work;
    }

    /**
     * Checks an operand and puts it at the start of the scratch array, as long as the capacity.
     * Tells whether it fits.
     */
    private boolean load(byte[] bArray, short bOff, short bLen, byte arrayFormat) {
        Firewall.checkArray(bArray, bOff, bLen);
        checkFormat(arrayFormat);
        byte[] work = Scratch.array();
        short size = (short) value.length;
        if (bLen == 0) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        if (arrayFormat == FORMAT_BCD) {
            if (!Bcd.isValid(bArray, bOff, bLen)) {
                Thrower.raise(Thrower.ARITHMETIC);
            }
            return Bcd.toNumber(bArray, bOff, bLen, work, (short) 0, size);
        }
        short length = Unsigned.significant(bArray, bOff, bLen);
        if (length > size) {
            return false;
        }
        short zeros = (short) (size - length);
        Util.arrayFillNonAtomic(work, (short) 0, zeros, (byte) 0);
        Util.arrayCopyNonAtomic(bArray, (short) (bOff + bLen - length), work, zeros, length);
        return true;
    }

    private byte[] loadFitting(byte[] bArray, short bOff, short bLen, byte arrayFormat) {
        if (!load(bArray, bOff, bLen, arrayFormat)) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        return Scratch.array();
    }

    /** Stores a result unless it is above the maximum. */
    private void store(byte[] work, short off) {
        short size = (short) value.length;
        if (maximum != null && Unsigned.compare(work, off, maximum, (short) 0, size) > 0) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        Util.arrayCopy(work, off, value, (short) 0, size);
    }
}
