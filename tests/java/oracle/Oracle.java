// Asks the cryptography of the element for what it must not tell: one question for each instruction.
// A status of 6Fnn is the check nn of the case.
package com.example.oracle;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.ECPublicKey;
import javacard.security.KeyAgreement;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.RSAPrivateCrtKey;
import javacard.security.Signature;
import javacardx.crypto.Cipher;

public final class Oracle extends Applet {
    private static final short MARK = 0x5A;

    private final byte[] in = new byte[128];
    private final byte[] out = new byte[128];

    public static void install(byte[] parameters, short offset, byte length) {
        new Oracle().register();
    }

    private static void that(boolean fact, short where) {
        if (!fact) {
            ISOException.throwIt((short) (0x6F00 + where));
        }
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        switch (apdu.getBuffer()[ISO7816.OFFSET_INS]) {
            case 1:
                paddingOfRsa();
                break;
            case 2:
                paddingOfBlocks();
                break;
            case 3:
                points();
                break;
            case 4:
                nonces();
                break;
            case 5:
                faultInHalf();
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    /** The reason of a refused decryption, or 0; nothing of the plain text may be left. */
    private short refusal(Cipher c, short n, short where) {
        Util.arrayFillNonAtomic(out, (short) 0, (short) out.length, (byte) MARK);
        short reason = 0;
        try {
            c.doFinal(in, (short) 0, n, out, (short) 0);
        } catch (CryptoException e) {
            reason = e.getReason();
        }
        for (short i = 0; reason != 0 && i < out.length; i++) {
            that(out[i] == (byte) MARK, where);
        }
        return reason;
    }

    // ---- A34: what a padding was like ----

    private short refusalOf(Cipher bare, Cipher padded, KeyPair pair, short where) {
        bare.init(pair.getPublic(), Cipher.MODE_ENCRYPT);
        bare.doFinal(in, (short) 0, (short) 128, in, (short) 0);
        padded.init(pair.getPrivate(), Cipher.MODE_DECRYPT);
        return refusal(padded, (short) 128, where);
    }

    private void block(byte first, byte second) {
        Util.arrayFillNonAtomic(in, (short) 0, (short) in.length, (byte) 7);
        in[0] = first;
        in[1] = second;
        in[100] = 0;
    }

    /** PKCS#1 1.5: whatever is wrong with it, the refusal is one and the same. */
    private void paddingOfRsa() {
        KeyPair pair = new KeyPair(KeyPair.ALG_RSA_CRT, KeyBuilder.LENGTH_RSA_1024);
        pair.genKeyPair();
        Cipher bare = Cipher.getInstance(Cipher.ALG_RSA_NOPAD, false);
        Cipher padded = Cipher.getInstance(Cipher.ALG_RSA_PKCS1, false);
        block((byte) 0, (byte) 2);
        that(refusalOf(bare, padded, pair, (short) 1) == 0, (short) 2); // a right one
        block((byte) 1, (byte) 2);
        short first = refusalOf(bare, padded, pair, (short) 3);
        that(first == CryptoException.ILLEGAL_USE, (short) 4);
        block((byte) 0, (byte) 3);
        that(refusalOf(bare, padded, pair, (short) 5) == first, (short) 6);
        block((byte) 0, (byte) 2);
        in[5] = 0; // too short a padding
        that(refusalOf(bare, padded, pair, (short) 7) == first, (short) 8);
        block((byte) 0, (byte) 2);
        in[100] = 7; // no end of it
        that(refusalOf(bare, padded, pair, (short) 9) == first, (short) 10);
    }

    /** The same for blocks: every last block that is no padding. */
    private void paddingOfBlocks() {
        AESKey key = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES,
                KeyBuilder.LENGTH_AES_128, false);
        key.setKey(in, (short) 0);
        Cipher bare = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
        Cipher padded = Cipher.getInstance(Cipher.ALG_AES_CBC_PKCS5, false);
        byte[] ends = {0, 17, 2, (byte) 0x80, (byte) 0xFF};
        for (short i = 0; i < ends.length; i++) {
            Util.arrayFillNonAtomic(in, (short) 0, (short) 32, (byte) 0x33);
            in[31] = ends[i];
            bare.init(key, Cipher.MODE_ENCRYPT);
            bare.doFinal(in, (short) 0, (short) 32, in, (short) 0);
            padded.init(key, Cipher.MODE_DECRYPT);
            that(refusal(padded, (short) 32, (short) 1) == CryptoException.ILLEGAL_USE,
                    (short) (2 + i));
        }
    }

    // ---- A34: points that are none ----

    private short refusalOf(KeyAgreement agreement, short n) {
        Util.arrayFillNonAtomic(out, (short) 0, (short) out.length, (byte) MARK);
        try {
            agreement.generateSecret(in, (short) 0, n, out, (short) 0);
        } catch (CryptoException e) {
            that(out[0] == (byte) MARK && out[31] == (byte) MARK, (short) 20);
            return e.getReason();
        }
        return 0;
    }

    private void points() {
        KeyPair one = new KeyPair(KeyPair.ALG_EC_FP, KeyBuilder.LENGTH_EC_FP_256);
        one.genKeyPair();
        ECPublicKey w = (ECPublicKey) one.getPublic();
        KeyAgreement agreement = KeyAgreement.getInstance(KeyAgreement.ALG_EC_SVDP_DH_PLAIN, false);
        agreement.init(one.getPrivate());
        short n = w.getW(in, (short) 0);
        that(n == 65 && refusalOf(agreement, n) == 0, (short) 1);
        in[64] ^= 1; // beside the curve: another curve's point
        that(refusalOf(agreement, n) == CryptoException.ILLEGAL_VALUE, (short) 2);
        Util.arrayFillNonAtomic(in, (short) 1, (short) 64, (byte) 0);
        that(refusalOf(agreement, n) == CryptoException.ILLEGAL_VALUE, (short) 3);
        Util.arrayFillNonAtomic(in, (short) 1, (short) 64, (byte) 0xFF); // coordinates past p
        that(refusalOf(agreement, n) == CryptoException.ILLEGAL_VALUE, (short) 4);
        in[0] = 0; // the point at infinity
        that(refusalOf(agreement, (short) 1) == CryptoException.ILLEGAL_VALUE, (short) 5);
    }

    // ---- A34: a number used once ----

    private void nonces() {
        KeyPair pair = new KeyPair(KeyPair.ALG_EC_FP, KeyBuilder.LENGTH_EC_FP_256);
        pair.genKeyPair();
        Signature s = Signature.getInstance(Signature.ALG_ECDSA_SHA_256, false);
        s.init(pair.getPrivate(), Signature.MODE_SIGN);
        s.sign(in, (short) 0, (short) 16, out, (short) 0);
        s.sign(in, (short) 0, (short) 16, in, (short) 20);
        /* 30 n 02 n r: the same r would give the key away */
        that(Util.arrayCompare(out, (short) 5, in, (short) 25, (short) 28) != 0, (short) 1);
    }

    // ---- A34: a fault in one half of RSA with CRT ----

    private short part(RSAPrivateCrtKey k, short which, byte[] to) {
        switch (which) {
            case 0:
                return k.getP(to, (short) 0);
            case 1:
                return k.getQ(to, (short) 0);
            case 2:
                return k.getPQ(to, (short) 0);
            case 3:
                return k.getDQ1(to, (short) 0);
            default:
                return k.getDP1(to, (short) 0);
        }
    }

    private void setPart(RSAPrivateCrtKey k, short which, byte[] from, short n) {
        switch (which) {
            case 0:
                k.setP(from, (short) 0, n);
                break;
            case 1:
                k.setQ(from, (short) 0, n);
                break;
            case 2:
                k.setPQ(from, (short) 0, n);
                break;
            case 3:
                k.setDQ1(from, (short) 0, n);
                break;
            default:
                k.setDP1(from, (short) 0, n);
        }
    }

    /** A half that computes wrongly, modelled by an exponent with a bit changed: no signature comes
     * out that is right by one prime only, since that would tell the other. */
    private void faultInHalf() {
        KeyPair pair = new KeyPair(KeyPair.ALG_RSA_CRT, KeyBuilder.LENGTH_RSA_1024);
        pair.genKeyPair();
        RSAPrivateCrtKey faulty = (RSAPrivateCrtKey) KeyBuilder.buildKey(
                KeyBuilder.TYPE_RSA_CRT_PRIVATE, KeyBuilder.LENGTH_RSA_1024, false);
        Signature s = Signature.getInstance(Signature.ALG_RSA_SHA_256_PKCS1, false);
        short n = 0;
        try {
            for (short i = 0; i < 5; i++) {
                short length = part((RSAPrivateCrtKey) pair.getPrivate(), i, in);
                if (i == 4) {
                    in[(short) (length - 2)] ^= 4;
                }
                setPart(faulty, i, in, length);
            }
            s.init(faulty, Signature.MODE_SIGN);
            n = s.sign(in, (short) 0, (short) 16, out, (short) 0);
        } catch (CryptoException e) {
            return;
        }
        s.init(pair.getPublic(), Signature.MODE_VERIFY);
        that(s.verify(in, (short) 0, (short) 16, out, (short) 0, n), (short) 1);
    }
}
