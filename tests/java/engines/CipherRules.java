// The rules of Cipher.
package com.example.engines;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.DESKey;
import javacard.security.Key;
import javacard.security.KeyBuilder;
import javacardx.crypto.Cipher;

final class CipherRules {
    private static final short ZERO = 0;
    private static final byte ENCRYPT = Cipher.MODE_ENCRYPT;
    private static final byte DECRYPT = Cipher.MODE_DECRYPT;

    private Cipher counter;
    private final AESKey key = aes((byte) 0x10);
    private final AESKey other = aes((byte) 0x50);
    private final AESKey empty = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, (short) 128,
            false);
    private final DESKey des = (DESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_DES, (short) 128,
            false);
    private final Cipher cbc = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
    private final Cipher ecb = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_ECB_NOPAD, false);
    private final Cipher pkcs5 = Cipher.getInstance(Cipher.ALG_AES_CBC_PKCS5, false);
    private final Cipher zeros = Cipher.getInstance(Cipher.ALG_AES_CBC_ISO9797_M1, false);
    private final Cipher bit = Cipher.getInstance(Cipher.ALG_AES_CBC_ISO9797_M2, false);
    private final byte[] iv = new byte[16];
    private final byte[] a = new byte[100];
    private final byte[] b = new byte[100];
    private final byte[] c = new byte[100];

    static AESKey aes(byte first) {
        AESKey k = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, (short) 128, false);
        byte[] value = new byte[16];
        for (byte i = 0; i < 16; i++) {
            value[i] = (byte) (first + i);
        }
        k.setKey(value, ZERO);
        return k;
    }

    void run(byte ins) {
        Util.arrayFillNonAtomic(iv, ZERO, (short) 16, (byte) 0x77);
        for (short i = 0; i < 100; i++) {
            a[i] = (byte) (i * 7 + 1);
        }
        switch (ins) {
            case 0x01:
                initialisation();
                break;
            case 0x02:
                initRefusals();
                break;
            case 0x03:
                lengths();
                break;
            case 0x04:
                overlaps();
                break;
            case 0x05:
                returnsToStart();
                break;
            case 0x06:
                leavesNoTrace();
                break;
            case 0x07:
                wrongPadding();
                break;
            case 0x08:
                keysChange();
                break;
            case 0x09:
                aborts();
                break;
            case 0x0A:
                beforeReset();
                break;
            case 0x0B:
                afterReset();
                break;
            case 0x0C:
                streams();
                break;
            case 0x0D:
                arguments();
                break;
            case 0x0E:
                names();
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    static void reason(CryptoException e, short wanted, short where) {
        Check.that(e.getReason() == wanted, where);
    }

    private void refusesUse(Cipher cipher, short wanted, short where) {
        try {
            cipher.update(a, ZERO, (short) 16, b, ZERO);
            Check.missed(where);
        } catch (CryptoException e) {
            reason(e, wanted, (short) (where + 1));
        }
        try {
            cipher.doFinal(a, ZERO, (short) 16, b, ZERO);
            Check.missed((short) (where + 2));
        } catch (CryptoException e) {
            reason(e, wanted, (short) (where + 3));
        }
    }

    /** Nothing works before init; a key that has no value is refused. */
    private void initialisation() {
        Cipher fresh = Cipher.getInstance(Cipher.ALG_AES_CBC_PKCS5, false);
        refusesUse(fresh, CryptoException.INVALID_INIT, (short) 1);
        try {
            fresh.init(empty, ENCRYPT);
            Check.missed((short) 5);
        } catch (CryptoException e) {
            reason(e, CryptoException.UNINITIALIZED_KEY, (short) 6);
        }
        refusesUse(fresh, CryptoException.INVALID_INIT, (short) 7);
    }

    private void refusesInit(Cipher cipher, Key k, byte mode, short where) {
        try {
            cipher.init(k, mode);
            Check.missed(where);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) (where + 1));
        }
    }

    private void refusesParameter(Cipher cipher, short n, short where) {
        try {
            cipher.init(key, ENCRYPT, iv, ZERO, n);
            Check.missed(where);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_VALUE, (short) (where + 1));
        }
    }

    /** A refused init leaves the operation that is under way. */
    private void initRefusals() {
        byte[] value = new byte[24];
        des.setKey(value, ZERO);
        cbc.init(key, ENCRYPT, iv, ZERO, (short) 16);
        cbc.doFinal(a, ZERO, (short) 32, c, ZERO);
        Check.that(cbc.update(a, ZERO, (short) 16, b, ZERO) == 16, (short) 1);
        refusesInit(cbc, key, (byte) 3, (short) 2);
        refusesInit(cbc, key, (byte) 0, (short) 4);
        refusesInit(cbc, des, ENCRYPT, (short) 6);
        refusesParameter(cbc, (short) 15, (short) 8);
        refusesParameter(cbc, (short) 0, (short) 10);
        refusesParameter(ecb, (short) 16, (short) 12);
        try {
            cbc.init(null, ENCRYPT);
            Check.missed((short) 14);
        } catch (NullPointerException e) {
        }
        try {
            cbc.init(key, ENCRYPT, null, ZERO, (short) 16);
            Check.missed((short) 15);
        } catch (NullPointerException e) {
        }
        try {
            cbc.init(key, ENCRYPT, iv, (short) 1, (short) 16);
            Check.missed((short) 16);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        Cipher of192 = Cipher.getInstance(Cipher.ALG_AES_BLOCK_192_CBC_NOPAD, false);
        refusesInit(of192, key, ENCRYPT, (short) 17);
        Check.that(cbc.doFinal(a, (short) 16, (short) 16, b, (short) 16) == 16, (short) 19);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 32) == 0, (short) 20);
    }

    private void feeds(Cipher cipher, byte[] in, short at, short n, short out, short wanted,
            short where) {
        Check.that(cipher.update(in, at, n, c, out) == wanted, where);
    }

    /** Whole blocks come out as soon as they are whole; deciphering keeps one back to unpad. */
    private void lengths() {
        cbc.init(key, ENCRYPT);
        feeds(cbc, a, ZERO, (short) 5, ZERO, ZERO, (short) 1);
        feeds(cbc, a, (short) 5, (short) 11, ZERO, (short) 16, (short) 2);
        feeds(cbc, a, (short) 16, (short) 33, (short) 16, (short) 32, (short) 3);
        feeds(cbc, a, (short) 49, ZERO, (short) 48, ZERO, (short) 4);
        Check.that(cbc.doFinal(a, (short) 49, (short) 15, c, (short) 48) == 16, (short) 5);
        cbc.init(key, ENCRYPT);
        Check.that(cbc.doFinal(a, ZERO, (short) 64, b, ZERO) == 64, (short) 6);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 64) == 0, (short) 7);
        pads(pkcs5, (short) 16, (short) 48, (short) 8);
        pads(bit, (short) 16, (short) 48, (short) 20);
        pads(zeros, ZERO, (short) 32, (short) 32);
    }

    /** 32 bytes, then 37: what padding adds, and that it goes away again (zeros stay). */
    private void pads(Cipher cipher, short more, short forBlocks, short where) {
        boolean stays = more == 0;
        cipher.init(key, ENCRYPT);
        Check.that(cipher.doFinal(a, ZERO, (short) 32, b, ZERO) == (short) (32 + more), where);
        Check.that(cipher.doFinal(a, ZERO, (short) 37, b, ZERO) == 48, (short) (where + 1));
        cipher.init(key, DECRYPT);
        short first = cipher.update(b, ZERO, (short) 16, c, ZERO);
        Check.that(first == (stays ? 16 : 0), (short) (where + 2));
        short second = cipher.update(b, (short) 16, (short) 17, c, first);
        Check.that((short) (first + second) == 32, (short) (where + 3));
        short last = cipher.doFinal(b, (short) 33, (short) 15, c, (short) 32);
        Check.that(last == (stays ? 16 : 5), (short) (where + 4));
        Check.that(Util.arrayCompare(a, ZERO, c, ZERO, (short) 37) == 0, (short) (where + 5));
        Check.that(cipher.doFinal(b, ZERO, (short) 48, c, ZERO) == (stays ? 48 : 37),
                (short) (where + 6));
    }

    /** Input and output may overlap in any way. */
    private void overlaps() {
        cbc.init(key, ENCRYPT, iv, ZERO, (short) 16);
        cbc.doFinal(a, ZERO, (short) 64, c, ZERO);
        for (short shift = -9; shift <= 9; shift += 3) {
            short to = (short) (10 + shift);
            Util.arrayCopyNonAtomic(a, ZERO, b, (short) 10, (short) 64);
            Check.that(cbc.doFinal(b, (short) 10, (short) 64, b, to) == 64, (short) 1);
            Check.that(Util.arrayCompare(b, to, c, ZERO, (short) 64) == 0, (short) 2);
        }
        Util.arrayCopyNonAtomic(a, ZERO, b, ZERO, (short) 64);
        cbc.update(b, ZERO, (short) 5, b, ZERO);
        cbc.update(b, (short) 5, (short) 40, b, ZERO);
        Util.arrayCopyNonAtomic(a, (short) 45, b, (short) 45, (short) 19);
        Check.that(cbc.doFinal(b, (short) 45, (short) 19, b, (short) 32) == 32, (short) 3);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 64) == 0, (short) 4);
    }

    /** After doFinal the initial vector is as init gave it. */
    private void returnsToStart() {
        cbc.init(key, ENCRYPT, iv, ZERO, (short) 16);
        cbc.doFinal(a, ZERO, (short) 48, b, ZERO);
        cbc.doFinal(a, ZERO, (short) 48, c, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 48) == 0, (short) 1);
        iv[0] ^= 1; // the cipher has its own copy
        cbc.doFinal(a, ZERO, (short) 48, c, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 48) == 0, (short) 2);
        cbc.init(key, ENCRYPT); // zero
        cbc.doFinal(a, ZERO, (short) 16, c, ZERO);
        ecb.init(key, ENCRYPT);
        ecb.doFinal(a, ZERO, (short) 16, b, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 16) == 0, (short) 3);
    }

    /** A call that is refused has taken nothing. */
    private void leavesNoTrace() {
        cbc.init(key, ENCRYPT);
        cbc.doFinal(a, ZERO, (short) 48, c, ZERO);
        cbc.update(a, ZERO, (short) 20, b, ZERO);
        try {
            cbc.doFinal(a, (short) 20, (short) 10, b, (short) 16);
            Check.missed((short) 1);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 2);
        }
        try {
            cbc.doFinal(a, (short) 20, (short) 28, b, (short) 69);
            Check.missed((short) 3);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            cbc.update(a, (short) 20, (short) 28, b, (short) 69);
            Check.missed((short) 4);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        Check.that(cbc.doFinal(a, (short) 20, (short) 28, b, (short) 16) == 32, (short) 5);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 48) == 0, (short) 6);
        Check.that(cbc.doFinal(a, ZERO, ZERO, b, ZERO) == 0, (short) 7);
    }

    /** A wrong padding has used the message up; the object is as after init. */
    private void wrongPadding() {
        cbc.init(key, ENCRYPT);
        cbc.doFinal(a, ZERO, (short) 32, b, ZERO);
        pkcs5.init(key, DECRYPT);
        bit.init(key, DECRYPT);
        for (short i = 0; i < 2; i++) {
            Cipher cipher = i == 0 ? pkcs5 : bit;
            try {
                cipher.doFinal(b, ZERO, (short) 32, c, ZERO);
                Check.missed((short) 1);
            } catch (CryptoException e) {
                reason(e, CryptoException.ILLEGAL_USE, (short) 2);
            }
            try {
                cipher.doFinal(b, ZERO, ZERO, c, ZERO);
                Check.missed((short) 3);
            } catch (CryptoException e) {
                reason(e, CryptoException.ILLEGAL_USE, (short) 4);
            }
        }
        pkcs5.init(key, ENCRYPT);
        pkcs5.doFinal(a, ZERO, (short) 20, b, ZERO);
        pkcs5.init(key, DECRYPT);
        Check.that(pkcs5.doFinal(b, ZERO, (short) 32, c, ZERO) == 20, (short) 5);
        try { // 20 bytes do not fit into what is left
            pkcs5.doFinal(b, ZERO, (short) 32, c, (short) 81);
            Check.missed((short) 6);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        Check.that(pkcs5.doFinal(b, ZERO, (short) 32, c, (short) 80) == 20, (short) 7);
    }

    /** A key's new value counts from the next call; a cleared key is refused. */
    private void keysChange() {
        AESKey k = aes((byte) 1);
        byte[] value = new byte[16];
        cbc.init(k, ENCRYPT);
        cbc.update(a, ZERO, (short) 16, b, ZERO);
        Check.that(key.getKey(value, ZERO) == 16, (short) 1);
        k.setKey(value, ZERO);
        cbc.doFinal(a, (short) 16, (short) 16, b, (short) 16);
        cbc.init(key, ENCRYPT, b, ZERO, (short) 16);
        cbc.doFinal(a, (short) 16, (short) 16, c, ZERO);
        Check.that(Util.arrayCompare(b, (short) 16, c, ZERO, (short) 16) == 0, (short) 2);
        cbc.init(k, ENCRYPT);
        cbc.update(a, ZERO, (short) 16, b, ZERO);
        k.clearKey();
        refusesUse(cbc, CryptoException.UNINITIALIZED_KEY, (short) 3);
        k.setKey(value, ZERO);
        Check.that(cbc.doFinal(a, (short) 16, (short) 16, b, (short) 16) == 16, (short) 7);
    }

    /** An abort puts key and mode back; what was under way under the other key is gone. */
    private void aborts() {
        cbc.init(key, ENCRYPT);
        cbc.doFinal(a, ZERO, (short) 32, c, ZERO);
        JCSystem.beginTransaction();
        cbc.init(other, DECRYPT);
        cbc.update(a, ZERO, (short) 7, b, ZERO);
        JCSystem.abortTransaction();
        Check.that(cbc.doFinal(a, ZERO, (short) 32, b, ZERO) == 32, (short) 1);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 32) == 0, (short) 2);
        JCSystem.beginTransaction(); // the output is no part of a transaction
        Util.arrayFillNonAtomic(b, ZERO, (short) 32, (byte) 0);
        cbc.doFinal(a, ZERO, (short) 32, b, ZERO);
        JCSystem.abortTransaction();
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 32) == 0, (short) 3);
    }

    private void beforeReset() {
        cbc.init(key, ENCRYPT, a, ZERO, (short) 16);
        counter = Cipher.getInstance(Cipher.ALG_AES_CTR, false);
        counter.init(key, ENCRYPT, iv, ZERO, (short) 16);
        pkcs5.init(key, ENCRYPT);
        pkcs5.update(a, ZERO, (short) 20, b, ZERO);
    }

    /** Key and mode are still there, what was under way is not; CBC has a vector of zeros. */
    private void afterReset() {
        refusesUse(counter, CryptoException.INVALID_INIT, (short) 1);
        Check.that(cbc.doFinal(a, ZERO, (short) 16, b, ZERO) == 16, (short) 7);
        cbc.init(key, ENCRYPT);
        cbc.doFinal(a, ZERO, (short) 16, c, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 16) == 0, (short) 8);
        Check.that(pkcs5.doFinal(a, ZERO, (short) 16, b, ZERO) == 32, (short) 5);
        ecb.init(key, ENCRYPT);
        ecb.doFinal(a, ZERO, (short) 16, c, ZERO);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 16) == 0, (short) 6);
    }

    /** Counter and feedback modes give as many bytes as they take. */
    private void streams() {
        for (short i = 0; i < 2; i++) {
            Cipher s = Cipher.getInstance(i == 0 ? Cipher.ALG_AES_CTR : Cipher.ALG_AES_CFB, false);
            s.init(key, ENCRYPT, iv, ZERO, (short) 16);
            Check.that(s.doFinal(a, ZERO, (short) 61, c, ZERO) == 61, (short) 1);
            Check.that(s.update(a, ZERO, (short) 5, b, ZERO) == 5, (short) 2);
            Check.that(s.update(a, (short) 5, (short) 30, b, (short) 5) == 30, (short) 3);
            Check.that(s.doFinal(a, (short) 35, (short) 26, b, (short) 35) == 26, (short) 4);
            Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 61) == 0, (short) 5);
            s.init(key, DECRYPT, iv, ZERO, (short) 16);
            Check.that(s.doFinal(b, ZERO, (short) 61, b, ZERO) == 61, (short) 6);
            Check.that(Util.arrayCompare(a, ZERO, b, ZERO, (short) 61) == 0, (short) 7);
        }
        Cipher xts = Cipher.getInstance(Cipher.ALG_AES_XTS, false);
        refusesInit(xts, key, ENCRYPT, (short) 8);
        AESKey two = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, (short) 256, false);
        two.setKey(a, ZERO);
        xts.init(two, ENCRYPT, iv, ZERO, (short) 16);
        Check.that(xts.doFinal(a, ZERO, (short) 61, c, ZERO) == 61, (short) 10);
        Check.that(xts.update(a, ZERO, (short) 31, b, ZERO) == 0, (short) 11);
        Check.that(xts.update(a, (short) 31, (short) 1, b, ZERO) == 16, (short) 12);
        Check.that(xts.doFinal(a, (short) 32, (short) 29, b, (short) 16) == 45, (short) 13);
        Check.that(Util.arrayCompare(b, ZERO, c, ZERO, (short) 61) == 0, (short) 14);
        try {
            xts.doFinal(a, ZERO, (short) 15, b, ZERO);
            Check.missed((short) 15);
        } catch (CryptoException e) {
            reason(e, CryptoException.ILLEGAL_USE, (short) 16);
        }
    }

    /** Arrays and ranges come before anything else. */
    private void arguments() {
        Cipher fresh = Cipher.getInstance(Cipher.ALG_AES_CBC_PKCS5, false);
        try {
            fresh.update(null, ZERO, (short) 1, b, ZERO);
            Check.missed((short) 1);
        } catch (NullPointerException e) {
        }
        try {
            fresh.update(a, ZERO, (short) 1, null, ZERO);
            Check.missed((short) 2);
        } catch (NullPointerException e) {
        }
        try {
            fresh.update(a, (short) -1, (short) 1, b, ZERO);
            Check.missed((short) 3);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            fresh.doFinal(a, (short) 90, (short) 11, b, ZERO);
            Check.missed((short) 4);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            fresh.doFinal(a, ZERO, (short) 10, b, (short) 101);
            Check.missed((short) 5);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
    }

    /** Constants and parts name each other; what is not there is refused. */
    private void names() {
        Check.that(pkcs5.getAlgorithm() == Cipher.ALG_AES_CBC_PKCS5, (short) 1);
        Check.that(pkcs5.getCipherAlgorithm() == Cipher.CIPHER_AES_CBC, (short) 2);
        Check.that(pkcs5.getPaddingAlgorithm() == Cipher.PAD_PKCS5, (short) 3);
        Cipher parts = Cipher.getInstance(Cipher.CIPHER_DES_ECB, Cipher.PAD_ISO9797_M2, false);
        Check.that(parts.getAlgorithm() == Cipher.ALG_DES_ECB_ISO9797_M2, (short) 4);
        parts = Cipher.getInstance(Cipher.CIPHER_SM4_CBC, Cipher.PAD_PKCS5, false);
        Check.that(parts.getAlgorithm() == 0, (short) 5);
        refusesName(Cipher.ALG_RSA_ISO14888, (short) 6);
        refusesName(Cipher.ALG_RSA_ISO9796, (short) 8);
        refusesName((byte) 99, (short) 10);
        try {
            Cipher.getInstance(Cipher.CIPHER_AES_CBC, Cipher.PAD_PKCS1, false);
            Check.missed((short) 12);
        } catch (CryptoException e) {
            reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 13);
        }
        try {
            Cipher.getInstance(Cipher.CIPHER_RSA, Cipher.PAD_ISO9797_M2, false);
            Check.missed((short) 14);
        } catch (CryptoException e) {
            reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) 15);
        }
    }

    private static void refusesName(byte algorithm, short where) {
        try {
            Cipher.getInstance(algorithm, false);
            Check.missed(where);
        } catch (CryptoException e) {
            reason(e, CryptoException.NO_SUCH_ALGORITHM, (short) (where + 1));
        }
    }
}
