// Working memory for Java-coded API methods, so that none of them has to allocate.
// One array for all: what is in it is good only until the API method returns.
package hydra.framework;

/** The scratch array. */
public final class Scratch {

    /** How long the array is. */
    public static final short LENGTH = 128;

    private Scratch() {
    }

    /**
     * Returns the scratch array: the system's, global, transient, of {@link #LENGTH} bytes, never
     * seen by an applet. The user must set every byte that it reads, and must not call code that
     * an applet may override while the content matters.
     *
     * @return the array
     */
    public static native byte[] array();
}
