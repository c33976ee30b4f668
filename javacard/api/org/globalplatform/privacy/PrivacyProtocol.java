// A protocol that must have run before an application shows itself.
// GlobalPlatform Java Card API, package org.globalplatform.privacy.
package org.globalplatform.privacy;

import javacard.framework.Shareable;

/** A protocol that must have run before an application shows itself. */
public interface PrivacyProtocol extends Shareable {
    /** The requirement is met. */
    short PRIVACY_STATUS_OK = (short) 0xABBA;

    /** The requirement is not met. */
    short PRIVACY_STATUS_NOT_OK = (short) 0xCACA;

    /**
     * Whether the requirement in {@code length} bytes at {@code offset} is met: one of the
     * constants. {@code contactless} says which interface the command came over.
     */
    short checkPrivacyStatusRequirement(boolean contactless, byte[] buffer, short offset,
            short length);
}
