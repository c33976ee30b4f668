// The rules of RSA ciphers, AEADCipher and the OneShot classes.
package com.example.engines;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.SystemException;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.MessageDigest;
import javacard.security.RSAPublicKey;
import javacard.security.Signature;
import javacardx.crypto.AEADCipher;
import javacardx.crypto.Cipher;

final class MoreRules {
    private static final short ZERO = 0;
    private static final byte ENCRYPT = Cipher.MODE_ENCRYPT;
    private static final byte DECRYPT = Cipher.MODE_DECRYPT;

    private final AESKey key = CipherRules.aes((byte) 0x10);
    private final byte[] a = new byte[200];
    private final byte[] b = new byte[200];
    private final byte[] c = new byte[200];
    private KeyPair rsa;

    MoreRules() {
        for (short i = 0; i < 200; i++) {
            a[i] = (byte) (i * 3 + 5);
        }
        a[0] = 1; // below any modulus
    }

    void run(byte ins) {
        if (rsa == null && ins < 0x48) {
            rsa = new KeyPair(KeyPair.ALG_RSA, (short) 1024);
            rsa.genKeyPair();
        }
        switch (ins) {
            case 0x40:
                rsaWays();
                break;
            case 0x41:
                rsaRefusals();
                break;
            case 0x42:
                powers();
                break;
            case 0x48:
                gcm();
                break;
            case 0x49:
                ccm();
                break;
            case 0x4A:
                aeadRefusals();
                break;
            case 0x50:
                cipherOneShot();
                break;
            case 0x51:
                signatureOneShot();
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private static void reason(CryptoException e, short wanted, short where) {
        Check.that(e.getReason() == wanted, where);
    }

    /** Both keys, both ways; parts give nothing before the end. */
    private void rsaWay(byte padding, short n, short where) {
        Cipher s = Cipher.getInstance(Cipher.CIPHER_RSA, padding, false);
        s.init(rsa.getPublic(), ENCRYPT);
        Check.that(s.update(a, ZERO, (short) 5, b, ZERO) == 0, where);
        Check.that(s.doFinal(a, (short) 5, (short) (n - 5), b, ZERO) == 128, (short) (where + 1));
        s.init(rsa.getPrivate(), DECRYPT);
        Check.that(s.update(b, ZERO, (short) 100, b, ZERO) == 0, (short) (where + 2));
        Check.that(s.doFinal(b, (short) 100, (short) 28, b, ZERO) == n, (short) (where + 3));
        Check.that(Util.arrayCompare(a, ZERO, b, ZERO, n) == 0, (short) (where + 4));
    }

    private void rsaWays() {
        rsaWay(Cipher.PAD_NOPAD, (short) 128, (short) 1);
        rsaWay(Cipher.PAD_PKCS1, (short) 117, (short) 11);
        rsaWay(Cipher.PAD_PKCS1_OAEP, (short) 86, (short) 21);
        rsaWay(Cipher.PAD_PKCS1_OAEP_SHA256, (short) 62, (short) 31);
        rsaWay(Cipher.PAD_PKCS1_OAEP_SHA3_224, (short) 70, (short) 41);
        // block type 1: what the private key makes the public key opens, always the same
        Cipher s = Cipher.getInstance(Cipher.ALG_RSA_PKCS1, false);
        s.init(rsa.getPrivate(), ENCRYPT);
        Check.that(s.doFinal(a, ZERO, (short) 40, b, ZERO) == 128, (short) 51);
        Check.that(s.doFinal(a, ZERO, (short) 40, c, ZERO) == 128, (short) 52);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 128) == 0, (short) 53);
        s.init(rsa.getPublic(), DECRYPT);
        Check.that(s.doFinal(b, ZERO, (short) 128, c, ZERO) == 40, (short) 54);
        Check.that(Util.arrayCompare(a, ZERO, c, ZERO, (short) 40) == 0, (short) 55);
        Cipher bare = Cipher.getInstance(Cipher.ALG_RSA_NOPAD, false);
        bare.init(rsa.getPublic(), ENCRYPT);
        Check.that(bare.doFinal(b, ZERO, (short) 128, c, ZERO) == 128, (short) 56);
        Check.that(c[0] == 0 && c[1] == 1 && c[2] == (byte) 0xFF && c[87] == 0, (short) 57);
    }

    private void refuses(Cipher s, byte[] in, short n, short where) {
        try {
            s.doFinal(in, ZERO, n, c, ZERO);
            Check.missed(where);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) (where + 1));
        }
    }

    private void rsaRefusals() {
        Cipher s = Cipher.getInstance(Cipher.ALG_RSA_PKCS1, false);
        s.init(rsa.getPublic(), ENCRYPT);
        refuses(s, a, (short) 118, (short) 1);
        refuses(s, a, (short) 129, (short) 3);
        Check.that(s.doFinal(a, ZERO, (short) 10, b, ZERO) == 128, (short) 5);
        s.init(rsa.getPrivate(), DECRYPT);
        refuses(s, b, (short) 127, (short) 6);
        refuses(s, a, (short) 128, (short) 8); // no padding in it
        Check.that(s.doFinal(b, ZERO, (short) 128, c, ZERO) == 10, (short) 10);
        Cipher bare = Cipher.getInstance(Cipher.ALG_RSA_NOPAD, false);
        bare.init(rsa.getPublic(), ENCRYPT);
        refuses(bare, a, (short) 127, (short) 11);
        Util.arrayFillNonAtomic(b, ZERO, (short) 128, (byte) 0xFF);
        refuses(bare, b, (short) 128, (short) 13);
        Cipher oaep = Cipher.getInstance(Cipher.ALG_RSA_PKCS1_OAEP, false);
        try {
            oaep.init(rsa.getPrivate(), ENCRYPT);
            Check.missed((short) 15);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 16);
        }
        try {
            s.init(key, ENCRYPT);
            Check.missed((short) 17);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 18);
        }
        try {
            s.init(rsa.getPublic(), ENCRYPT, a, ZERO, (short) 16);
            Check.missed((short) 19);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 20);
        }
    }

    /** Applets compute x^e mod n with what they call an RSA key: any odd n, any e. */
    private void powers() {
        RSAPublicKey k = (RSAPublicKey) KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PUBLIC,
                (short) 512, false);
        Util.arrayFillNonAtomic(b, ZERO, (short) 64, (byte) 0);
        b[63] = 101;
        k.setModulus(b, ZERO, (short) 64);
        b[63] = 2;
        k.setExponent(b, (short) 63, (short) 1);
        Cipher bare = Cipher.getInstance(Cipher.ALG_RSA_NOPAD, false);
        bare.init(k, ENCRYPT);
        b[63] = 13; // 13 * 13 = 169 = 68 modulo 101
        Check.that(bare.doFinal(b, ZERO, (short) 64, c, ZERO) == 64, (short) 1);
        Check.that(c[63] == 68 && c[62] == 0 && c[0] == 0, (short) 2);
        b[63] = 101;
        refuses(bare, b, (short) 64, (short) 3);
        b[0] = 1;
        refuses(bare, b, (short) 64, (short) 5);
        Cipher padded = Cipher.getInstance(Cipher.ALG_RSA_PKCS1, false);
        padded.init(k, ENCRYPT);
        refuses(padded, a, (short) 8, (short) 7);
    }

    private void gcm() {
        AEADCipher s = (AEADCipher) Cipher.getInstance(AEADCipher.ALG_AES_GCM, false);
        s.init(key, ENCRYPT, a, ZERO, (short) 12);
        s.updateAAD(a, ZERO, (short) 5);
        s.updateAAD(a, (short) 5, (short) 20);
        Check.that(s.update(a, ZERO, (short) 7, b, ZERO) == 7, (short) 1);
        Check.that(s.doFinal(a, (short) 7, (short) 50, b, (short) 7) == 50, (short) 2);
        Check.that(s.retrieveTag(c, ZERO, (short) 16) == 16, (short) 3);
        s.init(key, DECRYPT, a, ZERO, (short) 12);
        s.updateAAD(a, ZERO, (short) 25);
        Check.that(s.doFinal(b, ZERO, (short) 57, b, (short) 3) == 57, (short) 4);
        Check.that(Util.arrayCompare(a, ZERO, b, (short) 3, (short) 57) == 0, (short) 5);
        Check.that(s.verifyTag(c, ZERO, (short) 16, (short) 16), (short) 6);
        Check.that(s.verifyTag(c, ZERO, (short) 12, (short) 12), (short) 7);
        Check.that(!s.verifyTag(c, ZERO, (short) 12, (short) 16), (short) 8);
        c[11] ^= 1;
        Check.that(!s.verifyTag(c, ZERO, (short) 12, (short) 12), (short) 9);
        try {
            s.verifyTag(c, ZERO, (short) 5, (short) 5);
            Check.missed((short) 10);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 11);
        }
    }

    private void ccm() {
        AEADCipher s = (AEADCipher) Cipher.getInstance(AEADCipher.ALG_AES_CCM, false);
        s.init(key, ENCRYPT, a, ZERO, (short) 13, (short) 25, (short) 57, (short) 8);
        s.updateAAD(a, ZERO, (short) 25);
        s.update(a, ZERO, (short) 20, b, ZERO);
        try {
            s.doFinal(a, (short) 20, (short) 38, b, (short) 20);
            Check.missed((short) 1);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 2);
        }
        try {
            s.doFinal(a, (short) 20, (short) 36, b, (short) 20);
            Check.missed((short) 3);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 4);
        }
        Check.that(s.doFinal(a, (short) 20, (short) 37, b, (short) 20) == 37, (short) 5);
        Check.that(s.retrieveTag(c, ZERO, (short) 8) == 8, (short) 6);
        s.init(key, DECRYPT, a, ZERO, (short) 13, (short) 25, (short) 57, (short) 8);
        try {
            s.update(b, ZERO, (short) 1, b, ZERO);
            Check.missed((short) 7);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 8);
        }
        try {
            s.updateAAD(a, ZERO, (short) 26);
            Check.missed((short) 9);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 10);
        }
        s.updateAAD(a, ZERO, (short) 25);
        s.doFinal(b, ZERO, (short) 57, b, ZERO);
        Check.that(Util.arrayCompare(a, ZERO, b, ZERO, (short) 57) == 0, (short) 11);
        Check.that(s.verifyTag(c, ZERO, (short) 8, (short) 8), (short) 12);
    }

    private void aeadRefusals() {
        AEADCipher g = (AEADCipher) Cipher.getInstance(AEADCipher.CIPHER_AES_GCM, Cipher.PAD_NULL,
                false);
        AEADCipher s = (AEADCipher) Cipher.getInstance(AEADCipher.ALG_AES_CCM, false);
        Check.that(g.getAlgorithm() == AEADCipher.ALG_AES_GCM, (short) 1);
        try {
            g.init(key, ENCRYPT);
            Check.missed((short) 2);
        } catch (CryptoException e) {
            reason(e, CryptoException.INVALID_INIT, (short) 3);
        }
        try {
            s.init(key, ENCRYPT, a, ZERO, (short) 13);
            Check.missed((short) 4);
        } catch (CryptoException e) {
            reason(e, CryptoException.INVALID_INIT, (short) 5);
        }
        try {
            g.init(key, ENCRYPT, a, ZERO, (short) 12, ZERO, ZERO, (short) 16);
            Check.missed((short) 6);
        } catch (CryptoException e) {
            reason(e, CryptoException.INVALID_INIT, (short) 7);
        }
        try {
            s.init(key, ENCRYPT, a, ZERO, (short) 6, ZERO, ZERO, (short) 16);
            Check.missed((short) 8);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 9);
        }
        try {
            s.init(key, ENCRYPT, a, ZERO, (short) 13, ZERO, ZERO, (short) 5);
            Check.missed((short) 10);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 11);
        }
        try {
            g.updateAAD(a, ZERO, (short) 1);
            Check.missed((short) 12);
        } catch (CryptoException e) {
            reason(e, CryptoException.INVALID_INIT, (short) 13);
        }
        g.init(key, ENCRYPT, a, ZERO, (short) 12);
        try {
            g.retrieveTag(b, ZERO, (short) 16);
            Check.missed((short) 14);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 15);
        }
        g.update(a, ZERO, (short) 1, b, ZERO);
        try {
            g.updateAAD(a, ZERO, (short) 1);
            Check.missed((short) 16);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 17);
        }
        g.doFinal(a, ZERO, ZERO, b, ZERO);
        try {
            g.verifyTag(b, ZERO, (short) 16, (short) 16);
            Check.missed((short) 18);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 19);
        }
        try {
            g.retrieveTag(b, ZERO, (short) 3);
            Check.missed((short) 20);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 21);
        }
    }

    private void cipherOneShot() {
        Cipher.OneShot s = Cipher.OneShot.open(Cipher.CIPHER_AES_CBC, Cipher.PAD_PKCS5);
        Check.that(s.getAlgorithm() == Cipher.ALG_AES_CBC_PKCS5, (short) 1);
        s.init(key, ENCRYPT);
        Check.that(s.doFinal(a, ZERO, (short) 20, b, ZERO) == 32, (short) 2);
        try {
            s.update(a, ZERO, (short) 20, b, ZERO);
            Check.missed((short) 3);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 4);
        }
        s.init(key, DECRYPT);
        Check.that(s.doFinal(b, ZERO, (short) 32, b, ZERO) == 20, (short) 5);
        Check.that(Util.arrayCompare(a, ZERO, b, ZERO, (short) 20) == 0, (short) 6);
        s.close();
        try {
            s.doFinal(a, ZERO, (short) 20, b, ZERO);
            Check.missed((short) 7);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 8);
        }
        s = Cipher.OneShot.open(Cipher.CIPHER_AES_ECB, Cipher.PAD_NOPAD);
        try { // it has forgotten the key
            s.doFinal(a, ZERO, (short) 16, b, ZERO);
            Check.missed((short) 9);
        } catch (CryptoException e) {
            reason(e, CryptoException.INVALID_INIT, (short) 10);
        }
        Cipher.OneShot.open(Cipher.CIPHER_AES_ECB, Cipher.PAD_NOPAD);
        try {
            Cipher.OneShot.open(Cipher.CIPHER_AES_ECB, Cipher.PAD_NOPAD);
            Check.missed((short) 11);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.NO_RESOURCE, (short) 12);
        }
        try {
            Cipher.OneShot.open(Cipher.CIPHER_SM2, Cipher.PAD_NULL);
            Check.missed((short) 13);
        } catch (CryptoException e) {
            reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 14);
        }
    }

    private void signatureOneShot() {
        Signature.OneShot s = Signature.OneShot.open(MessageDigest.ALG_NULL,
                Signature.SIG_CIPHER_AES_CMAC128, Cipher.PAD_NULL);
        Check.that(s.getAlgorithm() == Signature.ALG_AES_CMAC_128, (short) 1);
        s.init(key, Signature.MODE_SIGN);
        Check.that(s.getLength() == 16, (short) 2);
        Check.that(s.sign(a, ZERO, (short) 20, b, ZERO) == 16, (short) 3);
        s.init(key, Signature.MODE_VERIFY);
        Check.that(s.verify(a, ZERO, (short) 20, b, ZERO, (short) 16), (short) 4);
        Check.that(!s.verify(a, ZERO, (short) 21, b, ZERO, (short) 16), (short) 5);
        s.close();
        try {
            s.getLength();
            Check.missed((short) 6);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 7);
        }
    }
}
