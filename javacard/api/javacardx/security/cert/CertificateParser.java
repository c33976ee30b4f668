// Reads certificates.
// Java Card API 3.2, package javacardx.security.cert.
package javacardx.security.cert;

import javacard.security.PublicKey;

/**
 * Reads certificates. While it reads, a handler sees the fields and chooses which to keep. This
 * card reads no kind of certificate.
 */
public abstract class CertificateParser {
    /** X.509 in DER. */
    public static final short TYPE_X509_DER = 1;

    CertificateParser() {
    }

    /**
     * A parser for one kind of certificate. Throws CertificateException INVALID_PARAM if the card
     * does not read the kind.
     */
    public static CertificateParser getInstance(short type) {
        CertificateException.throwIt(CertificateException.INVALID_PARAM);
        return null;
    }

    /**
     * Reads the certificate in {@code length} bytes at {@code offset} of {@code buffer} and returns
     * it with the fields that the handler wants kept; a null handler keeps all. Throws
     * CertificateException INVALID_ENCODING, INVALID_PARAM, PARSER_HANDLER_EXCEPTION,
     * PARSER_HANDLER_INVALID_KEY.
     */
    public abstract Certificate buildCert(byte[] buffer, short offset, short length,
            ParserHandler handler);

    /**
     * The same for a certificate that {@code issuer} must have signed. Throws CertificateException
     * INVALID_SIGNATURE if it did not, otherwise as above; CryptoException for a key that does not
     * fit.
     */
    public abstract Certificate buildCert(byte[] buffer, short offset, short length,
            ParserHandler handler, PublicKey issuer);

    /** Reads a certificate for the handler's sake only. Throws as {@code buildCert} does. */
    public abstract void parseCert(byte[] buffer, short offset, short length,
            ParserHandler handler);

    /**
     * Reads a certificate for the handler's sake and returns whether {@code issuer} signed it.
     * Throws as {@code buildCert} does, but not for a wrong signature.
     */
    public abstract boolean parseCert(byte[] buffer, short offset, short length,
            ParserHandler handler, PublicKey issuer);

    /** The base of what a parser calls while it reads. */
    public interface ParserHandler {
    }

    /** Chooses the key object that receives the certified key. */
    public interface KeyHandler extends ParserHandler {
        /**
         * An uninitialised key for the type (an {@code ALG_TYPE_} constant of KeyBuilder) and size
         * that the parser found, or null to let the parser build one.
         */
        PublicKey onKey(byte type, short size);
    }
}
