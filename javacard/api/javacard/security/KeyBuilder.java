// Makes key objects, uninitialised.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import hydra.security.KeyFactory;

/** Makes key objects, uninitialised. */
public class KeyBuilder {
    /** A DES or triple-DES key, kept where the memory type says. */
    public static final byte ALG_TYPE_DES = 1;

    /** An AES key, kept where the memory type says. */
    public static final byte ALG_TYPE_AES = 2;

    /** A DSA public key, kept where the memory type says. */
    public static final byte ALG_TYPE_DSA_PUBLIC = 3;

    /** A DSA private key, kept where the memory type says. */
    public static final byte ALG_TYPE_DSA_PRIVATE = 4;

    /** A public key on a binary curve, kept where the memory type says. */
    public static final byte ALG_TYPE_EC_F2M_PUBLIC = 5;

    /** A private key on a binary curve, kept where the memory type says. */
    public static final byte ALG_TYPE_EC_F2M_PRIVATE = 6;

    /** A public key on a prime curve, kept where the memory type says. */
    public static final byte ALG_TYPE_EC_FP_PUBLIC = 7;

    /** A private key on a prime curve, kept where the memory type says. */
    public static final byte ALG_TYPE_EC_FP_PRIVATE = 8;

    /** An HMAC key, kept where the memory type says. */
    public static final byte ALG_TYPE_HMAC = 9;

    /** A SEED key, kept where the memory type says. */
    public static final byte ALG_TYPE_KOREAN_SEED = 10;

    /** An RSA public key, kept where the memory type says. */
    public static final byte ALG_TYPE_RSA_PUBLIC = 11;

    /** An RSA private key of modulus and exponent, kept where the memory type says. */
    public static final byte ALG_TYPE_RSA_PRIVATE = 12;

    /** An RSA private key in Chinese-remainder form, kept where the memory type says. */
    public static final byte ALG_TYPE_RSA_CRT_PRIVATE = 13;

    /** A Diffie-Hellman public key, kept where the memory type says. */
    public static final byte ALG_TYPE_DH_PUBLIC = 14;

    /** A Diffie-Hellman private key, kept where the memory type says. */
    public static final byte ALG_TYPE_DH_PRIVATE = 15;

    /** Binary curve parameters, kept where the memory type says. */
    public static final byte ALG_TYPE_EC_F2M_PARAMETERS = 16;

    /** Prime curve parameters, kept where the memory type says. */
    public static final byte ALG_TYPE_EC_FP_PARAMETERS = 17;

    /** DSA parameters, kept where the memory type says. */
    public static final byte ALG_TYPE_DSA_PARAMETERS = 18;

    /** Diffie-Hellman parameters, kept where the memory type says. */
    public static final byte ALG_TYPE_DH_PARAMETERS = 19;

    /** A generic secret, kept where the memory type says. */
    public static final byte ALG_TYPE_GENERIC_SECRET = 20;

    /** An SM4 key, kept where the memory type says. */
    public static final byte ALG_TYPE_SM4 = 21;

    /** Attribute of buildXECKey: the public half. */
    public static final short ATTR_PUBLIC = 0x00;

    /** Attribute of buildXECKey: the private half. */
    public static final short ATTR_PRIVATE = (short) 0x8000;

    /** Single DES. */
    public static final short LENGTH_DES = 64;

    /** HMAC over a hash with blocks of 64 bytes (SHA-1). */
    public static final short LENGTH_HMAC_SHA_1_BLOCK_64 = 64;

    /** HMAC over a hash with blocks of 64 bytes (SHA-256). */
    public static final short LENGTH_HMAC_SHA_256_BLOCK_64 = 64;

    /** Prime curve of 112 bits. */
    public static final short LENGTH_EC_FP_112 = 112;

    /** Binary curve of 113 bits. */
    public static final short LENGTH_EC_F2M_113 = 113;

    /** AES of 128 bits. */
    public static final short LENGTH_AES_128 = 128;

    /** Triple DES with two keys. */
    public static final short LENGTH_DES3_2KEY = 128;

    /** Prime curve of 128 bits. */
    public static final short LENGTH_EC_FP_128 = 128;

    /** HMAC over a hash with blocks of 128 bytes (SHA-384). */
    public static final short LENGTH_HMAC_SHA_384_BLOCK_128 = 128;

    /** HMAC over a hash with blocks of 128 bytes (SHA-512). */
    public static final short LENGTH_HMAC_SHA_512_BLOCK_128 = 128;

    /** SEED of 128 bits. */
    public static final short LENGTH_KOREAN_SEED_128 = 128;

    /** SM4. */
    public static final short LENGTH_SM4 = 128;

    /** Binary curve of 131 bits. */
    public static final short LENGTH_EC_F2M_131 = 131;

    /** Prime curve of 160 bits. */
    public static final short LENGTH_EC_FP_160 = 160;

    /** Binary curve of 163 bits. */
    public static final short LENGTH_EC_F2M_163 = 163;

    /** AES of 192 bits. */
    public static final short LENGTH_AES_192 = 192;

    /** Triple DES with three keys. */
    public static final short LENGTH_DES3_3KEY = 192;

    /** Prime curve of 192 bits. */
    public static final short LENGTH_EC_FP_192 = 192;

    /** Binary curve of 193 bits. */
    public static final short LENGTH_EC_F2M_193 = 193;

    /** Prime curve of 224 bits. */
    public static final short LENGTH_EC_FP_224 = 224;

    /** AES of 256 bits. */
    public static final short LENGTH_AES_256 = 256;

    /** Prime curve of 256 bits. */
    public static final short LENGTH_EC_FP_256 = 256;

    /** Prime curve of 384 bits. */
    public static final short LENGTH_EC_FP_384 = 384;

    /** AES of 512 bits (for XTS). */
    public static final short LENGTH_AES_512 = 512;

    /** DSA of 512 bits. */
    public static final short LENGTH_DSA_512 = 512;

    /** RSA of 512 bits. */
    public static final short LENGTH_RSA_512 = 512;

    /** Prime curve of 521 bits. */
    public static final short LENGTH_EC_FP_521 = 521;

    /** RSA of 736 bits. */
    public static final short LENGTH_RSA_736 = 736;

    /** DSA of 768 bits. */
    public static final short LENGTH_DSA_768 = 768;

    /** RSA of 768 bits. */
    public static final short LENGTH_RSA_768 = 768;

    /** RSA of 896 bits. */
    public static final short LENGTH_RSA_896 = 896;

    /** Diffie-Hellman of 1024 bits. */
    public static final short LENGTH_DH_1024 = 1024;

    /** DSA of 1024 bits. */
    public static final short LENGTH_DSA_1024 = 1024;

    /** RSA of 1024 bits. */
    public static final short LENGTH_RSA_1024 = 1024;

    /** RSA of 1280 bits. */
    public static final short LENGTH_RSA_1280 = 1280;

    /** RSA of 1536 bits. */
    public static final short LENGTH_RSA_1536 = 1536;

    /** RSA of 1984 bits. */
    public static final short LENGTH_RSA_1984 = 1984;

    /** Diffie-Hellman of 2048 bits. */
    public static final short LENGTH_DH_2048 = 2048;

    /** RSA of 2048 bits. */
    public static final short LENGTH_RSA_2048 = 2048;

    /** RSA of 3072 bits. */
    public static final short LENGTH_RSA_3072 = 3072;

    /** RSA of 4096 bits. */
    public static final short LENGTH_RSA_4096 = 4096;

    /** A DES or triple-DES key that is cleared on reset. */
    public static final byte TYPE_DES_TRANSIENT_RESET = 1;

    /** A DES or triple-DES key that is cleared on reset and deselection. */
    public static final byte TYPE_DES_TRANSIENT_DESELECT = 2;

    /** A DES or triple-DES key, persistent. */
    public static final byte TYPE_DES = 3;

    /** An RSA public key, persistent. */
    public static final byte TYPE_RSA_PUBLIC = 4;

    /** An RSA private key of modulus and exponent, persistent. */
    public static final byte TYPE_RSA_PRIVATE = 5;

    /** An RSA private key in Chinese-remainder form, persistent. */
    public static final byte TYPE_RSA_CRT_PRIVATE = 6;

    /** A DSA public key, persistent. */
    public static final byte TYPE_DSA_PUBLIC = 7;

    /** A DSA private key, persistent. */
    public static final byte TYPE_DSA_PRIVATE = 8;

    /** A public key on a binary curve, persistent. */
    public static final byte TYPE_EC_F2M_PUBLIC = 9;

    /** A private key on a binary curve, persistent. */
    public static final byte TYPE_EC_F2M_PRIVATE = 10;

    /** A public key on a prime curve, persistent. */
    public static final byte TYPE_EC_FP_PUBLIC = 11;

    /** A private key on a prime curve, persistent. */
    public static final byte TYPE_EC_FP_PRIVATE = 12;

    /** An AES key that is cleared on reset. */
    public static final byte TYPE_AES_TRANSIENT_RESET = 13;

    /** An AES key that is cleared on reset and deselection. */
    public static final byte TYPE_AES_TRANSIENT_DESELECT = 14;

    /** An AES key, persistent. */
    public static final byte TYPE_AES = 15;

    /** A SEED key that is cleared on reset. */
    public static final byte TYPE_KOREAN_SEED_TRANSIENT_RESET = 16;

    /** A SEED key that is cleared on reset and deselection. */
    public static final byte TYPE_KOREAN_SEED_TRANSIENT_DESELECT = 17;

    /** A SEED key, persistent. */
    public static final byte TYPE_KOREAN_SEED = 18;

    /** An HMAC key that is cleared on reset. */
    public static final byte TYPE_HMAC_TRANSIENT_RESET = 19;

    /** An HMAC key that is cleared on reset and deselection. */
    public static final byte TYPE_HMAC_TRANSIENT_DESELECT = 20;

    /** An HMAC key, persistent. */
    public static final byte TYPE_HMAC = 21;

    /** An RSA private key of modulus and exponent that is cleared on reset. */
    public static final byte TYPE_RSA_PRIVATE_TRANSIENT_RESET = 22;

    /** An RSA private key of modulus and exponent that is cleared on reset and deselection. */
    public static final byte TYPE_RSA_PRIVATE_TRANSIENT_DESELECT = 23;

    /** An RSA private key in Chinese-remainder form that is cleared on reset. */
    public static final byte TYPE_RSA_CRT_PRIVATE_TRANSIENT_RESET = 24;

    /**
     * An RSA private key in Chinese-remainder form that is cleared on reset and deselection.
     */
    public static final byte TYPE_RSA_CRT_PRIVATE_TRANSIENT_DESELECT = 25;

    /** A DSA private key that is cleared on reset. */
    public static final byte TYPE_DSA_PRIVATE_TRANSIENT_RESET = 26;

    /** A DSA private key that is cleared on reset and deselection. */
    public static final byte TYPE_DSA_PRIVATE_TRANSIENT_DESELECT = 27;

    /** A private key on a binary curve that is cleared on reset. */
    public static final byte TYPE_EC_F2M_PRIVATE_TRANSIENT_RESET = 28;

    /** A private key on a binary curve that is cleared on reset and deselection. */
    public static final byte TYPE_EC_F2M_PRIVATE_TRANSIENT_DESELECT = 29;

    /** A private key on a prime curve that is cleared on reset. */
    public static final byte TYPE_EC_FP_PRIVATE_TRANSIENT_RESET = 30;

    /** A private key on a prime curve that is cleared on reset and deselection. */
    public static final byte TYPE_EC_FP_PRIVATE_TRANSIENT_DESELECT = 31;

    /** A Diffie-Hellman public key, persistent. */
    public static final byte TYPE_DH_PUBLIC = 32;

    /** A Diffie-Hellman public key that is cleared on reset and deselection. */
    public static final byte TYPE_DH_PUBLIC_TRANSIENT_DESELECT = 33;

    /** A Diffie-Hellman public key that is cleared on reset. */
    public static final byte TYPE_DH_PUBLIC_TRANSIENT_RESET = 34;

    /** A Diffie-Hellman private key, persistent. */
    public static final byte TYPE_DH_PRIVATE = 35;

    /** A Diffie-Hellman private key that is cleared on reset and deselection. */
    public static final byte TYPE_DH_PRIVATE_TRANSIENT_DESELECT = 36;

    /** A Diffie-Hellman private key that is cleared on reset. */
    public static final byte TYPE_DH_PRIVATE_TRANSIENT_RESET = 37;

    /** Diffie-Hellman parameters, persistent. */
    public static final byte TYPE_DH_PARAMETERS = 38;

    /** DSA parameters, persistent. */
    public static final byte TYPE_DSA_PARAMETERS = 39;

    /** Binary curve parameters, persistent. */
    public static final byte TYPE_EC_F2M_PARAMETERS = 40;

    /** Prime curve parameters, persistent. */
    public static final byte TYPE_EC_FP_PARAMETERS = 41;

    /** A generic secret, persistent. */
    public static final byte TYPE_GENERIC_SECRET = 42;

    /** An SM4 key, persistent. */
    public static final byte TYPE_SM4 = 43;

    /** A key on a named curve, made by buildXECKey. */
    public static final byte TYPE_XEC = -1;

    private KeyBuilder() {
    }

    /**
     * A key of a {@code TYPE_} that says where it is kept too, and of that many bits. Every key of
     * this card can take enciphered parts, whatever {@code keyEncryption} asks. Throws
     * CryptoException NO_SUCH_ALGORITHM if the card lacks type or length.
     */
    public static Key buildKey(byte type, short length, boolean keyEncryption) {
        return KeyFactory.build(type, length);
    }

    /**
     * A key of an {@code ALG_TYPE_}, kept in the memory that a constant of JCSystem names. Throws
     * CryptoException NO_SUCH_ALGORITHM if the card lacks the combination.
     */
    public static Key buildKey(byte algorithmType, byte memoryType, short length,
            boolean keyEncryption) {
        return KeyFactory.build(algorithmType, memoryType, length, null);
    }

    /**
     * A key that has its domain parameters in common with a parameters key; what changes there
     * changes here. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks the combination,
     * ILLEGAL_VALUE if {@code domain} is not of a fitting {@code _PARAMETERS} type.
     */
    public static Key buildKeyWithSharedDomain(byte algorithmType, byte memoryType, Key domain,
            boolean keyEncryption) {
        return KeyFactory.buildWithDomain(algorithmType, memoryType, domain);
    }

    /**
     * A key on a named curve: {@code attributes} is ATTR_PUBLIC or ATTR_PRIVATE together with a
     * memory constant of JCSystem. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks it,
     * ILLEGAL_VALUE for other attributes.
     */
    public static Key buildXECKey(NamedParameterSpec curve, short attributes,
            boolean keyEncryption) {
        return KeyFactory.buildNamed(curve, attributes);
    }

    /**
     * The memory that the key's value is kept in, a constant of JCSystem. Throws CryptoException
     * ILLEGAL_VALUE for a key that this class did not make.
     */
    public static byte getMemoryType(Key key) {
        return KeyFactory.memoryOf(key);
    }
}
