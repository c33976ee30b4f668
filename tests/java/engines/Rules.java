// The rules of Cipher, AEADCipher and Signature, one case for each: INS chooses it; 9000 when all its
// checks hold, else 6Fnn with the number of the check.
package com.example.engines;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;

public final class Rules extends Applet {
    private final CipherRules ciphers = new CipherRules();
    private final SignatureRules signatures = new SignatureRules();
    private final MoreRules more = new MoreRules();

    private Rules() {
        register();
    }

    public static void install(byte[] parameters, short offset, byte length) {
        new Rules();
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte ins = apdu.getBuffer()[ISO7816.OFFSET_INS];
        if (ins < 0x20) {
            ciphers.run(ins);
        } else if (ins < 0x40) {
            signatures.run(ins);
        } else if (ins < 0x60) {
            more.run(ins);
        } else {
            ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }
}
