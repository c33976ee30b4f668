// A PIN and its try counter. The state is here, what is done with it is native: see PinState.
// Presentation takes no part in a transaction; a new value does.
package javacard.framework;

import hydra.framework.PinState;

/**
 * A personal identification number with a limited number of tries. None of the methods begins or
 * ends a transaction; all may be called during one.
 */
public class OwnerPIN implements PIN {

    // Read and written by the natives of hydra.framework.PinState, by ordinal in this order.

    /** Field 0: the PIN, as long as the capacity; the bytes beyond its length are zero. */
    private byte[] value;

    /** Field 1: transient, cleared on reset. [0] validated flag, [1] permission of a decrement. */
    private byte[] flags;

    /** Field 2: the length of the PIN; 0 until the first update. */
    private byte length;

    /** Field 3: the try limit. */
    private byte limit;

    /** Field 4: the try counter; 0 is blocked. */
    private byte tries;

    /**
     * Creates a PIN that has no value yet.
     *
     * @param tryLimit how many wrong presentations block the PIN, at least 1
     * @param maxPINSize the longest PIN, at least 1
     * @throws PINException ILLEGAL_VALUE if a parameter is less than 1
     * @throws SystemException NO_TRANSIENT_SPACE or NO_RESOURCE if memory is short
     */
    public OwnerPIN(byte tryLimit, byte maxPINSize) {
        if (tryLimit < 1 || maxPINSize < 1) {
            PINException.throwIt(PINException.ILLEGAL_VALUE);
        }
        value = new byte[maxPINSize];
        flags = JCSystem.makeTransientByteArray((short) 2, JCSystem.CLEAR_ON_RESET);
        limit = tryLimit;
        tries = tryLimit;
    }

    /**
     * Presents a value: takes a try, compares, and on a match gives the tries back and sets the
     * validated flag. If an exception is thrown the try stays taken and the flag cleared.
     *
     * @param pin the array with the value
     * @param offset where it starts
     * @param length its length
     * @return true if it is the PIN and the PIN is not blocked
     * @throws NullPointerException if pin is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside pin
     */
    public boolean check(byte[] pin, short offset, byte length) {
        setValidatedFlag(false);
        boolean matches = PinState.check(this, pin, offset, length, false);
        if (matches) {
            setValidatedFlag(true);
        }
        return matches;
    }

    /**
     * Returns how many wrong presentations are left.
     *
     * @return the try counter; 0 if blocked
     */
    public byte getTriesRemaining() {
        return PinState.tries(this);
    }

    /**
     * Reads the validated flag. A subclass that keeps the flag elsewhere overrides this.
     *
     * @return the flag
     */
    protected boolean getValidatedFlag() {
        return PinState.validated(this);
    }

    /**
     * Tells whether the PIN was presented since the last card reset, change or {@link #reset}.
     *
     * @return true if validated
     */
    public boolean isValidated() {
        return getValidatedFlag();
    }

    /**
     * If the PIN is validated, clears the flag and gives the tries back; otherwise does nothing.
     */
    public void reset() {
        if (isValidated()) {
            setValidatedFlag(false);
            PinState.restoreTries(this);
        }
    }

    /** Clears the validated flag and gives the tries back, even if blocked. */
    public void resetAndUnblock() {
        setValidatedFlag(false);
        PinState.restoreTries(this);
    }

    /**
     * Writes the validated flag. A subclass that keeps the flag elsewhere overrides this.
     *
     * @param value the flag
     */
    protected void setValidatedFlag(boolean value) {
        PinState.setValidated(this, value);
    }

    /**
     * Sets a new PIN, gives the tries back and clears the validated flag. The PIN and the counter
     * change together, within the transaction if there is one.
     *
     * @param pin the array with the new PIN
     * @param offset where it starts
     * @param length its length
     * @throws PINException ILLEGAL_VALUE if it is longer than the capacity
     * @throws NullPointerException if pin is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside pin
     */
    public void update(byte[] pin, short offset, byte length) {
        PinState.update(this, pin, offset, length);
        setValidatedFlag(false);
    }
}
