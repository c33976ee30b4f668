// Access to a memory outside the Java heap.
// The interface is what applets link against; this card has no such memory.
package javacardx.external;

/** Access to external memory. */
public interface MemoryAccess {

    /**
     * Writes data.
     *
     * @param src the array with the data
     * @param src_off where they start
     * @param src_len their length
     * @param auth_key the array with the key that the memory asks for
     * @param auth_key_off where it starts
     * @param auth_key_blen its length
     * @param other_sector the sector to write to
     * @param other_block the block to write to
     * @return true if written
     * @throws ExternalException INVALID_PARAM or INTERNAL_ERROR
     */
    boolean writeData(byte[] src, short src_off, short src_len, byte[] auth_key,
            short auth_key_off, short auth_key_blen, short other_sector, short other_block);

    /**
     * Reads data.
     *
     * @param dest receives the data
     * @param dest_off where in it
     * @param auth_key the array with the key that the memory asks for
     * @param auth_key_off where it starts
     * @param auth_key_blen its length
     * @param other_sector the sector to read from
     * @param other_block the block to read from
     * @param other_len how many bytes
     * @return how many bytes were read
     * @throws ExternalException INVALID_PARAM or INTERNAL_ERROR
     */
    short readData(byte[] dest, short dest_off, byte[] auth_key, short auth_key_off,
            short auth_key_blen, short other_sector, short other_block, short other_len);
}
