package javacardx.apdu.util;

public class APDUUtil {

    private APDUUtil() {
    }

    public static native byte getCLAChannel(byte p0);

    public static native boolean isSecureMessagingCLA(byte p0);

    public static native boolean isCommandChainingCLA(byte p0);

    public static native boolean isISOInterindustryCLA(byte p0);

    public static native boolean isValidCLA(byte p0);

}
