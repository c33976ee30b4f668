// Keys of block ciphers: one value, as long as the key's size says.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

/** Keys of block ciphers: one value, as long as the key's size says. */
abstract class BlockKey extends CardKey {
    BlockKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size, null);
    }

    public final void setKey(byte[] buffer, short offset) {
        set(VALUE, buffer, offset, (short) (getSize() >> 3));
    }

    public final byte getKey(byte[] buffer, short offset) {
        return (byte) get(VALUE, buffer, offset);
    }
}
