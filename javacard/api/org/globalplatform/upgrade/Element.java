// What an application hands from its old version to its new one.
// GlobalPlatform Java Card API, package org.globalplatform.upgrade.
package org.globalplatform.upgrade;

/**
 * What an application hands from its old version to its new one: primitive values and references,
 * read in the order they were written. A write that has no room and a read of another kind of value
 * than was written, or beyond the last, throw ISOException SW_CONDITIONS_NOT_SATISFIED.
 */
public interface Element {
    /** Bytes that a truth value takes. */
    short SIZE_BOOLEAN = 0x01;

    /** Bytes that a byte takes. */
    short SIZE_BYTE = 0x01;

    /** Bytes that a short takes. */
    short SIZE_SHORT = 0x02;

    /** An element that stands for itself. */
    byte TYPE_SIMPLE = 0x01;

    /** An element that stands for an object. */
    byte TYPE_MAPPED = 0x02;

    /** Writes a truth value; returns this element. */
    Element write(boolean value);

    /** Writes a byte; returns this element. */
    Element write(byte value);

    /** Writes a short; returns this element. */
    Element write(short value);

    /** Writes a reference, which may be null; returns this element. */
    Element write(Object value);

    /** How many truth values there is room for. */
    short canWriteBoolean();

    /** How many bytes there is room for. */
    short canWriteByte();

    /** How many shorts there is room for. */
    short canWriteShort();

    /** How many references there is room for. */
    short canWriteObject();

    /** Goes back to the first value. */
    void initRead();

    /** Reads a truth value. */
    boolean readBoolean();

    /** Reads a byte. */
    byte readByte();

    /** Reads a short. */
    short readShort();

    /** Reads a reference. */
    Object readObject();

    /** How many truth values can be read from here. */
    short canReadBoolean();

    /** How many bytes can be read from here. */
    short canReadByte();

    /** How many shorts can be read from here. */
    short canReadShort();

    /** How many references can be read from here. */
    short canReadObject();
}
