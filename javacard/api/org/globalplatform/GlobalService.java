// How an application offers services to all others, by name.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.Shareable;

/** How an application offers services to all others, by name. */
public interface GlobalService extends Shareable {
    /** The key is for the security domain and its applications. */
    byte KEY_ACCESS_ANY = 0x00;

    /** The key is for the security domain only. */
    byte KEY_ACCESS_SECURITY_DOMAIN = 0x01;

    /** Usage of a key: authorisation. */
    byte KEY_USAGE_CRYPTOGRAPHIC_AUTHORIZATION = 0x01;

    /** The key is for the applications only. */
    byte KEY_ACCESS_APPLICATION = 0x02;

    /** Usage of a key: signatures. */
    byte KEY_USAGE_DIGITAL_SIGNATURE = 0x02;

    /** Usage of a key: checksums. */
    byte KEY_USAGE_CRYPTOGRAPHIC_CHECKSUM = 0x04;

    /** Usage of a key: confidentiality. */
    byte KEY_USAGE_CONFIDENTIALITY = 0x08;

    /** Usage of a key: secure messaging of commands. */
    byte KEY_USAGE_SM_COMMAND = 0x10;

    /** Usage of a key: secure messaging of responses. */
    byte KEY_USAGE_SM_RESPONSE = 0x20;

    /** Usage of a key: computing and deciphering. */
    byte KEY_USAGE_COMPUTATION_DECIPHERMENT = 0x40;

    /** Type of key: DES, any use. */
    byte KEY_TYPE_DES = (byte) 0x80;

    /** Usage of a key: verifying and enciphering. */
    byte KEY_USAGE_VERIFICATION_ENCIPHERMENT = (byte) 0x80;

    /** Type of key: Triple DES, any use. */
    byte KEY_TYPE_3DES = (byte) 0x81;

    /** Type of key: Triple DES in CBC mode. */
    byte KEY_TYPE_3DES_CBC = (byte) 0x82;

    /** Type of key: DES in ECB mode. */
    byte KEY_TYPE_DES_ECB = (byte) 0x83;

    /** Type of key: DES in CBC mode. */
    byte KEY_TYPE_DES_CBC = (byte) 0x84;

    /** Type of key: AES. */
    byte KEY_TYPE_AES = (byte) 0x88;

    /** Type of key: HMAC with SHA-1. */
    byte KEY_TYPE_HMAC_SHA1 = (byte) 0x90;

    /** Type of key: HMAC with SHA-1, a key of 160 bits. */
    byte KEY_TYPE_HMAC_SHA1_160 = (byte) 0x91;

    /** Type of key: RSA public key: exponent. */
    byte KEY_TYPE_RSA_PUBLIC_EXPONENT = (byte) 0xA0;

    /** Type of key: RSA public key: modulus. */
    byte KEY_TYPE_RSA_PUBLIC_MODULUS = (byte) 0xA1;

    /** Type of key: RSA private key: modulus. */
    byte KEY_TYPE_RSA_PRIVATE_MODULUS = (byte) 0xA2;

    /** Type of key: RSA private key: exponent. */
    byte KEY_TYPE_RSA_PRIVATE_EXPONENT = (byte) 0xA3;

    /** Type of key: RSA private key: p. */
    byte KEY_TYPE_RSA_PRIVATE_CRT_P = (byte) 0xA4;

    /** Type of key: RSA private key: q. */
    byte KEY_TYPE_RSA_PRIVATE_CRT_Q = (byte) 0xA5;

    /** Type of key: RSA private key: inverse of q modulo p. */
    byte KEY_TYPE_RSA_PRIVATE_CRT_PQ = (byte) 0xA6;

    /** Type of key: RSA private key: d mod (p - 1). */
    byte KEY_TYPE_RSA_PRIVATE_CRT_DP1 = (byte) 0xA7;

    /** Type of key: RSA private key: d mod (q - 1). */
    byte KEY_TYPE_RSA_PRIVATE_CRT_DQ1 = (byte) 0xA8;

    /** Type of key: A type of two bytes follows. */
    byte KEY_TYPE_EXTENDED = (byte) 0xFF;

    /**
     * The object that offers the service. {@code client} is the registry entry of the application
     * that asks; {@code length} bytes at {@code offset} of a global array are parameters of the
     * service's own. Throws ISOException 6A88 if there is no such service,
     * SW_SECURITY_STATUS_NOT_SATISFIED or SW_CONDITIONS_NOT_SATISFIED if it is denied.
     */
    Shareable getServiceInterface(GPRegistryEntry client, short service, byte[] buffer,
            short offset, short length);
}
