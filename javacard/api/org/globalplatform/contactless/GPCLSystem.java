// The contactless side of the card manager (amendment C).
// GlobalPlatform Java Card API, package org.globalplatform.contactless.
package org.globalplatform.contactless;

import javacard.framework.AID;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import org.globalplatform.GPRegistryEntry;

/**
 * The contactless side of the card manager (amendment C). This card has no contactless interface:
 * no application is on it, nothing about it can be changed.
 */
public class GPCLSystem {
    /** Application family: any. */
    public static final short AFI_ANY = 0x00;

    /** Application family: transport. */
    public static final short AFI_TRANSPORT = 0x10;

    /** Application family: financial. */
    public static final short AFI_FINANCIAL = 0x20;

    /** Application family: identification. */
    public static final short AFI_IDENTIFICATION = 0x30;

    /** Application family: telecommunication. */
    public static final short AFI_TELECOMMUNICATION = 0x40;

    /** Application family: medical. */
    public static final short AFI_MEDICAL = 0x50;

    /** Application family: multimedia. */
    public static final short AFI_MULTIMEDIA = 0x60;

    /** Application family: gaming. */
    public static final short AFI_GAMING = 0x70;

    /** Application family: data storage. */
    public static final short AFI_DATA_STORAGE = 0x80;

    /** The default protocol data of type A. */
    public static final short CARD_INFO_DEFAULT_PROTOCOL_DATA_TYPE_A = 0x01;

    /** The default protocol data of type B. */
    public static final short CARD_INFO_DEFAULT_PROTOCOL_DATA_TYPE_B = 0x02;

    /** The default protocol data of type F. */
    public static final short CARD_INFO_DEFAULT_PROTOCOL_DATA_TYPE_F = 0x03;

    /** The current protocol data of type A. */
    public static final short CARD_INFO_CURRENT_PROTOCOL_DATA_TYPE_A = 0x04;

    /** The current protocol data of type B. */
    public static final short CARD_INFO_CURRENT_PROTOCOL_DATA_TYPE_B = 0x05;

    /** The current protocol data of type F. */
    public static final short CARD_INFO_CURRENT_PROTOCOL_DATA_TYPE_F = 0x06;

    /** The counter of changes. */
    public static final short CARD_INFO_COUNTER_UPDATE = 0x07;

    /** Which contactless protocols are on. */
    public static final short CARD_INFO_CONTACTLESS_PROTOCOL_TYPE_STATE = 0x08;

    /** The proximity interface; older name. */
    public static final short GPCL_INTERFACE_ISO14443 = 0x01;

    /** The proximity interface. */
    public static final short GPCL_PROXIMITY_IO_INTERFACE = 0x01;

    /** The proximity protocol of type A. */
    public static final short GPCL_PROXIMITY_IO_PROTOCOL_TYPE_A = 0x41;

    /** The proximity protocol of type B. */
    public static final short GPCL_PROXIMITY_IO_PROTOCOL_TYPE_B = 0x42;

    /** The proximity protocol of type F. */
    public static final short GPCL_PROXIMITY_IO_PROTOCOL_TYPE_F = 0x44;

    /** Asks an applet for its CLAppletActivationPolicy. */
    public static final byte GPCL_CL_APPLICATION_ACTIVATION_POLICY = (byte) 0x83;

    /** Asks an applet for its CRSApplication. */
    public static final byte GPCL_CRS_APPLICATION = (byte) 0x84;

    /** Asks an applet for its CRELApplication. */
    public static final byte GPCL_CREL_APPLICATION = (byte) 0x85;

    /** Asks an applet for its CLApplet. */
    public static final byte GPCL_CL_APPLICATION = (byte) 0x86;

    /** The host device's user interface can be used. */
    public static final short HOST_DEVICE_UI_AVAILABLE = 0x4000;

    /** Nothing is known of the host device's user interface. */
    public static final short HOST_DEVICE_UI_STATE_UNKNOWN = (short) 0x8000;

    /** Another kind of secure element. */
    public static final byte SECURE_ELEMENT_UNKNOWN = 0x00;

    /** A UICC. */
    public static final byte SECURE_ELEMENT_UICC = 0x01;

    /** An embedded secure element. */
    public static final byte SECURE_ELEMENT_EMBEDDED = 0x02;

    /** A memory card with a secure element. */
    public static final byte SECURE_ELEMENT_SDCARD = 0x03;

    private static final short SW_REFERENCED_DATA_NOT_FOUND = (short) 0x6A88;

    private GPCLSystem() {
    }

    /** The contactless row of that application, or of the caller for null; here always null. */
    public static GPCLRegistryEntry getGPCLRegistryEntry(AID aid) {
        return null;
    }

    /**
     * The next application of a family on the contactless interface. Throws ISOException
     * SW_CONDITIONS_NOT_SATISFIED to a caller without contactless activation privilege, which
     * nobody has here.
     */
    public static GPCLRegistryEntry getNextGPCLRegistryEntry(GPCLRegistryEntry previous,
            short family) {
        ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        return null;
    }

    /**
     * Puts an application before all others until the next reset. Throws ISOException
     * SW_CONDITIONS_NOT_SATISFIED to a caller without the privilege.
     */
    public static void setVolatilePriority(GPCLRegistryEntry entry) {
        ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
    }

    /**
     * Writes a piece of information on the contactless interface. Throws ISOException 6A88 if
     * there is none, as here.
     */
    public static short getCardCLInfo(byte[] buffer, short offset, short info) {
        ISOException.throwIt(SW_REFERENCED_DATA_NOT_FOUND);
        return offset;
    }

    /**
     * Switches an interface or protocol on or off. Throws ISOException SW_CONDITIONS_NOT_SATISFIED
     * if the card does not have it or the caller lacks the privilege.
     */
    public static void setCommunicationInterface(short communicationInterface, boolean on) {
        ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
    }

    /** Whether that application may be reached over the interface; here never. */
    public static boolean checkCommunicationInterfaceAccess(GPRegistryEntry entry,
            short communicationInterface) {
        return false;
    }

    /** What kind of secure element this is. */
    public static byte getSecureElementType() {
        return SECURE_ELEMENT_UNKNOWN;
    }

    /** What is known of the host device's user interface: nothing. */
    public static short getHostDeviceUserInterfaceState() {
        return HOST_DEVICE_UI_STATE_UNKNOWN;
    }

    /**
     * Asks the host device to start an application. Throws ISOException SW_FUNC_NOT_SUPPORTED where
     * there is no such host, as here.
     */
    public static void launchHostDeviceApplication(byte[] parameters, short offset,
            short length) {
        ISOException.throwIt(ISO7816.SW_FUNC_NOT_SUPPORTED);
    }

    /** Whether an interface or protocol is on; here never. */
    public static boolean isCommunicationInterfaceEnabled(short communicationInterface) {
        return false;
    }
}
