package javacard.framework;

public abstract class Applet {

    protected Applet() {
    }

    public static native void install(byte[] p0, short p1, byte p2);

    protected static native boolean reSelectingApplet();

    protected final native void register();

    protected final native void register(byte[] p0, short p1, byte p2);

    protected final native boolean selectingApplet();

    public native void deselect();

    public native Shareable getShareableInterfaceObject(AID p0, byte p1);

    public native boolean select();

    public abstract void process(APDU p0);

}
