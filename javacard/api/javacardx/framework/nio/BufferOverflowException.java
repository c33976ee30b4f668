package javacardx.framework.nio;

public class BufferOverflowException extends RuntimeException {

    public BufferOverflowException() {
    }

}
