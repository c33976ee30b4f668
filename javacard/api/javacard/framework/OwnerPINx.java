package javacard.framework;

public interface OwnerPINx extends PIN {

    void update(byte[] p0, short p1, byte p2);

    byte getTryLimit();

    void setTryLimit(byte p0);

    void setTriesRemaining(byte p0);

}
