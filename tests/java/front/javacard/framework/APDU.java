package javacard.framework;

public final class APDU {
    APDU() {
    }

    public native byte[] getBuffer();
}
