// Encryption that also authenticates, with associated data.
// Java Card API 3.2, package javacardx.crypto.
package javacardx.crypto;

import javacard.security.Key;

/**
 * Encryption that also authenticates, with associated data. {@code Cipher.getInstance} makes the
 * objects.
 */
public abstract class AEADCipher extends Cipher {
    /** AES in GCM mode (NIST SP 800-38D). */
    public static final byte ALG_AES_GCM = -13;

    /** AES in CCM mode (NIST SP 800-38C). */
    public static final byte ALG_AES_CCM = -12;

    /** AES in GCM mode, for the getInstance that takes parts. */
    public static final byte CIPHER_AES_GCM = -15;

    /** AES in CCM mode, for the getInstance that takes parts. */
    public static final byte CIPHER_AES_CCM = -14;

    /** For subclasses. */
    protected AEADCipher() {
    }

    /**
     * As in {@link Cipher}. The tag is then to be fetched or checked; in CCM mode the input must
     * have the length that {@code init} named. Throws CryptoException ILLEGAL_USE if it has not.
     */
    public abstract short doFinal(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /** Not enough for these algorithms. Throws CryptoException INVALID_INIT. */
    public abstract void init(Key key, byte mode);

    /**
     * Sets key, mode and nonce (GCM). Throws CryptoException ILLEGAL_VALUE for a key, mode or nonce
     * that does not fit, UNINITIALIZED_KEY, INVALID_INIT for an algorithm that needs lengths too.
     */
    public abstract void init(Key key, byte mode, byte[] nonce, short offset, short length);

    /** As in {@link Cipher}; from then on no more associated data is taken. */
    public abstract short update(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /**
     * Sets key, mode, nonce and what CCM must know at the start: the lengths of associated data,
     * message and tag. Throws CryptoException ILLEGAL_VALUE for what does not fit,
     * UNINITIALIZED_KEY, INVALID_INIT for an algorithm that takes no lengths.
     */
    public abstract void init(Key key, byte mode, byte[] nonce, short offset, short length,
            short aadLength, short messageLength, short tagLength);

    /**
     * Takes associated data, before any input. Throws CryptoException ILLEGAL_USE after input or
     * beyond the length named, INVALID_INIT, UNINITIALIZED_KEY.
     */
    public abstract void updateAAD(byte[] aad, short offset, short length);

    /**
     * After an encryption: writes the first {@code length} bytes of the tag at {@code offset} of
     * {@code tag} and returns their number. Throws CryptoException ILLEGAL_USE before
     * {@code doFinal} or after a decryption, ILLEGAL_VALUE for a length that cannot be.
     */
    public abstract short retrieveTag(byte[] tag, short offset, short length);

    /**
     * After a decryption: whether the {@code received} bytes given are the tag, at least
     * {@code required} of it. Throws CryptoException ILLEGAL_USE before {@code doFinal} or after an
     * encryption, ILLEGAL_VALUE for a length that cannot be.
     */
    public abstract boolean verifyTag(byte[] tag, short offset, short received, short required);
}
