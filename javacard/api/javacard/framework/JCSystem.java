// Transactions, transient memory, contexts and sharing: what the runtime offers to applets.
// Everything that asks or changes the runtime is native.
package javacard.framework;

/** The runtime's services. */
public final class JCSystem {

    /** The object is persistent. */
    public static final byte MEMORY_TYPE_PERSISTENT = 0;

    /** The object is transient and cleared on reset. */
    public static final byte MEMORY_TYPE_TRANSIENT_RESET = 1;

    /** The object is transient and cleared on deselection. */
    public static final byte MEMORY_TYPE_TRANSIENT_DESELECT = 2;

    /** The object is not transient. */
    public static final byte NOT_A_TRANSIENT_OBJECT = 0;

    /** Components are cleared on a card reset. */
    public static final byte CLEAR_ON_RESET = 1;

    /** Components are cleared when no applet of the package is selected any more, and on reset. */
    public static final byte CLEAR_ON_DESELECT = 2;

    /** An array of boolean. */
    public static final byte ARRAY_TYPE_BOOLEAN = 1;

    /** An array of byte. */
    public static final byte ARRAY_TYPE_BYTE = 2;

    /** An array of short. */
    public static final byte ARRAY_TYPE_SHORT = 3;

    /** An array of int. */
    public static final byte ARRAY_TYPE_INT = 4;

    /** An array of references. */
    public static final byte ARRAY_TYPE_OBJECT = 5;

    /** The components can be read through the view. */
    public static final short ATTR_READABLE_VIEW = 1;

    /** The components can be written through the view. */
    public static final short ATTR_WRITABLE_VIEW = 2;

    private JCSystem() {
    }

    /**
     * Undoes all conditional changes since {@link #beginTransaction}. Native: references to objects
     * made since then become null everywhere, locals and operands included.
     *
     * @throws TransactionException NOT_IN_PROGRESS if there is no transaction
     */
    public static native void abortTransaction();

    /**
     * Begins a transaction. Native.
     *
     * @throws TransactionException IN_PROGRESS if there is one already
     */
    public static native void beginTransaction();

    /**
     * Makes all conditional changes since {@link #beginTransaction} durable in one step. Native.
     *
     * @throws TransactionException NOT_IN_PROGRESS if there is no transaction
     */
    public static native void commitTransaction();

    /**
     * Returns the AID of the applet of the current context. Native; the result is left for
     * SensitiveResult.
     *
     * @return the system's instance, or null before registration
     */
    public static native AID getAID();

    /**
     * Asks another applet for a shareable object. Native: checks the caller's right to use
     * serverAID; calls getShareableInterfaceObject of the server in its context; the object must be
     * the server's own. The result is left for SensitiveResult.
     *
     * @param serverAID the server, may be null
     * @param parameter passed to the server
     * @return the object, or null if the caller is not registered, there is no such server, or it
     *     refuses or throws an exception
     * @throws SecurityException if the server is not multiselectable and active on another channel
     */
    public static native Shareable getAppletShareableInterfaceObject(AID serverAID,
            byte parameter);

    /**
     * Returns the size of the commit buffer. Native.
     *
     * @return bytes, at most 32767
     */
    public static native short getMaxCommitCapacity();

    /**
     * Returns the AID of the applet that was active before the last context switch. Native; the
     * result is left for SensitiveResult.
     *
     * @return the system's instance, or null if the system itself was active
     */
    public static native AID getPreviousContextAID();

    /**
     * Returns the depth of transactions. Native.
     *
     * @return 1 in a transaction, otherwise 0
     */
    public static native byte getTransactionDepth();

    /**
     * Returns how much of the commit buffer is free. Native.
     *
     * @return bytes, at most 32767
     */
    public static native short getUnusedCommitCapacity();

    /**
     * Returns the version of the API. Native: the runtime knows which level it was built for.
     *
     * @return major version in the high byte, minor in the low
     */
    public static native short getVersion();

    /**
     * Tells how an object is stored. Native.
     *
     * @param theObj the object, may be null
     * @return NOT_A_TRANSIENT_OBJECT, CLEAR_ON_RESET or CLEAR_ON_DESELECT
     */
    public static native byte isTransient(Object theObj);

    /**
     * Finds the AID of an installed applet. Native: checks null, the caller's right to read the
     * array, and the range; the result is left for SensitiveResult.
     *
     * @param buffer the array with the bytes
     * @param offset where they start
     * @param length how many
     * @return the system's instance, or null if no applet has exactly this AID
     * @throws NullPointerException if buffer is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside buffer
     */
    public static native AID lookupAID(byte[] buffer, short offset, byte length);

    /**
     * Makes a transient array of boolean. Native.
     *
     * @param length how many components
     * @param event CLEAR_ON_RESET or CLEAR_ON_DESELECT
     * @return the array
     * @throws NegativeArraySizeException if length is negative
     * @throws SystemException ILLEGAL_VALUE if event is neither; NO_TRANSIENT_SPACE if memory is
     *     short; ILLEGAL_TRANSIENT if event is CLEAR_ON_DESELECT and the current context is not
     *     that of the selected applet
     */
    public static native boolean[] makeTransientBooleanArray(short length, byte event);

    /**
     * Makes a transient array of byte. Native.
     *
     * @param length how many components
     * @param event CLEAR_ON_RESET or CLEAR_ON_DESELECT
     * @return the array
     * @throws NegativeArraySizeException if length is negative
     * @throws SystemException ILLEGAL_VALUE if event is neither; NO_TRANSIENT_SPACE if memory is
     *     short; ILLEGAL_TRANSIENT if event is CLEAR_ON_DESELECT and the current context is not
     *     that of the selected applet
     */
    public static native byte[] makeTransientByteArray(short length, byte event);

    /**
     * Makes a transient array of Object. Native.
     *
     * @param length how many components
     * @param event CLEAR_ON_RESET or CLEAR_ON_DESELECT
     * @return the array
     * @throws NegativeArraySizeException if length is negative
     * @throws SystemException ILLEGAL_VALUE if event is neither; NO_TRANSIENT_SPACE if memory is
     *     short; ILLEGAL_TRANSIENT if event is CLEAR_ON_DESELECT and the current context is not
     *     that of the selected applet
     */
    public static native Object[] makeTransientObjectArray(short length, byte event);

    /**
     * Makes a transient array of short. Native.
     *
     * @param length how many components
     * @param event CLEAR_ON_RESET or CLEAR_ON_DESELECT
     * @return the array
     * @throws NegativeArraySizeException if length is negative
     * @throws SystemException ILLEGAL_VALUE if event is neither; NO_TRANSIENT_SPACE if memory is
     *     short; ILLEGAL_TRANSIENT if event is CLEAR_ON_DESELECT and the current context is not
     *     that of the selected applet
     */
    public static native short[] makeTransientShortArray(short length, byte event);

    /**
     * Returns how much memory is free. Native.
     *
     * @param memoryType one of MEMORY_TYPE_*
     * @return an upper bound in bytes, at most 32767
     * @throws SystemException ILLEGAL_VALUE if memoryType is not one of them
     */
    public static native short getAvailableMemory(byte memoryType);

    /**
     * Tells whether {@link #requestObjectDeletion} is supported. Native.
     *
     * @return true if it is
     */
    public static native boolean isObjectDeletionSupported();

    /**
     * Asks for the caller's unreachable objects to be deleted before the next command is
     * processed. Native: notes the request.
     *
     * @throws SystemException ILLEGAL_USE if not supported
     */
    public static native void requestObjectDeletion();

    /**
     * Returns the logical channel on which the selected applet is active. Native.
     *
     * @return 0 to 19
     */
    public static native byte getAssignedChannel();

    /**
     * Tells whether an applet is active. Native: checks the caller's right to use theApplet.
     *
     * @param theApplet the AID of the applet
     * @return true if it is selected on this or another logical channel
     */
    public static native boolean isAppletActive(AID theApplet);

    /**
     * Makes a transient array, cleared on reset, that every context may use and none may store.
     * Native.
     *
     * @param type one of ARRAY_TYPE_*
     * @param length how many components
     * @return the array
     * @throws NegativeArraySizeException if length is negative
     * @throws SystemException ILLEGAL_VALUE if type is not one of them; NO_TRANSIENT_SPACE if
     *     memory is short
     */
    public static native Object makeGlobalArray(byte type, short length);

    /**
     * Returns how much memory is free as 32 bits. Native: checks null, the caller's right to write
     * the array, and the range.
     *
     * @param buffer receives two shorts, high short first
     * @param offset where in buffer
     * @param memoryType one of MEMORY_TYPE_*
     * @throws SystemException ILLEGAL_VALUE if memoryType is not one of them
     * @throws NullPointerException if buffer is null
     * @throws ArrayIndexOutOfBoundsException if two shorts do not fit
     */
    public static native void getAvailableMemory(short[] buffer, short offset, byte memoryType);

    /**
     * Makes a view of a range of an array, to be lent to another applet. Native: checks null, that
     * array is an array and no view, and the caller's; the range; that a view for another context
     * has an owner to lend to. The view lives until reset at most, cannot be stored, and shows
     * nothing beyond what the array allows.
     *
     * @param array the caller's array
     * @param offset the first component of the view
     * @param length its length
     * @param attributes ATTR_READABLE_VIEW, ATTR_WRITABLE_VIEW or both
     * @param shareableInterface an object of the applet that may use the view, or null for the
     *     caller's own context
     * @return the view, an array of the same type
     * @throws NullPointerException if array is null
     * @throws SecurityException if the caller may not lend array
     * @throws ArrayIndexOutOfBoundsException if the range is outside array
     * @throws SystemException ILLEGAL_VALUE if array is no array, or attributes are out of range;
     *     NO_RESOURCE or NO_TRANSIENT_SPACE if memory is short
     */
    public static native Object makeArrayView(Object array, short offset, short length,
            short attributes, Shareable shareableInterface);

    /**
     * Tells whether an object is a view. Native: checks the caller's right to use it.
     *
     * @param object the object, may be null
     * @return true if it is a view
     */
    public static native boolean isArrayView(Object object);

    /**
     * Returns the attributes of a view. Native: checks the caller's right to use it.
     *
     * @param view the view
     * @return ATTR_READABLE_VIEW, ATTR_WRITABLE_VIEW or both
     * @throws NullPointerException if view is null
     * @throws SystemException ILLEGAL_VALUE if it is not a view
     */
    public static native short getAttributes(Object view);

    /**
     * Makes a view of an array of boolean: see {@link #makeArrayView}.
     *
     * @param array the caller's array
     * @param offset the first component of the view
     * @param length its length
     * @param attributes ATTR_READABLE_VIEW, ATTR_WRITABLE_VIEW or both
     * @param shareableInterface an object of the applet that may use the view, or null
     * @return the view
     */
    public static boolean[] makeBooleanArrayView(boolean[] array, short offset, short length,
            short attributes, Shareable shareableInterface) {
        return (boolean[]) makeArrayView(array, offset, length, attributes, shareableInterface);
    }

    /**
     * Makes a view of an array of byte: see {@link #makeArrayView}.
     *
     * @param array the caller's array
     * @param offset the first component of the view
     * @param length its length
     * @param attributes ATTR_READABLE_VIEW, ATTR_WRITABLE_VIEW or both
     * @param shareableInterface an object of the applet that may use the view, or null
     * @return the view
     */
    public static byte[] makeByteArrayView(byte[] array, short offset, short length,
            short attributes, Shareable shareableInterface) {
        return (byte[]) makeArrayView(array, offset, length, attributes, shareableInterface);
    }

    /**
     * Makes a view of an array of short: see {@link #makeArrayView}.
     *
     * @param array the caller's array
     * @param offset the first component of the view
     * @param length its length
     * @param attributes ATTR_READABLE_VIEW, ATTR_WRITABLE_VIEW or both
     * @param shareableInterface an object of the applet that may use the view, or null
     * @return the view
     */
    public static short[] makeShortArrayView(short[] array, short offset, short length,
            short attributes, Shareable shareableInterface) {
        return (short[]) makeArrayView(array, offset, length, attributes, shareableInterface);
    }

    /**
     * Returns how much memory is free as 32 bits. Native: checks null, the caller's right to write
     * the array, and the range.
     *
     * @param buffer receives four bytes, high byte first
     * @param offset where in buffer
     * @param memoryType one of MEMORY_TYPE_*
     * @throws SystemException ILLEGAL_VALUE if memoryType is not one of them
     * @throws NullPointerException if buffer is null
     * @throws ArrayIndexOutOfBoundsException if four bytes do not fit
     */
    public static native void getAvailableMemory(byte[] buffer, short offset, byte memoryType);
}
