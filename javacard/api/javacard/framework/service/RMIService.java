// The service that would serve remote calls.
// Kept so that such applets link: this card exports no objects, so there is nothing to call.
package javacard.framework.service;

import hydra.framework.Thrower;
import java.rmi.Remote;
import javacard.framework.APDU;

/** The service for remote calls. On this card it refuses the commands that are meant for it. */
public class RMIService extends BasicService implements RemoteService {

    /** The instruction byte of remote calls unless the applet sets another. */
    public static final byte DEFAULT_RMI_INVOKE_INSTRUCTION = 0x38;

    /** The instruction byte of remote calls. */
    private byte invokeInstruction;

    /**
     * Creates the service.
     *
     * @param initialObject the object that a client gets first
     * @throws NullPointerException if initialObject is null
     */
    public RMIService(Remote initialObject) {
        if (initialObject == null) {
            Thrower.raise(Thrower.NULL);
        }
        invokeInstruction = DEFAULT_RMI_INVOKE_INSTRUCTION;
    }

    /**
     * Refuses SELECT of the applet and remote calls; other commands it leaves to others.
     *
     * @param apdu the command
     * @return false
     * @throws ServiceException REMOTE_OBJECT_NOT_EXPORTED for the commands that are meant for it:
     *     no object can be exported on this card
     */
    public boolean processCommand(APDU apdu) {
        if (selectingApplet() || getINS(apdu) == invokeInstruction) {
            ServiceException.throwIt(ServiceException.REMOTE_OBJECT_NOT_EXPORTED);
        }
        return false;
    }

    /**
     * Sets the instruction byte of remote calls.
     *
     * @param ins the instruction byte
     */
    public void setInvokeInstructionByte(byte ins) {
        invokeInstruction = ins;
    }
}
