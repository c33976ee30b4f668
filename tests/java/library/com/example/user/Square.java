// A class below one of the library, and an implementation of two of its interfaces.
// Overrides what is abstract and what is not.
package com.example.user;

import com.example.library.Marking;
import com.example.library.Scaling;
import com.example.library.Shape;

class Square extends Shape implements Scaling, Marking {
    Square(short width) {
        super(width);
    }

    public short corners(byte[] unused, short factor) {
        return (short) (4 * factor);
    }

    public short twice() {
        return (short) (super.twice() + hidden);
    }

    public short scale(short value, byte[] table) {
        return (short) (value + width);
    }

    public void reset() {
        width = 0;
    }

    public Object table() {
        return this;
    }

    public int mark(short value) {
        return (int) value * 1000;
    }

    public byte[] marks() {
        return new byte[] {7};
    }
}
