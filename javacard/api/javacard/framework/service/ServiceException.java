// A service or the dispatcher was misused.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacard.framework.service;

import javacard.framework.CardRuntimeException;

/** A service or the dispatcher was misused. */
public class ServiceException extends CardRuntimeException {

    /** A parameter is out of range. */
    public static final short ILLEGAL_PARAM = 1;

    /** The dispatcher has no room for another service. */
    public static final short DISPATCH_TABLE_FULL = 2;

    /** The command data do not fit the APDU buffer. */
    public static final short COMMAND_DATA_TOO_LONG = 3;

    /** The command can no longer be read, or not yet. */
    public static final short CANNOT_ACCESS_IN_COMMAND = 4;

    /** The response can no longer be written, or not yet. */
    public static final short CANNOT_ACCESS_OUT_COMMAND = 5;

    /** The command is already answered. */
    public static final short COMMAND_IS_FINISHED = 6;

    /** The remote object is not exported. */
    public static final short REMOTE_OBJECT_NOT_EXPORTED = 7;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public ServiceException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws ServiceException always
     */
    public static native void throwIt(short reason);
}
