package javacardx.external;

public interface MemoryAccess {

    boolean writeData(byte[] p0, short p1, short p2, byte[] p3, short p4, short p5, short p6, short p7);

    short readData(byte[] p0, short p1, byte[] p2, short p3, short p4, short p5, short p6, short p7);

}
