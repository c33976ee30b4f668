// The applet through which vectors reach digests, keys, agreements, derivations and random numbers.
package com.example.keys;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.SystemException;
import javacard.framework.TransactionException;
import javacard.framework.Util;
import javacard.security.CryptoException;
import javacard.security.Checksum;
import javacard.security.InitializedMessageDigest;
import javacard.security.Key;
import javacard.security.KeyAgreement;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.MessageDigest;
import javacard.security.NamedParameterSpec;
import javacard.security.PrivateKey;
import javacard.security.PublicKey;
import javacard.security.RandomData;
import javacard.security.SecretKey;
import javacardx.apdu.ExtendedLength;
import javacardx.security.derivation.DerivationFunction;

/**
 * INS says what is done, P1 and P2 with what. Data are fields of two bytes of length (FFFF: null) and
 * the bytes, where a command has more than one. 63nn: CryptoException nn, 64nn: another one.
 */
public final class Driver extends Applet implements ExtendedLength {
    private static final short KEYS = 8;

    private final Key[] keys = new Key[KEYS];
    private final byte[] in = JCSystem.makeTransientByteArray((short) 2048,
            JCSystem.CLEAR_ON_RESET);
    private final byte[] out = JCSystem.makeTransientByteArray((short) 2048,
            JCSystem.CLEAR_ON_RESET);

    public static void install(byte[] parameters, short offset, byte length) {
        new Driver().register();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        byte ins = buffer[ISO7816.OFFSET_INS];
        byte p1 = buffer[ISO7816.OFFSET_P1];
        byte p2 = buffer[ISO7816.OFFSET_P2];
        short n = receive(apdu);
        short made = 0;
        JCSystem.requestObjectDeletion(); // every command makes objects of its own
        try {
            made = run(ins, p1, p2, n);
        } catch (CryptoException e) {
            ISOException.throwIt((short) (0x6300 + e.getReason()));
        } catch (ArrayIndexOutOfBoundsException e) {
            ISOException.throwIt((short) 0x6401);
        } catch (NullPointerException e) {
            ISOException.throwIt((short) 0x6402);
        } catch (SecurityException e) {
            ISOException.throwIt((short) 0x6403);
        } catch (TransactionException e) {
            ISOException.throwIt((short) 0x6404);
        } catch (SystemException e) {
            ISOException.throwIt((short) (0x6410 + e.getReason()));
        }
        apdu.setOutgoing();
        apdu.setOutgoingLength(made);
        apdu.sendBytesLong(out, (short) 0, made);
    }

    private short receive(APDU apdu) {
        short n = apdu.setIncomingAndReceive();
        short at = apdu.getOffsetCdata();
        short taken = 0;
        while (n > 0) {
            Util.arrayCopyNonAtomic(apdu.getBuffer(), at, in, taken, n);
            taken += n;
            n = apdu.receiveBytes(at);
        }
        return taken;
    }

    private short run(byte ins, byte p1, byte p2, short n) {
        switch (ins) {
            case 0x10:
                return digest(p1, (short) (p2 & 0xFF), n);
            case 0x11:
                return digestResumed(p1, (short) ((p2 & 0xFF) << 6), n);
            case 0x12:
                return checksum(p1);
            case 0x13:
                return random(p1, (short) (p2 & 0xFF), n);
            case 0x14:
                return derive(p1, p2);
            case 0x15:
                return agree(p1, p2, n);
            default:
                return runOnKeys(ins, p1, p2, n);
        }
    }

    private short runOnKeys(byte ins, byte p1, byte p2, short n) {
        switch (ins) {
            case 0x20:
                keys[in[0]] = KeyBuilder.buildKey(p1, p2, Util.getShort(in, (short) 1), false);
                return 0;
            case 0x21:
                keys[p1] = KeyBuilder.buildXECKey(
                        NamedParameterSpec.getInstance(Util.getShort(in, (short) 0)),
                        Util.getShort(in, (short) 2), false);
                return 0;
            case 0x22:
                Parts.set(keys[p1], p2, in, (short) 0, n);
                return 0;
            case 0x23:
                return Parts.get(keys[p1], p2, out, (short) 0);
            case 0x24:
                out[0] = (byte) (keys[p1].isInitialized() ? 1 : 0);
                out[1] = keys[p1].getType();
                Util.setShort(out, (short) 2, keys[p1].getSize());
                return 4;
            case 0x25:
                keys[p1].clearKey();
                return 0;
            case 0x26:
                new KeyPair((PublicKey) keys[p1], (PrivateKey) keys[p2]).genKeyPair();
                return 0;
            case 0x27:
                KeyPair pair = new KeyPair(p1, Util.getShort(in, (short) 0));
                pair.genKeyPair();
                keys[0] = (Key) pair.getPublic();
                keys[1] = (Key) pair.getPrivate();
                return 0;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
                return 0;
        }
    }

    /** P2 bytes at a time, 0: all at once. */
    private short digest(byte algorithm, short step, short n) {
        MessageDigest digest = MessageDigest.getInstance(algorithm, false);
        short at = 0;
        while (step > 0 && (short) (n - at) > step) {
            digest.update(in, at, step);
            at += step;
        }
        return digest.doFinal(in, at, (short) (n - at), out, (short) 0);
    }

    /** The first bytes by one object, the others by another that takes over. */
    private short digestResumed(byte algorithm, short first, short n) {
        InitializedMessageDigest one =
                MessageDigest.getInitializedMessageDigestInstance(algorithm, false);
        InitializedMessageDigest two =
                MessageDigest.getInitializedMessageDigestInstance(algorithm, false);
        one.update(in, (short) 0, first);
        short size = one.doIntermediateMessageDigest(out, (short) 0);
        Util.setShort(out, (short) 100, first);
        two.setInitialDigest(out, (short) 0, size, out, (short) 100, (short) 2);
        return two.doFinal(in, first, (short) (n - first), out, (short) 0);
    }

    private short checksum(byte algorithm) {
        Checksum checksum = Checksum.getInstance(algorithm, false);
        if (length((short) 0) > 0) {
            checksum.init(in, (short) 2, length((short) 0));
        }
        short at = next((short) 0);
        short half = (short) (length(at) / 2);
        checksum.update(in, (short) (at + 2), half);
        return checksum.doFinal(in, (short) (at + 2 + half), (short) (length(at) - half), out,
                (short) 0);
    }

    /** With a seed when there are data. */
    private short random(byte algorithm, short n, short seed) {
        RandomData random = RandomData.getInstance(algorithm);
        if (seed > 0) {
            random.setSeed(in, (short) 0, seed);
        }
        short half = (short) (n / 2);
        random.generateData(out, (short) 0, half);
        return random.nextBytes(out, half, (short) (n - half));
    }

    private short agree(byte algorithm, byte key, short n) {
        KeyAgreement agreement = KeyAgreement.getInstance(algorithm, false);
        agreement.init((PrivateKey) keys[key]);
        return agreement.generateSecret(in, (short) 0, n, out, (short) 0);
    }

    /**
     * Data: inner algorithm, output length (2), counter length, label prefix, bytes at a time, then
     * three fields: secret, first, second.
     */
    private short derive(byte algorithm, byte key) {
        DerivationFunction function = DerivationFunction.getInstance(algorithm, false);
        if (key < 0) {
            function.init(new ByBytes(in));
        } else {
            function.init(new ByKey((SecretKey) keys[key], in));
        }
        short n = Util.getShort(in, (short) 1);
        short step = in[5];
        short at = 0;
        while ((short) (n - at) > step) {
            function.nextBytes(out, at, step);
            at += step;
        }
        function.lastBytes(out, at, (short) (n - at));
        return n;
    }

    private short length(short at) {
        return Util.getShort(in, at);
    }

    private short next(short at) {
        return (short) (at + 2 + (length(at) < 0 ? 0 : length(at)));
    }
}
