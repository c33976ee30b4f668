// A container of numbers with a capacity, a limit and a position.
// Always 0 <= position <= limit <= capacity.
package javacardx.framework.nio;

import hydra.framework.Thrower;

/** A buffer. Methods that change position or limit return the buffer. */
public abstract class Buffer {

    /** How many elements there are. */
    int capacity;

    /** Where the elements end that may be read or written. */
    int limit;

    /** Where the next relative get or put is. */
    int position;

    Buffer() {
    }

    /**
     * Returns how many elements there are.
     *
     * @return the capacity
     */
    public final int capacity() {
        return capacity;
    }

    /**
     * Returns where the next relative get or put is.
     *
     * @return the position
     */
    public final int position() {
        return position;
    }

    /**
     * Sets the position.
     *
     * @param newPosition the position
     * @return this
     * @throws IndexOutOfBoundsException if negative or beyond the limit
     */
    public final Buffer position(int newPosition) {
        if (newPosition < 0 || newPosition > limit) {
            Thrower.raise(Thrower.INDEX);
        }
        position = newPosition;
        return this;
    }

    /**
     * Returns where the elements end that may be read or written.
     *
     * @return the limit
     */
    public final int limit() {
        return limit;
    }

    /**
     * Sets the limit; a position beyond it becomes the limit.
     *
     * @param newLimit the limit
     * @return this
     * @throws IndexOutOfBoundsException if negative or beyond the capacity
     */
    public final Buffer limit(int newLimit) {
        if (newLimit < 0 || newLimit > capacity) {
            Thrower.raise(Thrower.INDEX);
        }
        limit = newLimit;
        if (position > limit) {
            position = limit;
        }
        return this;
    }

    /**
     * Makes ready to put: position 0, the limit at the capacity. The elements stay.
     *
     * @return this
     */
    public final Buffer clear() {
        position = 0;
        limit = capacity;
        return this;
    }

    /**
     * Makes ready to get what was put: the limit at the position, then position 0.
     *
     * @return this
     */
    public final Buffer flip() {
        limit = position;
        position = 0;
        return this;
    }

    /**
     * Makes ready to get again: position 0.
     *
     * @return this
     */
    public final Buffer rewind() {
        position = 0;
        return this;
    }

    /**
     * Returns how many elements are between position and limit.
     *
     * @return how many
     */
    public final int remaining() {
        return limit - position;
    }

    /**
     * Tells whether elements are between position and limit.
     *
     * @return true if so
     */
    public final boolean hasRemaining() {
        return position < limit;
    }

    /**
     * Tells whether puts are refused.
     *
     * @return true if so
     */
    public abstract boolean isReadOnly();

    /**
     * Tells whether {@link #array} and {@link #arrayOffset} may be called.
     *
     * @return true if so
     */
    public abstract boolean hasArray();

    /**
     * Returns the array that holds the elements.
     *
     * @return the array
     * @throws ReadOnlyBufferException if the buffer is read-only
     */
    public abstract Object array();

    /**
     * Returns where in the array the elements start.
     *
     * @return the offset
     * @throws ReadOnlyBufferException if the buffer is read-only
     */
    public abstract int arrayOffset();

    /**
     * Tells whether the buffer was made for direct transfer.
     *
     * @return true if so
     */
    public abstract boolean isDirect();

    /**
     * Makes a buffer of the elements from position to limit, which both buffers share.
     *
     * @return the new buffer
     */
    public abstract Buffer slice();

    /** Moves the position by a put of n elements and returns where they go. */
    final int advancePut(int n) {
        if (n > limit - position) {
            Thrower.raise(Thrower.OVERFLOW);
        }
        position += n;
        return position - n;
    }

    /** Moves the position by a get of n elements and returns where they are. */
    final int advanceGet(int n) {
        if (n > limit - position) {
            Thrower.raise(Thrower.UNDERFLOW);
        }
        position += n;
        return position - n;
    }

    /** Checks the index of an absolute get or put of n elements. */
    final int checkIndex(int index, int n) {
        if (index < 0 || n > limit - index) {
            Thrower.raise(Thrower.INDEX);
        }
        return index;
    }
}
