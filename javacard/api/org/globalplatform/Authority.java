// A security domain that signs for others with its own key.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.Shareable;

/** A security domain that signs for others with its own key. Its arrays must be global. */
public interface Authority extends Shareable {
    /** Signing. */
    byte MODE_SIGN = 0x01;

    /** Recovering a key. */
    byte MODE_KEY_RECOVERY = 0x02;

    /** Begins an operation of that mode. Throws CryptoException ILLEGAL_VALUE for another mode. */
    void init(byte mode);

    /**
     * Signs what was taken and these bytes. Throws CryptoException INVALID_INIT in another mode.
     */
    short sign(byte[] in, short inOffset, short length, byte[] signature, short signatureOffset);

    /** Takes more data. Throws CryptoException INVALID_INIT before {@code init}. */
    void update(byte[] in, short offset, short length);

    /**
     * Recovers an enciphered key; writes it in clear and returns its length, or 0 if it is no good.
     * Throws CryptoException INVALID_INIT in another mode.
     */
    short recoverKey(byte[] in, short inOffset, short length, byte[] out, short outOffset);
}
