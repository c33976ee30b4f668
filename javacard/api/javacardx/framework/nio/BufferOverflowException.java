// A relative put went past the limit of a buffer.
// Thrown by ByteBuffer; nothing has been transferred.
package javacardx.framework.nio;

/** A relative put went past the limit of a buffer. */
public class BufferOverflowException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public BufferOverflowException() {
    }
}
