package com.example.torn;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import javacard.security.RandomData;

/** A balance and a log that must tell the same: paid in with a planted fault, and rightly. */
public final class Torn extends Applet {
    private final short[] log = new short[8];
    private final byte[] name = new byte[16];
    private short balance;
    private short entries;

    public static void install(byte[] parameters, short offset, byte length) {
        new Torn().register();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        short amount = (short) (buffer[ISO7816.OFFSET_P1] & 0xFF);
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 0x10: // the fault: power may go between the two
                balance += amount;
                log[entries++] = amount;
                break;
            case 0x20:
                JCSystem.beginTransaction();
                balance += amount;
                log[entries++] = amount;
                JCSystem.commitTransaction();
                break;
            case 0x30: // what the log is short of; 0 when all is well
                short sum = 0;
                for (short i = 0; i < entries; i++) {
                    sum += log[i];
                }
                Util.setShort(buffer, (short) 0, (short) (balance - sum));
                apdu.setOutgoingAndSend((short) 0, (short) 2);
                break;
            case 0x40: // tears in the middle
                Util.arrayFillNonAtomic(name, (short) 0, (short) name.length, (byte) amount);
                break;
            case 0x50: // whole or not at all
                Util.arrayFillNonAtomic(buffer, (short) 0, (short) name.length, (byte) amount);
                Util.arrayCopy(buffer, (short) 0, name, (short) 0, (short) name.length);
                break;
            case 0x60: // 00 when all bytes of the name are equal
                byte other = 0;
                for (short i = 1; i < name.length; i++) {
                    other |= (byte) (name[i] ^ name[0]);
                }
                buffer[0] = other;
                apdu.setOutgoingAndSend((short) 0, (short) 1);
                break;
            case 0x70:
                RandomData.getInstance(RandomData.ALG_SECURE_RANDOM)
                    .generateData(buffer, (short) 0, (short) 8);
                apdu.setOutgoingAndSend((short) 0, (short) 8);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }
}
