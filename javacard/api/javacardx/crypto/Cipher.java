// Encryption and decryption.
// Java Card API 3.2, package javacardx.crypto.
package javacardx.crypto;

import hydra.security.AeadEngine;
import hydra.security.CipherEngine;
import hydra.security.Engines;
import javacard.security.CryptoException;
import javacard.security.Key;

/**
 * Encryption and decryption. An object's intermediate state is transient, takes no part in
 * transactions, and is lost on a card reset; key and mode stay, but if {@code init} was given a
 * parameter it must be called again.
 */
public abstract class Cipher {
    /** DES or triple DES in CBC mode, without padding. */
    public static final byte ALG_DES_CBC_NOPAD = 1;

    /** DES or triple DES in CBC mode, padded with zeros (ISO 9797-1 method 1). */
    public static final byte ALG_DES_CBC_ISO9797_M1 = 2;

    /** DES or triple DES in CBC mode, padded with a one bit and zeros (ISO 9797-1 method 2). */
    public static final byte ALG_DES_CBC_ISO9797_M2 = 3;

    /** DES or triple DES in CBC mode, padded as in PKCS#5. */
    public static final byte ALG_DES_CBC_PKCS5 = 4;

    /** DES or triple DES in ECB mode, without padding. */
    public static final byte ALG_DES_ECB_NOPAD = 5;

    /** DES or triple DES in ECB mode, padded with zeros (ISO 9797-1 method 1). */
    public static final byte ALG_DES_ECB_ISO9797_M1 = 6;

    /** DES or triple DES in ECB mode, padded with a one bit and zeros (ISO 9797-1 method 2). */
    public static final byte ALG_DES_ECB_ISO9797_M2 = 7;

    /** DES or triple DES in ECB mode, padded as in PKCS#5. */
    public static final byte ALG_DES_ECB_PKCS5 = 8;

    /** RSA padded as in ISO 14888. */
    public static final byte ALG_RSA_ISO14888 = 9;

    /** RSA padded as in PKCS#1 v1.5. */
    public static final byte ALG_RSA_PKCS1 = 10;

    /** RSA padded as in ISO 9796. */
    public static final byte ALG_RSA_ISO9796 = 11;

    /** RSA without padding. */
    public static final byte ALG_RSA_NOPAD = 12;

    /** AES of 128-bit blocks in CBC mode, without padding. */
    public static final byte ALG_AES_BLOCK_128_CBC_NOPAD = 13;

    /** AES of 128-bit blocks in ECB mode, without padding. */
    public static final byte ALG_AES_BLOCK_128_ECB_NOPAD = 14;

    /** RSA in OAEP (PKCS#1). */
    public static final byte ALG_RSA_PKCS1_OAEP = 15;

    /** SEED in ECB mode, without padding. */
    public static final byte ALG_KOREAN_SEED_ECB_NOPAD = 16;

    /** SEED in CBC mode, without padding. */
    public static final byte ALG_KOREAN_SEED_CBC_NOPAD = 17;

    /** AES with a key of 192 bits in CBC mode, without padding. */
    public static final byte ALG_AES_BLOCK_192_CBC_NOPAD = 18;

    /** AES with a key of 192 bits in ECB mode, without padding. */
    public static final byte ALG_AES_BLOCK_192_ECB_NOPAD = 19;

    /** AES with a key of 256 bits in CBC mode, without padding. */
    public static final byte ALG_AES_BLOCK_256_CBC_NOPAD = 20;

    /** AES with a key of 256 bits in ECB mode, without padding. */
    public static final byte ALG_AES_BLOCK_256_ECB_NOPAD = 21;

    /** AES in CBC mode, padded with zeros (ISO 9797-1 method 1). */
    public static final byte ALG_AES_CBC_ISO9797_M1 = 22;

    /** AES in CBC mode, padded with a one bit and zeros (ISO 9797-1 method 2). */
    public static final byte ALG_AES_CBC_ISO9797_M2 = 23;

    /** AES in CBC mode, padded as in PKCS#5. */
    public static final byte ALG_AES_CBC_PKCS5 = 24;

    /** AES in ECB mode, padded with zeros (ISO 9797-1 method 1). */
    public static final byte ALG_AES_ECB_ISO9797_M1 = 25;

    /** AES in ECB mode, padded with a one bit and zeros (ISO 9797-1 method 2). */
    public static final byte ALG_AES_ECB_ISO9797_M2 = 26;

    /** AES in ECB mode, padded as in PKCS#5. */
    public static final byte ALG_AES_ECB_PKCS5 = 27;

    /** AES in cipher feedback mode. */
    public static final byte ALG_AES_CFB = 28;

    /** AES in XTS mode (IEEE 1619). */
    public static final byte ALG_AES_XTS = 29;

    /** AES in counter mode. */
    public static final byte ALG_AES_CTR = -16;

    /** AES in CBC mode. */
    public static final byte CIPHER_AES_CBC = 1;

    /** AES in ECB mode. */
    public static final byte CIPHER_AES_ECB = 2;

    /** DES or triple DES in CBC mode. */
    public static final byte CIPHER_DES_CBC = 3;

    /** DES or triple DES in ECB mode. */
    public static final byte CIPHER_DES_ECB = 4;

    /** SEED in CBC mode. */
    public static final byte CIPHER_KOREAN_SEED_CBC = 5;

    /** SEED in ECB mode. */
    public static final byte CIPHER_KOREAN_SEED_ECB = 6;

    /** RSA. */
    public static final byte CIPHER_RSA = 7;

    /** AES in counter mode. */
    public static final byte CIPHER_AES_CTR = 8;

    /** AES in cipher feedback mode. */
    public static final byte CIPHER_AES_CFB = 9;

    /** AES in XTS mode. */
    public static final byte CIPHER_AES_XTS = 10;

    /** SM4 in ECB mode. */
    public static final byte CIPHER_SM4_ECB = 11;

    /** SM4 in CBC mode. */
    public static final byte CIPHER_SM4_CBC = 12;

    /** SM2 encryption. */
    public static final byte CIPHER_SM2 = 13;

    /** The object is to decrypt. */
    public static final byte MODE_DECRYPT = 1;

    /** The object is to encrypt. */
    public static final byte MODE_ENCRYPT = 2;

    /** The algorithm knows no padding. */
    public static final byte PAD_NULL = 0;

    /** None: the input must fit. */
    public static final byte PAD_NOPAD = 1;

    /** With zeros (ISO 9797-1 method 1). */
    public static final byte PAD_ISO9797_M1 = 2;

    /** With a one bit and zeros (ISO 9797-1 method 2). */
    public static final byte PAD_ISO9797_M2 = 3;

    /** As a retail MAC (ISO 9797-1 algorithm 3), by method 1. */
    public static final byte PAD_ISO9797_1_M1_ALG3 = 4;

    /** As a retail MAC (ISO 9797-1 algorithm 3), by method 2. */
    public static final byte PAD_ISO9797_1_M2_ALG3 = 5;

    /** As in PKCS#5. */
    public static final byte PAD_PKCS5 = 6;

    /** As in PKCS#1 v1.5. */
    public static final byte PAD_PKCS1 = 7;

    /** PSS (PKCS#1). */
    public static final byte PAD_PKCS1_PSS = 8;

    /** OAEP (PKCS#1). */
    public static final byte PAD_PKCS1_OAEP = 9;

    /** As in ISO 9796. */
    public static final byte PAD_ISO9796 = 10;

    /** As in ISO 9796-2 with message recovery. */
    public static final byte PAD_ISO9796_MR = 11;

    /** As in RFC 2409. */
    public static final byte PAD_RFC2409 = 12;

    /** OAEP (PKCS#1) with SHA-224. */
    public static final byte PAD_PKCS1_OAEP_SHA224 = 13;

    /** OAEP (PKCS#1) with SHA-256. */
    public static final byte PAD_PKCS1_OAEP_SHA256 = 14;

    /** OAEP (PKCS#1) with SHA-384. */
    public static final byte PAD_PKCS1_OAEP_SHA384 = 15;

    /** OAEP (PKCS#1) with SHA-512. */
    public static final byte PAD_PKCS1_OAEP_SHA512 = 16;

    /** OAEP (PKCS#1) with SHA3-224. */
    public static final byte PAD_PKCS1_OAEP_SHA3_224 = 17;

    /** OAEP (PKCS#1) with SHA3-256. */
    public static final byte PAD_PKCS1_OAEP_SHA3_256 = 18;

    /** OAEP (PKCS#1) with SHA3-384. */
    public static final byte PAD_PKCS1_OAEP_SHA3_384 = 19;

    /** OAEP (PKCS#1) with SHA3-512. */
    public static final byte PAD_PKCS1_OAEP_SHA3_512 = 20;

    /** ISO 9796-2 scheme 2 with message recovery. */
    public static final byte PAD_ISO9796_MR_SCHEME_2 = 21;

    /** ISO 9796-2 scheme 3 with message recovery. */
    public static final byte PAD_ISO9796_MR_SCHEME_3 = 22;

    /** PSS (PKCS#1) with the parameters given to init. */
    public static final byte PAD_PKCS1_PSS_EXT_PARAMETERS = 23;

    /** OAEP (PKCS#1) with the parameters given to init. */
    public static final byte PAD_PKCS1_OAEP_EXT_PARAMETERS = 24;

    /** ISO 9796-2 scheme 1 with message recovery, the trailer naming the hash. */
    public static final byte PAD_ISO9796_MR_SCHEME_1_OPT_2 = 25;

    /** The same, the trailer naming the hash. */
    public static final byte PAD_ISO9796_MR_SCHEME_2_OPT_2 = 26;

    /** The same, the trailer naming the hash. */
    public static final byte PAD_ISO9796_MR_SCHEME_3_OPT_2 = 27;

    /**
     * A cipher object for one of the {@code ALG_} constants, those of {@link AEADCipher} too. With
     * {@code externalAccess} it can also be used while its owner is not the selected applet. Throws
     * CryptoException NO_SUCH_ALGORITHM if the card lacks the algorithm or the shared use of it.
     */
    public static final Cipher getInstance(byte algorithm, boolean externalAccess) {
        Engines.require(Engines.CIPHER, algorithm, externalAccess);
        if (algorithm == AEADCipher.ALG_AES_GCM || algorithm == AEADCipher.ALG_AES_CCM) {
            return new AeadEngine(algorithm, externalAccess);
        }
        return new CipherEngine(algorithm, externalAccess);
    }

    /** For subclasses. */
    protected Cipher() {
    }

    /**
     * A cipher object put together from a {@code CIPHER_} and a {@code PAD_} constant. Throws
     * CryptoException NO_SUCH_ALGORITHM if the card lacks the combination or the shared use of it.
     */
    public static final Cipher getInstance(byte cipher, byte padding, boolean externalAccess) {
        Engines.requireParts(Engines.CIPHER, (byte) 0, cipher, padding, externalAccess);
        if (cipher == AEADCipher.CIPHER_AES_GCM || cipher == AEADCipher.CIPHER_AES_CCM) {
            return new AeadEngine(cipher, padding, externalAccess);
        }
        return new CipherEngine(cipher, padding, externalAccess);
    }

    /**
     * Takes the last part of the input, writes what is left of the output at {@code outOffset} of
     * {@code out} and returns how much was written; the object is then as after {@code init}. Input
     * and output may overlap. Throws CryptoException UNINITIALIZED_KEY, INVALID_INIT before
     * {@code init}, ILLEGAL_USE if the input does not fit an algorithm that does not pad, or the
     * padding found is wrong.
     */
    public abstract short doFinal(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /** The algorithm, an {@code ALG_} constant, or 0 if no constant names the combination. */
    public abstract byte getAlgorithm();

    /**
     * Sets key and mode (MODE_ENCRYPT or MODE_DECRYPT); an initial vector is zero. Throws
     * CryptoException ILLEGAL_VALUE for a key or mode that does not fit, UNINITIALIZED_KEY.
     */
    public abstract void init(Key key, byte mode);

    /**
     * The same with a parameter: the initial vector, or what the algorithm defines. Throws
     * CryptoException ILLEGAL_VALUE for a key, mode or parameter that does not fit,
     * UNINITIALIZED_KEY.
     */
    public abstract void init(Key key, byte mode, byte[] parameter, short offset, short length);

    /**
     * Takes more of the input, writes what output it makes at {@code outOffset} of {@code out} and
     * returns how much. Throws CryptoException UNINITIALIZED_KEY, INVALID_INIT, ILLEGAL_USE.
     */
    public abstract short update(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /** The cipher, a {@code CIPHER_} constant. */
    public abstract byte getCipherAlgorithm();

    /** The padding, a {@code PAD_} constant. */
    public abstract byte getPaddingAlgorithm();

    /**
     * A cipher for one message in one call, lent by the card until {@link #close} or until the
     * applet returns to the card; a temporary entry point. After {@code close} every method throws
     * CryptoException ILLEGAL_USE; used from another context than opened it, SecurityException.
     */
    public static final class OneShot extends Cipher {
        // The fields have the order of CipherEngine's: the same native code serves both.
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
         * Borrows a cipher. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks the
         * combination, SystemException NO_RESOURCE if all are lent.
         */
        public static final native OneShot open(byte cipher, byte padding);

        public native short doFinal(byte[] in, short inOffset, short length, byte[] out,
                short outOffset);

        public native byte getAlgorithm();

        public native void init(Key key, byte mode);

        public native void init(Key key, byte mode, byte[] parameter, short offset, short length);

        /** A one-shot takes no parts. Throws CryptoException ILLEGAL_USE. */
        public short update(byte[] in, short inOffset, short length, byte[] out,
                short outOffset) {
            CryptoException.throwIt(CryptoException.ILLEGAL_USE);
            return 0;
        }

        public native byte getCipherAlgorithm();

        public native byte getPaddingAlgorithm();

        /**
         * Gives the cipher back and forgets the key. Throws CryptoException ILLEGAL_USE if done.
         */
        public native void close();
    }
}
