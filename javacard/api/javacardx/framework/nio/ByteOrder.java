package javacardx.framework.nio;

public final class ByteOrder {

    public static final ByteOrder BIG_ENDIAN = null;
    public static final ByteOrder LITTLE_ENDIAN = null;
    private ByteOrder() {
    }

}
