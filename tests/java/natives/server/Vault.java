// What the server of the tests of natives shares.
package com.example.vault;

import javacard.framework.Shareable;
import javacard.security.Key;

/** The server's face. */
public interface Vault extends Shareable {

    /** An array of the server's own, which no one else may use. */
    byte[] secret();

    /** An object of the server's own. */
    Object keeper();

    /** What the server's Util.arrayCompare leaves for a second look. */
    byte compareSomething();

    /** Copies with the server's rights. */
    void copy(byte[] from, byte[] to);

    /**
     * Enciphers with a key in a cipher of the server's, made with or without external access: 0
     * when it could, -1 for a SecurityException, else the reason of the CryptoException.
     */
    byte encipher(boolean external, Key key, byte[] data);
}
