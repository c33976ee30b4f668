// How Java-coded API methods leave their result where javacardx.security.SensitiveResult finds it.
// Natives that return a result leave it there by themselves.
package hydra.framework;

/** Records a method's result for a later check by the applet, and passes it through. */
public final class Sensitive {

    private Sensitive() {
    }

    /**
     * Records a result. The record is transient, belongs to the caller's context, and is replaced
     * by the next one.
     *
     * @param value the result
     * @return value
     */
    public static native boolean result(boolean value);

    /**
     * Records a result; a byte result is recorded as the short of the same value.
     *
     * @param value the result
     * @return value
     */
    public static native short result(short value);
}
