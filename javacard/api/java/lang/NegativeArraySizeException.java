// An array of negative length was asked for.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/**
 * An array of negative length was asked for. Thrown by the virtual machine and by the methods that
 * make arrays.
 */
public class NegativeArraySizeException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public NegativeArraySizeException() {
    }
}
