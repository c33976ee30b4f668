// A PIN whose owner can also change the number of tries.
// Made by OwnerPINBuilder.
package javacard.framework;

/**
 * A PIN as its owner sees it. Presentation takes no part in a transaction, the changes below do:
 * do not mix them in one transaction.
 */
public interface OwnerPINx extends PIN {

    /**
     * Sets a new PIN, gives the tries back and clears the validated flag.
     *
     * @param pin the array with the new PIN
     * @param offset where it starts
     * @param length its length
     * @throws PINException ILLEGAL_VALUE if it is longer than the capacity
     * @throws NullPointerException if pin is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside pin
     */
    void update(byte[] pin, short offset, byte length);

    /**
     * Returns how many wrong presentations block the PIN.
     *
     * @return the try limit
     */
    byte getTryLimit();

    /**
     * Sets the try limit and the try counter to the same value, and clears the validated flag.
     *
     * @param limit at least 1
     * @throws PINException ILLEGAL_VALUE if less than 1
     */
    void setTryLimit(byte limit);

    /**
     * Sets the try counter and clears the validated flag. 0 blocks the PIN.
     *
     * @param remaining from 0 to the try limit
     * @throws PINException ILLEGAL_VALUE if outside that range
     */
    void setTriesRemaining(byte remaining);
}
