// A secret of any length up to its size: a shared secret, a seed, a key yet to be derived from.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/** A secret of any length up to its size: a shared secret, a seed, a key yet to be derived from. */
public interface GenericSecretKey extends SecretKey {
    /**
     * Takes {@code length} bytes at {@code offset} of {@code buffer} as the secret. If a key
     * cipher is set (javacardx.crypto.KeyEncryption) the bytes are decrypted first. Throws
     * CryptoException ILLEGAL_VALUE if the length is not possible or the decryption fails,
     * ArrayIndexOutOfBoundsException and NullPointerException for a bad buffer.
     */
    void setKey(byte[] buffer, short offset, short length);

    /**
     * Writes the secret in clear at {@code offset} of {@code buffer} and returns its length in
     * bytes. Throws CryptoException UNINITIALIZED_KEY before the secret is set.
     */
    short getKey(byte[] buffer, short offset);
}
