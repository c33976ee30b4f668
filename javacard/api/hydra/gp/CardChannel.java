// The card's end of secure channels, one object for the whole card.
// Ours: behind org.globalplatform, linked by packages in the ROM only.
package hydra.gp;

import javacard.framework.APDU;
import org.globalplatform.SecureChannelx;
import org.globalplatform.SecureChannelx2;

/**
 * The card's end of secure channels, one object for the whole card. It belongs to the card; each
 * native method works on the session that the caller's context has on the logical channel it is
 * selected on, and checks arrays against the caller's context before anything else. The interfaces
 * say what the methods do.
 */
public final class CardChannel implements SecureChannelx, SecureChannelx2 {
    private CardChannel() {
    }

    public native short processSecurity(APDU apdu);

    public native short processSecurity(byte[] buffer, short offset, short length,
            short outOffset);

    public native short wrap(byte[] buffer, short offset, short length);

    public native short unwrap(byte[] buffer, short offset, short length);

    public native short decryptData(byte[] buffer, short offset, short length);

    public native short encryptData(byte[] buffer, short offset, short length);

    public native void resetSecurity();

    public native byte getSecurityLevel();

    public native void setSecurityLevel(byte level);
}
