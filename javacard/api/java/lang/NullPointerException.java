// A null reference was used where an object is needed.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/**
 * A null reference was used where an object is needed. Thrown by the virtual machine and by
 * methods given null for an object they need.
 */
public class NullPointerException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public NullPointerException() {
    }
}
