// The fields of a command that gives a derivation's parameters.
package com.example.keys;

import javacard.framework.Util;

/** Inner algorithm, output length (2), counter length, label prefix, then fields with lengths. */
abstract class Fields {
    private final byte[] in;

    Fields(byte[] in) {
        this.in = in;
    }

    public byte getAlgorithm() {
        return in[0];
    }

    public short getOutputLength() {
        return Util.getShort(in, (short) 1);
    }

    public short getCounterLength() {
        return in[3];
    }

    public short getLabelPrefix() {
        return in[4];
    }

    /** A copy of a field, null for a length of FFFF. */
    protected byte[] field(short which) {
        short at = 6;
        short n = Util.getShort(in, at);
        while (which > 0) {
            at += (short) (2 + (n < 0 ? 0 : n));
            n = Util.getShort(in, at);
            which--;
        }
        if (n < 0) {
            return null;
        }
        byte[] value = new byte[n];
        Util.arrayCopyNonAtomic(in, (short) (at + 2), value, (short) 0, n);
        return value;
    }
}
