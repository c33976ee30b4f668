// A key of 16 bytes for the SEED cipher (RFC 4269).
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A key of 16 bytes for the SEED cipher (RFC 4269). */
public interface KoreanSEEDKey extends SecretKey {
    /**
     * Takes the key's 16 bytes from {@code offset} of {@code buffer}. If a key cipher is set
     * (javacardx.crypto.KeyEncryption) the bytes are decrypted first. Throws CryptoException
     * ILLEGAL_VALUE if the decryption fails, ArrayIndexOutOfBoundsException and
     * NullPointerException for a bad buffer.
     */
    void setKey(byte[] buffer, short offset);

    /**
     * Writes the key in clear at {@code offset} of {@code buffer} and returns its length in bytes.
     * Throws CryptoException UNINITIALIZED_KEY before the key is set.
     */
    byte getKey(byte[] buffer, short offset);
}
