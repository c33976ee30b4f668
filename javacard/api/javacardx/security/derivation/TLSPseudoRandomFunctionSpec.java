// Parameters of the pseudo-random function of TLS 1.1 and 1.2 (RFC 5246).
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import javacard.security.AlgorithmParameterSpec;
import javacard.security.SecretKey;

/** Parameters of the pseudo-random function of TLS 1.1 and 1.2 (RFC 5246). */
public interface TLSPseudoRandomFunctionSpec extends AlgorithmParameterSpec {
    /** The secret. */
    SecretKey getSecret();

    /** Label and seed, one behind the other. */
    byte[] getSeed();
}
