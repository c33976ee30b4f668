// What bench/crypto_bench.c times: one operation for each command, keys made at installation, the
// curve's parameters set one by one as applets do.
package bench;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.ECKey;
import javacard.security.KeyBuilder;
import javacard.security.KeyPair;
import javacard.security.MessageDigest;
import javacard.security.Signature;
import javacardx.apdu.ExtendedLength;
import javacardx.crypto.Cipher;

public final class CryptoBench extends Applet implements ExtendedLength {
    private static final byte[] P = {
        -1, -1, -1, -1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -1};
    private static final byte[] A = {
        -1, -1, -1, -1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1,
        -1, -1, -1, -1, -4};
    private static final byte[] B = {
        90, -58, 53, -40, -86, 58, -109, -25, -77, -21, -67, 85, 118, -104, -122, -68, 101, 29,
        6, -80, -52, 83, -80, -10, 59, -50, 60, 62, 39, -46, 96, 75};
    private static final byte[] G = {
        4, 107, 23, -47, -14, -31, 44, 66, 71, -8, -68, -26, -27, 99, -92, 64, -14, 119, 3, 125,
        -127, 45, -21, 51, -96, -12, -95, 57, 69, -40, -104, -62, -106, 79, -29, 66, -30, -2, 26,
        127, -101, -114, -25, -21, 74, 124, 15, -98, 22, 43, -50, 51, 87, 107, 49, 94, -50, -53,
        -74, 64, 104, 55, -65, 81, -11};
    private static final byte[] R = {
        -1, -1, -1, -1, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -68, -26, -6, -83, -89, 23,
        -98, -124, -13, -71, -54, -62, -4, 99, 37, 81};

    private final Cipher cipher = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
    private final Signature mac = Signature.getInstance(Signature.ALG_AES_CMAC_128, false);
    private final MessageDigest digest = MessageDigest.getInstance(MessageDigest.ALG_SHA_256, false);
    private final Signature ecdsa = Signature.getInstance(Signature.ALG_ECDSA_SHA_256, false);
    private final Signature judge = Signature.getInstance(Signature.ALG_ECDSA_SHA_256, false);
    private final Signature rsa = Signature.getInstance(Signature.ALG_RSA_SHA_256_PKCS1, false);
    private final byte[] data = JCSystem.makeTransientByteArray((short) 256,
            JCSystem.CLEAR_ON_RESET);
    private final byte[] signature = JCSystem.makeTransientByteArray((short) 80,
            JCSystem.CLEAR_ON_RESET);
    private short signatureLength;

    private CryptoBench() {
        AESKey key = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, (short) 128, false);
        key.setKey(B, (short) 0);
        cipher.init(key, Cipher.MODE_ENCRYPT, A, (short) 0, (short) 16);
        mac.init(key, Signature.MODE_SIGN);
        KeyPair ec = new KeyPair(KeyPair.ALG_EC_FP, (short) 256);
        setCurve((ECKey) ec.getPublic());
        setCurve((ECKey) ec.getPrivate());
        ec.genKeyPair();
        ecdsa.init(ec.getPrivate(), Signature.MODE_SIGN);
        judge.init(ec.getPublic(), Signature.MODE_VERIFY);
        KeyPair pair = new KeyPair(KeyPair.ALG_RSA_CRT, (short) 2048);
        pair.genKeyPair();
        rsa.init(pair.getPrivate(), Signature.MODE_SIGN);
        register();
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new CryptoBench();
    }

    private static void setCurve(ECKey key) {
        key.setFieldFP(P, (short) 0, (short) 32);
        key.setA(A, (short) 0, (short) 32);
        key.setB(B, (short) 0, (short) 32);
        key.setG(G, (short) 0, (short) 65);
        key.setR(R, (short) 0, (short) 32);
        key.setK((short) 1);
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] b = apdu.getBuffer();
        byte[] d = data;
        byte ins = b[ISO7816.OFFSET_INS];
        short part = apdu.setIncomingAndReceive();
        short at = apdu.getOffsetCdata();
        short n = 0;
        while (part > 0) {
            n = Util.arrayCopyNonAtomic(b, at, d, n, part);
            at = 0;
            part = apdu.receiveBytes(at);
        }
        switch (ins) {
            case 0:
                break;
            case 1:
                n = cipher.doFinal(d, at, n, d, at);
                break;
            case 2:
                n = digest.doFinal(d, at, n, d, at);
                break;
            case 3:
                n = mac.sign(d, at, n, d, at);
                break;
            case 4:
                n = ecdsa.sign(d, at, n, signature, at);
                signatureLength = n;
                n = 0;
                break;
            case 5:
                if (!judge.verify(d, at, n, signature, at, signatureLength)) {
                    ISOException.throwIt(ISO7816.SW_DATA_INVALID);
                }
                n = 0;
                break;
            case 6:
                n = rsa.sign(d, at, n, d, at);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
        apdu.setOutgoing();
        apdu.setOutgoingLength(n);
        apdu.sendBytesLong(d, (short) 0, n);
    }
}
