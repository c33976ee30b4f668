// Anything that can be thrown.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/**
 * Anything that can be thrown. The root of all exceptions: only its subclasses, and only objects,
 * can be thrown.
 */
public class Throwable extends Object {

    /** Creates an instance that belongs to the caller. */
    public Throwable() {
    }
}
