// A big-endian counter that only rises.
// Java Card API 3.2, package javacardx.security.util.
package javacardx.security.util;

import javacard.framework.JCSystem;
import javacard.framework.SystemException;

/**
 * A big-endian counter that only rises. A persistent one is written durably before the method
 * returns and takes no part in transactions.
 */
public final class MonotonicCounter {
    // The element's native code addresses these fields in this order; the converter puts private
    // references before private numbers.
    private byte[] value;
    private final short size;
    private final byte memory;

    private MonotonicCounter(short size, byte memory) {
        this.size = size;
        this.memory = memory;
        allocate();
    }

    /**
     * A counter of {@code size} bytes at zero, kept in the memory that a constant of JCSystem
     * names. Throws SystemException ILLEGAL_VALUE for a size below 1 or no such memory, NO_RESOURCE
     * or NO_TRANSIENT_SPACE if there is no room.
     */
    public static final MonotonicCounter getInstance(short size, byte memoryType) {
        if (size < 1 || (memoryType != JCSystem.MEMORY_TYPE_PERSISTENT
                && memoryType != JCSystem.MEMORY_TYPE_TRANSIENT_RESET
                && memoryType != JCSystem.MEMORY_TYPE_TRANSIENT_DESELECT)) {
            SystemException.throwIt(SystemException.ILLEGAL_VALUE);
        }
        return new MonotonicCounter(size, memoryType);
    }

    /**
     * Makes {@code value}: {@code size} zero bytes in the memory named, out of the applet's reach.
     */
    private native void allocate();

    /** Where the counter is kept, a constant of JCSystem. */
    public byte getMemoryType() {
        return memory;
    }

    /** The counter's length in bytes. */
    public short getSize() {
        return size;
    }

    /**
     * Sets the counter to the value in {@code length} bytes at {@code offset} of {@code buffer} and
     * returns its size. Throws ArithmeticException if the value is not above the counter's or does
     * not fit, ArrayIndexOutOfBoundsException for a bad range.
     */
    public native short setValue(byte[] buffer, short offset, short length);

    /** Writes the counter at {@code offset} of {@code buffer} and returns its size. */
    public native short get(byte[] buffer, short offset);

    /**
     * Counts up and returns the counter's size. Throws ArithmeticException if {@code amount} is
     * below 1 or the counter would overflow; it then stays.
     */
    public native short incrementBy(short amount);

    /**
     * Compares with a number: below zero, zero or above zero as the counter is less, equal,
     * greater.
     */
    public native short compareTo(byte[] buffer, short offset, short length);

    /** Compares with another counter in the same way. Throws NullPointerException for null. */
    public native short compareTo(MonotonicCounter other);

    /** Whether the counter stands at its highest value. */
    public native boolean equalsMax();
}
