// The other applet: owns one object of each kind and shares itself.
package com.example.server;

import com.example.shared.Holder;
import com.example.shared.Sharing;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.JCSystem;
import javacard.framework.Shareable;
import javacard.framework.Util;

public final class Server extends Applet implements Sharing {
    private final Holder holder = new Holder();
    private final byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
    private final byte[] reset = JCSystem.makeTransientByteArray((short) 8, JCSystem.CLEAR_ON_RESET);
    private final byte[] deselect =
            JCSystem.makeTransientByteArray((short) 8, JCSystem.CLEAR_ON_DESELECT);
    private final RuntimeException exception = new RuntimeException();

    public static void install(byte[] parameters, short offset, byte length) {
        new Server().register();
    }

    public Shareable getShareableInterfaceObject(AID client, byte parameter) {
        return parameter == 0 ? this : null;
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        Util.arrayCopyNonAtomic(deselect, (short) 0, buffer, (short) 0, (short) 1);
        deselect[0] = buffer[2];
        apdu.setOutgoingAndSend((short) 0, (short) 1);
    }

    public Holder holder() {
        return holder;
    }

    public byte[] bytes(byte kind) {
        return kind == RESET ? reset : kind == DESELECT ? deselect : bytes;
    }

    public byte[] view(Shareable user, short attributes) {
        return JCSystem.makeByteArrayView(bytes, (short) 2, (short) 4, attributes, user);
    }

    public RuntimeException exception() {
        return exception;
    }

    public byte read(byte[] lent) {
        return lent[0];
    }

    public byte previous() {
        AID aid = JCSystem.getPreviousContextAID();
        byte[] last = reset;
        if (aid == null) {
            return 0;
        }
        aid.getPartialBytes((short) 7, last, (short) 0, (byte) 1);
        return last[0];
    }

    public void abort() {
        JCSystem.abortTransaction();
    }

    public byte relay(Sharing caller, byte kind, byte way) {
        return caller.use(kind, way);
    }

    public byte use(byte kind, byte way) {
        return 9;
    }

    public void pong(Sharing caller) {
        caller.pong(this);
    }
}
