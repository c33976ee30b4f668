// The rules of Signature and SignatureMessageRecovery.
package com.example.engines;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.DESKey;
import javacard.security.HMACKey;
import javacard.security.InitializedMessageDigest;
import javacard.security.Key;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.MessageDigest;
import javacard.security.Signature;
import javacard.security.SignatureMessageRecovery;
import javacardx.crypto.Cipher;

final class SignatureRules {
    private static final short ZERO = 0;
    private static final byte SIGN = Signature.MODE_SIGN;
    private static final byte VERIFY = Signature.MODE_VERIFY;

    private final AESKey aes = CipherRules.aes((byte) 0x10);
    private final DESKey des = (DESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_DES, (short) 128,
            false);
    private final HMACKey hmac = (HMACKey) KeyBuilder.buildKey(KeyBuilder.TYPE_HMAC, (short) 512,
            false);
    private final byte[] iv = new byte[16];
    private final byte[] a = new byte[200];
    private final byte[] b = new byte[200];
    private final byte[] c = new byte[200];
    private KeyPair rsa;
    private KeyPair ec;
    private Signature kept;
    private Signature keptToo;

    SignatureRules() {
        for (short i = 0; i < 200; i++) {
            a[i] = (byte) (i * 5 + 3);
        }
        des.setKey(a, ZERO);
        hmac.setKey(a, ZERO, (short) 20);
    }

    void run(byte ins) {
        switch (ins) {
            case 0x20:
                initialisation();
                break;
            case 0x21:
                macs();
                break;
            case 0x22:
                macPadding();
                break;
            case 0x23:
                macParts();
                break;
            case 0x24:
                wrongOnes();
                break;
            case 0x26:
                hashes();
                break;
            case 0x27:
                initialDigest();
                break;
            case 0x28:
                recovery();
                break;
            case 0x29:
                recoveryRefusals();
                break;
            case 0x2A:
                curves();
                break;
            case 0x2B:
                beforeReset();
                break;
            case 0x2C:
                afterReset();
                break;
            case 0x2D:
                names();
                break;
            case 0x2E:
                smallOutput();
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private void needRsa() {
        if (rsa == null) {
            rsa = new KeyPair(KeyPair.ALG_RSA_CRT, (short) 1024);
            rsa.genKeyPair();
        }
    }

    private static void reason(CryptoException e, short wanted, short where) {
        Check.that(e.getReason() == wanted, where);
    }

    private void refusesSign(Signature s, short n, short wanted, short where) {
        try {
            s.sign(a, ZERO, n, b, ZERO);
            Check.missed(where);
        } catch (CryptoException e) {
            reason(e, wanted, (short) (where + 1));
        }
    }

    private void refusesVerify(Signature s, short n, short wanted, short where) {
        try {
            s.verify(a, ZERO, n, b, ZERO, (short) 8);
            Check.missed(where);
        } catch (CryptoException e) {
            reason(e, wanted, (short) (where + 1));
        }
    }

    private static void refusesInit(Signature s, Key k, byte mode, short where) {
        try {
            s.init(k, mode);
            Check.missed(where);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) (where + 1));
        }
    }

    private void initialisation() {
        Signature s = Signature.getInstance(Signature.ALG_DES_MAC8_ISO9797_M2, false);
        refusesSign(s, (short) 8, CryptoException.INVALID_INIT, (short) 1);
        refusesVerify(s, (short) 8, CryptoException.INVALID_INIT, (short) 3);
        try {
            s.update(a, ZERO, (short) 8);
            Check.missed((short) 5);
        } catch (CryptoException e) {
            reason(e, CryptoException.INVALID_INIT, (short) 6);
        }
        try {
            s.getLength();
            Check.missed((short) 7);
        } catch (CryptoException e) {
            reason(e, CryptoException.INVALID_INIT, (short) 8);
        }
        try {
            s.init(KeyBuilder.buildKey(KeyBuilder.TYPE_DES, (short) 64, false), SIGN);
            Check.missed((short) 9);
        } catch (CryptoException e) {
            reason(e, CryptoException.UNINITIALIZED_KEY, (short) 10);
        }
        refusesInit(s, aes, SIGN, (short) 11);
        refusesInit(s, des, (byte) 0, (short) 13);
        refusesInit(s, des, (byte) 3, (short) 15);
        s.init(des, VERIFY);
        refusesSign(s, (short) 8, CryptoException.INVALID_INIT, (short) 17);
        s.init(des, SIGN);
        refusesVerify(s, (short) 8, CryptoException.INVALID_INIT, (short) 19);
        try {
            s.init(des, SIGN, iv, ZERO, (short) 16);
            Check.missed((short) 21);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 22);
        }
        Signature h = Signature.getInstance(Signature.ALG_HMAC_SHA_256, false);
        try {
            h.init(hmac, SIGN, iv, ZERO, (short) 16);
            Check.missed((short) 23);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 24);
        }
        DESKey single = (DESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_DES, (short) 64, false);
        single.setKey(a, ZERO);
        refusesInit(Signature.getInstance(Signature.ALG_DES_MAC8_ISO9797_1_M2_ALG3, false), single,
                SIGN, (short) 25);
        refusesInit(Signature.getInstance(Signature.ALG_AES_MAC_256_NOPAD, false), aes, SIGN,
                (short) 27);
    }

    /** A MAC of four bytes is the first half of that of eight. */
    private void macs() {
        Signature eight = Signature.getInstance(Signature.ALG_DES_MAC8_ISO9797_1_M2_ALG3, false);
        Signature four = Signature.getInstance(Signature.ALG_DES_MAC4_ISO9797_1_M2_ALG3, false);
        eight.init(des, SIGN);
        four.init(des, SIGN);
        Check.that(eight.getLength() == 8 && four.getLength() == 4, (short) 1);
        Check.that(eight.sign(a, ZERO, (short) 50, b, ZERO) == 8, (short) 2);
        Util.arrayFillNonAtomic(c, ZERO, (short) 10, (byte) 0x55);
        Check.that(four.sign(a, ZERO, (short) 50, c, ZERO) == 4, (short) 3);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 4) == 0, (short) 4);
        Check.that(c[4] == 0x55, (short) 5);
        four.init(des, VERIFY);
        Check.that(four.verify(a, ZERO, (short) 50, c, ZERO, (short) 4), (short) 6);
        Check.that(!four.verify(a, ZERO, (short) 50, b, ZERO, (short) 8), (short) 7);
        Check.that(!four.verify(a, ZERO, (short) 50, c, ZERO, (short) 3), (short) 8);
        Check.that(!four.verify(a, ZERO, (short) 50, c, ZERO, ZERO), (short) 9);
        Check.that(!four.verify(a, ZERO, (short) 49, c, ZERO, (short) 4), (short) 10);
        Signature h = Signature.getInstance(Signature.ALG_HMAC_SHA_512, false);
        h.init(hmac, SIGN);
        Check.that(h.getLength() == 64, (short) 11);
        Check.that(h.sign(a, ZERO, ZERO, b, ZERO) == 64, (short) 12);
    }

    /** Without padding the message is whole blocks, and at least one. */
    private void macPadding() {
        Signature s = Signature.getInstance(Signature.ALG_AES_MAC_128_NOPAD, false);
        s.init(aes, SIGN);
        s.sign(a, ZERO, (short) 32, c, ZERO);
        s.update(a, ZERO, (short) 17);
        refusesSign(s, (short) 3, CryptoException.ILLEGAL_USE, (short) 1);
        Check.that(s.sign(a, (short) 17, (short) 15, b, ZERO) == 16, (short) 3);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 16) == 0, (short) 4);
        refusesSign(s, ZERO, CryptoException.ILLEGAL_USE, (short) 5);
        s.init(aes, VERIFY);
        refusesVerify(s, (short) 31, CryptoException.ILLEGAL_USE, (short) 7);
        Check.that(s.verify(a, ZERO, (short) 32, c, ZERO, (short) 16), (short) 9);
        paddedByName();
    }

    /** CMAC, whose own padding is that of method 2, goes by that name too, and by no other. */
    private void paddedByName() {
        byte cipher = Signature.SIG_CIPHER_AES_CMAC128;
        byte none = MessageDigest.ALG_NULL;
        Signature s = Signature.getInstance(none, cipher, Cipher.PAD_ISO9797_M2, false);
        s.init(aes, SIGN);
        Check.that(s.sign(a, ZERO, (short) 20, b, ZERO) == 16, (short) 10);
        Check.that(s.getPaddingAlgorithm() == Cipher.PAD_ISO9797_M2, (short) 11);
        s = Signature.getInstance(Signature.ALG_AES_CMAC_128, false);
        s.init(aes, VERIFY);
        Check.that(s.verify(a, ZERO, (short) 20, b, ZERO, (short) 16), (short) 12);
        try {
            Signature.getInstance(none, cipher, Cipher.PAD_ISO9797_M1, false);
            Check.missed((short) 13);
        } catch (CryptoException e) {
            reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 14);
        }
    }

    private void parts(Signature s, Key key, short where) {
        s.init(key, SIGN);
        short n = s.sign(a, ZERO, (short) 150, c, ZERO);
        for (short piece = 1; piece < 70; piece += 17) {
            short at = 0;
            for (; (short) (150 - at) > piece; at += piece) {
                s.update(a, at, piece);
            }
            Check.that(s.sign(a, at, (short) (150 - at), b, ZERO) == n, where);
            Check.that(Util.arrayCompare(b, ZERO, c, ZERO, n) == 0, (short) (where + 1));
        }
    }

    /** A message in parts has the MAC of the whole; after sign the object is as after init. */
    private void macParts() {
        parts(Signature.getInstance(Signature.ALG_AES_CMAC_128, false), aes, (short) 1);
        parts(Signature.getInstance(Signature.ALG_DES_MAC8_PKCS5, false), des, (short) 3);
        parts(Signature.getInstance(Signature.ALG_DES_MAC8_ISO9797_1_M1_ALG3, false), des,
                (short) 5);
        parts(Signature.getInstance(Signature.ALG_HMAC_SHA1, false), hmac, (short) 7);
        parts(Signature.getInstance(MessageDigest.ALG_SHA3_256, Signature.SIG_CIPHER_HMAC,
                Cipher.PAD_NULL, false), hmac, (short) 9);
        Signature s = Signature.getInstance(Signature.ALG_DES_MAC8_NOPAD, false);
        s.init(des, SIGN, a, ZERO, (short) 8);
        s.sign(a, ZERO, (short) 16, b, ZERO);
        s.update(a, ZERO, (short) 8);
        s.sign(a, (short) 8, (short) 8, c, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 8) == 0, (short) 11);
        s.init(des, SIGN);
        s.sign(a, ZERO, (short) 16, c, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 8) != 0, (short) 12);
    }

    /** Signatures of the wrong kind are wrong, never an exception. */
    private void wrongOnes() {
        needRsa();
        Signature s = Signature.getInstance(Signature.ALG_RSA_SHA_256_PKCS1, false);
        s.init(rsa.getPrivate(), SIGN);
        Check.that(s.getLength() == 128, (short) 1);
        Check.that(s.sign(a, ZERO, (short) 60, b, ZERO) == 128, (short) 2);
        s.init(rsa.getPublic(), VERIFY);
        Check.that(s.verify(a, ZERO, (short) 60, b, ZERO, (short) 128), (short) 3);
        Check.that(!s.verify(a, ZERO, (short) 60, b, ZERO, (short) 127), (short) 4);
        Check.that(!s.verify(a, ZERO, (short) 60, b, ZERO, ZERO), (short) 5);
        Check.that(!s.verify(a, ZERO, (short) 59, b, ZERO, (short) 128), (short) 6);
        Util.arrayFillNonAtomic(c, ZERO, (short) 128, (byte) 0xFF);
        Check.that(!s.verify(a, ZERO, (short) 60, c, ZERO, (short) 128), (short) 7);
        b[100] ^= 4;
        Check.that(!s.verify(a, ZERO, (short) 60, b, ZERO, (short) 128), (short) 8);
        b[100] ^= 4;
        s.update(a, ZERO, (short) 30);
        Check.that(s.verify(a, (short) 30, (short) 30, b, ZERO, (short) 128), (short) 9);
        Check.that(s.verify(a, ZERO, (short) 60, b, ZERO, (short) 128), (short) 10);
        refusesInit(s, rsa.getPublic(), SIGN, (short) 11);
        refusesInit(s, rsa.getPrivate(), VERIFY, (short) 13);
    }

    /** Every padding of RSA, signed and verified in parts. */
    private void rsaPaddings(Signature s, short where) {
        s.init(rsa.getPrivate(), SIGN);
        s.update(a, ZERO, (short) 40);
        Check.that(s.sign(a, (short) 40, (short) 100, b, ZERO) == 128, where);
        s.init(rsa.getPublic(), VERIFY);
        Check.that(s.verify(a, ZERO, (short) 140, b, ZERO, (short) 128), (short) (where + 1));
        s.update(a, ZERO, (short) 120);
        Check.that(!s.verify(a, ZERO, (short) 20, b, ZERO, (short) 128), (short) (where + 2));
    }

    private void hashes() {
        needRsa();
        rsaPaddings(Signature.getInstance(Signature.ALG_RSA_SHA_PKCS1, false), (short) 1);
        rsaPaddings(Signature.getInstance(Signature.ALG_RSA_SHA_ISO9796, false), (short) 4);
        rsaPaddings(Signature.getInstance(Signature.ALG_RSA_MD5_RFC2409, false), (short) 7);
        rsaPaddings(Signature.getInstance(Signature.ALG_RSA_SHA_256_PKCS1_PSS, false), (short) 10);
        rsaPaddings(Signature.getInstance(MessageDigest.ALG_SHA3_384, Signature.SIG_CIPHER_RSA,
                Cipher.PAD_PKCS1, false), (short) 13);
        Signature s = Signature.getInstance(Signature.ALG_RSA_SHA_256_PKCS1, false);
        MessageDigest d = MessageDigest.getInstance(MessageDigest.ALG_SHA_256, false);
        d.doFinal(a, ZERO, (short) 60, c, ZERO);
        s.init(rsa.getPrivate(), SIGN);
        Check.that(s.signPreComputedHash(c, ZERO, (short) 32, b, ZERO) == 128, (short) 16);
        try {
            s.signPreComputedHash(c, ZERO, (short) 31, b, ZERO);
            Check.missed((short) 17);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 18);
        }
        s.update(a, ZERO, (short) 1);
        try {
            s.signPreComputedHash(c, ZERO, (short) 32, b, ZERO);
            Check.missed((short) 19);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 20);
        }
        s.init(rsa.getPublic(), VERIFY);
        Check.that(s.verify(a, ZERO, (short) 60, b, ZERO, (short) 128), (short) 21);
        Check.that(s.verifyPreComputedHash(c, ZERO, (short) 32, b, ZERO, (short) 128), (short) 22);
        c[0] ^= 1;
        Check.that(!s.verifyPreComputedHash(c, ZERO, (short) 32, b, ZERO, (short) 128),
                (short) 23);
        Signature mac = Signature.getInstance(Signature.ALG_AES_CMAC_128, false);
        mac.init(aes, SIGN);
        try {
            mac.signPreComputedHash(c, ZERO, (short) 16, b, ZERO);
            Check.missed((short) 24);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 25);
        }
    }

    /** A signature that goes on from an intermediate value. */
    private void initialDigest() {
        needRsa();
        InitializedMessageDigest d = MessageDigest.getInitializedMessageDigestInstance(
                MessageDigest.ALG_SHA_256, false);
        byte[] count = {0, 0, 0, 64};
        Signature s = Signature.getInstance(Signature.ALG_RSA_SHA_256_PKCS1, false);
        s.init(rsa.getPrivate(), SIGN);
        try {
            s.setInitialDigest(c, ZERO, (short) 31, count, ZERO, (short) 4);
            Check.missed((short) 1);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 2);
        }
        count[3] = 63;
        try {
            s.setInitialDigest(c, ZERO, (short) 32, count, ZERO, (short) 4);
            Check.missed((short) 3);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) 4);
        }
        count[3] = 64;
        s.update(a, ZERO, (short) 1);
        try {
            s.setInitialDigest(c, ZERO, (short) 32, count, ZERO, (short) 4);
            Check.missed((short) 5);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 6);
        }
        s.init(rsa.getPrivate(), SIGN);
        Signature mac = Signature.getInstance(Signature.ALG_HMAC_SHA_256, false);
        mac.init(hmac, SIGN);
        try {
            mac.setInitialDigest(c, ZERO, (short) 32, count, ZERO, (short) 4);
            Check.missed((short) 7);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 8);
        }
        Check.that(d != null, (short) 9);
        // what SHA-256 has after 64 zeros: FIPS 180-4's compression of that block
        byte[] value = {(byte) 0xda, 0x56, (byte) 0x98, (byte) 0xbe, 0x17, (byte) 0xb9, (byte) 0xb4,
            0x69, 0x62, 0x33, 0x57, (byte) 0x99, 0x77, (byte) 0x9f, (byte) 0xbe, (byte) 0xca,
            (byte) 0x8c, (byte) 0xe5, (byte) 0xd4, (byte) 0x91, (byte) 0xc0, (byte) 0xd2, 0x62,
            0x43, (byte) 0xba, (byte) 0xfe, (byte) 0xf9, (byte) 0xea, 0x18, 0x37, (byte) 0xa9,
            (byte) 0xd8};
        s.setInitialDigest(value, ZERO, (short) 32, count, ZERO, (short) 4);
        s.sign(a, ZERO, (short) 60, b, ZERO);
        Util.arrayFillNonAtomic(c, ZERO, (short) 64, (byte) 0);
        s.init(rsa.getPublic(), VERIFY);
        s.update(c, ZERO, (short) 64);
        Check.that(s.verify(a, ZERO, (short) 60, b, ZERO, (short) 128), (short) 10);
        s.setInitialDigest(value, ZERO, (short) 32, count, ZERO, (short) 4);
        Check.that(s.verify(a, ZERO, (short) 60, b, ZERO, (short) 128), (short) 11);
    }

    private SignatureMessageRecovery recovering() {
        return (SignatureMessageRecovery) Signature.getInstance(Signature.ALG_RSA_SHA_ISO9796_MR,
                false);
    }

    private void recovers(short n, short carried, short where) {
        short[] count = new short[2];
        SignatureMessageRecovery s = recovering();
        s.init(rsa.getPrivate(), SIGN);
        short half = (short) (n / 2);
        s.update(a, ZERO, half);
        Check.that(s.sign(a, half, (short) (n - half), b, ZERO, count, (short) 1) == 128, where);
        Check.that(count[1] == carried && count[0] == 0, (short) (where + 1));
        s.init(rsa.getPublic(), VERIFY);
        for (short i = 0; i < 2; i++) {
            Util.arrayCopyNonAtomic(b, ZERO, c, ZERO, (short) 128);
            Check.that(s.beginVerify(c, ZERO, (short) 128) == carried, (short) (where + 2));
            Check.that(Util.arrayCompare(a, ZERO, c, ZERO, carried) == 0, (short) (where + 3));
            short rest = (short) (n - carried);
            if (i == 1 && rest > 1) {
                s.update(a, carried, (short) 1);
                Check.that(s.verify(a, (short) (carried + 1), (short) (rest - 1)),
                        (short) (where + 4));
            } else {
                Check.that(s.verify(a, carried, rest), (short) (where + 5));
            }
        }
        Util.arrayCopyNonAtomic(b, ZERO, c, ZERO, (short) 128);
        s.beginVerify(c, ZERO, (short) 128);
        Check.that(!s.verify(a, ZERO, (short) (n - carried + 1)), (short) (where + 6));
    }

    /** 128 bytes of modulus carry 106 of the message. */
    private void recovery() {
        needRsa();
        recovers(ZERO, ZERO, (short) 1);
        recovers((short) 10, (short) 10, (short) 11);
        recovers((short) 106, (short) 106, (short) 21);
        recovers((short) 107, (short) 106, (short) 31);
        recovers((short) 190, (short) 106, (short) 41);
    }

    private void recoveryRefusals() {
        needRsa();
        SignatureMessageRecovery s = recovering();
        s.init(rsa.getPrivate(), SIGN);
        refusesSign((Signature) s, (short) 10, CryptoException.ILLEGAL_USE, (short) 1);
        try {
            s.beginVerify(b, ZERO, (short) 128);
            Check.missed((short) 3);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 4);
        }
        s.init(rsa.getPublic(), VERIFY);
        try {
            s.update(a, ZERO, (short) 1);
            Check.missed((short) 5);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 6);
        }
        try {
            s.verify(a, ZERO, (short) 1);
            Check.missed((short) 7);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 8);
        }
        Util.arrayFillNonAtomic(b, ZERO, (short) 128, (byte) 0x11);
        for (short n = 127; n <= 128; n++) {
            try {
                s.beginVerify(b, ZERO, n);
                Check.missed((short) 9);
            } catch (CryptoException e) {
                reason(e, CryptoException.ILLEGAL_USE, (short) 10);
            }
        }
    }

    private void curves() {
        if (ec == null) {
            ec = new KeyPair(KeyPair.ALG_EC_FP, (short) 256);
            Curve.setP256((javacard.security.ECKey) ec.getPublic());
            Curve.setP256((javacard.security.ECKey) ec.getPrivate());
            ec.genKeyPair();
        }
        Signature s = Signature.getInstance(Signature.ALG_ECDSA_SHA_256, false);
        s.init(ec.getPrivate(), SIGN);
        Check.that(s.getLength() == 72, (short) 1);
        s.update(a, ZERO, (short) 100);
        short n = s.sign(a, (short) 100, (short) 100, b, ZERO);
        Check.that(n >= 68 && n <= 72, (short) 2);
        s.init(ec.getPublic(), VERIFY);
        Check.that(s.verify(a, ZERO, (short) 200, b, ZERO, n), (short) 3);
        Check.that(!s.verify(a, ZERO, (short) 200, b, ZERO, (short) (n - 1)), (short) 4);
        Check.that(!s.verify(a, ZERO, (short) 200, b, ZERO, ZERO), (short) 5);
        Check.that(!s.verify(a, ZERO, (short) 199, b, ZERO, n), (short) 6);
        Signature plain = Signature.getInstance(MessageDigest.ALG_SHA_384,
                Signature.SIG_CIPHER_ECDSA_PLAIN, Cipher.PAD_NULL, false);
        plain.init(ec.getPrivate(), SIGN);
        Check.that(plain.getLength() == 64, (short) 7);
        Check.that(plain.sign(a, ZERO, (short) 3, b, ZERO) == 64, (short) 8);
        plain.init(ec.getPublic(), VERIFY);
        Check.that(plain.verify(a, ZERO, (short) 3, b, ZERO, (short) 64), (short) 9);
        b[5] ^= 1;
        Check.that(!plain.verify(a, ZERO, (short) 3, b, ZERO, (short) 64), (short) 10);
        Util.arrayFillNonAtomic(b, ZERO, (short) 64, (byte) 0);
        Check.that(!plain.verify(a, ZERO, (short) 3, b, ZERO, (short) 64), (short) 11);
        Signature bare = Signature.getInstance(MessageDigest.ALG_NULL, Signature.SIG_CIPHER_ECDSA,
                Cipher.PAD_NULL, false);
        bare.init(ec.getPrivate(), SIGN);
        n = bare.signPreComputedHash(a, ZERO, (short) 20, b, ZERO);
        bare.init(ec.getPublic(), VERIFY);
        Check.that(bare.verifyPreComputedHash(a, ZERO, (short) 20, b, ZERO, n), (short) 12);
        Check.that(bare.verify(a, ZERO, (short) 20, b, ZERO, n), (short) 13);
    }

    private void beforeReset() {
        kept = Signature.getInstance(Signature.ALG_DES_MAC8_ISO9797_M2, false);
        kept.init(des, SIGN, iv, ZERO, (short) 8);
        keptToo = Signature.getInstance(Signature.ALG_AES_CMAC_128, false);
        keptToo.init(aes, SIGN);
        keptToo.sign(a, ZERO, (short) 40, c, ZERO);
        keptToo.update(a, ZERO, (short) 3);
    }

    private void afterReset() {
        keptToo.sign(a, ZERO, (short) 40, b, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 16) == 0, (short) 3);
        Check.that(kept.sign(a, ZERO, (short) 8, b, ZERO) == 8, (short) 1);
        kept.init(des, SIGN);
        kept.sign(a, ZERO, (short) 8, c, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 8) == 0, (short) 2);
    }

    private void names() {
        Signature s = Signature.getInstance(Signature.ALG_RSA_SHA_224_PKCS1_PSS, false);
        Check.that(s.getMessageDigestAlgorithm() == MessageDigest.ALG_SHA_224, (short) 1);
        Check.that(s.getCipherAlgorithm() == Signature.SIG_CIPHER_RSA, (short) 2);
        Check.that(s.getPaddingAlgorithm() == Cipher.PAD_PKCS1_PSS, (short) 3);
        s = Signature.getInstance(MessageDigest.ALG_SHA_256, Signature.SIG_CIPHER_ECDSA,
                Cipher.PAD_NULL, false);
        Check.that(s.getAlgorithm() == Signature.ALG_ECDSA_SHA_256, (short) 4);
        try {
            Signature.getInstance((byte) 100, false);
            Check.missed((short) 5);
        } catch (CryptoException e) {
            reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 6);
        }
        try {
            Signature.getInstance(MessageDigest.ALG_SHA_256, Signature.SIG_CIPHER_EDDSAPH_ED25519,
                    Cipher.PAD_NULL, false);
            Check.missed((short) 7);
        } catch (CryptoException e) {
            reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 8);
        }
    }

    /** A signature that does not fit has taken nothing. */
    private void smallOutput() {
        Signature s = Signature.getInstance(Signature.ALG_AES_CMAC_128, false);
        s.init(aes, SIGN);
        s.sign(a, ZERO, (short) 40, c, ZERO);
        s.update(a, ZERO, (short) 20);
        try {
            s.sign(a, (short) 20, (short) 20, b, (short) 190);
            Check.missed((short) 1);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        Check.that(s.sign(a, (short) 20, (short) 20, b, ZERO) == 16, (short) 2);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 16) == 0, (short) 3);
        Util.arrayCopyNonAtomic(a, ZERO, b, ZERO, (short) 40);
        s.sign(b, ZERO, (short) 40, b, (short) 5); // over what was signed
        Check.that(Util.arrayCompare(b, (short) 5, c, ZERO, (short) 16) == 0, (short) 4);
    }
}
