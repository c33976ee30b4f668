// A service that signs for others with the card's key.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.Shareable;

/** A service that signs for others with the card's key. Its arrays must be global. */
public interface AuthoritySignature extends Shareable {
    /** Signing for integrity. */
    byte MODE_INTEGRITY = 0x01;

    /**
     * Begins an operation of that mode with {@code length} bytes of parameters. Throws
     * CryptoException ILLEGAL_VALUE for another mode or wrong parameters.
     */
    void init(byte mode, byte[] parameters, short offset, short length);

    /** Signs what was taken and these bytes. Throws CryptoException INVALID_INIT before init. */
    short sign(byte[] in, short inOffset, short length, byte[] signature, short signatureOffset);

    /** Takes more data. Throws CryptoException INVALID_INIT before {@code init}. */
    void update(byte[] in, short offset, short length);

    /** The length of the signature to come. Throws CryptoException INVALID_INIT before init. */
    short getLength();
}
