// Rules of digests, agreements, random numbers, derivations and one-shots.
package com.example.keys;

import javacard.framework.JCSystem;
import javacard.framework.SystemException;
import javacard.framework.Util;
import javacard.security.CryptoException;
import javacard.security.InitializedMessageDigest;
import javacard.security.KeyAgreement;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.MessageDigest;
import javacard.security.PrivateKey;
import javacard.security.ECPublicKey;
import javacard.security.RandomData;
import javacardx.security.SensitiveResult;
import javacardx.security.derivation.DerivationFunction;

final class EngineRules {
    private final MessageDigest digest = MessageDigest.getInstance(MessageDigest.ALG_SHA3_256,
            false);

    static void digests() {
        byte[] b = new byte[200];
        byte[] first = new byte[32];
        MessageDigest sha = MessageDigest.getInstance(MessageDigest.ALG_SHA_256, false);
        Check.that(sha.getLength() == 32 && sha.getAlgorithm() == MessageDigest.ALG_SHA_256,
                (short) 1);
        Check.that(sha.doFinal(b, (short) 0, (short) 100, first, (short) 0) == 32, (short) 2);
        SensitiveResult.assertEquals((short) 32);
        sha.update(b, (short) 0, (short) 60);
        sha.reset();
        sha.update(b, (short) 0, (short) 60);
        sha.doFinal(b, (short) 60, (short) 40, b, (short) 70); // over its own input
        Check.that(Util.arrayCompare(b, (short) 70, first, (short) 0, (short) 32) == 0, (short) 3);
        Util.arrayFillNonAtomic(b, (short) 0, (short) 200, (byte) 0);
        sha.update(b, (short) 0, (short) 50);
        try {
            sha.doFinal(b, (short) 0, (short) 50, b, (short) 169);
            Check.missed((short) 4);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            sha.update(b, (short) 199, (short) 2);
            Check.missed((short) 5);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            sha.update(null, (short) 0, (short) 0);
            Check.missed((short) 6);
        } catch (NullPointerException e) {
        }
        JCSystem.beginTransaction();
        sha.doFinal(b, (short) 0, (short) 50, b, (short) 168); // as if nothing had been tried
        JCSystem.abortTransaction(); // and takes no part in a transaction
        Check.that(Util.arrayCompare(b, (short) 168, first, (short) 0, (short) 32) == 0,
                (short) 7);
        InitializedMessageDigest one = MessageDigest.getInitializedMessageDigestInstance(
                MessageDigest.ALG_SHA_256, false);
        one.update(b, (short) 0, (short) 63);
        try {
            one.doIntermediateMessageDigest(b, (short) 0);
            Check.missed((short) 8);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_USE, (short) 9);
        }
        byte[] count = {0, 63};
        try {
            one.setInitialDigest(first, (short) 0, (short) 32, count, (short) 0, (short) 2);
            Check.missed((short) 10);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 11);
        }
        try {
            MessageDigest.getInitializedMessageDigestInstance(MessageDigest.ALG_SHA3_256, false);
            Check.missed((short) 12);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 13);
        }
    }

    static void agreements() {
        byte[] b = new byte[140];
        byte[] c = new byte[140];
        KeyPair one = new KeyPair(KeyPair.ALG_EC_FP, KeyBuilder.LENGTH_EC_FP_384);
        KeyPair two = new KeyPair(KeyPair.ALG_EC_FP, KeyBuilder.LENGTH_EC_FP_384);
        KeyAgreement agreement = KeyAgreement.getInstance(KeyAgreement.ALG_EC_SVDP_DH, false);
        try {
            agreement.generateSecret(b, (short) 0, (short) 97, b, (short) 0);
            Check.missed((short) 1);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.INVALID_INIT, (short) 2);
        }
        try {
            agreement.init(one.getPrivate());
            Check.missed((short) 3);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.UNINITIALIZED_KEY, (short) 4);
        }
        try {
            agreement.init((PrivateKey) KeyBuilder.buildKey(KeyBuilder.TYPE_RSA_PRIVATE,
                    (short) 512, false));
            Check.missed((short) 5);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 6);
        }
        try {
            agreement.init(null);
            Check.missed((short) 7);
        } catch (NullPointerException e) {
        }
        one.genKeyPair();
        two.genKeyPair();
        agreement.init(one.getPrivate());
        short n = ((ECPublicKey) two.getPublic()).getW(b, (short) 0);
        Check.that(n == 97, (short) 8);
        Check.that(agreement.generateSecret(b, (short) 0, n, c, (short) 0) == 20, (short) 9);
        agreement.init(two.getPrivate());
        ((ECPublicKey) one.getPublic()).getW(b, (short) 0);
        agreement.generateSecret(b, (short) 0, n, b, (short) 40); // over its own input
        Check.that(Util.arrayCompare(b, (short) 40, c, (short) 0, (short) 20) == 0, (short) 10);
        try {
            agreement.generateSecret(b, (short) 0, (short) 96, b, (short) 0);
            Check.missed((short) 11);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 12);
        }
        ((ECPublicKey) one.getPublic()).getW(b, (short) 0);
        try {
            agreement.generateSecret(b, (short) 0, n, c, (short) 121);
            Check.missed((short) 13);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        two.genKeyPair(); // changed between init and use: the new one counts
        agreement.generateSecret(b, (short) 0, n, b, (short) 0);
        Check.that(Util.arrayCompare(b, (short) 0, c, (short) 0, (short) 20) != 0, (short) 14);
    }

    static void oneShots() {
        byte[] b = new byte[40];
        byte[] c = new byte[40];
        MessageDigest.OneShot shot = MessageDigest.OneShot.open(MessageDigest.ALG_SHA);
        Check.that(shot.getAlgorithm() == MessageDigest.ALG_SHA && shot.getLength() == 20,
                (short) 1);
        Check.that(shot.doFinal(b, (short) 0, (short) 40, b, (short) 0) == 20, (short) 2);
        try {
            shot.update(b, (short) 0, (short) 1);
            Check.missed((short) 3);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_USE, (short) 4);
        }
        MessageDigest.OneShot other = MessageDigest.OneShot.open(MessageDigest.ALG_SHA_512);
        Check.that(other.getLength() == 64 && shot.getLength() == 20, (short) 5);
        try {
            MessageDigest.OneShot.open(MessageDigest.ALG_SHA);
            Check.missed((short) 6);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.NO_RESOURCE, (short) 7);
        }
        other.close();
        shot.close();
        try {
            shot.doFinal(b, (short) 0, (short) 1, b, (short) 0);
            Check.missed((short) 8);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_USE, (short) 9);
        }
        try {
            shot.close();
            Check.missed((short) 10);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_USE, (short) 11);
        }
        MessageDigest sha = MessageDigest.getInstance(MessageDigest.ALG_SHA, false);
        sha.doFinal(c, (short) 0, (short) 40, c, (short) 0);
        Check.that(Util.arrayCompare(b, (short) 0, c, (short) 0, (short) 20) == 0, (short) 12);
        RandomData.OneShot random = RandomData.OneShot.open(RandomData.ALG_TRNG);
        Check.that(random.nextBytes(b, (short) 3, (short) 7) == 10, (short) 13);
        // not closed: the card takes it back when the command ends
        try {
            MessageDigest.OneShot.open(MessageDigest.ALG_NULL);
            Check.missed((short) 14);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 15);
        }
    }

    static void randomNumbers() {
        byte[] b = new byte[64];
        byte[] seed = {1, 2, 3};
        RandomData one = RandomData.getInstance(RandomData.ALG_PSEUDO_RANDOM);
        RandomData two = RandomData.getInstance(RandomData.ALG_PSEUDO_RANDOM);
        one.setSeed(seed, (short) 0, (short) 3);
        two.setSeed(seed, (short) 0, (short) 3);
        one.generateData(b, (short) 0, (short) 32);
        two.generateData(b, (short) 32, (short) 32);
        Check.that(Util.arrayCompare(b, (short) 0, b, (short) 32, (short) 32) == 0, (short) 1);
        one.generateData(b, (short) 0, (short) 32);
        Check.that(Util.arrayCompare(b, (short) 0, b, (short) 32, (short) 32) != 0, (short) 2);
        try {
            one.generateData(b, (short) 0, (short) 0);
            Check.missed((short) 3);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 4);
        }
        try {
            one.generateData(b, (short) 60, (short) 5);
            Check.missed((short) 5);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
    }

    /** A message begun before a reset, which forgets it. */
    void begin() {
        byte[] b = new byte[32];
        digest.update(b, (short) 0, (short) 32);
    }

    void afterReset() {
        byte[] b = new byte[32];
        byte[] c = new byte[32];
        digest.doFinal(b, (short) 0, (short) 32, c, (short) 0);
        MessageDigest fresh = MessageDigest.getInstance(MessageDigest.ALG_SHA3_256, false);
        fresh.doFinal(b, (short) 0, (short) 32, b, (short) 0);
        Check.that(Util.arrayCompare(b, (short) 0, c, (short) 0, (short) 32) == 0, (short) 1);
    }

    static void derivations() {
        byte[] out = new byte[64];
        DerivationFunction hkdf = DerivationFunction.getInstance(DerivationFunction.ALG_KDF_HKDF,
                false);
        try {
            hkdf.nextBytes(out, (short) 0, (short) 1);
            Check.missed((short) 1);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.INVALID_INIT, (short) 2);
        }
        byte[] good = {25, 0, 16, 0, 0, 0, 0, 1, 7, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF,
                (byte) 0xFF};
        hkdf.init(new ByBytes(good));
        try {
            hkdf.nextBytes(out, (short) 0, (short) 17);
            Check.missed((short) 3);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_USE, (short) 4);
        }
        Check.that(hkdf.lastBytes(out, (short) 0, (short) 16) == 16, (short) 5);
        try {
            hkdf.lastBytes(out, (short) 0, (short) 1);
            Check.missed((short) 6);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.INVALID_INIT, (short) 7);
        }
        good[0] = 17;
        try {
            hkdf.init(new ByBytes(good));
            Check.missed((short) 8);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 9);
        }
        try {
            hkdf.init(new ByKey(null, good));
            Check.missed((short) 10);
        } catch (CryptoException e) {
            Check.reason(e, CryptoException.ILLEGAL_VALUE, (short) 11);
        }
    }
}
