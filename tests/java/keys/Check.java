// How rules fail: with a status that tells which check it was.
package com.example.keys;

import javacard.framework.ISOException;
import javacard.security.CryptoException;

final class Check {
    private Check() {
    }

    /** Ends the command with 6F00 + where unless the fact holds. */
    static void that(boolean fact, short where) {
        if (!fact) {
            ISOException.throwIt((short) (0x6F00 + where));
        }
    }

    /** Ends the command: an exception was to come. */
    static void missed(short where) {
        that(false, where);
    }

    /** The exception that came has the reason. */
    static void reason(CryptoException e, short reason, short where) {
        that(e.getReason() == reason, where);
    }
}
