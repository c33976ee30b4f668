// Offered by the application that manages contactless services for the user.
// GlobalPlatform Java Card API, package org.globalplatform.contactless.
package org.globalplatform.contactless;

import org.globalplatform.GPRegistryEntry;

/** Offered by the application that manages contactless services for the user. */
public interface CRSApplication extends CRELApplication {
    /** Whether it consents to what {@code requester} wants for {@code entry}. */
    boolean processCLRequest(GPRegistryEntry requester, GPCLRegistryEntry entry, short event);
}
