// An elliptic-curve private key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.ECPrivateKey;

/** An elliptic-curve private key. */
final class EcPrivateKey extends EcKey implements ECPrivateKey {
    EcPrivateKey(byte algorithm, byte memory, short size, CardKey domain) {
        super(algorithm, memory, size, domain);
    }

    public void setS(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public short getS(byte[] buffer, short offset) {
        return get(VALUE, buffer, offset);
    }
}
