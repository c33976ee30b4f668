// A class to be extended, made, called and looked into by another package.
// Has something of each kind of member.
package com.example.library;

public abstract class Shape {
    public static short made;
    public static Shape last;
    public short width;
    public byte colour;
    public int area;
    public Shape next;
    protected short hidden;

    protected Shape(short width) {
        this.width = width;
        hidden = (short) (width + 1);
        made++;
        last = this;
    }

    public abstract short corners(byte[] unused, short factor);

    public short twice() {
        return (short) (2 * corners(null, (short) 1));
    }

    public int square() {
        return (int) width * width;
    }

    public static short sum(byte[] from, short count) {
        short sum = 0;
        for (short i = 0; i < count; i++)
            sum += from[i];
        return sum;
    }

    public static int wide(int value, boolean half) {
        return half ? value / 2 : value;
    }

    public static void fail(short reason) {
        throw new Failure(reason);
    }
}
