package javacard.framework;

public interface PIN {

    boolean check(byte[] p0, short p1, byte p2);

    byte getTriesRemaining();

    boolean isValidated();

    void reset();

}
