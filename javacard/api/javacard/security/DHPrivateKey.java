// The secret half of a Diffie-Hellman pair: the domain parameters and x.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** The secret half of a Diffie-Hellman pair: the domain parameters and x. */
public interface DHPrivateKey extends PrivateKey, DHKey {
    /**
     * Sets x, decrypting first if a key cipher is set. Throws CryptoException ILLEGAL_VALUE if the
     * length does not fit or the decryption fails.
     */
    void setX(byte[] buffer, short offset, short length);

    /**
     * Writes x and returns its length. Throws CryptoException UNINITIALIZED_KEY if it is not set.
     */
    short getX(byte[] buffer, short offset);
}
