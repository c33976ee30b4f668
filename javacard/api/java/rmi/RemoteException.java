// A remote call failed.
// Instances that the system throws belong to the system and carry no state.
package java.rmi;

import java.io.IOException;

/** A remote call failed. Remote methods declare it; on the card nothing throws it. */
public class RemoteException extends IOException {

    /** Creates an instance that belongs to the caller. */
    public RemoteException() {
    }
}
