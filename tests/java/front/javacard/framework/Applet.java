package javacard.framework;

public abstract class Applet {
    protected Applet() {
    }

    public abstract void process(APDU apdu);

    public boolean select() {
        return true;
    }

    protected final void register() {
    }
}
