// What Java-coded API methods ask about the command being processed.
// The answers are in the runtime's workspace; they are reset for each command.
package hydra.framework;

/** Natives on the current command. */
public final class Command {

    private Command() {
    }

    /**
     * Returns the class byte as it was received, whatever the applet has written to the buffer.
     *
     * @return the class byte; 0 if no command is being processed
     */
    public static native byte classByte();

    /**
     * Tells whether the command is the SELECT by which the current applet was selected.
     *
     * @return true if so
     */
    public static native boolean isSelecting();

    /**
     * Remembers the output length of a service's response, which the buffer's one length byte
     * cannot tell from 0 when it is 256.
     *
     * @param length 0 to 256
     */
    public static native void setOutputLength(short length);

    /**
     * Returns what {@link #setOutputLength} was given last for this command.
     *
     * @return the length; 0 if none was set
     */
    public static native short outputLength();
}
