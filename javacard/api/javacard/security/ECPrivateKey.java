// The secret half of an elliptic-curve pair: the domain parameters and the scalar S.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** The secret half of an elliptic-curve pair: the domain parameters and the scalar S. */
public interface ECPrivateKey extends PrivateKey, ECKey {
    /**
     * Sets the scalar, decrypting first if a key cipher is set. Throws CryptoException
     * ILLEGAL_VALUE if the length does not fit or the decryption fails.
     */
    void setS(byte[] buffer, short offset, short length);

    /**
     * Writes the scalar and returns its length. Throws CryptoException UNINITIALIZED_KEY if it is
     * not set.
     */
    short getS(byte[] buffer, short offset);
}
