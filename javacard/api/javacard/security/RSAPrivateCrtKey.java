// An RSA private key in Chinese-remainder form.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/**
 * An RSA key for signing and decrypting in Chinese-remainder form: the primes p and q and what is
 * worked out from them, each half as long as the modulus, unsigned and big-endian. The setters
 * decrypt first if a key cipher is set, and throw CryptoException ILLEGAL_VALUE if the length does
 * not fit the key's size or the decryption fails; the getters write at an offset, return the length
 * and throw UNINITIALIZED_KEY while the part is not set.
 */
public interface RSAPrivateCrtKey extends PrivateKey {
    /** Writes d mod (p - 1). */
    short getDP1(byte[] buffer, short offset);

    /** Writes d mod (q - 1). */
    short getDQ1(byte[] buffer, short offset);

    /** Writes the prime p. */
    short getP(byte[] buffer, short offset);

    /** Writes the inverse of q modulo p. */
    short getPQ(byte[] buffer, short offset);

    /** Writes the prime q. */
    short getQ(byte[] buffer, short offset);

    /** Sets d mod (p - 1). */
    void setDP1(byte[] buffer, short offset, short length);

    /** Sets d mod (q - 1). */
    void setDQ1(byte[] buffer, short offset, short length);

    /** Sets the prime p. */
    void setP(byte[] buffer, short offset, short length);

    /** Sets the inverse of q modulo p. */
    void setPQ(byte[] buffer, short offset, short length);

    /** Sets the prime q. */
    void setQ(byte[] buffer, short offset, short length);
}
