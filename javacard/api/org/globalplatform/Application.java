// Offered by an application that takes personalisation data through its security domain.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.Shareable;

/** Offered by an application that takes personalisation data through its security domain. */
public interface Application extends Shareable {
    /**
     * Takes one STORE DATA command, its secure messaging removed, in {@code length} bytes at
     * {@code offset} of a global array. May throw an ISOException whose reason is answered.
     */
    void processData(byte[] buffer, short offset, short length);
}
