// Curve parameters known by name.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import hydra.security.Engines;

/** Curve parameters known by name. */
public class NamedParameterSpec implements AlgorithmParameterSpec {
    /** brainpoolP192r1 (RFC 5639). */
    public static final short BRAINPOOLP192R1 = 0x2003;

    /** brainpoolP192t1 (RFC 5639). */
    public static final short BRAINPOOLP192T1 = 0x2004;

    /** brainpoolP224r1 (RFC 5639). */
    public static final short BRAINPOOLP224R1 = 0x2005;

    /** brainpoolP224t1 (RFC 5639). */
    public static final short BRAINPOOLP224T1 = 0x2006;

    /** brainpoolP256r1 (RFC 5639). */
    public static final short BRAINPOOLP256R1 = 0x2007;

    /** brainpoolP256t1 (RFC 5639). */
    public static final short BRAINPOOLP256T1 = 0x2008;

    /** brainpoolP320r1 (RFC 5639). */
    public static final short BRAINPOOLP320R1 = 0x2009;

    /** brainpoolP320t1 (RFC 5639). */
    public static final short BRAINPOOLP320T1 = 0x200A;

    /** brainpoolP384r1 (RFC 5639). */
    public static final short BRAINPOOLP384R1 = 0x200B;

    /** brainpoolP384t1 (RFC 5639). */
    public static final short BRAINPOOLP384T1 = 0x200C;

    /** brainpoolP512r1 (RFC 5639). */
    public static final short BRAINPOOLP512R1 = 0x200D;

    /** brainpoolP512t1 (RFC 5639). */
    public static final short BRAINPOOLP512T1 = 0x200E;

    /** Ed25519 (RFC 8032). */
    public static final short ED25519 = 0x0101;

    /** Ed448 (RFC 8032). */
    public static final short ED448 = 0x0202;

    /** FRP256v1 (ANSSI). */
    public static final short FRP256V1 = 0x0401;

    /** P-192 (FIPS 186). */
    public static final short SECP192R1 = 0x1001;

    /** P-224 (FIPS 186). */
    public static final short SECP224R1 = 0x1002;

    /** P-256 (FIPS 186). */
    public static final short SECP256R1 = 0x1003;

    /** P-384 (FIPS 186). */
    public static final short SECP384R1 = 0x1004;

    /** P-521 (FIPS 186). */
    public static final short SECP521R1 = 0x1005;

    /** The curve of SM2 (GM/T 0003.5). */
    public static final short SM2 = 0x0300;

    /** X25519 (RFC 7748). */
    public static final short X25519 = 0x0103;

    /** X448 (RFC 7748). */
    public static final short X448 = 0x0204;

    private final short name;

    private NamedParameterSpec(short name) {
        this.name = name;
    }

    /**
     * The parameters of that name. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks them.
     */
    public static final NamedParameterSpec getInstance(short name) {
        Engines.require(Engines.CURVE, name, false);
        return new NamedParameterSpec(name);
    }

    /** The name, one of the constants. */
    public final short getName() {
        return name;
    }
}
