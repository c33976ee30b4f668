// Rules of key objects: values, refusals, transactions, memory, curves, pairs.
package com.example.keys;

import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.DESKey;
import javacard.security.DHPrivateKey;
import javacard.security.DHPublicKey;
import javacard.security.ECPrivateKey;
import javacard.security.ECPublicKey;
import javacard.security.HMACKey;
import javacard.security.Key;
import javacard.security.KeyAgreement;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.NamedParameterSpec;
import javacard.security.PrivateKey;
import javacard.security.PublicKey;
import javacard.security.RSAPrivateCrtKey;
import javacard.security.RSAPublicKey;
import javacard.security.XECKey;

final class KeyRules {
    private final AESKey reset = (AESKey) KeyBuilder.buildKey(
            KeyBuilder.TYPE_AES_TRANSIENT_RESET, KeyBuilder.LENGTH_AES_128, false);
    private final AESKey deselect = (AESKey) KeyBuilder.buildKey(
            KeyBuilder.TYPE_AES_TRANSIENT_DESELECT, KeyBuilder.LENGTH_AES_256, false);
    private final AESKey kept = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES,
            KeyBuilder.LENGTH_AES_192, false);

    private static byte[] bytes() {
        byte[] b = new byte[64];
        for (short i = 0; i < 64; i++) {
            b[i] = (byte) (i + 1);
        }
        return b;
    }

    private static AESKey aes(byte type) {
        return (AESKey) KeyBuilder.buildKey(type, KeyBuilder.LENGTH_AES_128, false);
    }

    static void values() {
        byte[] b = bytes();
        byte[] got = new byte[40];
        AESKey key = aes(KeyBuilder.TYPE_AES);
        Check.that(!key.isInitialized(), (short) 1);
        key.setKey(b, (short) 3);
        Check.that(key.isInitialized() && key.getSize() == 128, (short) 2);
        Check.that(key.getType() == KeyBuilder.TYPE_AES, (short) 3);
        Check.that(key.getKey(got, (short) 5) == 16, (short) 4);
        Check.that(Util.arrayCompare(b, (short) 3, got, (short) 5, (short) 16) == 0, (short) 5);
        Check.that(got[4] == 0 && got[21] == 0, (short) 6);
        key.setKey(got, (short) 6);
        key.getKey(got, (short) 0);
        Check.that(got[0] == 5 && got[15] == 0, (short) 7);
        key.clearKey();
        Check.that(!key.isInitialized(), (short) 8);
        HMACKey hmac = (HMACKey) KeyBuilder.buildKey(KeyBuilder.TYPE_HMAC,
                KeyBuilder.LENGTH_HMAC_SHA_256_BLOCK_64, false);
        hmac.setKey(b, (short) 0, (short) 20);
        Check.that(hmac.getKey(got, (short) 0) == 20, (short) 9);
        hmac.setKey(b, (short) 10, (short) 3);
        Check.that(hmac.getKey(got, (short) 0) == 3 && got[0] == 11 && got[3] == 4, (short) 10);
        RSAPublicKey rsa = (RSAPublicKey) KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PUBLIC,
                KeyBuilder.LENGTH_RSA_512, false);
        rsa.setModulus(b, (short) 0, (short) 64);
        Check.that(!rsa.isInitialized(), (short) 11);
        byte[] e = {0, 0, 1, 0, 1};
        rsa.setExponent(e, (short) 0, (short) 5);
        Check.that(rsa.isInitialized() && rsa.getExponent(got, (short) 0) == 3, (short) 12);
    }

    static void refusals() {
        byte[] b = bytes();
        AESKey key = aes(KeyBuilder.TYPE_AES);
        try {
            key.getKey(b, (short) 0);
            Check.missed((short) 1);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.UNINITIALIZED_KEY, (short) 2);
        }
        try {
            key.setKey(b, (short) 49);
            Check.missed((short) 3);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            key.setKey(null, (short) 0);
            Check.missed((short) 4);
        } catch (NullPointerException e) {
        }
        Check.that(!key.isInitialized(), (short) 5);
        key.setKey(b, (short) 0);
        try {
            key.getKey(b, (short) 49);
            Check.missed((short) 6);
        } catch (ArrayIndexOutOfBoundsException e) {
            Check.that(b[49] == 50, (short) 7);
        }
        HMACKey hmac = (HMACKey) KeyBuilder.buildKey(KeyBuilder.TYPE_HMAC, (short) 64, false);
        try {
            hmac.setKey(b, (short) 0, (short) 0);
            Check.missed((short) 8);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 9);
        }
        RSAPublicKey rsa = (RSAPublicKey) KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PUBLIC,
                KeyBuilder.LENGTH_RSA_512, false);
        try {
            rsa.setModulus(b, (short) 0, (short) 63);
            Check.missed((short) 10);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 11);
        }
        try {
            rsa.setExponent(new byte[65], (short) 0, (short) 65);
        } catch (CryptoException e) {
            Check.missed((short) 12); // zeros in front are none
        }
        byte[] types = {KeyBuilder.TYPE_DES, KeyBuilder.TYPE_AES, KeyBuilder.TYPE_RSA_PUBLIC,
                KeyBuilder.TYPE_EC_FP_PUBLIC, KeyBuilder.TYPE_DSA_PUBLIC, (byte) 99};
        for (short i = 0; i < (short) types.length; i++) {
            try {
                KeyBuilder.buildKey(types[i], (short) 100, false);
                Check.missed((short) (20 + i));
            } catch (CryptoException e) {
                Check.reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) (30 + i));
            }
        }
    }

    static void transactions() {
        byte[] b = bytes();
        byte[] got = new byte[16];
        AESKey key = aes(KeyBuilder.TYPE_AES);
        AESKey other = aes(KeyBuilder.TYPE_AES_TRANSIENT_RESET);
        key.setKey(b, (short) 0);
        other.setKey(b, (short) 0);
        JCSystem.beginTransaction();
        key.setKey(b, (short) 16);
        other.setKey(b, (short) 16);
        key.getKey(got, (short) 0);
        Check.that(got[0] == 17, (short) 1);
        JCSystem.abortTransaction();
        key.getKey(got, (short) 0);
        Check.that(got[0] == 1, (short) 2);
        other.getKey(got, (short) 0);
        Check.that(got[0] == 17, (short) 3);
        JCSystem.beginTransaction();
        key.clearKey();
        Check.that(!key.isInitialized(), (short) 4);
        JCSystem.abortTransaction();
        Check.that(key.isInitialized(), (short) 5);
        KeyPair pair = new KeyPair(KeyPair.ALG_EC_FP, KeyBuilder.LENGTH_EC_FP_256);
        JCSystem.beginTransaction();
        pair.genKeyPair();
        Check.that(pair.getPublic().isInitialized(), (short) 6);
        JCSystem.abortTransaction();
        Check.that(!pair.getPublic().isInitialized() && !pair.getPrivate().isInitialized(),
                (short) 7);
    }

    void fillTransient() {
        byte[] b = bytes();
        reset.setKey(b, (short) 0);
        deselect.setKey(b, (short) 0);
        kept.setKey(b, (short) 0);
        Check.that(reset.isInitialized() && deselect.isInitialized() && kept.isInitialized(),
                (short) 1);
        Check.that(reset.getType() == KeyBuilder.TYPE_AES_TRANSIENT_RESET, (short) 2);
        Check.that(deselect.getType() == KeyBuilder.TYPE_AES_TRANSIENT_DESELECT, (short) 3);
    }

    void transientAfterReset() {
        Check.that(!reset.isInitialized() && !deselect.isInitialized() && kept.isInitialized(),
                (short) 1);
    }

    void transientAfterDeselect() {
        Check.that(reset.isInitialized() && !deselect.isInitialized() && kept.isInitialized(),
                (short) 1);
    }

    /** Domain parameters one by one: checked, and where they are a named curve's, as good as one. */
    static void curves() {
        byte[] part = new byte[70];
        KeyPair model = new KeyPair(KeyPair.ALG_EC_FP, KeyBuilder.LENGTH_EC_FP_256);
        model.genKeyPair();
        ECPublicKey w = (ECPublicKey) model.getPublic();
        ECPrivateKey own = (ECPrivateKey) KeyBuilder.buildKey(KeyBuilder.TYPE_EC_FP_PRIVATE,
                KeyBuilder.LENGTH_EC_FP_256, false);
        own.setFieldFP(part, (short) 0, w.getField(part, (short) 0));
        own.setA(part, (short) 0, w.getA(part, (short) 0));
        own.setB(part, (short) 0, w.getB(part, (short) 0));
        own.setG(part, (short) 0, w.getG(part, (short) 0));
        Check.that(!own.isInitialized(), (short) 1);
        short n = w.getR(part, (short) 0);
        own.setR(part, (short) 0, n);
        part[0] = 2;
        own.setS(part, (short) 0, (short) 1);
        Check.that(own.isInitialized(), (short) 2);
        Check.that(own.getS(part, (short) 0) == 32 && part[0] == 0 && part[31] == 2, (short) 3);
        KeyAgreement agreement = KeyAgreement.getInstance(KeyAgreement.ALG_EC_SVDP_DH_PLAIN, false);
        agreement.init(own);
        n = w.getW(part, (short) 0);
        Check.that(agreement.generateSecret(part, (short) 0, n, part, (short) 0) == 32, (short) 4);
        w.getW(part, (short) 0);
        part[64] ^= 1;
        try {
            agreement.generateSecret(part, (short) 0, n, part, (short) 0);
            Check.missed((short) 5);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 6);
        }
        n = w.getB(part, (short) 0);
        part[31] ^= 1;
        own.setB(part, (short) 0, n);
        try {
            agreement.init(own);
            Check.missed((short) 7);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 8);
        }
        own.copyDomainParametersFrom(w);
        agreement.init(own);
        own.clearKey();
        w.getW(part, (short) 0);
        try {
            agreement.generateSecret(part, (short) 0, (short) 65, part, (short) 0);
            Check.missed((short) 9);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.UNINITIALIZED_KEY, (short) 10);
        }
        try {
            own.setG(part, (short) 0, (short) 64);
            Check.missed((short) 11);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 12);
        }
        try {
            own.setFieldF2M((short) 9);
            Check.missed((short) 13);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 14);
        }
        try {
            own.getK();
            Check.missed((short) 15);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.UNINITIALIZED_KEY, (short) 16);
        }
    }

    private static void refusePair(Key one, Key two, short where) {
        try {
            new KeyPair((PublicKey) one, (PrivateKey) two);
            Check.missed(where);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) (where + 1));
        }
    }

    static void pairs() {
        Key rsa = KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PUBLIC, (short) 512, false);
        Key crt = KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_CRT_PRIVATE, (short) 512, false);
        Key longer = KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PRIVATE, (short) 1024, false);
        Key ec = KeyBuilder.buildKey(KeyBuilder.TYPE_EC_FP_PRIVATE, (short) 192, false);
        Key x = KeyBuilder.buildXECKey(NamedParameterSpec.getInstance(NamedParameterSpec.X25519),
                KeyBuilder.ATTR_PRIVATE, false);
        Key y = KeyBuilder.buildXECKey(NamedParameterSpec.getInstance(NamedParameterSpec.X448),
                KeyBuilder.ATTR_PUBLIC, false);
        refusePair(rsa, longer, (short) 1);
        refusePair(rsa, ec, (short) 3);
        refusePair(y, x, (short) 5);
        try {
            new KeyPair(null, (PrivateKey) crt);
            Check.missed((short) 7);
        } catch (NullPointerException e) {
        }
        KeyPair pair = new KeyPair((PublicKey) rsa, (PrivateKey) crt);
        byte[] e = {3};
        ((RSAPublicKey) rsa).setExponent(e, (short) 0, (short) 1);
        pair.genKeyPair();
        byte[] got = new byte[64];
        Check.that(((RSAPublicKey) rsa).getExponent(got, (short) 0) == 1 && got[0] == 3,
                (short) 8);
        Check.that(((RSAPrivateCrtKey) crt).getP(got, (short) 0) == 32, (short) 9);
        e[0] = 4;
        ((RSAPublicKey) rsa).setExponent(e, (short) 0, (short) 1);
        try {
            pair.genKeyPair();
            Check.missed((short) 10);
        } catch (CryptoException exception) {
            Check.reason(exception, CryptoException.ILLEGAL_VALUE, (short) 11);
        }
        Check.that(crt.isInitialized(), (short) 12);
        try {
            new KeyPair(KeyPair.ALG_RSA, (short) 500);
            Check.missed((short) 13);
        } catch (CryptoException exception) {
            Check.reason(exception, CryptoException.NO_SUCH_ALGORITHM, (short) 14);
        }
        XECKey named = (XECKey) x;
        Check.that(named.getEncodingLength() == 32, (short) 15);
        Check.that(x.getType() == KeyBuilder.TYPE_XEC && x.getSize() == 256, (short) 16);
    }

    static void sharedDomain() {
        KeyPair model = new KeyPair(KeyPair.ALG_DH, KeyBuilder.LENGTH_DH_1024);
        model.genKeyPair();
        byte[] b = new byte[128];
        DHPublicKey from = (DHPublicKey) model.getPublic();
        javacard.security.DHKey domain = (javacard.security.DHKey) KeyBuilder.buildKey(
                KeyBuilder.ALG_TYPE_DH_PARAMETERS, JCSystem.MEMORY_TYPE_PERSISTENT, (short) 1024,
                false);
        DHPublicKey one = (DHPublicKey) KeyBuilder.buildKeyWithSharedDomain(
                KeyBuilder.ALG_TYPE_DH_PUBLIC, JCSystem.MEMORY_TYPE_PERSISTENT, (Key) domain, false);
        DHPrivateKey two = (DHPrivateKey) KeyBuilder.buildKeyWithSharedDomain(
                KeyBuilder.ALG_TYPE_DH_PRIVATE, JCSystem.MEMORY_TYPE_TRANSIENT_RESET, (Key) domain,
                false);
        one.setP(b, (short) 0, from.getP(b, (short) 0));
        two.setG(b, (short) 0, from.getG(b, (short) 0));
        Check.that(domain.getG(b, (short) 0) == 1 && b[0] == 2, (short) 1);
        Check.that(((Key) domain).isInitialized() && !one.isInitialized(), (short) 2);
        new KeyPair(one, two).genKeyPair();
        Check.that(one.isInitialized() && two.isInitialized(), (short) 3);
        Check.that(two.getType() == KeyBuilder.TYPE_DH_PRIVATE_TRANSIENT_RESET, (short) 4);
        ((Key) domain).clearKey();
        Check.that(!one.isInitialized() && !two.isInitialized(), (short) 5);
        try {
            KeyBuilder.buildKeyWithSharedDomain(KeyBuilder.ALG_TYPE_DSA_PUBLIC,
                    JCSystem.MEMORY_TYPE_PERSISTENT, (Key) domain, false);
            Check.missed((short) 6);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 7);
        }
    }
}
