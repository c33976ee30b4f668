// Something with fields and a method, to be reached or not.
// Whoever creates it owns it.
package com.example.shared;

public class Holder {
    public short number;
    public Object reference;

    public short method() {
        return 7;
    }
}
