// What a class byte says: channel, secure messaging, chaining (ISO/IEC 7816-4:2013, 5.4.1).
// First form b8 b7 = x0: channel in b2 b1; further form x1: channel - 4 in b4 to b1.
package javacardx.apdu.util;

/**
 * Functions on class bytes. A class byte that is not valid, FF or 001xxxxx, tells channel 0, no
 * secure messaging and no chaining.
 */
public class APDUUtil {

    private APDUUtil() {
    }

    /**
     * Returns the logical channel.
     *
     * @param CLAbyte the class byte
     * @return 0 to 19
     */
    public static byte getCLAChannel(byte CLAbyte) {
        if (!isValidCLA(CLAbyte)) {
            return 0;
        }
        if ((byte) (CLAbyte & 0x40) == 0) {
            return (byte) (CLAbyte & 0x03);
        }
        return (byte) ((byte) (CLAbyte & 0x0F) + 4);
    }

    /**
     * Tells whether secure messaging is used.
     *
     * @param CLAbyte the class byte
     * @return true if so
     */
    public static boolean isSecureMessagingCLA(byte CLAbyte) {
        if (!isValidCLA(CLAbyte)) {
            return false;
        }
        if ((byte) (CLAbyte & 0x40) == 0) {
            return (byte) (CLAbyte & 0x0C) != 0;
        }
        return (byte) (CLAbyte & 0x20) != 0;
    }

    /**
     * Tells whether more commands of a chain follow.
     *
     * @param CLAbyte the class byte
     * @return true if so
     */
    public static boolean isCommandChainingCLA(byte CLAbyte) {
        return isValidCLA(CLAbyte) && (byte) (CLAbyte & 0x10) != 0;
    }

    /**
     * Tells whether the command is an interindustry one.
     *
     * @param CLAbyte the class byte
     * @return true if so
     */
    public static boolean isISOInterindustryCLA(byte CLAbyte) {
        return CLAbyte >= 0;
    }

    /**
     * Tells whether the class byte is valid.
     *
     * @param CLAbyte the class byte
     * @return true unless it is FF or 001xxxxx
     */
    public static boolean isValidCLA(byte CLAbyte) {
        return CLAbyte != (byte) 0xFF && (short) (CLAbyte & 0xE0) != 0x20;
    }
}
