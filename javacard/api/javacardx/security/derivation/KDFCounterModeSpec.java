// Parameters of the derivation in counter mode (NIST SP 800-108).
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import javacard.security.AlgorithmParameterSpec;
import javacard.security.SecretKey;

/** Parameters of the derivation in counter mode (NIST SP 800-108). */
public interface KDFCounterModeSpec extends AlgorithmParameterSpec {
    /** The pseudo-random function, an {@code ALG_} constant of Signature. */
    byte getAlgorithm();

    /** The key of the pseudo-random function. */
    SecretKey getSecret();

    /** The fixed input in front of the counter, or null. */
    byte[] getInputDataBeforeCounter();

    /** The fixed input behind the counter, or null. */
    byte[] getInputDataAfterCounter();

    /** How many bytes are wanted. */
    short getOutputLength();

    /** The counter's length in bits: 8, 16, 24 or 32. */
    short getCounterLength();
}
