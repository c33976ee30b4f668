package javacardx.framework.nio;

public abstract class Buffer {

    Buffer() {
    }

    public final native int capacity();

    public final native int position();

    public final native Buffer position(int p0);

    public final native int limit();

    public final native Buffer limit(int p0);

    public final native Buffer clear();

    public final native Buffer flip();

    public final native Buffer rewind();

    public final native int remaining();

    public final native boolean hasRemaining();

    public abstract boolean isReadOnly();

    public abstract boolean hasArray();

    public abstract Object array();

    public abstract int arrayOffset();

    public abstract boolean isDirect();

    public abstract Buffer slice();

}
