// Builds an applet's command processing out of services.
// Services are called phase by phase, in the order in which they were added.
package javacard.framework.service;

import javacard.framework.APDU;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;

/** A list of services by phase. */
public class Dispatcher {

    /** No phase. */
    public static final byte PROCESS_NONE = 0;

    /** Processing of command data: {@link Service#processDataIn}. */
    public static final byte PROCESS_INPUT_DATA = 1;

    /** Processing of the command: {@link Service#processCommand}. */
    public static final byte PROCESS_COMMAND = 2;

    /** Processing of response data: {@link Service#processDataOut}. */
    public static final byte PROCESS_OUTPUT_DATA = 3;

    /** Where the response data are in the buffer. */
    private static final short OFFSET_DATA = 5;

    /** The services, in the order in which they were added. */
    private Service[] services;

    /** The phase of each. */
    private byte[] phases;

    /** How many there are. */
    private short count;

    /**
     * Creates an empty list.
     *
     * @param maxServices its capacity
     * @throws ServiceException ILLEGAL_PARAM if negative
     */
    public Dispatcher(short maxServices) {
        if (maxServices < 0) {
            ServiceException.throwIt(ServiceException.ILLEGAL_PARAM);
        }
        services = new Service[maxServices];
        phases = new byte[maxServices];
    }

    /**
     * Adds a service to a phase, unless it is there already.
     *
     * @param service the service
     * @param phase the phase
     * @throws ServiceException ILLEGAL_PARAM if service is null or phase is none;
     *     DISPATCH_TABLE_FULL if there is no room
     */
    public void addService(Service service, byte phase) {
        check(service, phase);
        if (find(service, phase) < count) {
            return;
        }
        if (count == (short) services.length) {
            ServiceException.throwIt(ServiceException.DISPATCH_TABLE_FULL);
        }
        boolean own = begin();
        services[count] = service;
        phases[count] = phase;
        count++;
        end(own);
    }

    /**
     * Removes a service from a phase, if it is there.
     *
     * @param service the service
     * @param phase the phase
     * @throws ServiceException ILLEGAL_PARAM if service is null or phase is none
     */
    public void removeService(Service service, byte phase) {
        check(service, phase);
        short at = find(service, phase);
        if (at == count) {
            return;
        }
        boolean own = begin();
        count--;
        for (; at < count; at++) {
            services[at] = services[(short) (at + 1)];
            phases[at] = phases[(short) (at + 1)];
        }
        services[count] = null;
        end(own);
    }

    /**
     * Processes a command from a phase on. When it is processed, sends the response data and throws
     * an ISOException with the status word.
     *
     * @param command the command
     * @param phase the phase to begin with
     * @return the exception that a service threw, or null if no service processed the command
     * @throws ServiceException ILLEGAL_PARAM if phase is none
     * @throws ISOException with the status word, 9000 included
     */
    public Exception dispatch(APDU command, byte phase) {
        if (phase < PROCESS_INPUT_DATA || phase > PROCESS_OUTPUT_DATA) {
            ServiceException.throwIt(ServiceException.ILLEGAL_PARAM);
        }
        try {
            for (byte p = phase; p <= PROCESS_OUTPUT_DATA; p++) {
                if (p < PROCESS_OUTPUT_DATA || command.getCurrentState() == APDU.STATE_OUTGOING) {
                    run(command, p);
                }
            }
        } catch (Exception e) {
            return e;
        }
        if (command.getCurrentState() < APDU.STATE_OUTGOING) {
            return null;
        }
        respond(command);
        return null;
    }

    /**
     * Processes a command in all phases.
     *
     * @param command the command
     * @throws ISOException with the status word, 9000 included; SW_UNKNOWN if a service threw an
     *     exception; SW_INS_NOT_SUPPORTED if no service processed the command
     */
    public void process(APDU command) throws ISOException {
        Exception failure = dispatch(command, PROCESS_INPUT_DATA);
        ISOException.throwIt(failure == null ? ISO7816.SW_INS_NOT_SUPPORTED : ISO7816.SW_UNKNOWN);
    }

    /** Calls the services of a phase until one says that it is complete. */
    private void run(APDU command, byte phase) {
        for (short i = 0; i < count; i++) {
            if (phases[i] == phase && call(services[i], command, phase)) {
                return;
            }
        }
    }

    private static boolean call(Service service, APDU command, byte phase) {
        switch (phase) {
            case PROCESS_INPUT_DATA:
                return service.processDataIn(command);
            case PROCESS_COMMAND:
                return service.processCommand(command);
            default:
                return service.processDataOut(command);
        }
    }

    /** Sends what the services left in the buffer, unless one has sent already. */
    private static void respond(APDU command) {
        short sw = BasicService.statusWord(command);
        if (command.getCurrentState() == APDU.STATE_OUTGOING) {
            short length = BasicService.outputLength(command);
            command.setOutgoingLength(length);
            command.sendBytes(OFFSET_DATA, length);
        }
        ISOException.throwIt(sw);
    }

    private static void check(Service service, byte phase) {
        if (service == null || phase < PROCESS_INPUT_DATA || phase > PROCESS_OUTPUT_DATA) {
            ServiceException.throwIt(ServiceException.ILLEGAL_PARAM);
        }
    }

    /** Returns the index of a service in a phase, or count if it is not there. */
    private short find(Service service, byte phase) {
        short i = 0;
        while (i < count && (services[i] != service || phases[i] != phase)) {
            i++;
        }
        return i;
    }

    /** Begins a transaction unless one is in progress, and tells whether it did. */
    private static boolean begin() {
        boolean own = JCSystem.getTransactionDepth() == 0;
        if (own) {
            JCSystem.beginTransaction();
        }
        return own;
    }

    private static void end(boolean own) {
        if (own) {
            JCSystem.commitTransaction();
        }
    }
}
