// A DSA key for verifying: the domain parameters and the public y.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A DSA key for verifying: the domain parameters and the public y. */
public interface DSAPublicKey extends PublicKey, DSAKey {
    /**
     * Writes y and returns its length. Throws CryptoException UNINITIALIZED_KEY if it is not set.
     */
    short getY(byte[] buffer, short offset);

    /**
     * Sets y, decrypting first if a key cipher is set. Throws CryptoException ILLEGAL_VALUE if the
     * length does not fit or the decryption fails.
     */
    void setY(byte[] buffer, short offset, short length);
}
