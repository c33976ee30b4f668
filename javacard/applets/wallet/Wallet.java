package com.example.wallet;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.OwnerPIN;
import javacard.framework.Util;

/**
 * A purse behind a PIN: the sample applet of the README.
 *
 * <pre>
 * VERIFY   80 20 00 00 Lc PIN   6982 wrong, 6983 blocked
 * CREDIT   80 30 00 00 02 XXXX  6982 no PIN yet, 6A80 amount out of range
 * DEBIT    80 40 00 00 02 XXXX  likewise, 6A84 not enough
 * BALANCE  80 50 00 00 02       two bytes
 * </pre>
 */
public final class Wallet extends Applet {
    private static final byte CLA_WALLET = (byte) 0x80;
    private static final byte INS_VERIFY = 0x20;
    private static final byte INS_CREDIT = 0x30;
    private static final byte INS_DEBIT = 0x40;
    private static final byte INS_BALANCE = 0x50;

    private static final short MAX_BALANCE = 10000;
    private static final short MAX_AMOUNT = 1000;
    private static final byte PIN_TRIES = 3;
    private static final byte PIN_MAX_SIZE = 8;

    private final OwnerPIN pin;
    private short balance;

    private Wallet(byte[] parameters, short offset, byte length) {
        pin = new OwnerPIN(PIN_TRIES, PIN_MAX_SIZE);
        pin.update(parameters, offset, length);
    }

    /** The installation parameters are the first PIN. */
    public static void install(byte[] parameters, short offset, byte length) {
        short aid = offset;
        short control = (short) (aid + 1 + (parameters[aid] & 0xFF));
        short data = (short) (control + 1 + (parameters[control] & 0xFF));
        Wallet wallet = new Wallet(parameters, (short) (data + 1), parameters[data]);
        wallet.register(parameters, (short) (aid + 1), parameters[aid]);
    }

    public boolean select() {
        return pin.getTriesRemaining() != 0;
    }

    public void deselect() {
        pin.reset();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        if (buffer[ISO7816.OFFSET_CLA] != CLA_WALLET) {
            ISOException.throwIt(ISO7816.SW_CLA_NOT_SUPPORTED);
        }
        switch (buffer[ISO7816.OFFSET_INS]) {
            case INS_VERIFY:
                verify(apdu);
                break;
            case INS_CREDIT:
                credit(readAmount(apdu));
                break;
            case INS_DEBIT:
                debit(readAmount(apdu));
                break;
            case INS_BALANCE:
                Util.setShort(buffer, (short) 0, balance);
                apdu.setOutgoingAndSend((short) 0, (short) 2);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private void verify(APDU apdu) {
        byte length = (byte) apdu.setIncomingAndReceive();
        if (pin.getTriesRemaining() == 0) {
            ISOException.throwIt(ISO7816.SW_FILE_INVALID);
        }
        if (!pin.check(apdu.getBuffer(), ISO7816.OFFSET_CDATA, length)) {
            ISOException.throwIt(ISO7816.SW_SECURITY_STATUS_NOT_SATISFIED);
        }
    }

    private short readAmount(APDU apdu) {
        if (!pin.isValidated()) {
            ISOException.throwIt(ISO7816.SW_SECURITY_STATUS_NOT_SATISFIED);
        }
        if (apdu.setIncomingAndReceive() != 2) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        short amount = Util.getShort(apdu.getBuffer(), ISO7816.OFFSET_CDATA);
        if (amount <= 0 || amount > MAX_AMOUNT) {
            ISOException.throwIt(ISO7816.SW_WRONG_DATA);
        }
        return amount;
    }

    private void credit(short amount) {
        short sum = (short) (balance + amount);
        if (sum > MAX_BALANCE) {
            ISOException.throwIt(ISO7816.SW_WRONG_DATA);
        }
        setBalance(sum);
    }

    private void debit(short amount) {
        if (amount > balance) {
            ISOException.throwIt(ISO7816.SW_FILE_FULL);
        }
        setBalance((short) (balance - amount));
    }

    private void setBalance(short sum) {
        JCSystem.beginTransaction();
        balance = sum;
        JCSystem.commitTransaction();
    }
}
