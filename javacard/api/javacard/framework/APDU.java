// The command being processed: its buffer, and the transfer of data in and out.
// The state machine is native; its state is in the runtime's workspace, not in this object.
package javacard.framework;

import hydra.framework.Command;
import javacardx.apdu.util.APDUUtil;

/**
 * A command and its response (ISO/IEC 7816-4). The one instance is the system's: a temporary entry
 * point object; its buffer is a global array. Neither can be stored.
 *
 * <p>All natives here throw IO_ERROR while the APDU is in an error state (a negative state).
 */
public final class APDU {

    /** Only the header is in the buffer. */
    public static final byte STATE_INITIAL = 0;

    /** Some command data were received. */
    public static final byte STATE_PARTIAL_INCOMING = 1;

    /** All command data were received. */
    public static final byte STATE_FULL_INCOMING = 2;

    /** The direction is out; the length of the response is not set. */
    public static final byte STATE_OUTGOING = 3;

    /** The length of the response is set. */
    public static final byte STATE_OUTGOING_LENGTH_KNOWN = 4;

    /** Some response data were sent. */
    public static final byte STATE_PARTIAL_OUTGOING = 5;

    /** All response data were sent. */
    public static final byte STATE_FULL_OUTGOING = 6;

    /** NO_T0_GETRESPONSE was thrown. */
    public static final byte STATE_ERROR_NO_T0_GETRESPONSE = -1;

    /** T1_IFD_ABORT was thrown. */
    public static final byte STATE_ERROR_T1_IFD_ABORT = -2;

    /** IO_ERROR was thrown. */
    public static final byte STATE_ERROR_IO = -3;

    /** NO_T0_REISSUE was thrown. */
    public static final byte STATE_ERROR_NO_T0_REISSUE = -4;

    /** The bits of {@link #getProtocol} that tell the medium. */
    public static final byte PROTOCOL_MEDIA_MASK = (byte) 0xF0;

    /** The bits of {@link #getProtocol} that tell the protocol. */
    public static final byte PROTOCOL_TYPE_MASK = 0x0F;

    /** T=0. */
    public static final byte PROTOCOL_T0 = 0;

    /** T=1, and contactless. */
    public static final byte PROTOCOL_T1 = 1;

    /** Contacts. */
    public static final byte PROTOCOL_MEDIA_DEFAULT = 0;

    /** Contactless, type A. */
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_A = (byte) 0x80;

    /** Contactless, type B. */
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_B = (byte) 0x90;

    /** USB. */
    public static final byte PROTOCOL_MEDIA_USB = (byte) 0xA0;

    /** Contactless, type F. */
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_F = (byte) 0xB0;

    /** The APDU gate of a host controller (ETSI TS 102 622). */
    public static final byte PROTOCOL_MEDIA_HCI_APDU_GATE = (byte) 0xB0;

    /** No logical channels but the basic one. */
    public static final byte LC_ENCODING_NO = 0;

    /** Logical channels 0 to 3. */
    public static final byte LC_ENCODING_TYPE_4 = 1;

    /** Logical channels 0 to 19. */
    public static final byte LC_ENCODING_TYPE_4_TYPE_16 = 2;

    private APDU() {
    }

    /**
     * Returns the largest block that {@link #receiveBytes} puts into the buffer. Native.
     *
     * @return 1 for T=0, otherwise the card's information field size
     */
    public static native short getInBlockSize();

    /**
     * Returns the largest block that is sent at once. Native.
     *
     * @return 258 for T=0, otherwise the reader's information field size
     */
    public static native short getOutBlockSize();

    /**
     * Returns protocol and medium of the current command. Native.
     *
     * @return one PROTOCOL_MEDIA_* and one PROTOCOL_T* together
     */
    public static native byte getProtocol();

    /**
     * Asks the reader for more time. Native.
     *
     * @throws APDUException ILLEGAL_USE after setOutgoingNoChaining
     */
    public static native void waitExtension();

    /**
     * Returns the APDU being processed. Native: only while the system's call of process of the
     * selected applet is under way, in that applet's context.
     *
     * @return the APDU
     * @throws SecurityException otherwise
     */
    public static native APDU getCurrentAPDU();

    /**
     * Returns the buffer of the APDU being processed. Native: as {@link #getCurrentAPDU}.
     *
     * @return the buffer
     * @throws SecurityException at another time or in another context
     */
    public static native byte[] getCurrentAPDUBuffer();

    /**
     * Returns the logical channel that the class byte of the current command tells.
     *
     * @return 0 to 19; 0 if it tells none
     */
    public static byte getCLAChannel() {
        return APDUUtil.getCLAChannel(Command.classByte());
    }

    /**
     * Returns the buffer. Native: the runtime's one global array of this name.
     *
     * @return the buffer, at least 133 bytes, zero but for the header when a command arrives
     */
    public native byte[] getBuffer();

    /**
     * Returns the node address of T=1. Native.
     *
     * @return the address; 0 for other protocols
     */
    public native byte getNAD();

    /**
     * Receives more command data. Native.
     *
     * @param bOff where in the buffer
     * @return how many bytes came, 0 if there are no more
     * @throws APDUException ILLEGAL_USE before setIncomingAndReceive or once outgoing;
     *     BUFFER_BOUNDS if bOff is negative or a block does not fit; T1_IFD_ABORT if the reader
     *     gives up
     */
    public native short receiveBytes(short bOff);

    /**
     * Sends response data from the buffer. Native: the bytes are taken at the call.
     *
     * @param bOff where in the buffer
     * @param len how many
     * @throws APDUException ILLEGAL_USE before setOutgoingLength, after setOutgoingAndSend, or if
     *     more than the length set; BUFFER_BOUNDS if the range is outside the buffer;
     *     NO_T0_GETRESPONSE, NO_T0_REISSUE or T1_IFD_ABORT if the reader gives up
     */
    public native void sendBytes(short bOff, short len);

    /**
     * Sends response data from an array. Native: checks null, the caller's right to read the array,
     * and the range, before it sends; may use the buffer.
     *
     * @param outData the array
     * @param bOff where in it
     * @param len how many
     * @throws APDUException as {@link #sendBytes}, but for BUFFER_BOUNDS
     * @throws SecurityException if the caller may not read outData
     * @throws NullPointerException if outData is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside outData
     */
    public native void sendBytesLong(byte[] outData, short bOff, short len);

    /**
     * Receives command data to where {@link #getOffsetCdata} says, as many as fit. Native.
     *
     * @return how many bytes came
     * @throws APDUException ILLEGAL_USE if called already or once outgoing; T1_IFD_ABORT if the
     *     reader gives up
     */
    public native short setIncomingAndReceive();

    /**
     * Turns to sending; command data not received are dropped. Native.
     *
     * @return how many bytes the reader expects: 256, or 32767 with extended length, if any number
     * @throws APDUException ILLEGAL_USE if outgoing already
     */
    public native short setOutgoing();

    /**
     * Sends a whole short response from the buffer. Native: the buffer must stay as it is until
     * process returns, when it is sent.
     *
     * @param bOff where in the buffer
     * @param len how many bytes
     * @throws APDUException ILLEGAL_USE if outgoing already; BAD_LENGTH if len is negative, or
     *     above 256 without extended length; BUFFER_BOUNDS if the range is outside the buffer
     */
    public native void setOutgoingAndSend(short bOff, short len);

    /**
     * Sets the length of the response. Native.
     *
     * @param len how many bytes will be sent
     * @throws APDUException ILLEGAL_USE before setOutgoing or if set already; BAD_LENGTH if len is
     *     negative, or above 256 without extended length or without chaining, or above the block
     *     size without chaining; NO_T0_GETRESPONSE or NO_T0_REISSUE if the reader gives up
     */
    public native void setOutgoingLength(short len);

    /**
     * Turns to sending without block chaining: as {@link #setOutgoing}. Native.
     *
     * @return how many bytes the reader expects
     * @throws APDUException ILLEGAL_USE if outgoing already
     */
    public native short setOutgoingNoChaining();

    /**
     * Returns the state. Native.
     *
     * @return one of STATE_*
     */
    public native byte getCurrentState();

    /**
     * Tells whether more commands of a chain follow this one.
     *
     * @return true if the class byte says so
     */
    public boolean isCommandChainingCLA() {
        return APDUUtil.isCommandChainingCLA(Command.classByte());
    }

    /**
     * Tells whether the command uses secure messaging.
     *
     * @return true if the class byte says so
     */
    public boolean isSecureMessagingCLA() {
        return APDUUtil.isSecureMessagingCLA(Command.classByte());
    }

    /**
     * Tells whether the command is an interindustry one.
     *
     * @return true if the class byte says so
     */
    public boolean isISOInterindustryCLA() {
        return APDUUtil.isISOInterindustryCLA(Command.classByte());
    }

    /**
     * Returns the length of the command data. Native.
     *
     * @return Lc, 0 if there are none; at most 32767
     * @throws APDUException ILLEGAL_USE before setIncomingAndReceive or once outgoing
     */
    public native short getIncomingLength();

    /**
     * Returns where in the buffer the command data start. Native.
     *
     * @return 5, or 7 after an extended length
     * @throws APDUException ILLEGAL_USE before setIncomingAndReceive or once outgoing
     */
    public native short getOffsetCdata();

    /**
     * Tells whether the class byte is valid: neither FF nor of the reserved form 001xxxxx.
     *
     * @return true if it is
     */
    public boolean isValidCLA() {
        return APDUUtil.isValidCLA(Command.classByte());
    }

    /**
     * Tells which logical channels the card offers.
     *
     * @return one of LC_ENCODING_*; here channels 0 to 19
     */
    public byte getLogicalChannelEncoding() {
        return LC_ENCODING_TYPE_4_TYPE_16;
    }
}
