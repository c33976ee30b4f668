// An elliptic-curve public key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.ECPublicKey;

/** An elliptic-curve public key. */
final class EcPublicKey extends EcKey implements ECPublicKey {
    EcPublicKey(byte algorithm, byte memory, short size, CardKey domain) {
        super(algorithm, memory, size, domain);
    }

    public void setW(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public short getW(byte[] buffer, short offset) {
        return get(VALUE, buffer, offset);
    }
}
