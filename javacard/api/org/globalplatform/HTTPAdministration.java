// Lets an application ask for a session with its server over HTTP (amendment B).
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.Shareable;

/** Lets an application ask for a session with its server over HTTP (amendment B). */
public interface HTTPAdministration extends Shareable {
    /**
     * Asks for a session with these parameters. Throws ISOException SW_WRONG_DATA for parameters
     * that make no sense, SW_CONDITIONS_NOT_SATISFIED if a session cannot be had.
     */
    void requestHTTPAdministrationSession(byte[] parameters, short offset, short length);
}
