// The applet on the other side of the firewall, for the tests of natives.
package com.example.vault;

import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.JCSystem;
import javacard.framework.Shareable;
import javacard.framework.Util;

/** Shares a vault with whoever asks with parameter 1, throws for 2, refuses otherwise. */
public final class Server extends Applet implements Vault {
    private final byte[] secret = {1, 2, 3, 4, 5, 6, 7, 8};

    private Server() {
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
}
