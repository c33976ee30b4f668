// A private key and its public key, and their generation.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import hydra.security.KeyFactory;

/** A private key and its public key, and their generation. */
public final class KeyPair {
    /** RSA, the private key of modulus and exponent. */
    public static final byte ALG_RSA = 1;

    /** RSA, the private key in Chinese-remainder form. */
    public static final byte ALG_RSA_CRT = 2;

    /** DSA. */
    public static final byte ALG_DSA = 3;

    /** Elliptic curve over a binary field. */
    public static final byte ALG_EC_F2M = 4;

    /** Elliptic curve over a prime field. */
    public static final byte ALG_EC_FP = 5;

    /** Diffie-Hellman. */
    public static final byte ALG_DH = 6;

    private final PublicKey publicKey;
    private final PrivateKey privateKey;

    /**
     * A pair of new persistent keys, uninitialised. Throws CryptoException NO_SUCH_ALGORITHM if
     * the card lacks algorithm or length.
     */
    public KeyPair(byte algorithm, short length) {
        KeyFactory.requirePair(algorithm, length);
        publicKey = KeyFactory.buildPublic(algorithm, length);
        privateKey = KeyFactory.buildPrivate(algorithm, length);
    }

    /**
     * A pair of keys at hand, initialised or not. Throws CryptoException ILLEGAL_VALUE if they do
     * not go together in type and size, NO_SUCH_ALGORITHM if the card cannot generate them.
     */
    public KeyPair(PublicKey publicKey, PrivateKey privateKey) {
        KeyFactory.requirePair(publicKey, privateKey);
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    /**
     * Fills both keys with a new pair. A public exponent or domain parameters that are set are
     * kept; otherwise the card's are taken (65537; the standard curve of the size). Throws
     * CryptoException ILLEGAL_VALUE if what is set is no good.
     */
    public final void genKeyPair() {
        KeyFactory.generate(publicKey, privateKey, (short) 0, (short) 0);
    }

    /** The private key. */
    public PrivateKey getPrivate() {
        return privateKey;
    }

    /** The public key. */
    public PublicKey getPublic() {
        return publicKey;
    }

    /**
     * The same, testing primes as a {@link PrimalityTestParamSpec} says. Throws CryptoException
     * ILLEGAL_VALUE for parameters of another class or that do not fit.
     */
    public final void genKeyPair(AlgorithmParameterSpec parameters) {
        if (!(parameters instanceof PrimalityTestParamSpec)) {
            CryptoException.throwIt(CryptoException.ILLEGAL_VALUE);
        }
        PrimalityTestParamSpec test = (PrimalityTestParamSpec) parameters;
        KeyFactory.generate(publicKey, privateKey, test.getType(), test.getRounds());
    }
}
