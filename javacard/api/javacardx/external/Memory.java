// The way to external memory, of which this card has none.
// It says so as the API specifies.
package javacardx.external;

/** External memories. */
public final class Memory {

    /** A contactless memory of the MIFARE kind. */
    public static final byte MEMORY_TYPE_MIFARE = 1;

    /** An extended store. */
    public static final byte MEMORY_TYPE_EXTENDED_STORE = 2;

    private Memory() {
    }

    /**
     * Asks for access to a memory.
     *
     * @param memoryType one of MEMORY_TYPE_*
     * @param memorySize receives the size as two shorts
     * @param memorySizeOffset where in it
     * @return never: this card has no external memory
     * @throws ExternalException NO_SUCH_SUBSYSTEM if memoryType is one of the constants;
     *     INVALID_PARAM otherwise
     */
    public static final MemoryAccess getMemoryAccessInstance(byte memoryType, short[] memorySize,
            short memorySizeOffset) {
        if (memoryType != MEMORY_TYPE_MIFARE && memoryType != MEMORY_TYPE_EXTENDED_STORE) {
            ExternalException.throwIt(ExternalException.INVALID_PARAM);
        }
        ExternalException.throwIt(ExternalException.NO_SUCH_SUBSYSTEM);
        return null;
    }
}
