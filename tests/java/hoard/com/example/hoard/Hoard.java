// An applet that takes all the memory that it can get.
// P1 P2 say how much; a SystemException comes back as 6F0x with its reason.
package com.example.hoard;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.SystemException;
import javacard.framework.Util;

public final class Hoard extends Applet {
    private Object[] kept = new Object[8];
    private byte count;

    public static void install(byte[] parameters, short offset, byte length) {
        short control = (short) (offset + 1 + parameters[offset]);
        short data = (short) (control + 1 + parameters[control]);
        Hoard hoard = new Hoard();
        if (parameters[data] == 2)
            hoard.keep(new byte[Util.getShort(parameters, (short) (data + 1))]);
        hoard.register(parameters, (short) (offset + 1), parameters[offset]);
    }

    private void keep(Object o) {
        kept[count++] = o;
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet())
            return;
        short n = Util.getShort(buffer, ISO7816.OFFSET_P1);
        try {
            Util.setShort(buffer, (short) 0, take(buffer[ISO7816.OFFSET_INS], n));
        } catch (SystemException e) {
            ISOException.throwIt((short) (0x6F00 + e.getReason()));
        }
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    private short take(byte ins, short n) {
        switch (ins) {
        case 0:
            keep(new byte[n]);
            return n;
        case 1:
            keep(JCSystem.makeTransientByteArray(n, JCSystem.CLEAR_ON_RESET));
            return n;
        case 2:
            keep(JCSystem.makeTransientByteArray(n, JCSystem.CLEAR_ON_DESELECT));
            return n;
        case 3:
            return JCSystem.getAvailableMemory((byte) n);
        case 4:
            kept = new Object[8];
            count = 0;
            JCSystem.requestObjectDeletion();
            return 0;
        case 5:
            JCSystem.beginTransaction();
            keep(new byte[n]);
            JCSystem.abortTransaction();
            return n;
        case 6:
            return countObjects();
        default:
            ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
            return 0;
        }
    }

    /** Objects made until there is no room for another. */
    private short countObjects() {
        short made = 0;
        try {
            while (made < 3000) {
                Object[] one = new Object[1];
                one[0] = kept[0];
                kept[0] = one;
                made++;
            }
        } catch (SystemException e) {
            kept[0] = null;
        }
        return made;
    }
}
