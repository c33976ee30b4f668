// Parameters of the derivation KDF1 (IEEE 1363).
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import javacard.security.AlgorithmParameterSpec;

/** Parameters of the derivation KDF1 (IEEE 1363). */
public interface KDFIeee1363Spec extends AlgorithmParameterSpec {
    /** The hash, an {@code ALG_} constant of MessageDigest. */
    byte getAlgorithm();

    /** The shared secret. */
    byte[] getSecret();

    /** The parameters to be hashed with it, or null. */
    byte[] getParameters();
}
