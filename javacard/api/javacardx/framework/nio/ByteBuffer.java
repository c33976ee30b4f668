package javacardx.framework.nio;

public abstract class ByteBuffer extends Buffer {

    ByteBuffer() {
    }

    public static native ByteBuffer allocateDirect(int p0);

    public static native ByteBuffer wrap(byte[] p0, int p1, int p2);

    public static native ByteBuffer wrap(byte[] p0);

    public native boolean equals(Object p0);

    public final native boolean hasArray();

    public final native int arrayOffset();

    public abstract boolean isDirect();

    public final native ByteOrder order();

    public final native ByteBuffer order(ByteOrder p0);

    public final native byte[] array();

    public native int compareTo(ByteBuffer p0);

    public native ByteBuffer get(byte[] p0, int p1, int p2);

    public native ByteBuffer get(byte[] p0);

    public native ByteBuffer put(ByteBuffer p0);

    public native ByteBuffer put(byte[] p0);

    public native ByteBuffer put(byte[] p0, int p1, int p2);

    public abstract byte get();

    public abstract ByteBuffer put(byte p0);

    public abstract byte get(int p0);

    public abstract ByteBuffer put(int p0, byte p1);

    public abstract short getShort();

    public abstract ByteBuffer putShort(short p0);

    public abstract short getShort(int p0);

    public abstract ByteBuffer putShort(int p0, short p1);

    public abstract int getInt();

    public abstract ByteBuffer putInt(int p0);

    public abstract int getInt(int p0);

    public abstract ByteBuffer putInt(int p0, int p1);

    public abstract ByteBuffer asReadOnlyBuffer();

    public abstract ByteBuffer compact();

    public abstract ByteBuffer slice();

}
