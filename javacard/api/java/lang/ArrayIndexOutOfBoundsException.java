// An array index is outside the array.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/**
 * An array index is outside the array. Thrown by the virtual machine and by every method that
 * takes an array with an offset.
 */
public class ArrayIndexOutOfBoundsException extends IndexOutOfBoundsException {

    /** Creates an instance that belongs to the caller. */
    public ArrayIndexOutOfBoundsException() {
    }
}
