package hydra.security;


import javacard.security.RSAPublicKey;

/** An RSA public key. */
final class RsaPublicKey extends RsaKey implements RSAPublicKey {
    RsaPublicKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size);
    }
}
