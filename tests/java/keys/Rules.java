// The applet that tests the rules of keys, digests and agreements: INS chooses the case.
package com.example.keys;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;

public final class Rules extends Applet {
    private final KeyRules keys = new KeyRules();
    private final EngineRules engines = new EngineRules();

    public static void install(byte[] parameters, short offset, byte length) {
        new Rules().register();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        switch (apdu.getBuffer()[ISO7816.OFFSET_INS]) {
            case 0x01:
                KeyRules.values();
                break;
            case 0x02:
                KeyRules.refusals();
                break;
            case 0x03:
                KeyRules.transactions();
                break;
            case 0x04:
                keys.fillTransient();
                break;
            case 0x05:
                keys.transientAfterReset();
                break;
            case 0x06:
                keys.transientAfterDeselect();
                break;
            case 0x07:
                KeyRules.curves();
                break;
            case 0x08:
                KeyRules.pairs();
                break;
            case 0x09:
                KeyRules.sharedDomain();
                break;
            case 0x11:
                EngineRules.digests();
                break;
            case 0x12:
                EngineRules.agreements();
                break;
            case 0x13:
                EngineRules.oneShots();
                break;
            case 0x14:
                EngineRules.randomNumbers();
                break;
            case 0x15:
                engines.begin();
                break;
            case 0x16:
                engines.afterReset();
                break;
            case 0x17:
                EngineRules.derivations();
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }
}
