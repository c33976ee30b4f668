// Offered by an application that wants to hear what happens to its contactless side.
// GlobalPlatform Java Card API, package org.globalplatform.contactless.
package org.globalplatform.contactless;

import javacard.framework.Shareable;

/** Offered by an application that wants to hear what happens to its contactless side. */
public interface CLApplet extends Shareable {
    /** Something happened: a constant of {@link CLAppletEvent}. */
    void notifyCLEvent(short event);
}
