// An arithmetic condition without a result.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/**
 * An arithmetic condition without a result. Thrown by the virtual machine for a division by zero,
 * and by the number classes.
 */
public class ArithmeticException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public ArithmeticException() {
    }
}
