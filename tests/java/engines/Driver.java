// The applet through which test vectors reach the element's ciphers and signatures: commands fill
// buffers, make keys and run an algorithm. Exceptions become status words.
package com.example.engines;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.DESKey;
import javacard.security.DSAKey;
import javacard.security.DSAPrivateKey;
import javacard.security.DSAPublicKey;
import javacard.security.ECKey;
import javacard.security.ECPrivateKey;
import javacard.security.ECPublicKey;
import javacard.security.HMACKey;
import javacard.security.Key;
import javacard.security.KeyBuilder;
import javacard.security.KoreanSEEDKey;
import javacard.security.NamedParameterSpec;
import javacard.security.RSAPrivateCrtKey;
import javacard.security.RSAPrivateKey;
import javacard.security.RSAPublicKey;
import javacard.security.SM4Key;
import javacard.security.Signature;
import javacard.security.SignatureMessageRecovery;
import javacard.security.XECKey;
import javacardx.crypto.AEADCipher;
import javacardx.crypto.Cipher;

public final class Driver extends Applet {
    private static final short BUFFERS = 6;
    private static final short ROOM = 2600;

    // Buffers by number: what a command takes and gives.
    private static final byte MESSAGE = 1;
    private static final byte RESULT = 2;
    private static final byte PARAMETER = 3;
    private static final byte EXTRA = 4;
    private static final byte TAG = 5;

    private final Object[] buffers = new Object[BUFFERS];
    private final short[] used;
    private final Key[] keys = new Key[4];
    private final short[] recoverable;
    private Cipher cipher;
    private Signature signature;

    private Driver() {
        for (short i = 0; i < BUFFERS; i++) {
            buffers[i] = JCSystem.makeTransientByteArray(ROOM, JCSystem.CLEAR_ON_DESELECT);
        }
        used = JCSystem.makeTransientShortArray(BUFFERS, JCSystem.CLEAR_ON_DESELECT);
        recoverable = JCSystem.makeTransientShortArray((short) 1, JCSystem.CLEAR_ON_DESELECT);
        register();
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new Driver();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] b = apdu.getBuffer();
        short n = apdu.setIncomingAndReceive();
        try {
            dispatch(apdu, b, n, b[ISO7816.OFFSET_P1], b[ISO7816.OFFSET_P2]);
        } catch (CryptoException e) {
            ISOException.throwIt((short) (0x6F90 + e.getReason()));
        } catch (ArrayIndexOutOfBoundsException e) {
            ISOException.throwIt((short) 0x6F80);
        }
    }

    private void dispatch(APDU apdu, byte[] b, short n, byte p1, byte p2) {
        short at = ISO7816.OFFSET_CDATA;
        if (b[ISO7816.OFFSET_INS] == 0x10 || b[ISO7816.OFFSET_INS] == 0x20) {
            JCSystem.requestObjectDeletion(); // of what the last record left
        }
        switch (b[ISO7816.OFFSET_INS]) {
            case 0x01: // append to buffer P1, P2 = 1: from its beginning
                used[p1] = p2 == 1 ? 0 : used[p1];
                Util.arrayCopyNonAtomic(b, at, buffer(p1), used[p1], n);
                used[p1] += n;
                break;
            case 0x02: // read piece P2 of buffer P1
                read(apdu, b, p1, (short) (p2 * 240));
                break;
            case 0x03: // key P1 of a TYPE_ (P2 = 1: of an ALG_TYPE_) and bits
                build(p1, p2 == 1, b[at], Util.getShort(b, (short) (at + 1)));
                break;
            case 0x04: // part P2 of key P1 from buffer 0
                set(keys[p1], p2, buffer((short) 0), used[0]);
                break;
            case 0x05: // key P1 on a named curve, P2 = 1: private
                keys[p1] = KeyBuilder.buildXECKey(
                        NamedParameterSpec.getInstance(Util.getShort(b, at)),
                        p2 == 1 ? KeyBuilder.ATTR_PRIVATE : KeyBuilder.ATTR_PUBLIC, false);
                break;
            case 0x10: // cipher by constant, or by parts
                cipher = n == 1 ? Cipher.getInstance(b[at], false)
                        : Cipher.getInstance(b[at], b[(short) (at + 1)], false);
                break;
            case 0x11: // init with key P1, mode P2, and buffer PARAMETER unless empty
                if (used[PARAMETER] == 0) {
                    cipher.init(keys[p1], p2);
                } else {
                    cipher.init(keys[p1], p2, buffer(PARAMETER), (short) 0, used[PARAMETER]);
                }
                break;
            case 0x12: // the message in pieces of this size (0: as a whole)
                runCipher(Util.getShort(b, at));
                break;
            case 0x18: // AEAD: mode P1, tag length P2, key 0; piece size
                runAead(p1, p2, Util.getShort(b, at));
                break;
            case 0x20: // signature by constant, or by parts
                signature = n == 1 ? Signature.getInstance(b[at], false)
                        : Signature.getInstance(b[at], b[(short) (at + 1)], b[(short) (at + 2)],
                                false);
                break;
            case 0x21: // init with key P1, mode P2, and buffer PARAMETER unless empty
                if (used[PARAMETER] == 0) {
                    signature.init(keys[p1], p2);
                } else {
                    signature.init(keys[p1], p2, buffer(PARAMETER), (short) 0, used[PARAMETER]);
                }
                break;
            case 0x22: // sign in pieces of this size
                sign(Util.getShort(b, at));
                break;
            case 0x23: // verify in pieces of this size
                answer(apdu, b, verify(Util.getShort(b, at)));
                break;
            case 0x24: // sign a hash
                used[RESULT] = signature.signPreComputedHash(buffer(MESSAGE), (short) 0,
                        used[MESSAGE], buffer(RESULT), (short) 0);
                break;
            case 0x25: // verify a hash's signature
                answer(apdu, b, signature.verifyPreComputedHash(buffer(MESSAGE), (short) 0,
                        used[MESSAGE], buffer(RESULT), (short) 0, used[RESULT]));
                break;
            case 0x26: // sign with message recovery, in pieces of this size
                recoverSign(Util.getShort(b, at));
                break;
            case 0x27: // verify what the signature carries and MESSAGE
                answer(apdu, b, recoverVerify(Util.getShort(b, at)));
                break;
            case 0x28:
                Util.setShort(b, (short) 0, signature.getLength());
                apdu.setOutgoingAndSend((short) 0, (short) 2);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private void read(APDU apdu, byte[] b, byte which, short from) {
        short n = (short) (used[which] - from);
        if (n < 0) {
            n = 0;
        }
        if (n > 240) {
            n = 240;
        }
        Util.arrayCopyNonAtomic(buffer(which), from, b, (short) 0, n);
        apdu.setOutgoingAndSend((short) 0, n);
    }

    private byte[] buffer(short which) {
        return (byte[]) buffers[which];
    }

    private static void answer(APDU apdu, byte[] b, boolean fact) {
        b[0] = fact ? (byte) 1 : (byte) 0;
        apdu.setOutgoingAndSend((short) 0, (short) 1);
    }

    private void build(byte slot, boolean byAlgorithm, byte type, short bits) {
        keys[slot] = byAlgorithm
                ? KeyBuilder.buildKey(type, JCSystem.MEMORY_TYPE_PERSISTENT, bits, false)
                : KeyBuilder.buildKey(type, bits, false);
    }

    private static void set(Key key, byte part, byte[] value, short n) {
        short zero = 0;
        if (key instanceof AESKey) {
            ((AESKey) key).setKey(value, zero);
        } else if (key instanceof DESKey) {
            ((DESKey) key).setKey(value, zero);
        } else if (key instanceof HMACKey) {
            ((HMACKey) key).setKey(value, zero, n);
        } else if (key instanceof KoreanSEEDKey) {
            ((KoreanSEEDKey) key).setKey(value, zero);
        } else if (key instanceof SM4Key) {
            ((SM4Key) key).setKey(value, zero);
        } else if (key instanceof XECKey) {
            ((XECKey) key).setEncoded(value, zero, n);
        } else if (key instanceof DSAKey) {
            setDsa(key, part, value, n);
        } else if (key instanceof ECKey) {
            setEc(key, part, value, n);
        } else {
            setRsa(key, part, value, n);
        }
    }

    private static void setRsa(Key key, byte part, byte[] value, short n) {
        short zero = 0;
        if (key instanceof RSAPublicKey) {
            if (part == 0) {
                ((RSAPublicKey) key).setModulus(value, zero, n);
            } else {
                ((RSAPublicKey) key).setExponent(value, zero, n);
            }
        } else if (key instanceof RSAPrivateKey) {
            if (part == 0) {
                ((RSAPrivateKey) key).setModulus(value, zero, n);
            } else {
                ((RSAPrivateKey) key).setExponent(value, zero, n);
            }
        } else {
            RSAPrivateCrtKey k = (RSAPrivateCrtKey) key;
            switch (part) {
                case 0:
                    k.setP(value, zero, n);
                    break;
                case 1:
                    k.setQ(value, zero, n);
                    break;
                case 2:
                    k.setDP1(value, zero, n);
                    break;
                case 3:
                    k.setDQ1(value, zero, n);
                    break;
                default:
                    k.setPQ(value, zero, n);
            }
        }
    }

    private static void setEc(Key key, byte part, byte[] value, short n) {
        short zero = 0;
        ECKey k = (ECKey) key;
        switch (part) {
            case 0:
                k.setFieldFP(value, zero, n);
                break;
            case 1:
                k.setA(value, zero, n);
                break;
            case 2:
                k.setB(value, zero, n);
                break;
            case 3:
                k.setG(value, zero, n);
                break;
            case 4:
                k.setR(value, zero, n);
                break;
            case 5:
                k.setK(Util.getShort(value, zero));
                break;
            case 6:
                ((ECPrivateKey) key).setS(value, zero, n);
                break;
            default:
                ((ECPublicKey) key).setW(value, zero, n);
        }
    }

    private static void setDsa(Key key, byte part, byte[] value, short n) {
        short zero = 0;
        DSAKey k = (DSAKey) key;
        switch (part) {
            case 0:
                k.setP(value, zero, n);
                break;
            case 1:
                k.setQ(value, zero, n);
                break;
            case 2:
                k.setG(value, zero, n);
                break;
            case 3:
                ((DSAPrivateKey) key).setX(value, zero, n);
                break;
            default:
                ((DSAPublicKey) key).setY(value, zero, n);
        }
    }

    private void runCipher(short piece) {
        byte[] in = buffer(MESSAGE);
        byte[] out = buffer(RESULT);
        short at = 0;
        short made = 0;
        while (piece > 0 && (short) (used[MESSAGE] - at) > piece) {
            made += cipher.update(in, at, piece, out, made);
            at += piece;
        }
        made += cipher.doFinal(in, at, (short) (used[MESSAGE] - at), out, made);
        used[RESULT] = made;
    }

    private void runAead(byte mode, byte tagLength, short piece) {
        AEADCipher aead = (AEADCipher) cipher;
        if (aead.getAlgorithm() == AEADCipher.ALG_AES_CCM) {
            aead.init(keys[0], mode, buffer(PARAMETER), (short) 0, used[PARAMETER], used[EXTRA],
                    used[MESSAGE], tagLength);
        } else {
            aead.init(keys[0], mode, buffer(PARAMETER), (short) 0, used[PARAMETER]);
        }
        short at = 0;
        while (at < used[EXTRA]) {
            short n = (short) (used[EXTRA] - at);
            n = piece > 0 && n > piece ? piece : n;
            aead.updateAAD(buffer(EXTRA), at, n);
            at += n;
        }
        runCipher(piece);
        if (mode == Cipher.MODE_ENCRYPT) {
            used[TAG] = aead.retrieveTag(buffer(TAG), (short) 0, tagLength);
        } else {
            used[EXTRA] = 1;
            buffer(EXTRA)[0] = aead.verifyTag(buffer(TAG), (short) 0, used[TAG], tagLength)
                    ? (byte) 1 : (byte) 0;
        }
    }

    /** Updates but for the last piece; where that begins. */
    private short updates(short piece) {
        short at = 0;
        while (piece > 0 && (short) (used[MESSAGE] - at) > piece) {
            signature.update(buffer(MESSAGE), at, piece);
            at += piece;
        }
        return at;
    }

    private void sign(short piece) {
        short at = updates(piece);
        used[RESULT] = signature.sign(buffer(MESSAGE), at, (short) (used[MESSAGE] - at),
                buffer(RESULT), (short) 0);
    }

    private boolean verify(short piece) {
        short at = updates(piece);
        return signature.verify(buffer(MESSAGE), at, (short) (used[MESSAGE] - at),
                buffer(RESULT), (short) 0, used[RESULT]);
    }

    private void recoverSign(short piece) {
        short at = updates(piece);
        used[RESULT] = ((SignatureMessageRecovery) signature).sign(buffer(MESSAGE), at,
                (short) (used[MESSAGE] - at), buffer(RESULT), (short) 0, recoverable, (short) 0);
        Util.setShort(buffer(TAG), (short) 0, recoverable[0]);
        used[TAG] = 2;
    }

    private boolean recoverVerify(short piece) {
        SignatureMessageRecovery s = (SignatureMessageRecovery) signature;
        used[RESULT] = s.beginVerify(buffer(RESULT), (short) 0, used[RESULT]);
        short at = updates(piece);
        return s.verify(buffer(MESSAGE), at, (short) (used[MESSAGE] - at));
    }
}
