// A key of 8, 16 or 24 bytes for single DES and for triple DES with two or three keys.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A key of 8, 16 or 24 bytes for single DES and for triple DES with two or three keys. */
public interface DESKey extends SecretKey {
    /**
     * Writes the key in clear at {@code offset} of {@code buffer} and returns its length in bytes.
     * Throws CryptoException UNINITIALIZED_KEY before the key is set.
     */
    byte getKey(byte[] buffer, short offset);

    /**
     * Takes the key's 8, 16 or 24 bytes from {@code offset} of {@code buffer}. If a key cipher is
     * set (javacardx.crypto.KeyEncryption) the bytes are decrypted first. Throws CryptoException
     * ILLEGAL_VALUE if the decryption fails or gives a wrong length,
     * ArrayIndexOutOfBoundsException and NullPointerException for a bad buffer.
     */
    void setKey(byte[] buffer, short offset);
}
