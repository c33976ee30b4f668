package com.example.ledger;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/**
 * Books updates whose parts show when one is half done: a number at the front, a number at the back,
 * and a page of bytes between, all written in one transaction.
 */
public final class Ledger extends Applet {
    private static final byte INS_BOOK = 0x01;
    private static final byte INS_READ = 0x02;
    private static final short NUMBER = 4;
    private static final short PAGE = 200;

    private final byte[] front = new byte[NUMBER];
    private final byte[] page = new byte[PAGE];
    private final byte[] back = new byte[NUMBER];

    public static void install(byte[] parameters, short offset, byte length) {
        new Ledger().register();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        switch (buffer[ISO7816.OFFSET_INS]) {
            case INS_BOOK:
                if (apdu.setIncomingAndReceive() != NUMBER) {
                    ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
                }
                book(buffer);
                break;
            case INS_READ:
                read(apdu, buffer);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private void book(byte[] buffer) {
        JCSystem.beginTransaction();
        Util.arrayCopy(buffer, ISO7816.OFFSET_CDATA, front, (short) 0, NUMBER);
        for (short i = 0; i < PAGE; i++) {
            page[i] = buffer[(short) (ISO7816.OFFSET_CDATA + (short) (i & 3))];
        }
        Util.arrayCopy(buffer, ISO7816.OFFSET_CDATA, back, (short) 0, NUMBER);
        JCSystem.commitTransaction();
    }

    private void read(APDU apdu, byte[] buffer) {
        short n = Util.arrayCopyNonAtomic(front, (short) 0, buffer, (short) 0, NUMBER);
        n = Util.arrayCopyNonAtomic(page, (short) 0, buffer, n, PAGE);
        n = Util.arrayCopyNonAtomic(back, (short) 0, buffer, n, NUMBER);
        apdu.setOutgoingAndSend((short) 0, n);
    }
}
