// A signature that carries (part of) the message within it, as ISO 9796-2 has it.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/**
 * A signature that carries (part of) the message within it, as ISO 9796-2 has it. Objects of such
 * algorithms, made by {@code Signature.getInstance}, can be cast to this.
 */
public interface SignatureMessageRecovery {
    /**
     * Sets key and mode (MODE_SIGN or MODE_VERIFY). Throws CryptoException ILLEGAL_VALUE for a key
     * or mode that does not fit, UNINITIALIZED_KEY.
     */
    void init(Key key, byte mode);

    /**
     * Opens the signature, writes the recoverable part of the message over it in the same buffer
     * and returns that part's length. Throws CryptoException ILLEGAL_USE if the object was not set
     * to verify or the signature is malformed, INVALID_INIT, UNINITIALIZED_KEY.
     */
    short beginVerify(byte[] signature, short offset, short length);

    /**
     * Takes the last part of the message, writes the signature at {@code outOffset} of {@code out}
     * and returns its length; at {@code recoverableOffset} of {@code recoverable} it puts how many
     * bytes of the message the signature carries. Throws CryptoException ILLEGAL_USE, INVALID_INIT,
     * UNINITIALIZED_KEY.
     */
    short sign(byte[] in, short inOffset, short length, byte[] out, short outOffset,
            short[] recoverable, short recoverableOffset);

    /**
     * Takes the last part of the message that the signature does not carry and returns whether the
     * signature is right. Throws CryptoException ILLEGAL_USE if {@code beginVerify} did not come
     * before, INVALID_INIT, UNINITIALIZED_KEY.
     */
    boolean verify(byte[] in, short offset, short length);

    /** The algorithm, an {@code ALG_} constant of {@link Signature}, or 0. */
    byte getAlgorithm();

    /** The signature's length in bytes. Throws CryptoException INVALID_INIT, UNINITIALIZED_KEY. */
    short getLength();

    /**
     * Takes more of the message (when verifying: of the part that the signature does not carry).
     * Throws CryptoException ILLEGAL_USE, INVALID_INIT, UNINITIALIZED_KEY.
     */
    void update(byte[] in, short offset, short length);
}
