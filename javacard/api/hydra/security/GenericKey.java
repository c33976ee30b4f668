// A generic secret.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.GenericSecretKey;

/** A generic secret. */
final class GenericKey extends CardKey implements GenericSecretKey {
    GenericKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size, null);
    }

    public void setKey(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public short getKey(byte[] buffer, short offset) {
        return get(VALUE, buffer, offset);
    }
}
