// What the server shares, and lends.
// All that it hands out belongs to it.
package com.example.shared;

import javacard.framework.Shareable;

public interface Sharing extends Shareable {
    byte PERSISTENT = 0;
    byte RESET = 1;
    byte DESELECT = 2;

    Holder holder();

    byte[] bytes(byte kind);

    byte[] view(Shareable user, short attributes);

    RuntimeException exception();

    /** Reads an array of the caller's: SecurityException unless it is global. */
    byte read(byte[] lent);

    /** The last byte of the AID of whoever called; 0: the system. */
    byte previous();

    /** Ends the caller's transaction. */
    void abort();

    /** Calls {@code use} of the caller. */
    byte relay(Sharing caller, byte kind, byte way);

    /** Tries a way to use a kind of object. */
    byte use(byte kind, byte way);

    /** Calls back without end. */
    void pong(Sharing caller);
}
