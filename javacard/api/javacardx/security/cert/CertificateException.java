// What goes wrong with certificates; the reason says what.
// Java Card API 3.2, package javacardx.security.cert.
package javacardx.security.cert;

import javacard.framework.CardRuntimeException;

/** What goes wrong with certificates; the reason says what. */
public class CertificateException extends CardRuntimeException {
    /** The certificate is malformed. */
    public static final short INVALID_ENCODING = 1;

    /** A parameter is out of its bounds or names what the card lacks. */
    public static final short INVALID_PARAM = 2;

    /** The signature is wrong. */
    public static final short INVALID_SIGNATURE = 4;

    /** The field is not there or was not kept. */
    public static final short MISSING_DATA = 3;

    /** The handler threw an exception. */
    public static final short PARSER_HANDLER_EXCEPTION = 5;

    /** The handler gave a key object that does not fit. */
    public static final short PARSER_HANDLER_INVALID_KEY = 6;

    /** An exception of one's own with the reason given; {@link #throwIt} costs no memory. */
    public CertificateException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's one exception of this class, which belongs to the card, with the reason.
     */
    public static native void throwIt(short reason);
}
