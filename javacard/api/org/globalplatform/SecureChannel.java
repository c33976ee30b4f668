// The secure channel of the application's security domain.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.APDU;
import javacard.framework.Shareable;

/**
 * The secure channel of the application's security domain. A session belongs to the application
 * that began it and ends with its deselection. Methods on arrays throw SecurityException for an
 * array of another application; all may throw an ISOException with the status word of the protocol.
 */
public interface SecureChannel extends Shareable {
    /** The other end has authenticated, but not as the provider. */
    byte ANY_AUTHENTICATED = 0x40;

    /** The other end has authenticated as the application's provider. */
    byte AUTHENTICATED = (byte) 0x80;

    /** Commands carry a MAC. */
    byte C_MAC = 0x01;

    /** Commands are enciphered. */
    byte C_DECRYPTION = 0x02;

    /** No security. */
    byte NO_SECURITY_LEVEL = 0x00;

    /** Responses carry a MAC. */
    byte R_MAC = 0x10;

    /** Responses are enciphered. */
    byte R_ENCRYPTION = 0x20;

    /**
     * Carries out a command of the protocol (INITIALIZE UPDATE, EXTERNAL AUTHENTICATE and others),
     * receiving what is left of it. Returns the length of the answer, which stands in the APDU
     * buffer from the data field on, for the application to send. Throws ISOException
     * SW_CLA_NOT_SUPPORTED or SW_INS_NOT_SUPPORTED for a command that is none of them.
     */
    short processSecurity(APDU apdu);

    /**
     * Secures a response that stands with its status word in {@code length} bytes at
     * {@code offset}, as the session's level asks; returns the new length. Throws
     * ArrayIndexOutOfBoundsException if there is no room.
     */
    short wrap(byte[] buffer, short offset, short length);

    /**
     * Checks and clears a command, header included, that stands in {@code length} bytes at
     * {@code offset}, as the session's level asks; returns the new length. Throws ISOException
     * SW_SECURITY_STATUS_NOT_SATISFIED if it is not as secured as it must be; the session is then
     * over.
     */
    short unwrap(byte[] buffer, short offset, short length);

    /**
     * Decrypts sensitive data in place with the session's data key and returns the length. Throws
     * ISOException SW_CONDITIONS_NOT_SATISFIED without a session.
     */
    short decryptData(byte[] buffer, short offset, short length);

    /**
     * Encrypts sensitive data in place with the session's data key and returns the length. Throws
     * ISOException SW_CONDITIONS_NOT_SATISFIED without a session, ArrayIndexOutOfBoundsException if
     * there is no room.
     */
    short encryptData(byte[] buffer, short offset, short length);

    /** Ends the session. */
    void resetSecurity();

    /** The session's level: the constants, added; NO_SECURITY_LEVEL without a session. */
    byte getSecurityLevel();
}
