// An application identifier: 5 to 16 bytes, the first 5 of which name the provider.
// The system's instances are permanent entry points, so all access to bytes is native.
package javacard.framework;

/** An application identifier (ISO/IEC 7816-5). */
public class AID {

    /** How many bytes name the provider. */
    private static final byte RID_LENGTH = 5;

    /** Stands for the whole AID where a native wants a length. */
    private static final byte WHOLE = 0;

    /** Field 0, read by natives and filled by the runtime in the system's instances. */
    private byte[] bytes;

    /**
     * Creates an AID that belongs to the caller. Applets seldom need this: the system has an
     * instance for each applet, see {@link JCSystem#lookupAID}.
     *
     * @param bArray the array with the bytes
     * @param offset where they start
     * @param length how many, 5 to 16
     * @throws SystemException ILLEGAL_VALUE if length is not from 5 to 16
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside bArray
     * @throws SecurityException if the caller may not read bArray
     */
    public AID(byte[] bArray, short offset, byte length) {
        if (length < 5 || length > 16) {
            SystemException.throwIt(SystemException.ILLEGAL_VALUE);
        }
        bytes = new byte[length];
        Util.arrayCopyNonAtomic(bArray, offset, bytes, (short) 0, length);
    }

    /**
     * Tells whether an object is an AID of the same bytes.
     *
     * @param anObject the object, may be null
     * @return true if it is
     * @throws SecurityException if the caller may not use anObject
     */
    public final boolean equals(Object anObject) {
        return matchesObject(anObject, WHOLE);
    }

    /**
     * Tells whether another AID names the same provider.
     *
     * @param otherAID the other AID, may be null
     * @return true if the first 5 bytes are the same
     * @throws SecurityException if the caller may not use otherAID
     */
    public final boolean RIDEquals(AID otherAID) {
        return matchesObject(otherAID, RID_LENGTH);
    }

    /**
     * Tells whether bytes are those of this AID.
     *
     * @param bArray the array with the bytes, may be null
     * @param offset where they start
     * @param length how many
     * @return true if they are all the bytes
     * @throws ArrayIndexOutOfBoundsException if the range is outside bArray
     * @throws SecurityException if the caller may not read bArray
     */
    public final boolean equals(byte[] bArray, short offset, byte length) {
        return matchesBytes(bArray, offset, length, true);
    }

    /**
     * Copies all the bytes.
     *
     * @param dest where to
     * @param offset where in dest
     * @return how many bytes there are
     * @throws NullPointerException if dest is null
     * @throws ArrayIndexOutOfBoundsException if they do not fit
     * @throws SecurityException if the caller may not write dest
     */
    public final byte getBytes(byte[] dest, short offset) {
        return getPartialBytes((short) 0, dest, offset, WHOLE);
    }

    /**
     * Tells whether this AID begins with bytes.
     *
     * @param bArray the array with the bytes, may be null
     * @param offset where they start
     * @param length how many
     * @return true if this AID has that many bytes and begins with them
     * @throws ArrayIndexOutOfBoundsException if the range is outside bArray
     * @throws SecurityException if the caller may not read bArray
     */
    public final boolean partialEquals(byte[] bArray, short offset, byte length) {
        return matchesBytes(bArray, offset, length, false);
    }

    /**
     * Copies some of the bytes. Native: checks null, the caller's right to write dest, and all
     * ranges in wide arithmetic, before it writes.
     *
     * @param aidOffset the first byte to copy
     * @param dest where to
     * @param oOffset where in dest
     * @param oLength how many; 0 for all from aidOffset
     * @return how many were copied
     * @throws NullPointerException if dest is null
     * @throws ArrayIndexOutOfBoundsException if a parameter is negative or a range is outside the
     *     AID or dest
     * @throws SecurityException if the caller may not write dest
     */
    public final native byte getPartialBytes(short aidOffset, byte[] dest, short oOffset,
            byte oLength);

    /**
     * Compares with another AID. Native: null and objects of other classes do not match; checks the
     * caller's right to use other; then compares the first length bytes of both, or all bytes and
     * the lengths if length is 0. The result is left for SensitiveResult.
     */
    private native boolean matchesObject(Object other, byte length);

    /**
     * Compares with bytes. Native: null does not match; checks the caller's right to read array and
     * the range; then compares length bytes, and the lengths too if whole. The result is left for
     * SensitiveResult.
     */
    private native boolean matchesBytes(byte[] array, short offset, byte length, boolean whole);
}
