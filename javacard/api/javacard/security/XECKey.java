// A key on a curve that is known by name: the curve and the value in the curve's own encoding.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A key on a curve that is known by name: the curve and the value in the curve's own encoding. */
public interface XECKey {
    /** The curve's name. */
    NamedParameterSpec getParams();

    /** The length in bytes of the key's encoding. */
    short getEncodingLength();

    /**
     * Writes the value at {@code offset} of {@code buffer} and returns its length. Throws
     * CryptoException UNINITIALIZED_KEY if it is not set.
     */
    short getEncoded(byte[] buffer, short offset);

    /**
     * Sets the value, decrypting first if a key cipher is set. Throws CryptoException ILLEGAL_VALUE
     * if it is no valid encoding or the decryption fails.
     */
    void setEncoded(byte[] buffer, short offset, short length);
}
