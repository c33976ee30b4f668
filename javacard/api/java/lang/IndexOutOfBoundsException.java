// An index is outside its range.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/** An index is outside its range. Thrown by the API when an index lies outside what it indexes. */
public class IndexOutOfBoundsException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public IndexOutOfBoundsException() {
    }
}
