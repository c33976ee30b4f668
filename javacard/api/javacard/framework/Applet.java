// The class every applet extends; the runtime calls its methods.
// Registration and selection are the runtime's business: native.
package javacard.framework;

/** The base of all applets. */
public abstract class Applet {

    /** Only {@link #install} of the subclass should create the instance. */
    protected Applet() {
    }

    /**
     * Called once to create an applet instance: a subclass hides this method with one that creates
     * its objects and calls {@link #register()} or {@link #register(byte[], short, byte)} once. The
     * data are three length-value pairs: instance AID, control information, applet data. The array
     * is global: it must not be stored.
     *
     * @param bArray the array with the installation data
     * @param bOffset where they start
     * @param bLength their length, at most 127
     * @throws ISOException FUNC_NOT_SUPPORTED here, always
     */
    public static void install(byte[] bArray, short bOffset, byte bLength) throws ISOException {
        ISOException.throwIt(ISO7816.SW_FUNC_NOT_SUPPORTED);
    }

    /**
     * Tells whether the SELECT being processed selects an applet that was active on this channel
     * already. Native.
     *
     * @return true if this is a re-selection
     */
    protected static native boolean reSelectingApplet();

    /**
     * Registers this instance under the AID of the installation data. Native: see
     * {@link #register(byte[], short, byte)}.
     *
     * @throws SystemException ILLEGAL_AID if the AID is taken or install has registered already
     */
    protected final native void register();

    /**
     * Registers this instance. Native: checks that the runtime is inside install of this context
     * and nothing is registered yet; the caller's right to read the array, its bounds; the length;
     * that the provider's bytes are those of the package and no instance has the AID. The instance
     * becomes selectable when install returns.
     *
     * @param bArray the array with the AID
     * @param bOffset where it starts
     * @param bLength its length
     * @throws SystemException ILLEGAL_VALUE if the length is not from 5 to 16; ILLEGAL_AID if the
     *     AID is taken or not of the package's provider, or install has registered already
     */
    protected final native void register(byte[] bArray, short bOffset, byte bLength);

    /**
     * Tells a SELECT that selects this applet from other commands. Native.
     *
     * @return true if process was called with the SELECT by which the applet was selected
     */
    protected final native boolean selectingApplet();

    /** Called when the applet is no longer selected, before its transient objects are cleared. */
    public void deselect() {
    }

    /**
     * Called when another applet asks for an object. Here: refuses.
     *
     * @param clientAID the AID of the asking applet
     * @param parameter what it asks for
     * @return an object of this applet's, or null to refuse
     */
    public Shareable getShareableInterfaceObject(AID clientAID, byte parameter) {
        return null;
    }

    /**
     * Called when the applet is being selected. Here: accepts.
     *
     * @return true to accept
     */
    public boolean select() {
        return true;
    }

    /**
     * Called with each command for the applet, the SELECT that selects it included. On return the
     * status is 9000; an {@link ISOException} makes its reason the status.
     *
     * @param apdu the command; it and its buffer must not be stored
     * @throws ISOException with the status word
     */
    public abstract void process(APDU apdu) throws ISOException;
}
