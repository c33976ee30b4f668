// The applet that tests the natives: INS chooses the case; 9000 when all its checks hold.
package com.example.client;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.SystemException;

public final class Client extends Applet {
    private final Pins pins = new Pins();
    private final Platform platform = new Platform();

    private Client() {
    }

    public static void install(byte[] parameters, short offset, byte length) {
        Client client = new Client();
        try {
            client.register(parameters, (short) (offset + 1), (byte) 4);
            Check.missed((short) 1);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.ILLEGAL_VALUE, (short) 2);
        }
        try {
            client.register(parameters, (short) (offset + 1), (byte) -1);
            Check.missed((short) 3);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            client.register(null, offset, (byte) 5);
            Check.missed((short) 4);
        } catch (NullPointerException e) {
        }
        client.register(parameters, (short) (offset + 1), parameters[offset]);
        try {
            client.register();
            Check.missed((short) 5);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.ILLEGAL_AID, (short) 6);
        }
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            Check.that(!reSelectingApplet(), (short) 1);
            return;
        }
        switch (apdu.getBuffer()[ISO7816.OFFSET_INS]) {
            case 0x10:
                Arrays.copyAndCompare();
                break;
            case 0x11:
                Arrays.refusals();
                break;
            case 0x12:
                Arrays.transactions();
                break;
            case 0x13:
                Arrays.numbers();
                break;
            case 0x14:
                Arrays.ints();
                break;
            case 0x20:
                pins.presentation();
                break;
            case 0x21:
                pins.transactions();
                break;
            case 0x22:
                pins.administration();
                break;
            case 0x23:
                pins.predecrement();
                break;
            case 0x24:
                pins.isCleared();
                break;
            case 0x30:
                platform.identifiers();
                break;
            case 0x31:
                platform.memory();
                break;
            case 0x32:
                platform.views();
                break;
            case 0x33:
                platform.exceptions();
                break;
            case 0x34:
                platform.counters();
                break;
            case 0x35:
                platform.secondLooks();
                break;
            case 0x36:
                platform.whatIsNotThere();
                break;
            case 0x37:
                platform.clock();
                break;
            case 0x38:
                platform.resources();
                break;
            case 0x40:
                Walls.argumentsOfNatives();
                break;
            case 0x41:
                Walls.sendBytesLong(apdu);
                break;
            case 0x43:
                Walls.ciphers();
                break;
            case 0x42:
                Walls.views();
                break;
            case 0x50:
                Transfers.order(apdu);
                break;
            case 0x51:
                Transfers.longArray(apdu);
                break;
            case 0x52:
                Transfers.inPieces(apdu);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }
}
