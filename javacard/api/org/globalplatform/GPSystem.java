// The card manager as applications see it.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.AID;

/**
 * The card manager as applications see it. The methods act for the application whose context is
 * active, and check its arrays against that context. On a card whose content nobody manages there
 * is no registry: objects are null, states stay, and every change is refused.
 */
public class GPSystem {
    /** State of an application: installed. */
    public static final byte APPLICATION_INSTALLED = 0x03;

    /** State of an application: selectable. */
    public static final byte APPLICATION_SELECTABLE = 0x07;

    /** State of an application: locked (this bit besides the state before). */
    public static final byte APPLICATION_LOCKED = (byte) 0x80;

    /** State of the card: ready for operation. */
    public static final byte CARD_OP_READY = 0x01;

    /** State of the card: initialised. */
    public static final byte CARD_INITIALIZED = 0x07;

    /** State of the card: secured. */
    public static final byte CARD_SECURED = 0x0F;

    /** State of the card: locked. */
    public static final byte CARD_LOCKED = 0x7F;

    /** Card information: the historical bytes last sent. */
    public static final short CARD_INFO_ATR_HISTORICAL_BYTES = 0x80;

    /** Card information: the identifier last sent over the contactless interface. */
    public static final short CARD_INFO_CL_IO_RANDOM = 0x81;

    /** State of the card: terminated. */
    public static final byte CARD_TERMINATED = (byte) 0xFF;

    /** The UICC's application PIN 1 (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_1 = 0x01;

    /** The UICC's application PIN 2 (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_2 = 0x02;

    /** The UICC's application PIN 3 (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_3 = 0x03;

    /** The UICC's application PIN 4 (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_4 = 0x04;

    /** The UICC's application PIN 5 (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_5 = 0x05;

    /** The UICC's application PIN 6 (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_6 = 0x06;

    /** The UICC's application PIN 7 (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_7 = 0x07;

    /** The UICC's application PIN 8 (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_8 = 0x08;

    /** The card's global PIN. */
    public static final byte CVM_GLOBAL_PIN = 0x11;

    /** Family of services: secure channels. */
    public static final byte FAMILY_SECURE_CHANNEL = (byte) 0x81;

    /** Family of services: cardholder verification. */
    public static final byte FAMILY_CVM = (byte) 0x82;

    /** Family of services: authorities; the name as it was first published. */
    public static final byte FAMILY_AUHTORITY = (byte) 0x83;

    /** Family of services: authorities. */
    public static final byte FAMILY_AUTHORITY = (byte) 0x83;

    /** Family of services: administration over HTTP. */
    public static final byte FAMILY_HTTP_ADMINISTRATION = (byte) 0x84;

    /** Family of services: reports of sessions over HTTP. */
    public static final byte FAMILY_HTTP_REPORT = (byte) 0x85;

    /** Family of services: privacy protocols. */
    public static final byte FAMILY_PRIVACY_PROTOCOL = (byte) 0x86;

    /** Family of services: signatures of authorities. */
    public static final byte FAMILY_AUTHORITY_SIGNATURE = (byte) 0x87;

    /** Family of services: brokers. */
    public static final byte FAMILY_BROKER = (byte) 0x88;

    /** Family of services: user and system service management. */
    public static final byte FAMILY_USSM = (byte) 0xA0;

    /** What getShareableInterfaceObject is asked for to get at a GlobalService. */
    public static final byte GLOBAL_SERVICE_IDENTIFIER = (byte) 0x80;

    /** State of a security domain: personalised. */
    public static final byte SECURITY_DOMAIN_PERSONALIZED = 0x0F;

    /** The class has only static methods; the published one can be instantiated nevertheless. */
    public GPSystem() {
    }

    /** The state in the calling application's life cycle. */
    public static native byte getCardContentState();

    /** The state in the card's life cycle. */
    public static native byte getCardState();

    /** The cardholder verification of that name, or null if there is none or the caller may not. */
    public static native CVM getCVM(byte name);

    /**
     * The secure channel of the calling application's security domain, or null if the domain is
     * locked or offers none.
     */
    public static native SecureChannel getSecureChannel();

    /** Locks the card if the caller has the Card Lock privilege; returns whether that was done. */
    public static native boolean lockCard();

    /**
     * Terminates the card if the caller has the Card Terminate privilege; returns whether that was
     * done.
     */
    public static native boolean terminateCard();

    /**
     * Sets the historical bytes of the answer to reset if the caller has the Card Reset privilege;
     * returns whether that was done. Throws ArrayIndexOutOfBoundsException, NullPointerException,
     * SecurityException for a bad array.
     */
    public static native boolean setATRHistBytes(byte[] buffer, short offset, byte length);

    /**
     * Sets the calling application's own state: an application-specific one, or locked. Returns
     * whether that was done.
     */
    public static native boolean setCardContentState(byte state);

    /**
     * The registry's row of that application, or of the caller if {@code aid} is null; null if
     * there is none or the caller may not see it.
     */
    public static native GPRegistryEntry getRegistryEntry(AID aid);

    /**
     * The service of that name offered by that application, or, if {@code server} is null, by the
     * one that registered it alone; null if there is none.
     */
    public static native GlobalService getService(AID server, short service);

    /**
     * Writes a piece of card information, or the data object of that tag of the issuer's domain, at
     * {@code offset} and returns {@code offset} plus its length. Throws ISOException SW_WRONG_DATA
     * for what is no tag, 6A88 if there is no such data, ArrayIndexOutOfBoundsException,
     * NullPointerException, SecurityException for a bad array.
     */
    public static native short getCardInfo(byte[] buffer, short offset, short info);

    /** The length of that information. Throws ISOException as {@link #getCardInfo} does. */
    public static native short getCardInfoLength(short info);
}
