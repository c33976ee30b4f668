// A DSA public key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.DSAPublicKey;

/** A DSA public key. */
final class DsaPublicKey extends DsaKey implements DSAPublicKey {
    DsaPublicKey(byte algorithm, byte memory, short size, CardKey domain) {
        super(algorithm, memory, size, domain);
    }

    public void setY(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public short getY(byte[] buffer, short offset) {
        return get(VALUE, buffer, offset);
    }
}
