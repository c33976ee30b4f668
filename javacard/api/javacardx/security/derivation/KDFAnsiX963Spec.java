// Parameters of the ANSI X9.63 derivation.
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import javacard.security.AlgorithmParameterSpec;

/** Parameters of the ANSI X9.63 derivation. */
public interface KDFAnsiX963Spec extends AlgorithmParameterSpec {
    /** The hash, an {@code ALG_} constant of MessageDigest. */
    byte getAlgorithm();

    /** The shared secret. */
    byte[] getSecret();

    /** What both sides know besides, or null. */
    byte[] getSharedInfo();

    /** How many bytes are wanted. */
    short getOutputLength();
}
