// The card manager as Open Platform 2.0.1 had it: the older face of GPSystem.
// Open Platform 2.0.1 Java Card API, package visa.openplatform.
package visa.openplatform;

import javacard.framework.APDU;
import org.globalplatform.CVM;
import org.globalplatform.GPSystem;

/** The card manager as Open Platform 2.0.1 had it: the older face of GPSystem. */
public final class OPSystem {
    /** State of an applet: installed. */
    public static final byte APPLET_INSTALLED = 0x03;

    /** State of an applet: selectable. */
    public static final byte APPLET_SELECTABLE = 0x07;

    /** State of an applet: personalised. */
    public static final byte APPLET_PERSONALIZED = 0x0F;

    /** State of an applet: blocked. */
    public static final byte APPLET_BLOCKED = 0x7F;

    /** State of an applet: locked. */
    public static final byte APPLET_LOCKED = (byte) 0xFF;

    /** State of the card: ready for operation. */
    public static final byte CARD_OP_READY = 0x01;

    /** State of the card: secured. */
    public static final byte CARD_SECURED = 0x0F;

    /** State of the card: locked. */
    public static final byte CARD_LOCKED = 0x7F;

    /** State of the card: initialised. */
    public static final byte INITIALIZED = 0x07;

    /** State of a package: loaded. */
    public static final byte PACKAGE_LOADED = 0x01;

    private OPSystem() {
    }

    /** The state in the calling applet's life cycle. */
    public static byte getCardContentState() {
        return GPSystem.getCardContentState();
    }

    /** The state in the card's life cycle. */
    public static byte getCardManagerState() {
        return GPSystem.getCardState();
    }

    /**
     * Writes {@code length} bytes of the card's production data, from {@code dataOffset} on, at
     * {@code apduOffset} of the APDU buffer. Throws ISOException 6A88 if there is none,
     * ArrayIndexOutOfBoundsException beyond the data or the buffer.
     */
    public static native void getCPLCData(APDU apdu, short apduOffset, short dataOffset,
            short length);

    /** How many tries the global PIN has left; 0 without a global PIN. */
    public static byte getTriesRemaining() {
        CVM pin = GPSystem.getCVM(GPSystem.CVM_GLOBAL_PIN);
        return pin == null ? (byte) 0 : pin.getTriesRemaining();
    }

    /** The calling applet's security domain, or null if it offers no channel of this kind. */
    public static native ProviderSecurityDomain getSecurityDomain();

    /** Sets the calling applet's own state; returns whether that was done. */
    public static boolean setCardContentState(byte state) {
        return GPSystem.setCardContentState(state);
    }

    /** Locks the card if the caller may; returns whether that was done. */
    public static boolean lockCardManager() {
        return GPSystem.lockCard();
    }

    /** Terminates the card if the caller may; returns whether that was done. */
    public static boolean terminateCardManager() {
        return GPSystem.terminateCard();
    }

    /**
     * Sets the global PIN from the PIN block (format 2: a nibble 2, a nibble with the number of
     * digits, the digits, filled up with F) at {@code offset} of the APDU buffer, if the caller
     * may; returns whether that was done.
     */
    public static native boolean setPin(APDU apdu, short offset);

    /** Compares the global PIN with the PIN block at {@code offset} of the APDU buffer. */
    public static native boolean verifyPin(APDU apdu, short offset);

    /** Sets the historical bytes if the caller may; returns whether that was done. */
    public static boolean setATRHistBytes(byte[] buffer, short offset, byte length) {
        return GPSystem.setATRHistBytes(buffer, offset, length);
    }
}
