// Where listeners register for the events of a source.
// No object of this card is a source of events, so there is no registry to be had.
package javacardx.framework.event;

import hydra.framework.Thrower;
import javacard.framework.SystemException;

/** The listeners of an event source. */
public abstract class EventRegistry {

    EventRegistry() {
    }

    /**
     * Asks for the registry of a source.
     *
     * @param eventSource the source
     * @return never: this card has no source of events
     * @throws NullPointerException if eventSource is null
     * @throws SystemException ILLEGAL_USE for any other object
     */
    public static EventRegistry getEventRegistry(EventSource eventSource) {
        if (eventSource == null) {
            Thrower.raise(Thrower.NULL);
        }
        SystemException.throwIt(SystemException.ILLEGAL_USE);
        return null;
    }

    /**
     * Registers a listener.
     *
     * @param listener the listener
     * @throws SystemException ILLEGAL_USE always
     */
    public void register(EventListener listener) {
        SystemException.throwIt(SystemException.ILLEGAL_USE);
    }

    /**
     * Removes a listener.
     *
     * @param listener the listener
     * @throws SystemException ILLEGAL_USE always
     */
    public void unregister(EventListener listener) {
        SystemException.throwIt(SystemException.ILLEGAL_USE);
    }
}
