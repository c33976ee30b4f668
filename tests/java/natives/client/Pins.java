// OwnerPIN and its newer kinds: what a try costs, and what no transaction gives back.
package com.example.client;

import javacard.framework.JCSystem;
import javacard.framework.OwnerPIN;
import javacard.framework.OwnerPINBuilder;
import javacard.framework.OwnerPINx;
import javacard.framework.OwnerPINxWithPredecrement;
import javacard.framework.PINException;

final class Pins {
    private static final byte[] RIGHT = {1, 2, 3, 4};
    private static final byte[] WRONG = {1, 2, 3, 5};
    private final OwnerPIN pin = new OwnerPIN((byte) 3, (byte) 8);

    private boolean present(byte[] value, short length) {
        return pin.check(value, (short) 0, (byte) length);
    }

    void presentation() {
        byte[] nothing = null;
        Check.that(!present(RIGHT, (short) 4), (short) 1); // no PIN yet
        pin.update(RIGHT, (short) 0, (byte) 4);
        Check.that(pin.getTriesRemaining() == 3 && !pin.isValidated(), (short) 2);
        Check.that(!present(WRONG, (short) 4) && pin.getTriesRemaining() == 2, (short) 3);
        Check.that(!present(RIGHT, (short) 3) && pin.getTriesRemaining() == 1, (short) 4);
        Check.that(present(RIGHT, (short) 4) && pin.getTriesRemaining() == 3, (short) 5);
        Check.that(pin.isValidated(), (short) 6);
        try {
            present(nothing, (short) 4);
            Check.missed((short) 7);
        } catch (NullPointerException e) {
        }
        Check.that(pin.getTriesRemaining() == 2 && !pin.isValidated(), (short) 8);
        try {
            present(RIGHT, (short) 5);
            Check.missed((short) 9);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        Check.that(pin.getTriesRemaining() == 1, (short) 10);
        Check.that(!present(WRONG, (short) 4) && pin.getTriesRemaining() == 0, (short) 11);
        Check.that(!present(RIGHT, (short) 4) && pin.getTriesRemaining() == 0, (short) 12);
        Check.that(!present(nothing, (short) 4), (short) 13); // blocked: nothing else happens
        pin.reset();
        Check.that(pin.getTriesRemaining() == 0, (short) 14);
        pin.resetAndUnblock();
        Check.that(pin.getTriesRemaining() == 3 && present(RIGHT, (short) 4), (short) 15);
        pin.reset();
        Check.that(!pin.isValidated() && pin.getTriesRemaining() == 3, (short) 16);
        Check.that(present(RIGHT, (short) 4), (short) 17);
    }

    void transactions() {
        byte[] fresh = {9, 9, 9, 9, 9};
        pin.update(RIGHT, (short) 0, (byte) 4);
        JCSystem.beginTransaction();
        Check.that(!present(WRONG, (short) 4), (short) 1);
        JCSystem.abortTransaction();
        Check.that(pin.getTriesRemaining() == 2, (short) 2);
        JCSystem.beginTransaction();
        pin.update(fresh, (short) 0, (byte) 5);
        Check.that(pin.getTriesRemaining() == 3, (short) 3);
        JCSystem.abortTransaction();
        Check.that(pin.getTriesRemaining() == 2, (short) 4);
        JCSystem.beginTransaction();
        Check.that(present(RIGHT, (short) 4), (short) 5);
        JCSystem.abortTransaction();
        Check.that(pin.getTriesRemaining() == 3 && pin.isValidated(), (short) 6);
        JCSystem.beginTransaction();
        pin.update(fresh, (short) 0, (byte) 5);
        JCSystem.commitTransaction();
        Check.that(present(fresh, (short) 5) && !present(RIGHT, (short) 4), (short) 7);
        /* a try taken after an update in one transaction stays taken */
        JCSystem.beginTransaction();
        pin.update(RIGHT, (short) 0, (byte) 4);
        Check.that(!present(WRONG, (short) 4), (short) 8);
        JCSystem.abortTransaction();
        Check.that(pin.getTriesRemaining() == 2, (short) 9);
        Check.that(present(fresh, (short) 5), (short) 10);
    }

    void administration() {
        try {
            pin.update(new byte[9], (short) 0, (byte) 9);
            Check.missed((short) 1);
        } catch (PINException e) {
            Check.that(e.getReason() == PINException.ILLEGAL_VALUE, (short) 2);
        }
        try {
            pin.update(RIGHT, (short) 0, (byte) -1);
            Check.missed((short) 3);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            new OwnerPIN((byte) 0, (byte) 8);
            Check.missed((short) 4);
        } catch (PINException e) {
            Check.that(e.getReason() == PINException.ILLEGAL_VALUE, (short) 5);
        }
        OwnerPINx x = (OwnerPINx) OwnerPINBuilder.buildOwnerPIN((byte) 3, (byte) 4,
                OwnerPINBuilder.OWNER_PIN_X);
        x.setTryLimit((byte) 5);
        Check.that(x.getTryLimit() == 5 && x.getTriesRemaining() == 5, (short) 6);
        x.setTriesRemaining((byte) 2);
        Check.that(x.getTriesRemaining() == 2, (short) 7);
        try {
            x.setTriesRemaining((byte) 6);
            Check.missed((short) 8);
        } catch (PINException e) {
            Check.that(e.getReason() == PINException.ILLEGAL_VALUE, (short) 9);
        }
        JCSystem.beginTransaction();
        x.setTryLimit((byte) 9);
        JCSystem.abortTransaction();
        Check.that(x.getTryLimit() == 5 && x.getTriesRemaining() == 2, (short) 10);
    }

    void predecrement() {
        OwnerPINxWithPredecrement x = (OwnerPINxWithPredecrement) OwnerPINBuilder.buildOwnerPIN(
                (byte) 2, (byte) 4, OwnerPINBuilder.OWNER_PIN_X_WITH_PREDECREMENT);
        x.update(RIGHT, (short) 0, (byte) 4);
        try {
            x.check(RIGHT, (short) 0, (byte) 4);
            Check.missed((short) 1);
        } catch (PINException e) {
            Check.that(e.getReason() == PINException.ILLEGAL_STATE, (short) 2);
        }
        Check.that(x.decrementTriesRemaining() == 1, (short) 3);
        Check.that(x.check(RIGHT, (short) 0, (byte) 4) && x.isValidated(), (short) 4);
        Check.that(x.getTriesRemaining() == 2, (short) 5);
        JCSystem.beginTransaction();
        Check.that(x.decrementTriesRemaining() == 1, (short) 6);
        JCSystem.abortTransaction();
        Check.that(!x.check(WRONG, (short) 0, (byte) 4), (short) 7);
        Check.that(x.decrementTriesRemaining() == 0, (short) 8);
        Check.that(!x.check(WRONG, (short) 0, (byte) 4), (short) 9);
        Check.that(x.decrementTriesRemaining() == 0, (short) 10);
        Check.that(!x.check(RIGHT, (short) 0, (byte) 4), (short) 11); // was blocked
        x.update(RIGHT, (short) 0, (byte) 4);
        Check.that(x.decrementTriesRemaining() == 1 && x.getTriesRemaining() == 1, (short) 12);
        try {
            x.check(RIGHT, (short) 0, (byte) 4); // the permission was taken back
            Check.missed((short) 13);
        } catch (PINException e) {
            Check.that(e.getReason() == PINException.ILLEGAL_STATE, (short) 14);
        }
    }

    /** After a reset of the card. */
    void isCleared() {
        Check.that(!pin.isValidated(), (short) 1);
    }
}
