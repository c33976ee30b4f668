// Diffie-Hellman domain parameters: the base of the keys, and a key of their own to be shared.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.DHKey;

/** Diffie-Hellman domain parameters: the base of the keys, and a key of their own to be shared. */
class DhKey extends CardKey implements DHKey {
    DhKey(byte algorithm, byte memory, short size, CardKey domain) {
        super(algorithm, memory, size, domain);
    }

    public final void setP(byte[] buffer, short offset, short length) {
        set(DOMAIN_P, buffer, offset, length);
    }

    public final short getP(byte[] buffer, short offset) {
        return get(DOMAIN_P, buffer, offset);
    }

    public final void setQ(byte[] buffer, short offset, short length) {
        set(DOMAIN_Q, buffer, offset, length);
    }

    public final short getQ(byte[] buffer, short offset) {
        return get(DOMAIN_Q, buffer, offset);
    }

    public final void setG(byte[] buffer, short offset, short length) {
        set(DOMAIN_G, buffer, offset, length);
    }

    public final short getG(byte[] buffer, short offset) {
        return get(DOMAIN_G, buffer, offset);
    }
}
