// What a native may not do for its caller: use another applet's objects.
package com.example.client;

import com.example.vault.Vault;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.JCSystem;
import javacard.framework.OwnerPIN;
import javacard.framework.Util;
import javacard.security.AESKey;
import javacard.security.CryptoException;
import javacard.security.KeyBuilder;
import javacardx.crypto.Cipher;
import javacardx.framework.util.ArrayLogic;
import javacardx.security.SensitiveResult;

final class Walls {
    private static final byte[] SERVER = {(byte) 0xD2, 0x76, 0, 0, (byte) 0x85, 2, 1, 1};

    private Walls() {
    }

    private static Vault vault() {
        AID server = JCSystem.lookupAID(SERVER, (short) 0, (byte) SERVER.length);
        return (Vault) JCSystem.getAppletShareableInterfaceObject(server, (byte) 1);
    }

    static void argumentsOfNatives() {
        byte[] own = new byte[16];
        AID server = JCSystem.lookupAID(SERVER, (short) 0, (byte) SERVER.length);
        Check.that(JCSystem.getAppletShareableInterfaceObject(server, (byte) 0) == null, (short) 1);
        Check.that(JCSystem.getAppletShareableInterfaceObject(server, (byte) 2) == null, (short) 2);
        Check.that(JCSystem.getAppletShareableInterfaceObject(null, (byte) 1) == null, (short) 3);
        Vault vault = vault();
        SensitiveResult.assertEquals(vault);
        byte[] secret = vault.secret();
        Object keeper = vault.keeper();
        Check.that(secret != null && keeper != null, (short) 4);
        try {
            Util.arrayCopy(secret, (short) 0, own, (short) 0, (short) 1);
            Check.missed((short) 5);
        } catch (SecurityException e) {
        }
        try {
            Util.arrayFillNonAtomic(secret, (short) 0, (short) 99, (byte) 1); // before ranges
            Check.missed((short) 6);
        } catch (SecurityException e) {
        }
        try {
            ArrayLogic.arrayCompareGeneric(own, (short) 0, secret, (short) 0, (short) 1);
            Check.missed((short) 7);
        } catch (SecurityException e) {
        }
        try {
            server.getBytes(secret, (short) 0); // a Java-coded method of the system's object
            Check.missed((short) 8);
        } catch (SecurityException e) {
        }
        try {
            server.getPartialBytes((short) 0, secret, (short) 0, (byte) 1); // a native one
            Check.missed((short) 9);
        } catch (SecurityException e) {
        }
        try {
            server.equals(secret, (short) 0, (byte) 1);
            Check.missed((short) 10);
        } catch (SecurityException e) {
        }
        try {
            server.equals(keeper);
            Check.missed((short) 11);
        } catch (SecurityException e) {
        }
        try {
            new OwnerPIN((byte) 3, (byte) 4).update(secret, (short) 0, (byte) 4);
            Check.missed((short) 12);
        } catch (SecurityException e) {
        }
        try {
            JCSystem.makeByteArrayView(secret, (short) 0, (short) 1, (short) 1, null);
            Check.missed((short) 13);
        } catch (SecurityException e) {
        }
        Check.that(vault.compareSomething() == -1, (short) 14);
        try {
            SensitiveResult.assertNegative(); // was left for the server
            Check.missed((short) 15);
        } catch (SecurityException e) {
        }
        try {
            vault.copy(own, own); // the server may not read what the client lends like this
            Check.missed((short) 16);
        } catch (SecurityException e) {
        }
        byte[] global = (byte[]) JCSystem.makeGlobalArray(JCSystem.ARRAY_TYPE_BYTE, (short) 4);
        global[0] = 7;
        vault.copy(global, global);
    }

    static void sendBytesLong(APDU apdu) {
        byte[] secret = vault().secret();
        apdu.setOutgoing();
        apdu.setOutgoingLength((short) 2);
        try {
            apdu.sendBytesLong(secret, (short) 0, (short) 2);
            Check.missed((short) 1);
        } catch (SecurityException e) {
        }
        byte[] own = {1, 2};
        apdu.sendBytesLong(own, (short) 0, (short) 2);
    }

    static void views() {
        byte[] own = {1, 2, 3, 4};
        Vault vault = vault();
        byte[] read = JCSystem.makeByteArrayView(own, (short) 0, (short) 2,
                JCSystem.ATTR_READABLE_VIEW, vault);
        byte[] write = JCSystem.makeByteArrayView(own, (short) 2, (short) 2,
                JCSystem.ATTR_WRITABLE_VIEW, vault);
        vault.copy(read, write);
        Check.that(own[2] == 1 && own[3] == 2, (short) 1);
        try {
            vault.copy(write, read);
            Check.missed((short) 2);
        } catch (SecurityException e) {
        }
        try {
            Util.getShort(read, (short) 0); // lent away
            Check.missed((short) 3);
        } catch (SecurityException e) {
        }
    }

    /** Another applet's keys and arrays are out of reach of a cipher; so is a cipher that is not
     * for external use while its owner is not selected. */
    static void ciphers() {
        Vault vault = vault();
        AESKey key = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, (short) 128, false);
        key.setKey(new byte[16], (short) 0);
        byte[] global = (byte[]) JCSystem.makeGlobalArray(JCSystem.ARRAY_TYPE_BYTE, (short) 16);
        Check.that(vault.encipher(true, key, global) == -1, (short) 1); // the client's key
        Check.that(vault.encipher(true, null, new byte[16]) == -1, (short) 2); // its array
        Check.that(vault.encipher(false, null, global) == CryptoException.ILLEGAL_USE, (short) 3);
        Check.that(vault.encipher(true, null, global) == 0, (short) 4);
        byte[] want = new byte[16];
        Cipher cipher = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_ECB_NOPAD, false);
        cipher.init(key, Cipher.MODE_ENCRYPT);
        cipher.doFinal(want, (short) 0, (short) 16, want, (short) 0);
        Check.that(Util.arrayCompare(want, (short) 0, global, (short) 0, (short) 16) == 0,
                (short) 5);
        try {
            cipher.doFinal(vault.secret(), (short) 0, (short) 0, want, (short) 0);
            Check.missed((short) 6);
        } catch (SecurityException e) {
        }
    }
}
