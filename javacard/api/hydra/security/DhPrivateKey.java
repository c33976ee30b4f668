// A Diffie-Hellman private key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.DHPrivateKey;

/** A Diffie-Hellman private key. */
final class DhPrivateKey extends DhKey implements DHPrivateKey {
    DhPrivateKey(byte algorithm, byte memory, short size, CardKey domain) {
        super(algorithm, memory, size, domain);
    }

    public void setX(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public short getX(byte[] buffer, short offset) {
        return get(VALUE, buffer, offset);
    }
}
