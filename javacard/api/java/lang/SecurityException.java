// The firewall or a security rule was violated.
// Instances that the system throws belong to the system and carry no state.
package java.lang;

/**
 * The firewall or a security rule was violated. Thrown by the virtual machine and by methods given
 * an object of another context.
 */
public class SecurityException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public SecurityException() {
    }
}
