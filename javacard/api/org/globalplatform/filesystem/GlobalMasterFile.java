// Offered by the application that holds the files which are there whatever application is selected.
// GlobalPlatform Java Card API, package org.globalplatform.filesystem.
package org.globalplatform.filesystem;

import javacard.framework.APDU;
import javacard.framework.Shareable;

/**
 * Offered by the application that holds the files which are there whatever application is selected.
 * Each method returns whether it has dealt with the command.
 */
public interface GlobalMasterFile extends Shareable {
    /** Makes the master file the current one. */
    void selectMF();

    /** A SELECT of a file. */
    boolean processSelectFile(APDU apdu);

    /** A READ BINARY. */
    boolean processReadBinary(APDU apdu);

    /** A READ RECORD. */
    boolean processReadRecord(APDU apdu);
}
