// A certificate that has been read: its key, and whether another key signed it.
// Java Card API 3.2, package javacardx.security.cert.
package javacardx.security.cert;

import javacard.security.PublicKey;

/** A certificate that has been read: its key, and whether another key signed it. */
public interface Certificate {
    /** The kind of certificate, a {@code TYPE_} constant of {@link CertificateParser}. */
    short getType();

    /**
     * The key that is certified. Throws CryptoException NO_SUCH_ALGORITHM if the card cannot build
     * it, CertificateException MISSING_DATA if it was not kept.
     */
    PublicKey getPublicKey();

    /**
     * Whether {@code issuer} signed this certificate. Throws CryptoException UNINITIALIZED_KEY,
     * NO_SUCH_ALGORITHM or ILLEGAL_VALUE for a key that does not fit, CertificateException
     * MISSING_DATA if what was signed was not kept.
     */
    boolean verify(PublicKey issuer);
}
