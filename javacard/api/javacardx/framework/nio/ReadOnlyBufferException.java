// A read-only buffer was to be changed.
// Thrown by ByteBuffer; nothing has been transferred.
package javacardx.framework.nio;

/** A read-only buffer was to be changed. */
public class ReadOnlyBufferException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public ReadOnlyBufferException() {
    }
}
