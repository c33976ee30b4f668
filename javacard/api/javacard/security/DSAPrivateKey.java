// A DSA key for signing: the domain parameters and the secret x.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A DSA key for signing: the domain parameters and the secret x. */
public interface DSAPrivateKey extends PrivateKey, DSAKey {
    /**
     * Writes x and returns its length. Throws CryptoException UNINITIALIZED_KEY if it is not set.
     */
    short getX(byte[] buffer, short offset);

    /**
     * Sets x, decrypting first if a key cipher is set. Throws CryptoException ILLEGAL_VALUE if the
     * length does not fit or the decryption fails.
     */
    void setX(byte[] buffer, short offset, short length);
}
