// A relative get went past the limit of a buffer.
// Thrown by ByteBuffer; nothing has been transferred.
package javacardx.framework.nio;

/** A relative get went past the limit of a buffer. */
public class BufferUnderflowException extends RuntimeException {

    /** Creates an instance that belongs to the caller. */
    public BufferUnderflowException() {
    }
}
