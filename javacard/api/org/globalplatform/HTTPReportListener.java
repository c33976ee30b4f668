// Offered by an application that wants to hear how its session over HTTP ended.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.Shareable;

/** Offered by an application that wants to hear how its session over HTTP ended. */
public interface HTTPReportListener extends Shareable {
    /** The session went well. */
    short HTTP_SESSION_NO_ERROR = 0x01;

    /** The session failed. */
    short HTTP_SESSION_ERROR = (short) 0x8001;

    /** The session has ended: one of the constants says how. The name is spelt as published. */
    void httpAdministationSessionReport(short status);
}
