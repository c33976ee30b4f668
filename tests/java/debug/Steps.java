package com.example.steps;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.security.CryptoException;

/** What the tests of trace, coverage, profile and debugger look at; they know its lines. */
public class Steps extends Applet {
    private static final byte LIMIT = 3;
    private static short total = 5;
    private byte[] table = {10, 20, 30};
    private short count;
    private Steps next;

    public static void install(byte[] parameters, short offset, byte length) {
        if (parameters[(short) (offset + length - 1)] == (byte) 0xEE) {
            ISOException.throwIt((short) 0x1234);
        }
        new Steps().register();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        count++;
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 1:
                total += read((short) buffer[ISO7816.OFFSET_P1]);
                break;
            case 2:
                while (true) {
                    count++;
                }
            case 3:
                CryptoException.throwIt(CryptoException.NO_SUCH_ALGORITHM);
                break;
            case 4:
                readFinally();
                break;
            case 5:
                try {
                    read((short) 100);
                } catch (ArrayIndexOutOfBoundsException e) {
                    count = 0;
                }
                break;
            case 6:
                recurse((short) 0);
                break;
            case 7:
                ISOException.throwIt(ISO7816.SW_UNKNOWN);
                break;
            case 8:
                next = new Steps();
                next.table[0] = (byte) (next.table.length + LIMIT);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private short recurse(short n) {
        return (short) (recurse((short) (n + 1)) + 1);
    }

    private void readFinally() {
        try {
            read((short) 77);
        } finally {
            count--;
        }
    }

    private short read(short at) {
        short index = (short) (at + 1);
        return table[index];
    }
}
