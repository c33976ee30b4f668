package com.example.count;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;

/** Counts, in several ways: every component and every kind of instruction that the dump shows. */
public class Counter extends Applet implements Tally {
    private static final byte[] NAME = {'c', 'n', 't'};
    private static short made;
    static short step = 5;

    private short count;
    private final byte[] last;

    protected Counter(byte[] parameters, short offset, byte length) {
        last = new byte[4];
        made++;
        register();
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new Counter(parameters, offset, length);
    }

    public short tally(short by) {
        return count += by;
    }

    void restart() {
        count = 0;
    }

    public void process(APDU apdu) {
        if (selectingApplet())
            return;
        byte[] buffer = apdu.getBuffer();
        Tally tally = this;
        switch (buffer[ISO7816.OFFSET_INS]) {
        case 1:
            tally.tally(step);
            break;
        case 2:
            restart();
            break;
        case 3:
            remember(buffer);
            break;
        default:
            ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
        Util.setShort(buffer, (short) 0, count);
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    private void remember(byte[] buffer) {
        try {
            Util.arrayCopy(buffer, ISO7816.OFFSET_CDATA, last, (short) 0, buffer[ISO7816.OFFSET_LC]);
        } catch (ArrayIndexOutOfBoundsException e) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        } finally {
            last[0] = NAME[(short) (made % 3)];
        }
    }
}
