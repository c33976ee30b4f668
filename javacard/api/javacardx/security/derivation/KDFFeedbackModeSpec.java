// Parameters of the derivation in feedback mode (NIST SP 800-108).
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import javacard.security.AlgorithmParameterSpec;
import javacard.security.SecretKey;

/** Parameters of the derivation in feedback mode (NIST SP 800-108). */
public interface KDFFeedbackModeSpec extends AlgorithmParameterSpec {
    /** The pseudo-random function, an {@code ALG_} constant of Signature. */
    byte getAlgorithm();

    /** The key of the pseudo-random function. */
    SecretKey getSecret();

    /** The fixed input. */
    byte[] getInputData();

    /** The value to begin with, or null. */
    byte[] getIV();

    /** How many bytes are wanted. */
    short getOutputLength();

    /** The counter's length in bits: 8, 16, 24 or 32, or 0 for no counter. */
    short getCounterLength();
}
