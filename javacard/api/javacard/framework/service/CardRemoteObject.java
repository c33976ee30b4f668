// The base class of remote objects.
// Kept so that such applets link: this card exports no objects.
package javacard.framework.service;

import hydra.framework.Firewall;
import java.rmi.Remote;
import javacard.framework.SystemException;

/** A remote object. Exporting one fails on this card, which has room for none. */
public class CardRemoteObject implements Remote {

    /**
     * Creates a remote object and exports it.
     *
     * @throws SystemException NO_RESOURCE always
     */
    public CardRemoteObject() {
        export(this);
    }

    /**
     * Makes an object accessible from outside the card.
     *
     * @param obj the object
     * @throws SecurityException if the caller may not use obj
     * @throws SystemException NO_RESOURCE always
     */
    public static void export(Remote obj) {
        Firewall.checkObject(obj);
        SystemException.throwIt(SystemException.NO_RESOURCE);
    }

    /**
     * Takes back {@link #export}: there is nothing to take back.
     *
     * @param obj the object
     * @throws SecurityException if the caller may not use obj
     */
    public static void unexport(Remote obj) {
        Firewall.checkObject(obj);
    }
}
