// What an applet implements that wants to know of its own end.
// Called by the runtime only.
package javacard.framework;

/** Lets an applet clean up before it is deleted. */
public interface AppletEvent {

    /**
     * Called when the applet instance is about to be deleted. Exceptions are ignored; so is a
     * transaction left open. The deletion may still be refused afterwards.
     */
    void uninstall();
}
