// An interface that nothing in the library implements or calls.
// Without Descriptor nobody can tell what its methods are.
package com.example.library;

public interface Marking {
    int mark(short value);

    byte[] marks();
}
