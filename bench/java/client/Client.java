// What bench/apdu_bench sends its commands to.
package client;

import figures.Counter;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Util;

/**
 * <pre>
 * ECHO    80 01 00 00 Lc data
 * COMMIT  80 02 00 00 02 rounds     begin, copy 16 bytes, commit
 * SHARED  80 03 00 00 02 rounds     calls into the server's context
 * </pre>
 */
public final class Client extends Applet {
    private static final short LENGTH = 16;
    private static final byte[] SERVER = {(byte) 0xF0, 0x48, 0x59, 0x44, 0x52, 0x41, 0x46, 0x01};

    private final byte[] from = new byte[LENGTH];
    private final byte[] to = new byte[LENGTH];

    public static void install(byte[] parameters, short offset, byte length) {
        new Client().register();
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        if (selectingApplet()) {
            return;
        }
        short n = apdu.setIncomingAndReceive();
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 1:
                apdu.setOutgoingAndSend(ISO7816.OFFSET_CDATA, n);
                break;
            case 2:
                commit(Util.getShort(buffer, ISO7816.OFFSET_CDATA));
                break;
            case 3:
                Util.setShort(buffer, (short) 0,
                        share(Util.getShort(buffer, ISO7816.OFFSET_CDATA)));
                apdu.setOutgoingAndSend((short) 0, (short) 2);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
    }

    private void commit(short rounds) {
        for (short i = 0; i < rounds; i++) {
            JCSystem.beginTransaction();
            Util.arrayCopy(from, (short) 0, to, (short) 0, LENGTH);
            JCSystem.commitTransaction();
        }
    }

    private static short share(short rounds) {
        AID server = JCSystem.lookupAID(SERVER, (short) 0, (byte) SERVER.length);
        Counter counter =
                (Counter) JCSystem.getAppletShareableInterfaceObject(server, (byte) 0);
        short n = 0;
        for (short i = 0; i < rounds; i++) {
            n = counter.add(i);
        }
        return n;
    }
}
