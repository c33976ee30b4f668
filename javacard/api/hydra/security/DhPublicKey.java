// A Diffie-Hellman public key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.DHPublicKey;

/** A Diffie-Hellman public key. */
final class DhPublicKey extends DhKey implements DHPublicKey {
    DhPublicKey(byte algorithm, byte memory, short size, CardKey domain) {
        super(algorithm, memory, size, domain);
    }

    public void setY(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public short getY(byte[] buffer, short offset) {
        return get(VALUE, buffer, offset);
    }
}
