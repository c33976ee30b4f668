// The applet on the other side of the firewall, for the tests of natives.
package com.example.vault;

import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.JCSystem;
import javacard.framework.Shareable;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.Key;
import javacard.security.KeyBuilder;
import javacardx.crypto.Cipher;

/** Shares a vault with whoever asks with parameter 1, throws for 2, refuses otherwise. */
public final class Server extends Applet implements Vault {
    private final byte[] secret = {1, 2, 3, 4, 5, 6, 7, 8};

    private final AESKey mine = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, (short) 128,
            false);
    private final Cipher shared = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_ECB_NOPAD, true);
    private final Cipher own = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_ECB_NOPAD, false);

    private Server() {
        mine.setKey(new byte[16], (short) 0);
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new Server().register();
    }

    public Shareable getShareableInterfaceObject(AID client, byte parameter) {
        if (parameter == 2) {
            Util.getShort(null, (short) 0);
        }
        return parameter == 1 ? this : null;
    }

    public void process(APDU apdu) {
    }

    public byte[] secret() {
        return secret;
    }

    public Object keeper() {
        return this;
    }

    public byte compareSomething() {
        return Util.arrayCompare(secret, (short) 0, secret, (short) 1, (short) 1);
    }

    public void copy(byte[] from, byte[] to) {
        Util.arrayCopy(from, (short) 0, to, (short) 0, (short) 2);
    }

    public byte encipher(boolean external, Key key, byte[] data) {
        Cipher cipher = external ? shared : own;
        try {
            cipher.init(key == null ? mine : key, Cipher.MODE_ENCRYPT);
            cipher.doFinal(data, (short) 0, (short) 16, data, (short) 0);
            return 0;
        } catch (SecurityException e) {
            return -1;
        } catch (CryptoException e) {
            return (byte) e.getReason();
        }
    }
}
