// The state of PINs: try counter, flags and the comparison of secrets, all native.
// The state itself is in the private fields of OwnerPIN, in the order written there.
package hydra.framework;

import javacard.framework.OwnerPIN;

/**
 * Natives on the state of a PIN. Each first checks that the current context may use the PIN object
 * (SecurityException) and that the PIN is not null (NullPointerException).
 *
 * <p><i>Unconditional</i> means: outside any transaction, and durable before the method goes on.
 * <i>Conditional</i> means: part of the transaction in progress, and by itself one atomic change
 * otherwise. Every native but {@link #check}, {@link #validated} and {@link #setValidated} also
 * takes back an earlier {@link #decrement} as far as the permission for one check goes.
 */
public final class PinState {

    private PinState() {
    }

    /**
     * Compares a value with the PIN. Effects in this order:
     *
     * <ol>
     * <li>the permission of an earlier {@link #decrement} is used up;
     * <li>if the PIN is blocked, the result is false and nothing else happens;
     * <li>if not predecremented, the try counter goes down by one, unconditionally;
     * <li>the array is checked against the caller's rights, then its bounds;
     * <li>the comparison runs in constant time over the whole capacity;
     * <li>on a match the try counter goes up to the limit, unconditionally.
     * </ol>
     *
     * <p>The validated flag is not touched. The result is left for SensitiveResult.
     *
     * @param pin the PIN
     * @param value the array with the value presented
     * @param offset where it starts
     * @param length its length
     * @param predecremented whether {@link #decrement} has taken the try already; blocked then
     *     means that it found the counter at 0
     * @return true on a match
     * @throws javacard.framework.PINException ILLEGAL_STATE if predecremented, but
     *     {@link #decrement} was not called since the last check, change or reset
     * @throws NullPointerException if value is null
     * @throws SecurityException if the caller may not read value
     * @throws ArrayIndexOutOfBoundsException if the range is outside value
     */
    public static native boolean check(OwnerPIN pin, byte[] value, short offset, byte length,
            boolean predecremented);

    /**
     * Changes the PIN and sets the try counter to the limit, conditionally, both or neither.
     *
     * @param pin the PIN
     * @param value the array with the new value; checked against the caller's rights
     * @param offset where it starts
     * @param length its length
     * @throws javacard.framework.PINException ILLEGAL_VALUE if length is more than the capacity
     * @throws javacard.framework.TransactionException BUFFER_FULL if the commit buffer is too small
     */
    public static native void update(OwnerPIN pin, byte[] value, short offset, byte length);

    /**
     * Reads the try counter. The result is left for SensitiveResult.
     *
     * @param pin the PIN
     * @return how many tries remain
     */
    public static native byte tries(OwnerPIN pin);

    /**
     * Sets the try counter, conditionally.
     *
     * @param pin the PIN
     * @param tries the new value
     * @throws javacard.framework.PINException ILLEGAL_VALUE if negative or above the limit
     */
    public static native void setTries(OwnerPIN pin, byte tries);

    /**
     * Sets the try counter to the limit, unconditionally.
     *
     * @param pin the PIN
     */
    public static native void restoreTries(OwnerPIN pin);

    /**
     * Takes one try, unconditionally, if there is one, and permits one predecremented check.
     *
     * @param pin the PIN
     * @return how many tries remain; left for SensitiveResult
     */
    public static native byte decrement(OwnerPIN pin);

    /**
     * Reads the try limit. The result is left for SensitiveResult.
     *
     * @param pin the PIN
     * @return the limit
     */
    public static native byte limit(OwnerPIN pin);

    /**
     * Sets the try limit and the try counter to it, conditionally.
     *
     * @param pin the PIN
     * @param limit the new limit
     * @throws javacard.framework.PINException ILLEGAL_VALUE if less than 1
     */
    public static native void setLimit(OwnerPIN pin, byte limit);

    /**
     * Reads the validated flag. The result is left for SensitiveResult.
     *
     * @param pin the PIN
     * @return the flag
     */
    public static native boolean validated(OwnerPIN pin);

    /**
     * Sets the validated flag. It is transient: no transaction covers it, a card reset clears it.
     *
     * @param pin the PIN
     * @param value the flag
     */
    public static native void setValidated(OwnerPIN pin, boolean value);
}
