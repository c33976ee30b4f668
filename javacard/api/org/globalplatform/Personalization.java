// Offered by an application that takes personalisation data and answers with data.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.Shareable;

/** Offered by an application that takes personalisation data and answers with data. */
public interface Personalization extends Shareable {
    /**
     * Takes one STORE DATA command, its secure messaging removed, in {@code length} bytes at
     * {@code inOffset} of a global array; writes the answer at {@code outOffset} of another (or the
     * same) and returns its length. May throw an ISOException whose reason is answered.
     */
    short processData(byte[] in, short inOffset, short length, byte[] out, short outOffset);
}
