// A buffer of bytes, over an array.
// The one implementation is ArrayByteBuffer.
package javacardx.framework.nio;

import hydra.framework.Firewall;
import hydra.framework.Thrower;
import javacard.framework.SystemException;
import javacard.framework.Util;

/**
 * A buffer of bytes. Relative gets throw BufferUnderflowException and relative puts
 * BufferOverflowException if not enough bytes remain; absolute ones throw IndexOutOfBoundsException
 * if the bytes are not below the limit; puts throw ReadOnlyBufferException if the buffer is
 * read-only. Nothing is transferred then.
 */
public abstract class ByteBuffer extends Buffer {

    /** The longest array. */
    private static final int MAX_CAPACITY = 32767;

    /** The array that holds the bytes. */
    byte[] bytes;

    /** Where in the array they start. */
    int start;

    /** Whether numbers are low byte first. */
    boolean little;

    /** Whether puts are refused. */
    boolean readOnly;

    /** Whether the buffer was made by {@link #allocateDirect}. */
    boolean direct;

    ByteBuffer() {
    }

    /**
     * Makes a buffer for direct transfer, filled with zeros.
     *
     * @param capacity how many bytes
     * @return the buffer
     * @throws NegativeArraySizeException if negative
     * @throws SystemException NO_RESOURCE if there is not enough memory
     */
    public static ByteBuffer allocateDirect(int capacity) {
        if (capacity > MAX_CAPACITY) {
            SystemException.throwIt(SystemException.NO_RESOURCE);
        }
        short length = (short) (capacity < 0 ? -1 : capacity);
        ByteBuffer buffer = new ArrayByteBuffer(new byte[length], 0, length);
        buffer.direct = true;
        return buffer;
    }

    /**
     * Makes a buffer over an array; position and limit enclose a range of it.
     *
     * @param array the array; not a global one, which cannot be kept
     * @param offset where the range starts
     * @param length its length
     * @return the buffer
     * @throws NullPointerException if array is null
     * @throws IndexOutOfBoundsException if the range is outside array
     */
    public static ByteBuffer wrap(byte[] array, int offset, int length) {
        ByteBuffer buffer = wrap(array);
        checkRange(array, offset, length);
        buffer.limit = offset + length;
        buffer.position = offset;
        return buffer;
    }

    /**
     * Makes a buffer over an array.
     *
     * @param array the array; not a global one, which cannot be kept
     * @return the buffer
     * @throws NullPointerException if array is null
     */
    public static ByteBuffer wrap(byte[] array) {
        return new ArrayByteBuffer(array, 0, array.length);
    }

    /**
     * Tells whether an object is a byte buffer with the same remaining bytes.
     *
     * @param ob the object, may be null
     * @return true if so
     */
    public boolean equals(Object ob) {
        return ob instanceof ByteBuffer && compareTo((ByteBuffer) ob) == 0;
    }

    /**
     * Tells whether {@link #array} may be called.
     *
     * @return true unless read-only
     */
    public final boolean hasArray() {
        return !readOnly;
    }

    /**
     * Returns where in the array the bytes start.
     *
     * @return the offset
     * @throws ReadOnlyBufferException if the buffer is read-only
     */
    public final int arrayOffset() {
        checkWritable();
        return start;
    }

    /**
     * Tells whether the buffer was made for direct transfer.
     *
     * @return true if so
     */
    public abstract boolean isDirect();

    /**
     * Returns the byte order of numbers.
     *
     * @return high byte first unless set otherwise
     */
    public final ByteOrder order() {
        return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /**
     * Sets the byte order of numbers.
     *
     * @param bo the order
     * @return this
     */
    public final ByteBuffer order(ByteOrder bo) {
        little = bo == ByteOrder.LITTLE_ENDIAN;
        return this;
    }

    /**
     * Returns the array that holds the bytes.
     *
     * @return the array
     * @throws ReadOnlyBufferException if the buffer is read-only
     */
    public final byte[] array() {
        checkWritable();
        return bytes;
    }

    /**
     * Compares the remaining bytes with those of another buffer, as signed, from the first on.
     *
     * @param that the other
     * @return less than, equal to or greater than 0
     * @throws NullPointerException if that is null
     */
    public int compareTo(ByteBuffer that) {
        int mine = limit - position;
        int others = that.limit - that.position;
        int common = mine < others ? mine : others;
        for (int i = 0; i < common; i++) {
            byte x = bytes[(short) (start + position + i)];
            byte y = that.bytes[(short) (that.start + that.position + i)];
            if (x != y) {
                return x < y ? -1 : 1;
            }
        }
        return mine - others;
    }

    /**
     * Gets bytes.
     *
     * @param dst receives them
     * @param offset where in it
     * @param length how many
     * @return this
     * @throws NullPointerException if dst is null
     * @throws IndexOutOfBoundsException if the range is outside dst
     */
    public ByteBuffer get(byte[] dst, int offset, int length) {
        checkRange(dst, offset, length);
        short at = (short) (start + advanceGet(length));
        Util.arrayCopy(bytes, at, dst, (short) offset, (short) length);
        return this;
    }

    /**
     * Gets as many bytes as an array holds.
     *
     * @param dst receives them
     * @return this
     * @throws NullPointerException if dst is null
     */
    public ByteBuffer get(byte[] dst) {
        return get(dst, 0, dst.length);
    }

    /**
     * Puts the remaining bytes of another buffer and moves its position too.
     *
     * @param src the other
     * @return this
     * @throws NullPointerException if src is null
     */
    public ByteBuffer put(ByteBuffer src) {
        int length = src.limit - src.position;
        put(src.bytes, src.start + src.position, length);
        if (src != this) {
            src.position = src.limit;
        }
        return this;
    }

    /**
     * Puts all bytes of an array.
     *
     * @param src the array
     * @return this
     * @throws NullPointerException if src is null
     */
    public ByteBuffer put(byte[] src) {
        return put(src, 0, src.length);
    }

    /**
     * Puts bytes.
     *
     * @param src the array with them
     * @param offset where they start
     * @param length how many
     * @return this
     * @throws NullPointerException if src is null
     * @throws IndexOutOfBoundsException if the range is outside src
     */
    public ByteBuffer put(byte[] src, int offset, int length) {
        checkWritable();
        checkRange(src, offset, length);
        short at = (short) (start + advancePut(length));
        Util.arrayCopy(src, (short) offset, bytes, at, (short) length);
        return this;
    }

    /**
     * Gets a byte.
     *
     * @return the byte
     */
    public abstract byte get();

    /**
     * Puts a byte.
     *
     * @param b the byte
     * @return this
     */
    public abstract ByteBuffer put(byte b);

    /**
     * Gets the byte at an index.
     *
     * @param index where it is
     * @return the byte
     */
    public abstract byte get(int index);

    /**
     * Puts a byte at an index.
     *
     * @param index where
     * @param b the byte
     * @return this
     */
    public abstract ByteBuffer put(int index, byte b);

    /**
     * Gets two bytes as a short.
     *
     * @return the short
     */
    public abstract short getShort();

    /**
     * Puts a short as two bytes.
     *
     * @param value the short
     * @return this
     */
    public abstract ByteBuffer putShort(short value);

    /**
     * Gets the two bytes at an index as a short.
     *
     * @param index where they are
     * @return the short
     */
    public abstract short getShort(int index);

    /**
     * Puts a short as two bytes at an index.
     *
     * @param index where
     * @param value the short
     * @return this
     */
    public abstract ByteBuffer putShort(int index, short value);

    /**
     * Gets four bytes as an int.
     *
     * @return the int
     */
    public abstract int getInt();

    /**
     * Puts an int as four bytes.
     *
     * @param value the int
     * @return this
     */
    public abstract ByteBuffer putInt(int value);

    /**
     * Gets the four bytes at an index as an int.
     *
     * @param index where they are
     * @return the int
     */
    public abstract int getInt(int index);

    /**
     * Puts an int as four bytes at an index.
     *
     * @param index where
     * @param value the int
     * @return this
     */
    public abstract ByteBuffer putInt(int index, int value);

    /**
     * Makes a read-only buffer of the same bytes, position and limit.
     *
     * @return the new buffer
     */
    public abstract ByteBuffer asReadOnlyBuffer();

    /**
     * Moves the remaining bytes to the start, and makes ready to put after them.
     *
     * @return this
     */
    public abstract ByteBuffer compact();

    /**
     * Makes a buffer of the remaining bytes, which both buffers share.
     *
     * @return the new buffer, high byte first
     */
    public abstract ByteBuffer slice();

    /** Refuses a read-only buffer. */
    final void checkWritable() {
        if (readOnly) {
            Thrower.raise(Thrower.READ_ONLY);
        }
    }

    /** Checks a range given in ints. */
    private static void checkRange(byte[] array, int offset, int length) {
        Firewall.checkArray(array, (short) 0, (short) 0);
        if (offset < 0 || length < 0 || length > array.length - offset) {
            Thrower.raise(Thrower.INDEX);
        }
    }
}
