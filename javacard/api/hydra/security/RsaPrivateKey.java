// An RSA private key of modulus and exponent.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.RSAPrivateKey;

/** An RSA private key of modulus and exponent. */
final class RsaPrivateKey extends RsaKey implements RSAPrivateKey {
    RsaPrivateKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size);
    }
}
