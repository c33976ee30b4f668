// The public half of a Diffie-Hellman pair: the domain parameters and y.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** The public half of a Diffie-Hellman pair: the domain parameters and y. */
public interface DHPublicKey extends PublicKey, DHKey {
    /**
     * Sets y, decrypting first if a key cipher is set. Throws CryptoException ILLEGAL_VALUE if the
     * length does not fit or the decryption fails.
     */
    void setY(byte[] buffer, short offset, short length);

    /**
     * Writes y and returns its length. Throws CryptoException UNINITIALIZED_KEY if it is not set.
     */
    short getY(byte[] buffer, short offset);
}
