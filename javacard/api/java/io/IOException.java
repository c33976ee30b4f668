// Input or output failed.
// Instances that the system throws belong to the system and carry no state.
package java.io;

/** Input or output failed. On a card only the base of {@link java.rmi.RemoteException}. */
public class IOException extends Exception {

    /** Creates an instance that belongs to the caller. */
    public IOException() {
    }
}
