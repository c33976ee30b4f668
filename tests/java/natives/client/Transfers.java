// The APDU's methods: their order, their refusals, and the current APDU.
package com.example.client;

import javacard.framework.APDU;
import javacard.framework.APDUException;

final class Transfers {
    private Transfers() {
    }

    private static boolean isIllegalUse(APDUException e) {
        return e.getReason() == APDUException.ILLEGAL_USE;
    }

    /** Command data 01 02 03; sends 02 03. */
    static void order(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        Check.that(APDU.getCurrentAPDU() == apdu && APDU.getCurrentAPDUBuffer() == buffer,
                (short) 1);
        Check.that(apdu.getCurrentState() == APDU.STATE_INITIAL && apdu.getNAD() == 0, (short) 2);
        try {
            apdu.getIncomingLength();
            Check.missed((short) 3);
        } catch (APDUException e) {
            Check.that(isIllegalUse(e), (short) 4);
        }
        try {
            apdu.receiveBytes((short) 5);
            Check.missed((short) 5);
        } catch (APDUException e) {
            Check.that(isIllegalUse(e), (short) 6);
        }
        Check.that(apdu.setIncomingAndReceive() == 3 && apdu.getOffsetCdata() == 5
                && apdu.getIncomingLength() == 3 && buffer[5] == 1, (short) 7);
        Check.that(apdu.receiveBytes((short) 8) == 0, (short) 8);
        try {
            apdu.setIncomingAndReceive();
            Check.missed((short) 9);
        } catch (APDUException e) {
            Check.that(isIllegalUse(e), (short) 10);
        }
        try {
            apdu.setOutgoingLength((short) 1);
            Check.missed((short) 11);
        } catch (APDUException e) {
            Check.that(isIllegalUse(e), (short) 12);
        }
        APDU.waitExtension();
        Check.that(apdu.setOutgoing() == 256, (short) 13);
        try {
            apdu.setOutgoingLength((short) 257);
            Check.missed((short) 14);
        } catch (APDUException e) {
            Check.that(e.getReason() == APDUException.BAD_LENGTH, (short) 15);
        }
        apdu.setOutgoingLength((short) 2);
        try {
            apdu.sendBytes((short) -1, (short) 1);
            Check.missed((short) 16);
        } catch (APDUException e) {
            Check.that(e.getReason() == APDUException.BUFFER_BOUNDS, (short) 17);
        }
        try {
            apdu.sendBytes((short) 0, (short) 3);
            Check.missed((short) 18);
        } catch (APDUException e) {
            Check.that(isIllegalUse(e), (short) 19);
        }
        apdu.sendBytes((short) 6, (short) 2);
        Check.that(apdu.getCurrentState() == APDU.STATE_FULL_OUTGOING, (short) 20);
        Check.that((APDU.getProtocol() & APDU.PROTOCOL_TYPE_MASK) == APDU.PROTOCOL_T1
                && APDU.getInBlockSize() > 100 && APDU.getOutBlockSize() > 100
                && APDU.getCLAChannel() == 0, (short) 21);
    }

    static void longArray(APDU apdu) {
        byte[] a = {1, 2, 3, 4};
        apdu.setOutgoingNoChaining();
        try {
            APDU.waitExtension();
            Check.missed((short) 1);
        } catch (APDUException e) {
            Check.that(isIllegalUse(e), (short) 2);
        }
        apdu.setOutgoingLength((short) 4);
        try {
            apdu.sendBytesLong(a, (short) 1, (short) 4);
            Check.missed((short) 3);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            apdu.sendBytesLong(null, (short) 1, (short) 4);
            Check.missed((short) 4);
        } catch (NullPointerException e) {
        }
        apdu.sendBytesLong(a, (short) 1, (short) 3);
        apdu.sendBytesLong(a, (short) 0, (short) 1);
    }

    /** Sends the buffer's last byte and first two, as they are when process returns. */
    static void inPieces(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        apdu.setOutgoingAndSend((short) 0, (short) 2);
        buffer[1] = 0x77;
        try {
            apdu.sendBytes((short) 0, (short) 1);
            Check.missed((short) 1);
        } catch (APDUException e) {
            Check.that(isIllegalUse(e), (short) 2);
        }
    }
}
