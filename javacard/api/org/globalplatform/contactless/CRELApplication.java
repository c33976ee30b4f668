// Offered by an application that watches the contactless side of others.
// GlobalPlatform Java Card API, package org.globalplatform.contactless.
package org.globalplatform.contactless;

import javacard.framework.Shareable;

/** Offered by an application that watches the contactless side of others. */
public interface CRELApplication extends Shareable {
    /** Something happened to that application: a constant of {@link CLAppletEvent}. */
    void notifyCLEvent(GPCLRegistryEntry entry, short event);
}
