// A secure channel that an application made for itself, in parts of any length.
// GlobalPlatform Java Card API, package org.globalplatform.securechannel.
package org.globalplatform.securechannel;

import org.globalplatform.SecureChannel;

/**
 * A secure channel that an application made for itself, with commands and responses of any length
 * in parts. The methods that return a short and write return the length written. They throw
 * SecurityException for an array of another application, SystemException ILLEGAL_VALUE for an array
 * in memory that was not announced, ILLEGAL_USE while the card manager has the protocol,
 * ISOException SW_CONDITIONS_NOT_SATISFIED in a wrong order, SW_FUNC_NOT_SUPPORTED for what the
 * protocol does not have.
 */
public interface SecureChannelProtocol extends SecureChannel {
    /**
     * Sets the level. Throws ISOException SW_DATA_INVALID for a level that is not defined,
     * SW_SECURITY_STATUS_NOT_SATISFIED for one that the session's keys do not allow.
     */
    void setSecurityLevel(byte level);

    /** Writes the reference of the key that the session began with. */
    short getKeyReference(byte[] out, short offset);

    /** Carries out a command of the protocol. */
    short processSecurity(byte[] in, short inOffset, short length, byte[] out, short outOffset);

    /** Begins securing a response of that length and returns the length it will have. */
    short initWrap(short length);

    /** Secures more of it. */
    short updateWrap(byte[] in, short inOffset, short length, byte[] out, short outOffset);

    /** Secures the last of it with the status word. */
    short doFinalWrap(byte[] in, short inOffset, short length, short status, byte[] out,
            short outOffset);

    /** Begins checking and clearing a command. */
    void initUnwrap();

    /** Clears more of it. */
    short updateUnwrap(byte[] in, short inOffset, short length, byte[] out, short outOffset);

    /** Clears the last of it and checks the whole. */
    short doFinalUnwrap(byte[] in, short inOffset, short length, byte[] out, short outOffset);

    /** The length expected that the last command carried under protection, or -1 without one. */
    short getLe();

    /** Begins encrypting sensitive data. */
    void initEncryptData();

    /** Encrypts more. */
    short updateEncryptData(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /** Encrypts the last. */
    short doFinalEncryptData(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /** Begins decrypting sensitive data. */
    void initDecryptData();

    /** Decrypts more. */
    short updateDecryptData(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /** Decrypts the last. */
    short doFinalDecryptData(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);
}
