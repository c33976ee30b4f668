// Parameters of the derivation for travel documents (ICAO 9303).
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import javacard.security.AlgorithmParameterSpec;

/** Parameters of the derivation for travel documents (ICAO 9303). */
public interface KDFIcaoMrtdSpec extends AlgorithmParameterSpec {
    /** The hash, an {@code ALG_} constant of MessageDigest. */
    byte getAlgorithm();

    /** The shared secret or key seed. */
    byte[] getSecret();

    /** The counter of 4 bytes that says what the key is for. */
    byte[] getCounter();
}
