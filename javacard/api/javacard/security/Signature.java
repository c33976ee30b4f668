// Signatures and message authentication codes.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import hydra.security.Engines;
import hydra.security.SignatureEngine;

/**
 * Signatures and message authentication codes. An object's intermediate state is transient, takes
 * no part in transactions, and is lost on a card reset; key and mode stay, but if {@code init} was
 * given a parameter it must be called again.
 */
public abstract class Signature {
    /** CBC-MAC with DES, 4 bytes, without padding. */
    public static final byte ALG_DES_MAC4_NOPAD = 1;

    /** CBC-MAC with DES, 8 bytes, without padding. */
    public static final byte ALG_DES_MAC8_NOPAD = 2;

    /** CBC-MAC with DES, 4 bytes, padded with zeros (ISO 9797-1 method 1). */
    public static final byte ALG_DES_MAC4_ISO9797_M1 = 3;

    /** CBC-MAC with DES, 8 bytes, padded with zeros (ISO 9797-1 method 1). */
    public static final byte ALG_DES_MAC8_ISO9797_M1 = 4;

    /** CBC-MAC with DES, 4 bytes, padded with a one bit and zeros (ISO 9797-1 method 2). */
    public static final byte ALG_DES_MAC4_ISO9797_M2 = 5;

    /** CBC-MAC with DES, 8 bytes, padded with a one bit and zeros (ISO 9797-1 method 2). */
    public static final byte ALG_DES_MAC8_ISO9797_M2 = 6;

    /** CBC-MAC with DES, 4 bytes, padded as in PKCS#5. */
    public static final byte ALG_DES_MAC4_PKCS5 = 7;

    /** CBC-MAC with DES, 8 bytes, padded as in PKCS#5. */
    public static final byte ALG_DES_MAC8_PKCS5 = 8;

    /** RSA over SHA-1, padded as in ISO 9796. */
    public static final byte ALG_RSA_SHA_ISO9796 = 9;

    /** RSA over SHA-1, padded as in PKCS#1 v1.5. */
    public static final byte ALG_RSA_SHA_PKCS1 = 10;

    /** RSA over MD5, padded as in PKCS#1 v1.5. */
    public static final byte ALG_RSA_MD5_PKCS1 = 11;

    /** RSA over RIPEMD-160, padded as in ISO 9796. */
    public static final byte ALG_RSA_RIPEMD160_ISO9796 = 12;

    /** RSA over RIPEMD-160, padded as in PKCS#1 v1.5. */
    public static final byte ALG_RSA_RIPEMD160_PKCS1 = 13;

    /** DSA over SHA-1. */
    public static final byte ALG_DSA_SHA = 14;

    /** RSA over SHA-1, padded as in RFC 2409. */
    public static final byte ALG_RSA_SHA_RFC2409 = 15;

    /** RSA over MD5, padded as in RFC 2409. */
    public static final byte ALG_RSA_MD5_RFC2409 = 16;

    /** ECDSA over SHA-1, the signature in ASN.1. */
    public static final byte ALG_ECDSA_SHA = 17;

    /** CBC-MAC with AES, blocks of 128 bits, without padding. */
    public static final byte ALG_AES_MAC_128_NOPAD = 18;

    /** Retail MAC with DES (ISO 9797-1 algorithm 3), 4 bytes, padded by method 2. */
    public static final byte ALG_DES_MAC4_ISO9797_1_M2_ALG3 = 19;

    /** Retail MAC with DES (ISO 9797-1 algorithm 3), 8 bytes, padded by method 2. */
    public static final byte ALG_DES_MAC8_ISO9797_1_M2_ALG3 = 20;

    /** RSA over SHA-1, in PSS (PKCS#1). */
    public static final byte ALG_RSA_SHA_PKCS1_PSS = 21;

    /** RSA over MD5, in PSS (PKCS#1). */
    public static final byte ALG_RSA_MD5_PKCS1_PSS = 22;

    /** RSA over RIPEMD-160, in PSS (PKCS#1). */
    public static final byte ALG_RSA_RIPEMD160_PKCS1_PSS = 23;

    /** HMAC with SHA-1. */
    public static final byte ALG_HMAC_SHA1 = 24;

    /** HMAC with SHA-256. */
    public static final byte ALG_HMAC_SHA_256 = 25;

    /** HMAC with SHA-384. */
    public static final byte ALG_HMAC_SHA_384 = 26;

    /** HMAC with SHA-512. */
    public static final byte ALG_HMAC_SHA_512 = 27;

    /** HMAC with MD5. */
    public static final byte ALG_HMAC_MD5 = 28;

    /** HMAC with RIPEMD-160. */
    public static final byte ALG_HMAC_RIPEMD160 = 29;

    /** RSA over SHA-1, padded as in ISO 9796-2 with message recovery. */
    public static final byte ALG_RSA_SHA_ISO9796_MR = 30;

    /** RSA over RIPEMD-160, padded as in ISO 9796-2 with message recovery. */
    public static final byte ALG_RSA_RIPEMD160_ISO9796_MR = 31;

    /** CBC-MAC with SEED, without padding. */
    public static final byte ALG_KOREAN_SEED_MAC_NOPAD = 32;

    /** ECDSA over SHA-256, the signature in ASN.1. */
    public static final byte ALG_ECDSA_SHA_256 = 33;

    /** ECDSA over SHA-384, the signature in ASN.1. */
    public static final byte ALG_ECDSA_SHA_384 = 34;

    /** CBC-MAC with AES and a key of 192 bits, without padding. */
    public static final byte ALG_AES_MAC_192_NOPAD = 35;

    /** CBC-MAC with AES and a key of 256 bits, without padding. */
    public static final byte ALG_AES_MAC_256_NOPAD = 36;

    /** ECDSA over SHA-224, the signature in ASN.1. */
    public static final byte ALG_ECDSA_SHA_224 = 37;

    /** ECDSA over SHA-512, the signature in ASN.1. */
    public static final byte ALG_ECDSA_SHA_512 = 38;

    /** RSA over SHA-224, padded as in PKCS#1 v1.5. */
    public static final byte ALG_RSA_SHA_224_PKCS1 = 39;

    /** RSA over SHA-256, padded as in PKCS#1 v1.5. */
    public static final byte ALG_RSA_SHA_256_PKCS1 = 40;

    /** RSA over SHA-384, padded as in PKCS#1 v1.5. */
    public static final byte ALG_RSA_SHA_384_PKCS1 = 41;

    /** RSA over SHA-512, padded as in PKCS#1 v1.5. */
    public static final byte ALG_RSA_SHA_512_PKCS1 = 42;

    /** RSA over SHA-224, in PSS (PKCS#1). */
    public static final byte ALG_RSA_SHA_224_PKCS1_PSS = 43;

    /** RSA over SHA-256, in PSS (PKCS#1). */
    public static final byte ALG_RSA_SHA_256_PKCS1_PSS = 44;

    /** RSA over SHA-384, in PSS (PKCS#1). */
    public static final byte ALG_RSA_SHA_384_PKCS1_PSS = 45;

    /** RSA over SHA-512, in PSS (PKCS#1). */
    public static final byte ALG_RSA_SHA_512_PKCS1_PSS = 46;

    /** Retail MAC with DES (ISO 9797-1 algorithm 3), 4 bytes, padded by method 1. */
    public static final byte ALG_DES_MAC4_ISO9797_1_M1_ALG3 = 47;

    /** Retail MAC with DES (ISO 9797-1 algorithm 3), 8 bytes, padded by method 1. */
    public static final byte ALG_DES_MAC8_ISO9797_1_M1_ALG3 = 48;

    /** CMAC with AES (NIST SP 800-38B), a key of any AES length. */
    public static final byte ALG_AES_CMAC_128 = 49;

    /** The object is to sign. */
    public static final byte MODE_SIGN = 1;

    /** The object is to verify. */
    public static final byte MODE_VERIFY = 2;

    /** CBC-MAC with DES, half of the last block. */
    public static final byte SIG_CIPHER_DES_MAC4 = 1;

    /** CBC-MAC with DES, the whole last block. */
    public static final byte SIG_CIPHER_DES_MAC8 = 2;

    /** RSA. */
    public static final byte SIG_CIPHER_RSA = 3;

    /** DSA. */
    public static final byte SIG_CIPHER_DSA = 4;

    /** ECDSA, the signature in ASN.1. */
    public static final byte SIG_CIPHER_ECDSA = 5;

    /** CBC-MAC with AES, the whole last block. */
    public static final byte SIG_CIPHER_AES_MAC128 = 6;

    /** HMAC. */
    public static final byte SIG_CIPHER_HMAC = 7;

    /** CBC-MAC with SEED. */
    public static final byte SIG_CIPHER_KOREAN_SEED_MAC = 8;

    /** ECDSA, the signature as r and s one behind the other. */
    public static final byte SIG_CIPHER_ECDSA_PLAIN = 9;

    /** CMAC with AES. */
    public static final byte SIG_CIPHER_AES_CMAC128 = 10;

    /** SM2 signature. */
    public static final byte SIG_CIPHER_SM2 = 11;

    /** CBC-MAC with SM4. */
    public static final byte SIG_CIPHER_SM4_MAC128 = 12;

    /** EdDSA (RFC 8032) on the key's curve. */
    public static final byte SIG_CIPHER_EDDSA = 13;

    /** EdDSA of a hash on the key's curve. */
    public static final byte SIG_CIPHER_EDDSAPH = 14;

    /** EdDSA on Ed25519. */
    public static final byte SIG_CIPHER_EDDSA_ED25519 = 15;

    /** EdDSA on Ed448. */
    public static final byte SIG_CIPHER_EDDSA_ED448 = 16;

    /** EdDSA of a hash on Ed25519. */
    public static final byte SIG_CIPHER_EDDSAPH_ED25519 = 17;

    /** EdDSA of a hash on Ed448. */
    public static final byte SIG_CIPHER_EDDSAPH_ED448 = 18;

    /**
     * A signature object for one of the {@code ALG_} constants. With {@code externalAccess} it can
     * also be used while its owner is not the selected applet. Throws CryptoException
     * NO_SUCH_ALGORITHM if the card lacks the algorithm or the shared use of it.
     */
    public static final Signature getInstance(byte algorithm, boolean externalAccess) {
        Engines.require(Engines.SIGNATURE, algorithm, externalAccess);
        return SignatureEngine.build(algorithm, externalAccess);
    }

    /** For subclasses. */
    protected Signature() {
    }

    /**
     * A signature object put together from a digest (an {@code ALG_} constant of MessageDigest), a
     * {@code SIG_CIPHER_} and a padding (a {@code PAD_} constant of Cipher). Throws CryptoException
     * NO_SUCH_ALGORITHM if the card lacks the combination or the shared use of it.
     */
    public static final Signature getInstance(byte digest, byte cipher, byte padding,
            boolean externalAccess) {
        Engines.requireParts(Engines.SIGNATURE, digest, cipher, padding, externalAccess);
        return SignatureEngine.build(digest, cipher, padding, externalAccess);
    }

    /** The algorithm, an {@code ALG_} constant, or 0 if no constant names the combination. */
    public abstract byte getAlgorithm();

    /** The signature's length in bytes. Throws CryptoException INVALID_INIT, UNINITIALIZED_KEY. */
    public abstract short getLength();

    /**
     * Sets key and mode (MODE_SIGN or MODE_VERIFY); an initial vector is zero. Throws
     * CryptoException ILLEGAL_VALUE for a key or mode that does not fit, UNINITIALIZED_KEY.
     */
    public abstract void init(Key key, byte mode);

    /**
     * The same with a parameter: the initial vector of a MAC, or what the algorithm defines.
     * Throws CryptoException ILLEGAL_VALUE for a key, mode or parameter that does not fit,
     * UNINITIALIZED_KEY.
     */
    public abstract void init(Key key, byte mode, byte[] parameter, short offset, short length);

    /**
     * Takes the last part of the message, writes the signature at {@code outOffset} of {@code out}
     * and returns its length; the object is then as after {@code init}. Throws CryptoException
     * UNINITIALIZED_KEY, INVALID_INIT if the object was not set to sign, ILLEGAL_USE if the message
     * does not fit an algorithm that does not pad.
     */
    public abstract short sign(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /**
     * Takes more of the message. Throws CryptoException UNINITIALIZED_KEY, INVALID_INIT,
     * ILLEGAL_USE.
     */
    public abstract void update(byte[] in, short offset, short length);

    /**
     * Takes the last part of the message and returns whether the signature given is right; the
     * object is then as after {@code init}. Throws CryptoException UNINITIALIZED_KEY, INVALID_INIT
     * if the object was not set to verify, ILLEGAL_USE if the message does not fit an algorithm
     * that does not pad.
     */
    public abstract boolean verify(byte[] in, short inOffset, short length, byte[] signature,
            short signatureOffset, short signatureLength);

    /**
     * Begins from an intermediate value of the digest and the length in bytes of what it stands
     * for; see {@link InitializedMessageDigest#setInitialDigest}. Throws CryptoException
     * ILLEGAL_VALUE for lengths that do not fit, INVALID_INIT, UNINITIALIZED_KEY, ILLEGAL_USE if
     * the algorithm has no such digest.
     */
    public abstract void setInitialDigest(byte[] state, short stateOffset, short stateLength,
            byte[] count, short countOffset, short countLength);

    /**
     * Signs a hash that was computed elsewhere. Throws CryptoException ILLEGAL_VALUE if its length
     * is not the digest's, ILLEGAL_USE if the algorithm has no digest of its own or part of a
     * message was taken before, INVALID_INIT, UNINITIALIZED_KEY.
     */
    public abstract short signPreComputedHash(byte[] hash, short hashOffset, short hashLength,
            byte[] out, short outOffset);

    /** Verifies a signature on a hash that was computed elsewhere. Throws as the signing does. */
    public abstract boolean verifyPreComputedHash(byte[] hash, short hashOffset, short hashLength,
            byte[] signature, short signatureOffset, short signatureLength);

    /** The digest, an {@code ALG_} constant of MessageDigest. */
    public abstract byte getMessageDigestAlgorithm();

    /** The cipher, a {@code SIG_CIPHER_} constant. */
    public abstract byte getCipherAlgorithm();

    /** The padding, a {@code PAD_} constant of Cipher. */
    public abstract byte getPaddingAlgorithm();

    /**
     * A signature for one message in one call, lent by the card until {@link #close} or until the
     * applet returns to the card; a temporary entry point. After {@code close} every method throws
     * CryptoException ILLEGAL_USE; used from another context than opened it, SecurityException.
     */
    public static final class OneShot extends Signature {
        // The fields have the order of SignatureEngine's: the same native code serves both.
        private short algorithm;
        private boolean external;
        private byte[] state;
        private Key key;
        private byte mode;
        private byte digest;
        private byte cipher;
        private byte padding;

        private OneShot() {
        }

        /**
         * Borrows a signature object. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks
         * the combination, SystemException NO_RESOURCE if all are lent.
         */
        public static final native OneShot open(byte digest, byte cipher, byte padding);

        public native byte getAlgorithm();

        public native short getLength();

        public native void init(Key key, byte mode);

        public native void init(Key key, byte mode, byte[] parameter, short offset, short length);

        public native short sign(byte[] in, short inOffset, short length, byte[] out,
                short outOffset);

        /** A one-shot takes no parts. Throws CryptoException ILLEGAL_USE. */
        public final void update(byte[] in, short offset, short length) {
            CryptoException.throwIt(CryptoException.ILLEGAL_USE);
        }

        public native boolean verify(byte[] in, short inOffset, short length, byte[] signature,
                short signatureOffset, short signatureLength);

        public native void setInitialDigest(byte[] state, short stateOffset, short stateLength,
                byte[] count, short countOffset, short countLength);

        public native short signPreComputedHash(byte[] hash, short hashOffset, short hashLength,
                byte[] out, short outOffset);

        public native boolean verifyPreComputedHash(byte[] hash, short hashOffset,
                short hashLength, byte[] signature, short signatureOffset, short signatureLength);

        public native byte getMessageDigestAlgorithm();

        public native byte getCipherAlgorithm();

        public native byte getPaddingAlgorithm();

        /**
         * Gives the object back and forgets the key. Throws CryptoException ILLEGAL_USE if done.
         */
        public native void close();
    }
}
