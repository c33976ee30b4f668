// The numbers of ISO/IEC 7816-4 that applets use.
// Status words, header offsets in the APDU buffer, and a few class and instruction bytes.
package javacard.framework;

/** Constants of ISO/IEC 7816-4. */
public interface ISO7816 {

    /** Success. */
    short SW_NO_ERROR = (short) 0x9000;

    /** More response bytes are waiting; the low byte counts them. */
    short SW_BYTES_REMAINING_00 = (short) 0x6100;

    /** Wrong length. */
    short SW_WRONG_LENGTH = (short) 0x6700;

    /** The security condition is not met. */
    short SW_SECURITY_STATUS_NOT_SATISFIED = (short) 0x6982;

    /** The file is invalid. */
    short SW_FILE_INVALID = (short) 0x6983;

    /** The authentication method is blocked. */
    short SW_AUTHENTICATION_METHOD_BLOCKED = (short) 0x6983;

    /** The referenced data are invalid. */
    short SW_DATA_INVALID = (short) 0x6984;

    /** The conditions of use are not met. */
    short SW_CONDITIONS_NOT_SATISFIED = (short) 0x6985;

    /** The command is not allowed. */
    short SW_COMMAND_NOT_ALLOWED = (short) 0x6986;

    /** The applet refused to be selected. */
    short SW_APPLET_SELECT_FAILED = (short) 0x6999;

    /** Wrong data in the command. */
    short SW_WRONG_DATA = (short) 0x6A80;

    /** The function is not supported. */
    short SW_FUNC_NOT_SUPPORTED = (short) 0x6A81;

    /** The file or application was not found. */
    short SW_FILE_NOT_FOUND = (short) 0x6A82;

    /** The record was not found. */
    short SW_RECORD_NOT_FOUND = (short) 0x6A83;

    /** There is no room. */
    short SW_FILE_FULL = (short) 0x6A84;

    /** Incorrect P1 or P2. */
    short SW_INCORRECT_P1P2 = (short) 0x6A86;

    /** Wrong P1 or P2. */
    short SW_WRONG_P1P2 = (short) 0x6B00;

    /** Wrong Le; the low byte is the right one. */
    short SW_CORRECT_LENGTH_00 = (short) 0x6C00;

    /** The instruction is not supported. */
    short SW_INS_NOT_SUPPORTED = (short) 0x6D00;

    /** The class is not supported. */
    short SW_CLA_NOT_SUPPORTED = (short) 0x6E00;

    /** No precise diagnosis. */
    short SW_UNKNOWN = (short) 0x6F00;

    /** A warning; nothing was changed. */
    short SW_WARNING_STATE_UNCHANGED = (short) 0x6200;

    /** The logical channel is not supported. */
    short SW_LOGICAL_CHANNEL_NOT_SUPPORTED = (short) 0x6881;

    /** Secure messaging is not supported. */
    short SW_SECURE_MESSAGING_NOT_SUPPORTED = (short) 0x6882;

    /** The last command of the chain was expected. */
    short SW_LAST_COMMAND_EXPECTED = (short) 0x6883;

    /** Command chaining is not supported. */
    short SW_COMMAND_CHAINING_NOT_SUPPORTED = (short) 0x6884;

    /** Offset in the APDU buffer: the class byte. */
    byte OFFSET_CLA = 0;

    /** Offset in the APDU buffer: the instruction byte. */
    byte OFFSET_INS = 1;

    /** Offset in the APDU buffer: the first parameter. */
    byte OFFSET_P1 = 2;

    /** Offset in the APDU buffer: the second parameter. */
    byte OFFSET_P2 = 3;

    /** Offset in the APDU buffer: the length of the command data. */
    byte OFFSET_LC = 4;

    /** Offset in the APDU buffer: the command data after a short length. */
    byte OFFSET_CDATA = 5;

    /** Offset in the APDU buffer: the command data after an extended length. */
    byte OFFSET_EXT_CDATA = 7;

    /** The class byte of interindustry commands without secure messaging, on channel 0. */
    byte CLA_ISO7816 = 0x00;

    /** SELECT. */
    byte INS_SELECT = (byte) 0xA4;

    /** EXTERNAL AUTHENTICATE. */
    byte INS_EXTERNAL_AUTHENTICATE = (byte) 0x82;
}
