// A key of any length up to its size for HMAC.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A key of any length up to its size for HMAC. */
public interface HMACKey extends SecretKey {
    /**
     * Takes {@code length} bytes at {@code offset} of {@code buffer} as the key. If a key cipher
     * is set (javacardx.crypto.KeyEncryption) the bytes are decrypted first. Throws
     * CryptoException ILLEGAL_VALUE if the length is not possible or the decryption fails,
     * ArrayIndexOutOfBoundsException and NullPointerException for a bad buffer.
     */
    void setKey(byte[] buffer, short offset, short length);

    /**
     * Writes the key in clear at {@code offset} of {@code buffer} and returns its length in bytes.
     * Throws CryptoException UNINITIALIZED_KEY before the key is set.
     */
    byte getKey(byte[] buffer, short offset);
}
