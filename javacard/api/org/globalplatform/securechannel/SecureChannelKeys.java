// How the owner of a secure channel protocol gives it keys.
// GlobalPlatform Java Card API, package org.globalplatform.securechannel.
package org.globalplatform.securechannel;

import javacard.security.Key;
import javacard.security.SecretKey;

/**
 * How the owner of a secure channel protocol gives it keys. Throws ISOException
 * SW_FUNC_NOT_SUPPORTED where the protocol has no such key, SW_DATA_INVALID for values that do not
 * fit, SW_CONDITIONS_NOT_SATISFIED in a session; SystemException ILLEGAL_VALUE for a type or usage
 * that is not defined; SecurityException for a key or array of another application.
 */
public interface SecureChannelKeys {
    /** Deciphering commands. */
    byte KEY_USAGE_C_DEC = 0x01;

    /** The MAC of commands. */
    byte KEY_USAGE_C_MAC = 0x02;

    /** Enciphering data and keys. */
    byte KEY_USAGE_DEK = 0x03;

    /** Opacity: the public key. */
    byte KEY_USAGE_OPACITY_PUBLIC_KEY = 0x20;

    /** Opacity: the private key. */
    byte KEY_USAGE_OPACITY_PRIVATE_KEY = 0x21;

    /** Enciphering responses. */
    byte KEY_USAGE_R_ENC = (byte) 0x81;

    /** The MAC of responses. */
    byte KEY_USAGE_R_MAC = (byte) 0x82;

    /** Opacity: the card's identifier. */
    short PARAM_OPACITY_IDSICC = 0x01;

    /** Opacity: the card's certificate. */
    short PARAM_OPACITY_CICC = 0x03;

    /** Opacity: reference of the key. */
    short PARAM_OPACITY_KEY_REF = 0x04;

    /** SCP02: the diversification data. */
    short PARAM_SCP02_DIVERSIFICATION_DATA = 0x0B;

    /** SCP03: the diversification data. */
    short PARAM_SCP03_DIVERSIFICATION_DATA = 0x0B;

    /** SCP02: the sequence counter. */
    short PARAM_SCP02_SEQUENCE_COUNTER = 0x0C;

    /** SCP03: the sequence counter. */
    short PARAM_SCP03_SEQUENCE_COUNTER = 0x0C;

    /** SCP02: the key version number. */
    short PARAM_SCP02_KEY_VERSION_NUMBER = 0x0D;

    /** SCP03: the key version number. */
    short PARAM_SCP03_KEY_VERSION_NUMBER = 0x0D;

    /** Sets a master key: the value, its type (of GlobalService) and its usage. */
    void setMasterKey(byte[] buffer, short offset, short length, byte type, byte usage);

    /** Sets a master key that is a key object; changes there take effect here. */
    void setMasterKey(Key key, byte usage);

    /** Forgets the master keys. */
    void resetMasterKeys();

    /** Sets a key of the session that is a key object. */
    void setSessionKey(SecretKey key, byte usage);

    /** Sets a key of the session: the value, its usage and its type (of GlobalService). */
    void setSessionKey(byte[] buffer, short offset, short length, byte usage, byte type);

    /**
     * Sets something else that the protocol needs. Throws SystemException ILLEGAL_VALUE if the
     * protocol does not know it, ISOException SW_WRONG_DATA for a wrong value.
     */
    void setSpecificParameter(short parameter, byte[] buffer, short offset, short length);
}
