// An applet made for Java Card 3.0.5 that uses a key made for 2.2.2.
// INS 0 asks what the key has, 1 and 2 what it lacks.
package com.example.newuser;

import com.example.oldkey.OldKey;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.Util;
import javacard.security.ECKey;

public class NewUser extends Applet {
    private ECKey key = new OldKey();

    public static void install(byte[] parameters, short offset, byte length) {
        new NewUser().register();
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet())
            return;
        Util.setShort(buffer, (short) 0, result(buffer[ISO7816.OFFSET_INS]));
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    private short result(byte ins) {
        if (ins == 1) {
            try {
                key.copyDomainParametersFrom(key);
            } catch (SecurityException e) {
                return 0x5345;
            }
        }
        if (ins == 2)
            key.copyDomainParametersFrom(key);
        return key.getK();
    }
}
