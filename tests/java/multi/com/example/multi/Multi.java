// A multiselectable applet that writes down what the runtime calls, and can be made to refuse.
// INS 00: the calls since the last time; 10: refuse the next select; 20, 21: deselect-transient memory.
package com.example.multi;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.AppletEvent;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.MultiSelectable;
import javacard.framework.Util;

public final class Multi extends Applet implements MultiSelectable, AppletEvent {
    private static final byte[] calls = new byte[16];
    private static short count;
    private static boolean refuse;
    private static Object made;
    private final byte[] deselect;

    private Multi() {
        deselect = JCSystem.makeTransientByteArray((short) 1, JCSystem.CLEAR_ON_DESELECT);
    }

    public static void install(byte[] parameters, short offset, byte length) {
        short control = (short) (offset + 1 + parameters[offset]);
        short data = (short) (control + 1 + parameters[control]);
        Multi multi = new Multi();
        multi.deselect[0] = 0x55;
        made = multi;
        if (parameters[(short) (data + 1)] == 1) {
            ISOException.throwIt((short) 0x6A80);
        }
        if (parameters[(short) (data + 1)] == 2) {
            return;
        }
        multi.register(parameters, (short) (offset + 1), parameters[offset]);
        if (parameters[(short) (data + 1)] == 3) {
            multi.register();
        }
        if (parameters[(short) (data + 1)] == 4) {
            JCSystem.beginTransaction();
            count = 9;
            throw new RuntimeException();
        }
    }

    private static void note(byte call) {
        if (count < calls.length) {
            calls[count++] = call;
        }
    }

    public boolean select() {
        note((byte) 0x10);
        boolean refused = refuse;
        refuse = false;
        return !refused;
    }

    public boolean select(boolean active) {
        note(active ? (byte) 0x12 : (byte) 0x11);
        return true;
    }

    public void deselect() {
        note((byte) 0x20);
        ISOException.throwIt(ISO7816.SW_UNKNOWN);
    }

    public void deselect(boolean active) {
        note(active ? (byte) 0x22 : (byte) 0x21);
    }

    public void uninstall() {
        note((byte) 0x30);
        while (true) {
            JCSystem.getVersion();
        }
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 0x00:
                short n = count;
                count = 0;
                Util.arrayCopyNonAtomic(calls, (short) 0, buffer, (short) 0, n);
                apdu.setOutgoingAndSend((short) 0, n);
                break;
            case 0x10:
                refuse = true;
                break;
            case 0x20:
                deselect[0] = buffer[ISO7816.OFFSET_P1];
                break;
            case 0x21:
                buffer[0] = deselect[0];
                apdu.setOutgoingAndSend((short) 0, (short) 1);
                break;
            case 0x22:
                buffer[0] = (byte) (made == null ? 0 : 1);
                buffer[1] = JCSystem.getAssignedChannel();
                buffer[2] = APDU.getCLAChannel();
                apdu.setOutgoingAndSend((short) 0, (short) 3);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }
}
