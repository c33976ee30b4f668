// An unchecked exception.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/** An unchecked exception. May be thrown without being declared. */
public class RuntimeException extends Exception {

    /** Creates an instance that belongs to the caller. */
    public RuntimeException() {
    }
}
