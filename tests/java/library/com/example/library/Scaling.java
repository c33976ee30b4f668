// An interface that a class of the library implements.
// Users implement it too.
package com.example.library;

public interface Scaling {
    short scale(short value, byte[] table);

    void reset();

    Object table();
}
