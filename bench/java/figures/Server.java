// The applet that others count with.
package figures;

import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.Shareable;

/** Shares a counter. */
public final class Server extends Applet implements Counter {
    private short sum;

    public static void install(byte[] parameters, short offset, byte length) {
        new Server().register();
    }

    public Shareable getShareableInterfaceObject(AID client, byte parameter) {
        return this;
    }

    public short add(short n) {
        sum += n;
        return sum;
    }

    public void process(APDU apdu) {
    }
}
