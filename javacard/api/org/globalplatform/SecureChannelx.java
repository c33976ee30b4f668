// A secure channel whose level can be changed in a session.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

/** A secure channel whose level can be changed in a session. */
public interface SecureChannelx extends SecureChannel {
    /**
     * Changes the current level, not above what was agreed at the start. Throws ISOException
     * SW_CONDITIONS_NOT_SATISFIED without a session or for a level that cannot be.
     */
    void setSecurityLevel(byte level);
}
