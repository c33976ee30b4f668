// A condition that a program may want to catch.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/**
 * A condition that a program may want to catch. Checked unless it is a {@link RuntimeException}.
 */
public class Exception extends Throwable {

    /** Creates an instance that belongs to the caller. */
    public Exception() {
    }
}
