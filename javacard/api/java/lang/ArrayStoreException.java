// An object of the wrong type was stored into an array.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/** An object of the wrong type was stored into an array. Thrown by the virtual machine. */
public class ArrayStoreException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public ArrayStoreException() {
    }
}
