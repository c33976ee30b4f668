package javacard.framework;

public final class APDU {
    public static final byte LC_ENCODING_NO = 0;
    public static final byte LC_ENCODING_TYPE_4 = 1;
    public static final byte LC_ENCODING_TYPE_4_TYPE_16 = 2;
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_A = -128;
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_B = -112;
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_F = -80;
    public static final byte PROTOCOL_MEDIA_DEFAULT = 0;
    public static final byte PROTOCOL_MEDIA_HCI_APDU_GATE = -80;
    public static final byte PROTOCOL_MEDIA_MASK = -16;
    public static final byte PROTOCOL_MEDIA_USB = -96;
    public static final byte PROTOCOL_T0 = 0;
    public static final byte PROTOCOL_T1 = 1;
    public static final byte PROTOCOL_TYPE_MASK = 15;
    public static final byte STATE_ERROR_IO = -3;
    public static final byte STATE_ERROR_NO_T0_GETRESPONSE = -1;
    public static final byte STATE_ERROR_NO_T0_REISSUE = -4;
    public static final byte STATE_ERROR_T1_IFD_ABORT = -2;
    public static final byte STATE_FULL_INCOMING = 2;
    public static final byte STATE_FULL_OUTGOING = 6;
    public static final byte STATE_INITIAL = 0;
    public static final byte STATE_OUTGOING = 3;
    public static final byte STATE_OUTGOING_LENGTH_KNOWN = 4;
    public static final byte STATE_PARTIAL_INCOMING = 1;
    public static final byte STATE_PARTIAL_OUTGOING = 5;

    private APDU() {
    }

    public static native short getInBlockSize();

    public static native short getOutBlockSize();

    public static native byte getProtocol();

    public static native void waitExtension();

    public static native APDU getCurrentAPDU();

    public static native byte[] getCurrentAPDUBuffer();

    public static native byte getCLAChannel();

    public native byte[] getBuffer();

    public native byte getNAD();

    public native short receiveBytes(short p0);

    public native void sendBytes(short p0, short p1);

    public native void sendBytesLong(byte[] p0, short p1, short p2);

    public native short setIncomingAndReceive();

    public native short setOutgoing();

    public native void setOutgoingAndSend(short p0, short p1);

    public native void setOutgoingLength(short p0);

    public native short setOutgoingNoChaining();

    public native byte getCurrentState();

    public native boolean isCommandChainingCLA();

    public native boolean isSecureMessagingCLA();

    public native boolean isISOInterindustryCLA();

    public native short getIncomingLength();

    public native short getOffsetCdata();

    public native boolean isValidCLA();

    public native byte getLogicalChannelEncoding();

}
