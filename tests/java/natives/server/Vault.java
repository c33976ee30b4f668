// What the server of the tests of natives shares.
package com.example.vault;

import javacard.framework.Shareable;

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
}
