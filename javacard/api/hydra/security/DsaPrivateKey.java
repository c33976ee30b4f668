// A DSA private key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.DSAPrivateKey;

/** A DSA private key. */
final class DsaPrivateKey extends DsaKey implements DSAPrivateKey {
    DsaPrivateKey(byte algorithm, byte memory, short size, CardKey domain) {
        super(algorithm, memory, size, domain);
    }

    public void setX(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public short getX(byte[] buffer, short offset) {
        return get(VALUE, buffer, offset);
    }
}
