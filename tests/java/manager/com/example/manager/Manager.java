// An applet that talks on its security domain's secure channel and asks the card manager for things.
// INS 50, 82: the channel's own. 10: unwraps, gives its data back wrapped. 11: the security level.
// 12: by P1. 14: what STORE DATA brought.
package com.example.manager;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;
import org.globalplatform.Application;
import org.globalplatform.CVM;
import org.globalplatform.GPRegistryEntry;
import org.globalplatform.GPSystem;
import org.globalplatform.SecureChannel;

public final class Manager extends Applet implements Application {
    private final byte[] stored = new byte[64];
    private short length;

    private Manager() {
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new Manager().register(parameters, (short) (offset + 1), parameters[offset]);
    }

    public void processData(byte[] buffer, short offset, short n) {
        length = (short) (n - 5);
        Util.arrayCopy(buffer, (short) (offset + 5), stored, (short) 0, length);
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet()) {
            return;
        }
        SecureChannel channel = GPSystem.getSecureChannel();
        switch (buffer[ISO7816.OFFSET_INS]) {
        case (byte) 0x50:
        case (byte) 0x82:
            send(apdu, ISO7816.OFFSET_CDATA, channel.processSecurity(apdu));
            return;
        case (byte) 0x10:
            echo(apdu, channel);
            return;
        case (byte) 0x11:
            buffer[0] = channel.getSecurityLevel();
            send(apdu, (short) 0, (short) 1);
            return;
        case (byte) 0x12:
            apdu.setIncomingAndReceive();
            send(apdu, (short) 0, ask(buffer));
            return;
        case (byte) 0x14:
            Util.arrayCopy(stored, (short) 0, buffer, (short) 0, length);
            send(apdu, (short) 0, length);
            return;
        default:
            ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private static void send(APDU apdu, short offset, short n) {
        apdu.setOutgoingAndSend(offset, n);
    }

    private static void echo(APDU apdu, SecureChannel channel) {
        byte[] buffer = apdu.getBuffer();
        short n = apdu.setIncomingAndReceive();
        n = channel.unwrap(buffer, (short) 0, (short) (n + 5));
        n = (short) (n - 5);
        Util.setShort(buffer, (short) (n + 5), ISO7816.SW_NO_ERROR);
        n = channel.wrap(buffer, (short) 5, (short) (n + 2));
        send(apdu, (short) 5, (short) (n - 2));
    }

    private static byte asByte(boolean b) {
        return b ? (byte) 1 : (byte) 0;
    }

    private static short ask(byte[] buffer) {
        GPRegistryEntry entry = GPSystem.getRegistryEntry(null);
        CVM pin = GPSystem.getCVM(GPSystem.CVM_GLOBAL_PIN);
        byte given = buffer[ISO7816.OFFSET_P2];
        switch (buffer[ISO7816.OFFSET_P1]) {
        case 0:
            buffer[0] = GPSystem.getCardContentState();
            buffer[1] = GPSystem.getCardState();
            buffer[2] = entry.getState();
            return (short) 3;
        case 1:
            buffer[0] = asByte(GPSystem.setCardContentState(given));
            return (short) 1;
        case 2:
            buffer[0] = asByte(GPSystem.lockCard());
            return (short) 1;
        case 3:
            entry.getPrivileges(buffer, (short) 0);
            buffer[3] = asByte(entry.isPrivileged((byte) 6));
            return (short) 4;
        case 4:
            buffer[0] = asByte(pin.setTryLimit((byte) 2) && pin.update(buffer, (short) 5, buffer[4],
                    CVM.FORMAT_ASCII));
            return (short) 1;
        case 5:
            buffer[0] = (byte) pin.verify(buffer, (short) 5, buffer[4], given);
            buffer[1] = pin.getTriesRemaining();
            buffer[2] = asByte(pin.isVerified());
            buffer[3] = asByte(pin.isBlocked());
            return (short) 4;
        case 6:
            JCSystem.beginTransaction();
            GPSystem.setCardContentState((byte) 0x1F);
            JCSystem.abortTransaction();
            buffer[0] = GPSystem.getCardContentState();
            return (short) 1;
        default:
            entry.registerService(Util.makeShort((byte) 0x82, given));
            return (short) 0;
        }
    }
}
