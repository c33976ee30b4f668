// The domain parameters p, q, g of a DSA key.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/**
 * The domain parameters p, q, g of a DSA key. All numbers are unsigned, big-endian, with leading
 * zeros as they may be. The setters decrypt first if a key cipher is set, and throw CryptoException
 * ILLEGAL_VALUE if the length does not fit the key's size or the decryption fails; the getters
 * write at an offset, return the length and throw UNINITIALIZED_KEY while the part is not set.
 */
public interface DSAKey {
    /** Writes the base g. */
    short getG(byte[] buffer, short offset);

    /** Writes the prime p. */
    short getP(byte[] buffer, short offset);

    /** Writes the order q. */
    short getQ(byte[] buffer, short offset);

    /** Sets the base g. */
    void setG(byte[] buffer, short offset, short length);

    /** Sets the prime p. */
    void setP(byte[] buffer, short offset, short length);

    /** Sets the order q. */
    void setQ(byte[] buffer, short offset, short length);
}
