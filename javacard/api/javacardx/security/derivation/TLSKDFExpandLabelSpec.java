// Parameters of HKDF-Expand-Label of TLS 1.3 (RFC 8446).
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import javacard.security.AlgorithmParameterSpec;

/** Parameters of HKDF-Expand-Label of TLS 1.3 (RFC 8446). */
public interface TLSKDFExpandLabelSpec extends AlgorithmParameterSpec {
    /** The prefix of TLS 1.3. */
    short LABEL_PREFIX_TLS13 = 1;

    /** The prefix of DTLS 1.3. */
    short LABEL_PREFIX_DTLS13 = 2;

    /** The HMAC, an {@code ALG_HMAC_} constant of Signature. */
    byte getAlgorithm();

    /** The secret. */
    byte[] getSecret();

    /** Which prefix the label has: one of the constants above. */
    short getLabelPrefix();

    /** The label without its prefix. */
    byte[] getLabel();

    /** The context, usually a hash. */
    byte[] getContext();

    /** How many bytes are wanted. */
    short getOutputLength();
}
