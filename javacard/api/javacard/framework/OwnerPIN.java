package javacard.framework;

public class OwnerPIN implements PIN {

    public OwnerPIN(byte p0, byte p1) {
    }

    public native boolean check(byte[] p0, short p1, byte p2);

    public native byte getTriesRemaining();

    protected native boolean getValidatedFlag();

    public native boolean isValidated();

    public native void reset();

    public native void resetAndUnblock();

    protected native void setValidatedFlag(boolean p0);

    public native void update(byte[] p0, short p1, byte p2);

}
