// An RSA public key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.RSAPublicKey;

/** An RSA public key. */
final class RsaPublicKey extends RsaKey implements RSAPublicKey {
    RsaPublicKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size);
    }
}
