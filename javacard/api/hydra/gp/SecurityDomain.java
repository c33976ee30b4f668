// A security domain, as an applet among the others.
// Ours: linked by packages in the ROM only.
package hydra.gp;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.MultiSelectable;

/**
 * A security domain, as an applet among the others: it is selected and deselected like them. The
 * runtime hands its commands to the card manager before any bytecode runs, because loading and
 * installing need an empty machine.
 */
public final class SecurityDomain extends Applet implements MultiSelectable {
    private SecurityDomain() {
    }

    public boolean select(boolean appInstAlreadyActive) {
        return true;
    }

    public void deselect(boolean appInstStillActive) {
    }

    /** Never reached. */
    public void process(APDU apdu) {
        ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
    }
}
