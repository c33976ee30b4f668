// What every PIN can do: be presented, and tell whether it was.
// Applets that share a PIN declare these methods again in a Shareable interface of their own.
package javacard.framework;

/** A personal identification number with a limited number of tries. */
public interface PIN {

    /**
     * Presents a value. A wrong one, and one whose range is outside the array, costs a try; at 0
     * tries the PIN is blocked and nothing matches. No transaction undoes this.
     *
     * @param pin the array with the value
     * @param offset where it starts
     * @param length its length
     * @return true if it is the PIN and the PIN is not blocked
     * @throws NullPointerException if pin is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside pin
     */
    boolean check(byte[] pin, short offset, byte length);

    /**
     * Returns how many wrong presentations are left.
     *
     * @return the try counter; 0 if blocked
     */
    byte getTriesRemaining();

    /**
     * Tells whether the PIN was presented since the last card reset, change or {@link #reset}.
     *
     * @return true if validated
     */
    boolean isValidated();

    /** If the PIN is validated, takes that back; otherwise does nothing. */
    void reset();
}
