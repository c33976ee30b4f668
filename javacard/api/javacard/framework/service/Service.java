// A part of an applet's command processing, called by a Dispatcher.
// Each method tells whether the processing of its phase is complete.
package javacard.framework.service;

import javacard.framework.APDU;

/** A service. */
public interface Service {

    /**
     * Processes the command data before the command is carried out.
     *
     * @param apdu the command
     * @return true if no other service is to do so
     */
    boolean processDataIn(APDU apdu);

    /**
     * Carries out the command.
     *
     * @param apdu the command
     * @return true if no other service is to do so
     */
    boolean processCommand(APDU apdu);

    /**
     * Processes the response data before they are sent.
     *
     * @param apdu the command
     * @return true if no other service is to do so
     */
    boolean processDataOut(APDU apdu);
}
