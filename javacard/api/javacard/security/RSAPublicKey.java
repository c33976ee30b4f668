// An RSA key for verifying and encrypting: modulus and public exponent, unsigned and big-endian.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/**
 * An RSA key for verifying and encrypting: modulus and public exponent, unsigned and big-endian.
 * The setters decrypt first if a key cipher is set, and throw CryptoException ILLEGAL_VALUE if the
 * length does not fit the key's size or the decryption fails; the getters write at an offset,
 * return the length and throw UNINITIALIZED_KEY while the part is not set.
 */
public interface RSAPublicKey extends PublicKey {
    /** Writes the public exponent. */
    short getExponent(byte[] buffer, short offset);

    /** Writes the modulus. */
    short getModulus(byte[] buffer, short offset);

    /** Sets the public exponent. */
    void setExponent(byte[] buffer, short offset, short length);

    /** Sets the modulus; its length is the key's size. */
    void setModulus(byte[] buffer, short offset, short length);
}
