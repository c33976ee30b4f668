// The two orders of bytes within numbers.
// The instances are the system's: the runtime fills the two fields when the card is made.
package javacardx.framework.nio;

/** A byte order. */
public final class ByteOrder {

    /** High byte first. Filled by the runtime with an instance of its own. */
    public static final ByteOrder BIG_ENDIAN = null;

    /** Low byte first. Filled by the runtime with an instance of its own. */
    public static final ByteOrder LITTLE_ENDIAN = null;

    private ByteOrder() {
    }
}
