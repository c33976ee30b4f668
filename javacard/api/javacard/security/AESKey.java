// A key of 16, 24 or 32 bytes (64 for XTS) for AES.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A key of 16, 24 or 32 bytes (64 for XTS) for AES. */
public interface AESKey extends SecretKey {
    /**
     * Takes the key's bytes from {@code offset} of {@code buffer}; their number follows from the
     * key's size. If a key cipher is set (javacardx.crypto.KeyEncryption) the bytes are decrypted
     * first. Throws CryptoException ILLEGAL_VALUE if the decryption fails or gives a wrong length,
     * ArrayIndexOutOfBoundsException and NullPointerException for a bad buffer.
     */
    void setKey(byte[] buffer, short offset);

    /**
     * Writes the key in clear at {@code offset} of {@code buffer} and returns its length in bytes.
     * Throws CryptoException UNINITIALIZED_KEY before the key is set.
     */
    byte getKey(byte[] buffer, short offset);
}
