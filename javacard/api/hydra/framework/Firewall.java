// What Java-coded API methods ask the virtual machine before they touch a caller's object.
// The caller is the context that called the API, even while a system object's method runs.
package hydra.framework;

/**
 * Checks of arguments against the caller's rights.
 *
 * <p>Static API methods, and methods of objects that an applet owns, run in the applet's context:
 * there the bytecodes' own checks suffice and these natives only give early, wide bounds checks.
 * Methods of the system's own objects run in the system's context, where every bytecode may touch
 * everything: they must call these natives, or a native that checks by itself, for each object the
 * caller hands in, before any use.
 *
 * <p><i>Caller</i> means: the current context, or, if the current context is the system's because
 * an entry point object was called, the context before that switch.
 */
public final class Firewall {

    private Firewall() {
    }

    /**
     * Checks a range of an array. In this order: null, the caller's right to read it, bounds
     * computed in wide arithmetic.
     *
     * @param array the array, of any component type
     * @param offset the first component
     * @param length how many components; 0 is a range too
     * @throws NullPointerException if array is null
     * @throws SecurityException if array is no array or the caller may not read it
     * @throws ArrayIndexOutOfBoundsException if offset or length is negative or the range ends
     *     outside the array
     */
    public static native void checkArray(Object array, short offset, short length);

    /**
     * Checks that the caller may use an object.
     *
     * @param object any object, or null, which passes
     * @throws SecurityException if it is neither the caller's, nor an entry point object, nor a
     *     global array
     */
    public static native void checkObject(Object object);
}
