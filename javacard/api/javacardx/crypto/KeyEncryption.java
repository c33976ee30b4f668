// Offered by key objects whose setters can take enciphered parts.
// Java Card API 3.2, package javacardx.crypto.
package javacardx.crypto;

/** Offered by key objects whose setters can take enciphered parts. */
public interface KeyEncryption {
    /** The cipher that the setters use, or null. */
    Cipher getKeyCipher();

    /**
     * Sets the cipher, initialised for decryption, that the key's setters run their input through;
     * null (as it is at first) means that the input is clear.
     */
    void setKeyCipher(Cipher cipher);
}
