// The library's own way of scaling.
// Final for no reason but to be so.
package com.example.library;

public final class Doubling implements Scaling {
    private Object table;

    public short scale(short value, byte[] table) {
        this.table = table;
        return (short) (value * 2 + table[0]);
    }

    public void reset() {
        table = null;
    }

    public Object table() {
        return table;
    }
}
