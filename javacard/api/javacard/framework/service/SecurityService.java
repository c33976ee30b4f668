// A service that knows who is at the other end and how the channel is protected.
// Other services of the applet ask it.
package javacard.framework.service;

/** A service that tells the state of authentication and of the channel. */
public interface SecurityService extends Service {

    /** The cardholder. */
    short PRINCIPAL_CARDHOLDER = 1;

    /** The card issuer. */
    short PRINCIPAL_CARD_ISSUER = 2;

    /** The provider of the application. */
    short PRINCIPAL_APP_PROVIDER = 3;

    /** The command is confidential. */
    byte PROPERTY_INPUT_CONFIDENTIALITY = 1;

    /** The command is protected against change. */
    byte PROPERTY_INPUT_INTEGRITY = 2;

    /** The response is confidential. */
    byte PROPERTY_OUTPUT_CONFIDENTIALITY = 4;

    /** The response is protected against change. */
    byte PROPERTY_OUTPUT_INTEGRITY = 8;

    /**
     * Tells whether a principal is authenticated.
     *
     * @param principal one of PRINCIPAL_*
     * @return true if so
     * @throws ServiceException ILLEGAL_PARAM if principal is unknown
     */
    boolean isAuthenticated(short principal);

    /**
     * Tells whether the channel has properties throughout the session.
     *
     * @param properties PROPERTY_* together
     * @return true if it has all of them
     * @throws ServiceException ILLEGAL_PARAM if a property is unknown
     */
    boolean isChannelSecure(byte properties);

    /**
     * Tells whether the current command has properties.
     *
     * @param properties PROPERTY_* together
     * @return true if it has all of them
     * @throws ServiceException ILLEGAL_PARAM if a property is unknown
     */
    boolean isCommandSecure(byte properties);
}
