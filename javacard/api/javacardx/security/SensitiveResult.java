// A second look at the last result of a sensitive API method.
// Java Card API 3.2, package javacardx.security.
package javacardx.security;

/**
 * A second look at the last result of a sensitive API method. Such a method leaves its result here
 * beside returning it, as a number (a truth value as 0 or 1) or an object; one that throws leaves
 * nothing. So does entering an applet. Every assertion compares what was left, not what the caller
 * holds, so an attack on the caller's copy is found. All throw SecurityException if the assertion
 * does not hold or there is no result of its kind; the result stays until the next one.
 */
public final class SensitiveResult {
    private SensitiveResult() {
    }

    /** The last result was this very object, or null. */
    public static native void assertEquals(Object object);

    /** The last result was true. */
    public static native void assertTrue();

    /** The last result was false. */
    public static native void assertFalse();

    /** The last result was below zero. */
    public static native void assertNegative();

    /** The last result was above zero. */
    public static native void assertPositive();

    /** The last result was zero. */
    public static native void assertZero();

    /** The last result was this number. */
    public static native void assertEquals(short value);

    /** The last result was above this number. */
    public static native void assertGreaterThan(short value);

    /** The last result was below this number. */
    public static native void assertLessThan(short value);

    /** Forgets the last result. */
    public static native void reset();
}
