package javacard.framework;

public final class JCSystem {
    public static final byte ARRAY_TYPE_BOOLEAN = 1;
    public static final byte ARRAY_TYPE_BYTE = 2;
    public static final byte ARRAY_TYPE_INT = 4;
    public static final byte ARRAY_TYPE_OBJECT = 5;
    public static final byte ARRAY_TYPE_SHORT = 3;
    public static final short ATTR_READABLE_VIEW = 1;
    public static final short ATTR_WRITABLE_VIEW = 2;
    public static final byte CLEAR_ON_DESELECT = 2;
    public static final byte CLEAR_ON_RESET = 1;
    public static final byte MEMORY_TYPE_PERSISTENT = 0;
    public static final byte MEMORY_TYPE_TRANSIENT_DESELECT = 2;
    public static final byte MEMORY_TYPE_TRANSIENT_RESET = 1;
    public static final byte NOT_A_TRANSIENT_OBJECT = 0;

    private JCSystem() {
    }

    public static native void abortTransaction();

    public static native void beginTransaction();

    public static native void commitTransaction();

    public static native AID getAID();

    public static native Shareable getAppletShareableInterfaceObject(AID p0, byte p1);

    public static native short getMaxCommitCapacity();

    public static native AID getPreviousContextAID();

    public static native byte getTransactionDepth();

    public static native short getUnusedCommitCapacity();

    public static native short getVersion();

    public static native byte isTransient(Object p0);

    public static native AID lookupAID(byte[] p0, short p1, byte p2);

    public static native boolean[] makeTransientBooleanArray(short p0, byte p1);

    public static native byte[] makeTransientByteArray(short p0, byte p1);

    public static native Object[] makeTransientObjectArray(short p0, byte p1);

    public static native short[] makeTransientShortArray(short p0, byte p1);

    public static native short getAvailableMemory(byte p0);

    public static native boolean isObjectDeletionSupported();

    public static native void requestObjectDeletion();

    public static native byte getAssignedChannel();

    public static native boolean isAppletActive(AID p0);

    public static native Object makeGlobalArray(byte p0, short p1);

    public static native void getAvailableMemory(short[] p0, short p1, byte p2);

    public static native Object makeArrayView(Object p0, short p1, short p2, short p3, Shareable p4);

    public static native boolean isArrayView(Object p0);

    public static native short getAttributes(Object p0);

    public static native boolean[] makeBooleanArrayView(boolean[] p0, short p1, short p2, short p3, Shareable p4);

    public static native byte[] makeByteArrayView(byte[] p0, short p1, short p2, short p3, Shareable p4);

    public static native short[] makeShortArrayView(short[] p0, short p1, short p2, short p3, Shareable p4);

    public static native void getAvailableMemory(byte[] p0, short p1, byte p2);

}
