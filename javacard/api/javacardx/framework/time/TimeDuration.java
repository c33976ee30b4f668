// An amount of time in microseconds: 64 bits, signed.
// Arithmetic changes the object itself and is done in the scratch array, so nothing is allocated.
package javacardx.framework.time;

import hydra.framework.Firewall;
import hydra.framework.Scratch;
import hydra.framework.Thrower;
import hydra.math.Unsigned;
import javacard.framework.JCSystem;
import javacard.framework.SystemException;
import javacard.framework.Util;

/** A signed amount of time. Methods that change it return it. */
public final class TimeDuration {

    /** Microseconds. */
    public static final short MICROS = 2;

    /** Milliseconds. */
    public static final short MILLIS = 3;

    /** Seconds. */
    public static final short SECONDS = 4;

    /** Minutes. */
    public static final short MINUTES = 5;

    /** Hours. */
    public static final short HOURS = 6;

    /** Days of 24 hours. */
    public static final short DAYS = 7;

    /** The size of the amount in bytes. */
    private static final short SIZE = 8;

    /** Field 0: the microseconds in two's complement, high byte first. */
    byte[] micros;

    private TimeDuration(byte[] store) {
        micros = store;
    }

    /**
     * Makes an amount of zero.
     *
     * @param memoryType where it is kept, one of JCSystem.MEMORY_TYPE_*
     * @return the amount
     * @throws SystemException ILLEGAL_VALUE if memoryType is none of them; NO_TRANSIENT_SPACE,
     *     ILLEGAL_TRANSIENT or NO_RESOURCE as for arrays
     */
    public static TimeDuration getInstance(byte memoryType) {
        if (memoryType == JCSystem.MEMORY_TYPE_PERSISTENT) {
            return new TimeDuration(new byte[SIZE]);
        }
        return new TimeDuration(JCSystem.makeTransientByteArray(SIZE, memoryType));
    }

    /**
     * Makes an amount.
     *
     * @param memoryType where it is kept, one of JCSystem.MEMORY_TYPE_*
     * @param value how many units
     * @param unit the unit
     * @return the amount
     * @throws DateTimeException INVALID_UNIT if unit is none
     * @throws SystemException as {@link #getInstance(byte)}
     */
    public static TimeDuration getInstance(byte memoryType, short value, short unit) {
        checkUnit(unit);
        TimeDuration amount = getInstance(memoryType);
        return amount.plus(value, unit);
    }

    /**
     * Tells where the amount is kept.
     *
     * @return one of JCSystem.MEMORY_TYPE_*
     */
    public byte getMemoryType() {
        return JCSystem.isTransient(micros);
    }

    /**
     * Tells whether the amount is less than zero.
     *
     * @return true if so
     */
    public boolean isNegative() {
        return micros[0] < 0;
    }

    /**
     * Makes the amount positive.
     *
     * @return this
     * @throws ArithmeticException if it is the least of all
     */
    public TimeDuration abs() {
        if (isNegative()) {
            neg();
        }
        return this;
    }

    /**
     * Changes the sign.
     *
     * @return this
     * @throws ArithmeticException if it is the least of all
     */
    public TimeDuration neg() {
        byte[] work = copy(micros);
        Unsigned.negate(work, (short) 0, SIZE);
        if (work[0] < 0 && isNegative()) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        return store(work);
    }

    /**
     * Makes the amount zero.
     *
     * @return this
     */
    public TimeDuration reset() {
        Util.arrayFill(micros, (short) 0, SIZE, (byte) 0);
        return this;
    }

    /**
     * Compares with another amount.
     *
     * @param other the other
     * @return -1, 0 or 1 if this is less, equal or more
     * @throws NullPointerException if other is null
     */
    public short compareTo(TimeDuration other) {
        return compareTo(other.micros);
    }

    /**
     * Compares with an amount.
     *
     * @param value how many units
     * @param unit the unit
     * @return -1, 0 or 1 if this is less, equal or more
     * @throws DateTimeException INVALID_UNIT if unit is none
     */
    public short compareTo(short value, short unit) {
        return compareTo(units(value, unit));
    }

    /**
     * Subtracts another amount.
     *
     * @param other the other
     * @return this
     * @throws NullPointerException if other is null
     * @throws ArithmeticException if the result is out of range; the amount stays as it was
     */
    public TimeDuration minus(TimeDuration other) {
        return subtract(copy(other.micros));
    }

    /**
     * Subtracts an amount.
     *
     * @param value how many units
     * @param unit the unit
     * @return this
     * @throws DateTimeException INVALID_UNIT if unit is none
     * @throws ArithmeticException if the result is out of range; the amount stays as it was
     */
    public TimeDuration minus(short value, short unit) {
        return subtract(units(value, unit));
    }

    /**
     * Adds another amount.
     *
     * @param other the other
     * @return this
     * @throws NullPointerException if other is null
     * @throws ArithmeticException if the result is out of range; the amount stays as it was
     */
    public TimeDuration plus(TimeDuration other) {
        return add(copy(other.micros));
    }

    /**
     * Adds an amount.
     *
     * @param value how many units
     * @param unit the unit
     * @return this
     * @throws DateTimeException INVALID_UNIT if unit is none
     * @throws ArithmeticException if the result is out of range; the amount stays as it was
     */
    public TimeDuration plus(short value, short unit) {
        return add(units(value, unit));
    }

    /**
     * Sets the amount.
     *
     * @param value the array with the number of units, signed, high byte first
     * @param offset where it starts
     * @param length its length, 1 to 8
     * @param unit the unit
     * @return this
     * @throws NullPointerException if value is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside value
     * @throws DateTimeException INVALID_UNIT if unit is none; INVALID_VALUE if length is out of
     *     range
     * @throws ArithmeticException if the amount is out of range
     */
    public TimeDuration set(byte[] value, short offset, short length, short unit) {
        Firewall.checkArray(value, offset, length);
        checkUnit(unit);
        if (length < 1 || length > SIZE) {
            DateTimeException.throwIt(DateTimeException.INVALID_VALUE);
        }
        byte[] work = Scratch.array();
        byte sign = (byte) (value[offset] < 0 ? -1 : 0);
        short fill = (short) (SIZE - length);
        Util.arrayFillNonAtomic(work, (short) 0, fill, sign);
        Util.arrayCopyNonAtomic(value, offset, work, fill, length);
        scaleUp(work, unit);
        return store(work);
    }

    /**
     * Writes the amount as a whole number of units, rounded towards zero.
     *
     * @param outBuf receives the number, signed, high byte first
     * @param offset where in it
     * @param length how many bytes are wanted
     * @param unit the unit
     * @return how many bytes were written: length
     * @throws NullPointerException if outBuf is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside outBuf
     * @throws DateTimeException INVALID_UNIT if unit is none; INVALID_VALUE if length is too small
     */
    public short toBytes(byte[] outBuf, short offset, short length, short unit) {
        Firewall.checkArray(outBuf, offset, length);
        short needed = getByteLength(unit);
        if (length < needed) {
            DateTimeException.throwIt(DateTimeException.INVALID_VALUE);
        }
        byte[] work = scaledDown(unit);
        short fill = (short) (length - needed);
        Util.arrayFill(outBuf, offset, fill, (byte) (work[0] < 0 ? -1 : 0));
        Util.arrayCopy(work, (short) (SIZE - needed), outBuf, (short) (offset + fill), needed);
        return length;
    }

    /**
     * Returns how many bytes the amount takes as a signed whole number of units.
     *
     * @param unit the unit
     * @return 1 to 8
     * @throws DateTimeException INVALID_UNIT if unit is none
     */
    public short getByteLength(short unit) {
        byte[] work = scaledDown(unit);
        short first = 0;
        byte sign = (byte) (work[0] < 0 ? -1 : 0);
        while (first < (short) (SIZE - 1) && work[first] == sign
                && (byte) (work[(short) (first + 1)] & 0x80) == (byte) (sign & 0x80)) {
            first++;
        }
        return (short) (SIZE - first);
    }

    private static void checkUnit(short unit) {
        if (unit < MICROS || unit > DAYS) {
            DateTimeException.throwIt(DateTimeException.INVALID_UNIT);
        }
    }

    /** Copies an amount to the start of the scratch array. */
    private static byte[] copy(byte[] amount) {
        byte[] work = Scratch.array();
        Util.arrayCopyNonAtomic(amount, (short) 0, work, (short) 0, SIZE);
        return work;
    }

    private TimeDuration store(byte[] work) {
        Util.arrayCopy(work, (short) 0, micros, (short) 0, SIZE);
        return this;
    }

    /** Makes an amount at the start of the scratch array. */
    private static byte[] units(short value, short unit) {
        checkUnit(unit);
        byte[] work = Scratch.array();
        byte sign = (byte) (value < 0 ? -1 : 0);
        Util.arrayFillNonAtomic(work, (short) 0, SIZE, sign);
        work[6] = (byte) (value >> 8);
        work[7] = (byte) value;
        scaleUp(work, unit);
        return work;
    }

    /** Changes a number of units at the start of the scratch array to microseconds. */
    private static void scaleUp(byte[] work, short unit) {
        boolean negative = work[0] < 0;
        if (negative) {
            Unsigned.negate(work, (short) 0, SIZE);
        }
        short lost = 0;
        for (; unit > MICROS; unit--) {
            lost |= Unsigned.multiplyAdd(work, (short) 0, SIZE, factor(unit), (short) 0);
            if (unit <= SECONDS) {
                lost |= Unsigned.multiplyAdd(work, (short) 0, SIZE, (short) 10, (short) 0);
            }
        }
        if (negative) {
            Unsigned.negate(work, (short) 0, SIZE);
        }
        boolean zero = Unsigned.significant(work, (short) 0, SIZE) == 0;
        if (lost != 0 || !zero && (work[0] < 0) != negative) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
    }

    /** Makes the whole number of units at the start of the scratch array. */
    private byte[] scaledDown(short unit) {
        checkUnit(unit);
        byte[] work = copy(micros);
        boolean negative = work[0] < 0;
        if (negative) {
            Unsigned.negate(work, (short) 0, SIZE);
        }
        for (; unit > MICROS; unit--) {
            Unsigned.divide(work, (short) 0, SIZE, factor(unit));
            if (unit <= SECONDS) {
                Unsigned.divide(work, (short) 0, SIZE, (short) 10);
            }
        }
        if (negative) {
            Unsigned.negate(work, (short) 0, SIZE);
        }
        return work;
    }

    /** How many of the next smaller unit make one; a tenth of it for 1000. */
    private static short factor(short unit) {
        if (unit <= SECONDS) {
            return 100;
        }
        return (short) (unit == DAYS ? 24 : 60);
    }

    private TimeDuration add(byte[] work) {
        boolean negative = work[0] < 0;
        Unsigned.add(work, (short) 0, micros, (short) 0, SIZE);
        if (negative == isNegative() && (work[0] < 0) != negative) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        return store(work);
    }

    private TimeDuration subtract(byte[] work) {
        boolean negative = work[0] < 0;
        Util.arrayCopyNonAtomic(micros, (short) 0, work, SIZE, SIZE);
        Unsigned.subtract(work, SIZE, work, (short) 0, SIZE);
        if (negative != isNegative() && (work[SIZE] < 0) == negative) {
            Thrower.raise(Thrower.ARITHMETIC);
        }
        Util.arrayCopy(work, SIZE, micros, (short) 0, SIZE);
        return this;
    }

    private short compareTo(byte[] amount) {
        if (micros[0] != amount[0]) {
            return (short) (micros[0] < amount[0] ? -1 : 1);
        }
        return Unsigned.compare(micros, (short) 0, amount, (short) 0, SIZE);
    }
}
