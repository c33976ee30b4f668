// Parameters of HKDF, extract and expand (RFC 5869).
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import javacard.security.AlgorithmParameterSpec;

/** Parameters of HKDF, extract and expand (RFC 5869). */
public interface KDFHmacSpec extends AlgorithmParameterSpec {
    /** The HMAC, an {@code ALG_HMAC_} constant of Signature. */
    byte getAlgorithm();

    /** The input keying material. */
    byte[] getSecret();

    /** The context of the output, or null. */
    byte[] getInfo();

    /** The salt, or null. */
    byte[] getSalt();

    /** How many bytes are wanted. */
    short getOutputLength();
}
