package javacard.framework.service;

public interface SecurityService extends Service {
    public static final short PRINCIPAL_APP_PROVIDER = 3;
    public static final short PRINCIPAL_CARDHOLDER = 1;
    public static final short PRINCIPAL_CARD_ISSUER = 2;
    public static final byte PROPERTY_INPUT_CONFIDENTIALITY = 1;
    public static final byte PROPERTY_INPUT_INTEGRITY = 2;
    public static final byte PROPERTY_OUTPUT_CONFIDENTIALITY = 4;
    public static final byte PROPERTY_OUTPUT_INTEGRITY = 8;

    boolean isAuthenticated(short p0);

    boolean isChannelSecure(byte p0);

    boolean isCommandSecure(byte p0);

}
