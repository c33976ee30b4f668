// A privacy protocol for the whole card, whose secure messaging the card manager uses.
// GlobalPlatform Java Card API, package org.globalplatform.privacy.
package org.globalplatform.privacy;

/** A privacy protocol for the whole card, whose secure messaging the card manager uses. */
public interface GlobalPrivacyProtocol extends PrivacyProtocol {
    /** Name of the service. */
    short SERVICE_GLOBAL_PRIVACY_PROTOCOL = (short) 0x8600;

    /** Switches secure messaging on or off; returns whether that was done. */
    boolean setSecureMessaging(boolean on);

    /** The level of the session, as SecureChannel has it. */
    byte getSecurityLevel();

    /** Answers a request for data of the protocol; returns the answer's length. */
    short getData(byte[] in, short inOffset, short length, byte[] out, short outOffset);
}
