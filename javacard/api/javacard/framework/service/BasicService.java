// The base of services: what several services share about one command is kept in its buffer.
// Before: CLA INS P1 P2 Lc data. Once processed: CLA INS SW1 SW2 La data (La 0 is 0 or 256).
package javacard.framework.service;

import hydra.framework.Command;
import javacard.framework.APDU;
import javacard.framework.ISO7816;
import javacard.framework.Util;

/** A service that does nothing yet, and functions for services. Short lengths only. */
public class BasicService implements Service {

    /** The longest response. */
    private static final short MAX_OUTPUT = 256;

    /** Where the status word is once the command is processed. */
    private static final short OFFSET_SW = 2;

    /** Where the output length is once the command is processed. */
    private static final short OFFSET_LA = 4;

    /** Where the output data are. */
    private static final short OFFSET_DATA = 5;

    /** Creates a service. */
    public BasicService() {
    }

    /**
     * Does nothing.
     *
     * @param apdu the command
     * @return false
     */
    public boolean processDataIn(APDU apdu) {
        return false;
    }

    /**
     * Does nothing.
     *
     * @param apdu the command
     * @return false
     */
    public boolean processCommand(APDU apdu) {
        return false;
    }

    /**
     * Does nothing.
     *
     * @param apdu the command
     * @return false
     */
    public boolean processDataOut(APDU apdu) {
        return false;
    }

    /**
     * Receives all command data, unless that was done already.
     *
     * @param apdu the command
     * @return how many bytes
     * @throws ServiceException CANNOT_ACCESS_IN_COMMAND if some were received otherwise or the
     *     command is processed; COMMAND_DATA_TOO_LONG if they do not fit the buffer
     */
    public short receiveInData(APDU apdu) {
        checkInput(apdu);
        if (apdu.getCurrentState() == APDU.STATE_FULL_INCOMING) {
            return apdu.getIncomingLength();
        }
        short received = apdu.setIncomingAndReceive();
        short length = apdu.getIncomingLength();
        short offset = apdu.getOffsetCdata();
        if (length > (short) ((short) apdu.getBuffer().length - offset)) {
            ServiceException.throwIt(ServiceException.COMMAND_DATA_TOO_LONG);
        }
        while (received < length) {
            received += apdu.receiveBytes((short) (offset + received));
        }
        return length;
    }

    /**
     * Marks the command as processed by turning it to sending.
     *
     * @param apdu the command
     * @throws ServiceException CANNOT_ACCESS_OUT_COMMAND if it is in an error state
     */
    public void setProcessed(APDU apdu) {
        byte state = apdu.getCurrentState();
        if (state < APDU.STATE_INITIAL) {
            ServiceException.throwIt(ServiceException.CANNOT_ACCESS_OUT_COMMAND);
        }
        if (state < APDU.STATE_OUTGOING) {
            apdu.setOutgoing();
        }
    }

    /**
     * Tells whether the command is processed.
     *
     * @param apdu the command
     * @return true if so, or if it is in an error state
     */
    public boolean isProcessed(APDU apdu) {
        byte state = apdu.getCurrentState();
        return state < APDU.STATE_INITIAL || state >= APDU.STATE_OUTGOING;
    }

    /**
     * Sets the length of the response data.
     *
     * @param apdu the command
     * @param length 0 to 256
     * @throws ServiceException ILLEGAL_PARAM if out of range or more than fits the buffer
     */
    public void setOutputLength(APDU apdu, short length) {
        byte[] buffer = apdu.getBuffer();
        short room = (short) ((short) buffer.length - OFFSET_DATA);
        if (length < 0 || length > MAX_OUTPUT || length > room) {
            ServiceException.throwIt(ServiceException.ILLEGAL_PARAM);
        }
        buffer[OFFSET_LA] = (byte) length;
        Command.setOutputLength(length);
    }

    /**
     * Returns the length of the response data.
     *
     * @param apdu the command
     * @return 0 to 256
     * @throws ServiceException CANNOT_ACCESS_OUT_COMMAND if the command is not processed or in an
     *     error state
     */
    public short getOutputLength(APDU apdu) {
        checkOutput(apdu);
        return outputLength(apdu);
    }

    /**
     * Sets the status word.
     *
     * @param apdu the command
     * @param sw the status word
     */
    public void setStatusWord(APDU apdu, short sw) {
        Util.setShort(apdu.getBuffer(), OFFSET_SW, sw);
    }

    /**
     * Returns the status word.
     *
     * @param apdu the command
     * @return the status word
     * @throws ServiceException CANNOT_ACCESS_OUT_COMMAND if the command is not processed or in an
     *     error state
     */
    public short getStatusWord(APDU apdu) {
        checkOutput(apdu);
        return statusWord(apdu);
    }

    /**
     * Marks the command as processed, without response data.
     *
     * @param apdu the command
     * @param sw the status word
     * @return true
     * @throws ServiceException CANNOT_ACCESS_OUT_COMMAND if it is in an error state
     */
    public boolean fail(APDU apdu, short sw) {
        setProcessed(apdu);
        setOutputLength(apdu, (short) 0);
        setStatusWord(apdu, sw);
        return true;
    }

    /**
     * Marks the command as processed with status 9000; the output length is set separately.
     *
     * @param apdu the command
     * @return true
     * @throws ServiceException CANNOT_ACCESS_OUT_COMMAND if it is in an error state
     */
    public boolean succeed(APDU apdu) {
        return succeedWithStatusWord(apdu, ISO7816.SW_NO_ERROR);
    }

    /**
     * Marks the command as processed; the output length is set separately.
     *
     * @param apdu the command
     * @param sw the status word
     * @return true
     * @throws ServiceException CANNOT_ACCESS_OUT_COMMAND if it is in an error state
     */
    public boolean succeedWithStatusWord(APDU apdu, short sw) {
        setProcessed(apdu);
        setStatusWord(apdu, sw);
        return true;
    }

    /**
     * Returns the class byte.
     *
     * @param apdu the command
     * @return CLA
     */
    public byte getCLA(APDU apdu) {
        return apdu.getBuffer()[ISO7816.OFFSET_CLA];
    }

    /**
     * Returns the instruction byte.
     *
     * @param apdu the command
     * @return INS
     */
    public byte getINS(APDU apdu) {
        return apdu.getBuffer()[ISO7816.OFFSET_INS];
    }

    /**
     * Returns the first parameter.
     *
     * @param apdu the command
     * @return P1
     * @throws ServiceException CANNOT_ACCESS_IN_COMMAND if data were received in part or the
     *     command is processed
     */
    public byte getP1(APDU apdu) {
        checkInput(apdu);
        return apdu.getBuffer()[ISO7816.OFFSET_P1];
    }

    /**
     * Returns the second parameter.
     *
     * @param apdu the command
     * @return P2
     * @throws ServiceException CANNOT_ACCESS_IN_COMMAND if data were received in part or the
     *     command is processed
     */
    public byte getP2(APDU apdu) {
        checkInput(apdu);
        return apdu.getBuffer()[ISO7816.OFFSET_P2];
    }

    /**
     * Tells a SELECT that selects the applet from other commands.
     *
     * @return true if it is one
     */
    public boolean selectingApplet() {
        return Command.isSelecting();
    }

    /** Returns the output length of a processed command. */
    static short outputLength(APDU apdu) {
        short length = (short) (apdu.getBuffer()[OFFSET_LA] & 0xFF);
        if (length == 0 && Command.outputLength() == MAX_OUTPUT) {
            return MAX_OUTPUT;
        }
        return length;
    }

    /** Returns the status word of a processed command. */
    static short statusWord(APDU apdu) {
        return Util.getShort(apdu.getBuffer(), OFFSET_SW);
    }

    private static void checkInput(APDU apdu) {
        byte state = apdu.getCurrentState();
        if (state != APDU.STATE_INITIAL && state != APDU.STATE_FULL_INCOMING) {
            ServiceException.throwIt(ServiceException.CANNOT_ACCESS_IN_COMMAND);
        }
    }

    private static void checkOutput(APDU apdu) {
        if (apdu.getCurrentState() < APDU.STATE_OUTGOING) {
            ServiceException.throwIt(ServiceException.CANNOT_ACCESS_OUT_COMMAND);
        }
    }
}
