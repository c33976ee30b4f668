package javacard.framework;

public interface OwnerPINxWithPredecrement extends OwnerPINx {

    boolean check(byte[] p0, short p1, byte p2);

    byte decrementTriesRemaining();

}
