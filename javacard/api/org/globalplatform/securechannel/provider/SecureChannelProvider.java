// Makes secure channel protocols for applications to own.
// GlobalPlatform Java Card API, package org.globalplatform.securechannel.provider.
package org.globalplatform.securechannel.provider;

import javacard.framework.SystemException;
import org.globalplatform.securechannel.SecureChannelProtocol;

/**
 * Makes secure channel protocols for applications to own. This card gives applications the channel
 * of their security domain only, so there is no type that it can make.
 */
public class SecureChannelProvider {
    /** The buffers must be in transient memory. */
    public static final short BUFFERTYPE_TRANSIENT = 0x01;

    /** Any memory will do for the buffers. */
    public static final short BUFFERTYPE_ANY = 0x10;

    /** Secure messaging of ISO 7816 alone. */
    public static final short TYPE_ISO7816 = 0x01;

    /** Opacity. */
    public static final short TYPE_OPACITY = 0x02;

    /** SCP03 of the ISO framework. */
    public static final short TYPE_ISO_SCP03 = 0x03;

    /** SCP02. */
    public static final short TYPE_SCP02 = 0x04;

    /** SCP03. */
    public static final short TYPE_SCP03 = 0x05;

    /** PACE. */
    public static final short TYPE_PACE = 0x11;

    /** General authentication procedure. */
    public static final short TYPE_GAP = 0x12;

    /** Extended access control, version 1. */
    public static final short TYPE_EAC_V1 = 0x13;

    private SecureChannelProvider() {
    }

    /**
     * A protocol of that type, with {@code length} bytes of parameters at {@code offset}, whose
     * methods will be given arrays in the kind of memory named. Throws SystemException
     * ILLEGAL_VALUE if the card cannot make the type or a parameter is wrong, NO_RESOURCE or
     * NO_TRANSIENT_SPACE if there is no room.
     */
    public static final SecureChannelProtocol createNewInstance(short type, byte[] parameters,
            short offset, short length, short bufferType) {
        SystemException.throwIt(SystemException.ILLEGAL_VALUE);
        return null;
    }
}
