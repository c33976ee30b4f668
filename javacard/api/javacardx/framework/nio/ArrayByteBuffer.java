// The one implementation of ByteBuffer.
// Not public: it is made by the factory methods there.
package javacardx.framework.nio;

import javacard.framework.Util;

/** A byte buffer over an array. */
final class ArrayByteBuffer extends ByteBuffer {

    ArrayByteBuffer(byte[] array, int offset, int length) {
        bytes = array;
        start = offset;
        capacity = length;
        limit = length;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    public boolean isDirect() {
        return direct;
    }

    public byte get() {
        return read(advanceGet(1));
    }

    public ByteBuffer put(byte b) {
        checkWritable();
        write(advancePut(1), b);
        return this;
    }

    public byte get(int index) {
        return read(checkIndex(index, 1));
    }

    public ByteBuffer put(int index, byte b) {
        checkWritable();
        write(checkIndex(index, 1), b);
        return this;
    }

    public short getShort() {
        return readShort(advanceGet(2));
    }

    public ByteBuffer putShort(short value) {
        checkWritable();
        writeShort(advancePut(2), value);
        return this;
    }

    public short getShort(int index) {
        return readShort(checkIndex(index, 2));
    }

    public ByteBuffer putShort(int index, short value) {
        checkWritable();
        writeShort(checkIndex(index, 2), value);
        return this;
    }

    public int getInt() {
        return readInt(advanceGet(4));
    }

    public ByteBuffer putInt(int value) {
        checkWritable();
        writeInt(advancePut(4), value);
        return this;
    }

    public int getInt(int index) {
        return readInt(checkIndex(index, 4));
    }

    public ByteBuffer putInt(int index, int value) {
        checkWritable();
        writeInt(checkIndex(index, 4), value);
        return this;
    }

    public ByteBuffer asReadOnlyBuffer() {
        ArrayByteBuffer other = share(start, capacity);
        other.limit = limit;
        other.position = position;
        other.readOnly = true;
        return other;
    }

    public ByteBuffer compact() {
        checkWritable();
        short length = (short) (limit - position);
        Util.arrayCopy(bytes, (short) (start + position), bytes, (short) start, length);
        position = length;
        limit = capacity;
        return this;
    }

    public ByteBuffer slice() {
        return share(start + position, limit - position);
    }

    private ArrayByteBuffer share(int offset, int length) {
        ArrayByteBuffer other = new ArrayByteBuffer(bytes, offset, length);
        other.readOnly = readOnly;
        other.direct = direct;
        return other;
    }

    private byte read(int index) {
        return bytes[(short) (start + index)];
    }

    private void write(int index, byte b) {
        bytes[(short) (start + index)] = b;
    }

    private short readShort(int index) {
        byte first = read(index);
        byte second = read(index + 1);
        return little ? Util.makeShort(second, first) : Util.makeShort(first, second);
    }

    private void writeShort(int index, short value) {
        byte high = (byte) (value >> 8);
        byte low = (byte) value;
        write(index, little ? low : high);
        write(index + 1, little ? high : low);
    }

    private int readInt(int index) {
        short first = readShort(index);
        short second = readShort(index + 2);
        return little ? second << 16 | first & 0xFFFF : first << 16 | second & 0xFFFF;
    }

    private void writeInt(int index, int value) {
        short high = (short) (value >> 16);
        short low = (short) value;
        writeShort(index, little ? low : high);
        writeShort(index + 2, little ? high : low);
    }
}
