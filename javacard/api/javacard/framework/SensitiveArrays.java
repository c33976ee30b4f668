// Arrays whose content the system guards against faults with a check value.
// Writing keeps the check value right and verifies it first; reading does not verify.
package javacard.framework;

/**
 * Integrity-sensitive arrays. All methods are native: they check null and the caller's right to
 * use the array, and leave their result for SensitiveResult.
 */
public class SensitiveArrays {

    private SensitiveArrays() {
    }

    /**
     * Verifies the content of an array.
     *
     * @param obj the array
     * @throws NullPointerException if obj is null
     * @throws SystemException ILLEGAL_VALUE if obj is not an integrity-sensitive array
     * @throws SecurityException if the content was tampered with
     */
    public static native void assertIntegrity(Object obj);

    /**
     * Tells whether an object is an integrity-sensitive array.
     *
     * @param obj the object
     * @return true if it is
     * @throws NullPointerException if obj is null
     */
    public static native boolean isIntegritySensitive(Object obj);

    /**
     * Tells whether the card has integrity-sensitive arrays.
     *
     * @return true if it has
     */
    public static native boolean isIntegritySensitiveArraysSupported();

    /**
     * Makes an integrity-sensitive array.
     *
     * @param type one of JCSystem.ARRAY_TYPE_*
     * @param memory one of JCSystem.MEMORY_TYPE_*
     * @param length how many components
     * @return the array
     * @throws NegativeArraySizeException if length is negative
     * @throws SystemException ILLEGAL_VALUE if type or memory is out of range; ILLEGAL_TRANSIENT if
     *     the caller is not the selected applet and memory is TRANSIENT_DESELECT;
     *     NO_TRANSIENT_SPACE or NO_RESOURCE if memory is short; ILLEGAL_USE if the card has no such
     *     arrays
     */
    public static native Object makeIntegritySensitiveArray(byte type, byte memory, short length);

    /**
     * Sets all components to zero or null, in one atomic step within the transaction if there is
     * one. The content is not verified, the check value is made anew.
     *
     * @param obj the array
     * @return its length
     * @throws NullPointerException if obj is null
     * @throws SystemException ILLEGAL_VALUE if obj is not an integrity-sensitive array
     * @throws TransactionException BUFFER_FULL if the commit buffer is too small
     */
    public static native short clearArray(Object obj);
}
