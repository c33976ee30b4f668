// Agreeing on a secret: one's own private key and the other party's public value.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import hydra.security.AgreementEngine;
import hydra.security.Engines;

/** Agreeing on a secret: one's own private key and the other party's public value. */
public abstract class KeyAgreement {
    /** Elliptic-curve Diffie-Hellman (IEEE 1363); the secret is the SHA-1 of the shared x. */
    public static final byte ALG_EC_SVDP_DH = 1;

    /** The same, by the name that says so. */
    public static final byte ALG_EC_SVDP_DH_KDF = 1;

    /** The same with cofactor multiplication; the secret is the SHA-1 of the shared x. */
    public static final byte ALG_EC_SVDP_DHC = 2;

    /** The same, by the name that says so. */
    public static final byte ALG_EC_SVDP_DHC_KDF = 2;

    /** Elliptic-curve Diffie-Hellman; the secret is the shared x. */
    public static final byte ALG_EC_SVDP_DH_PLAIN = 3;

    /** The same with cofactor multiplication; the secret is the shared x. */
    public static final byte ALG_EC_SVDP_DHC_PLAIN = 4;

    /**
     * Generic mapping of PACE (ICAO 9303, BSI TR-03110): the base point of the private key times
     * its number, plus the point given. All of the sum is the result.
     */
    public static final byte ALG_EC_PACE_GM = 5;

    /** Elliptic-curve Diffie-Hellman; the secret is the whole shared point. */
    public static final byte ALG_EC_SVDP_DH_PLAIN_XY = 6;

    /** Diffie-Hellman; the secret is the shared number. */
    public static final byte ALG_DH_PLAIN = 7;

    /** X25519 and X448 (RFC 7748). */
    public static final byte ALG_XDH = 8;

    /** SM2 key agreement (GM/T 0003.3). */
    public static final byte ALG_SM2 = 9;

    /** SM2 key agreement with confirmation values. */
    public static final byte ALG_SM2_WITH_CONFIRMATION = 10;

    /**
     * An agreement object. With {@code externalAccess} it can also be used while its owner is not
     * the selected applet. Throws CryptoException NO_SUCH_ALGORITHM.
     */
    public static final KeyAgreement getInstance(byte algorithm, boolean externalAccess) {
        Engines.require(Engines.AGREEMENT, algorithm, externalAccess);
        return new AgreementEngine(algorithm, externalAccess);
    }

    /** For subclasses. */
    protected KeyAgreement() {
    }

    /**
     * Sets one's own key. Throws CryptoException ILLEGAL_VALUE for a key that does not fit,
     * UNINITIALIZED_KEY, INVALID_INIT if the algorithm needs parameters too.
     */
    public abstract void init(PrivateKey key);

    /** The algorithm, an {@code ALG_} constant. */
    public abstract byte getAlgorithm();

    /**
     * Takes the other party's public value, writes the secret at {@code outOffset} of {@code out}
     * and returns its length. Throws CryptoException ILLEGAL_VALUE for a value that is no good (a
     * point off the curve too), INVALID_INIT before {@code init}, UNINITIALIZED_KEY.
     */
    public abstract short generateSecret(byte[] publicValue, short offset, short length,
            byte[] out, short outOffset);

    /**
     * Sets one's own key and the parameters that the algorithm needs. Throws CryptoException
     * ILLEGAL_VALUE for a key or parameters that do not fit, UNINITIALIZED_KEY.
     */
    public abstract void init(PrivateKey key, AlgorithmParameterSpec parameters);
}
