// Throws the exceptions without a reason that the API specifies, from Java-coded methods.
// Like throwIt: the system's one instance of each class, nothing is allocated.
package hydra.framework;

/** Throws the system's instance of an exception class. */
public final class Thrower {

    /** java.lang.ArithmeticException. */
    public static final byte ARITHMETIC = 0;

    /** java.lang.IndexOutOfBoundsException. */
    public static final byte INDEX = 1;

    /** java.lang.NullPointerException. */
    public static final byte NULL = 2;

    /** javacardx.framework.nio.BufferOverflowException. */
    public static final byte OVERFLOW = 3;

    /** javacardx.framework.nio.BufferUnderflowException. */
    public static final byte UNDERFLOW = 4;

    /** javacardx.framework.nio.ReadOnlyBufferException. */
    public static final byte READ_ONLY = 5;

    private Thrower() {
    }

    /**
     * Throws an exception.
     *
     * @param which one of the constants
     */
    public static native void raise(byte which);
}
