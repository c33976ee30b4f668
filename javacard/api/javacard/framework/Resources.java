package javacard.framework;

public final class Resources {

    private Resources() {
    }

    public static native Resources getResources();

    public native short getSize(short p0);

    public native byte[] getView(short p0);

    public native byte[] getView(short p0, short p1, short p2);

}
