// An object was cast to a class it is not an instance of.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/** An object was cast to a class it is not an instance of. Thrown by the virtual machine. */
public class ClassCastException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public ClassCastException() {
    }
}
