// Offered by an application that wants a say in its own activation.
// GlobalPlatform Java Card API, package org.globalplatform.contactless.
package org.globalplatform.contactless;

import javacard.framework.Shareable;

/** Offered by an application that wants a say in its own activation. */
public interface CLAppletActivationPolicy extends Shareable {
    /** Another application is in the way. */
    short REASON_BUSINESS_POLICY_CONFLICT = 0x01;

    /** The user has not been verified. */
    short REASON_USER_NOT_VERIFIED = 0x02;

    /** No reason is given. */
    short REASON_UNSPECIFIED = 0x03;

    /** Whether the application consents to being activated now. */
    boolean acceptActivation();

    /**
     * After a refusal: writes what is in the way at {@code offset} of a global array and returns
     * its length; 0 when there is no more.
     */
    short getNextApplicationConflictInfo(byte[] buffer, short offset);
}
