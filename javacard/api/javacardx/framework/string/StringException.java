// A string could not be converted.
// The reason says why; see CardRuntimeException for how it is thrown.
package javacardx.framework.string;

import javacard.framework.CardRuntimeException;

/** A string could not be converted. */
public class StringException extends CardRuntimeException {

    /** The character encoding is not supported. */
    public static final short UNSUPPORTED_ENCODING = 1;

    /** The string is not a number in the form or range wanted. */
    public static final short ILLEGAL_NUMBER_FORMAT = 2;

    /** The bytes are not text in the encoding. */
    public static final short INVALID_BYTE_SEQUENCE = 3;

    /**
     * Creates an instance that belongs to the caller.
     *
     * @param reason why, one of the constants
     */
    public StringException(short reason) {
        super(reason);
    }

    /**
     * Throws the system's own instance of this class. Native: see
     * {@link CardRuntimeException#throwIt}.
     *
     * @param reason why, one of the constants
     * @throws StringException always
     */
    public static native void throwIt(short reason);
}
