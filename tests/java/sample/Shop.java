package com.example.sample;

import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISOException;
import javacard.framework.Shareable;

/** An applet with an inner class, a static array, a switch and an exception handler. */
public class Shop extends Applet implements Purse {
    private static final byte[] GREETING = {'h', 'e', 'l', 'l', 'o'};
    private final Item first = new Item();

    private class Item {
        private short price = 7;
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new Shop().register();
    }

    public short balance() {
        return first.price;
    }

    public Shareable getShareableInterfaceObject(AID client, byte parameter) {
        return this;
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        try {
            switch (buffer[1]) {
                case 1:
                    buffer[0] = GREETING[buffer[2]];
                    break;
                case 2:
                    first.price = (short) (first.price + buffer[2]);
                    break;
                default:
                    ISOException.throwIt((short) 0x6D00);
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            ISOException.throwIt((short) 0x6A86);
        }
    }
}
