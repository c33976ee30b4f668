package javacardx.external;

public final class Memory {
    public static final byte MEMORY_TYPE_EXTENDED_STORE = 2;
    public static final byte MEMORY_TYPE_MIFARE = 1;

    private Memory() {
    }

    public static final native MemoryAccess getMemoryAccessInstance(byte p0, short[] p1, short p2);

}
