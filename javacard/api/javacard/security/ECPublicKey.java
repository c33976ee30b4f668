// The public half of an elliptic-curve pair: the domain parameters and the point W.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** The public half of an elliptic-curve pair: the domain parameters and the point W. */
public interface ECPublicKey extends PublicKey, ECKey {
    /**
     * Sets the point, decrypting first if a key cipher is set. Throws CryptoException
     * ILLEGAL_VALUE if the encoding does not fit or the decryption fails.
     */
    void setW(byte[] buffer, short offset, short length);

    /**
     * Writes the point and returns its length. Throws CryptoException UNINITIALIZED_KEY if it is
     * not set.
     */
    short getW(byte[] buffer, short offset);
}
