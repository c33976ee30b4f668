// A PIN whose try is taken in a call of its own, before the value is presented.
// Made by OwnerPINBuilder.
package javacard.framework;

/** A PIN whose try counter is decremented before and apart from the check. */
public interface OwnerPINxWithPredecrement extends OwnerPINx {

    /**
     * Presents a value without taking a try: {@link #decrementTriesRemaining} must have done so
     * just before, and permits one check.
     *
     * @param pin the array with the value
     * @param offset where it starts
     * @param length its length
     * @return true if it is the PIN and the PIN was not blocked
     * @throws PINException ILLEGAL_STATE if no try was taken since the last check, change or reset
     * @throws NullPointerException if pin is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside pin
     */
    boolean check(byte[] pin, short offset, byte length);

    /**
     * Takes a try, if there is one, and clears the validated flag. No transaction undoes this.
     *
     * @return how many tries are left now
     */
    byte decrementTriesRemaining();
}
