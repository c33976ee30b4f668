// An X.509 certificate (RFC 5280).
// Java Card API 3.2, package javacardx.security.cert.
package javacardx.security.cert;

/** An X.509 certificate (RFC 5280). */
public interface X509Certificate extends Certificate {
    /** The version. */
    short FIELD_TBS_VERSION = 0x01;

    /** The serial number. */
    short FIELD_TBS_SERIAL_NUMBER = 0x02;

    /** The algorithm of the signature as signed. */
    short FIELD_TBS_SIGNATURE_ALG = 0x04;

    /** The issuer's name. */
    short FIELD_TBS_ISSUER = 0x08;

    /** The end of validity. */
    short FIELD_TBS_NOT_AFTER = 0x10;

    /** The start of validity. */
    short FIELD_TBS_NOT_BEFORE = 0x20;

    /** The subject's name. */
    short FIELD_TBS_SUBJECT = 0x40;

    /** The subject's public key and its algorithm. */
    short FIELD_TBS_PUBLIC_KEY_INFO = 0x80;

    /** The issuer's unique identifier. */
    short FIELD_TBS_ISSUER_UID = 0x0100;

    /** The subject's unique identifier. */
    short FIELD_TBS_SUBJECT_UID = 0x0200;

    /** All that is signed. */
    short FIELD_CERTIFICATE_TBS = 0x0400;

    /** The algorithm of the signature. */
    short FIELD_CERTIFICATE_SIGNATURE_ALG = 0x0800;

    /** The signature. */
    short FIELD_CERTIFICATE_SIGNATURE = 0x1000;

    /** The version: 1, 2 or 3. */
    short getVersion();

    /**
     * A copy of the field that one of the constants names, as encoded. Throws CertificateException
     * MISSING_DATA if it is absent or was not kept, INVALID_PARAM for no such field.
     */
    byte[] getField(short field);

    /**
     * A copy of the value of the extension whose object identifier (encoded, without tag and
     * length) stands in {@code length} bytes at {@code offset} of {@code oid}. Throws
     * CertificateException MISSING_DATA if it is absent or was not kept.
     */
    byte[] getExtension(byte[] oid, short offset, short length);

    /** Shows every extension that was kept to the handler, until it answers false. */
    void getExtensions(ExtensionHandler handler);

    /** Sees each field while a certificate is read. */
    interface FieldHandler extends CertificateParser.ParserHandler {
        /** Returns whether to keep the field, which {@code value} holds during this call only. */
        boolean onField(short field, byte[] value);
    }

    /** Sees each extension while a certificate is read. */
    interface ExtensionHandler extends CertificateParser.ParserHandler {
        /**
         * Returns whether to keep the extension (or, called by {@code getExtensions}, to go on).
         * The arrays are valid during this call only.
         */
        boolean onExtension(byte[] oid, boolean critical, byte[] value);
    }
}
