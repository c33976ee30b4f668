package javacardx.framework.nio;

public class BufferUnderflowException extends RuntimeException {

    public BufferUnderflowException() {
    }

}
