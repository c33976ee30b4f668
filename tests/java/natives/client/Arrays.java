// Util, ArrayLogic and JCint: results, refusals, and what a transaction takes back.
package com.example.client;

import javacard.framework.JCSystem;
import javacard.framework.TransactionException;
import javacard.framework.Util;
import javacardx.framework.util.ArrayLogic;
import javacardx.framework.util.UtilException;
import javacardx.framework.util.intx.JCint;

final class Arrays {
    private Arrays() {
    }

    static void copyAndCompare() {
        byte[] a = {1, 2, 3, 4, 5, 6};
        Check.that(Util.arrayCopy(a, (short) 0, a, (short) 1, (short) 4) == 5, (short) 1);
        Check.that(a[0] == 1 && a[1] == 1 && a[2] == 2 && a[3] == 3 && a[4] == 4 && a[5] == 6,
                (short) 2);
        Check.that(Util.arrayCopyNonAtomic(a, (short) 1, a, (short) 0, (short) 4) == 4, (short) 3);
        Check.that(a[0] == 1 && a[1] == 2 && a[2] == 3 && a[3] == 4 && a[4] == 4, (short) 4);
        byte[] b = {1, 2, 3, (byte) 0x80};
        Check.that(Util.arrayCompare(a, (short) 0, b, (short) 0, (short) 3) == 0, (short) 5);
        Check.that(Util.arrayCompare(a, (short) 0, b, (short) 0, (short) 4) == 1, (short) 6);
        Check.that(Util.arrayCompare(b, (short) 0, a, (short) 0, (short) 4) == -1, (short) 7);
        Check.that(Util.arrayCompare(a, (short) 0, a, (short) 1, (short) 2) == -1, (short) 8);
        Check.that(Util.arrayCompare(a, (short) 6, a, (short) 6, (short) 0) == 0, (short) 9);
        Check.that(Util.arrayFill(a, (short) 1, (short) 2, (byte) 9) == 3, (short) 10);
        Check.that(a[0] == 1 && a[1] == 9 && a[2] == 9 && a[3] == 4, (short) 11);
        Check.that(Util.arrayFillNonAtomic(a, (short) 4, (short) 2, (byte) -1) == 6, (short) 12);
        Check.that(Util.getShort(a, (short) 3) == 0x04FF && Util.getShort(a, (short) 4) == -1,
                (short) 13);
        Check.that(Util.setShort(a, (short) 4, (short) 0x8001) == 6 && a[4] == -128 && a[5] == 1,
                (short) 14);
    }

    private static boolean refusesCopy(byte[] src, short srcOff, byte[] dest, short destOff,
            short length) {
        try {
            Util.arrayCopy(src, srcOff, dest, destOff, length);
        } catch (ArrayIndexOutOfBoundsException e) {
            try {
                Util.arrayCompare(src, srcOff, dest, destOff, length);
            } catch (ArrayIndexOutOfBoundsException again) {
                return true;
            }
        }
        return false;
    }

    static void refusals() {
        byte[] a = {1, 2, 3, 4};
        byte[] b = {5, 6, 7, 8};
        Check.that(refusesCopy(a, (short) -1, b, (short) 0, (short) 1), (short) 1);
        Check.that(refusesCopy(a, (short) 0, b, (short) -1, (short) 1), (short) 2);
        Check.that(refusesCopy(a, (short) 0, b, (short) 0, (short) -1), (short) 3);
        Check.that(refusesCopy(a, (short) 2, b, (short) 0, (short) 3), (short) 4);
        Check.that(refusesCopy(a, (short) 0, b, (short) 2, (short) 3), (short) 5);
        Check.that(refusesCopy(a, (short) 5, b, (short) 0, (short) 0), (short) 6);
        Check.that(refusesCopy(a, (short) 1, b, (short) 1, (short) 0x7FFF), (short) 7);
        Check.that(b[0] == 5 && b[1] == 6 && b[2] == 7 && b[3] == 8, (short) 8);
        try {
            Util.arrayCopy(a, (short) 9, null, (short) 0, (short) 1); // null before ranges
            Check.missed((short) 9);
        } catch (NullPointerException e) {
        }
        try {
            Util.arrayCompare(null, (short) 0, a, (short) 0, (short) 1);
            Check.missed((short) 10);
        } catch (NullPointerException e) {
        }
        try {
            Util.arrayFill(a, (short) 3, (short) 2, (byte) 0);
            Check.missed((short) 11);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            Util.getShort(a, (short) 3);
            Check.missed((short) 12);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            Util.setShort(a, (short) -1, (short) 0);
            Check.missed((short) 13);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        Check.that(a[0] == 1 && a[3] == 4, (short) 14);
    }

    static void transactions() {
        byte[] a = {1, 2, 3, 4, 5, 6};
        byte[] seven = {7, 7, 7, 7, 7, 7};
        short[] s = {1};
        short[] nine = {9};
        byte[] t = JCSystem.makeTransientByteArray((short) 2, JCSystem.CLEAR_ON_RESET);
        JCSystem.beginTransaction();
        Check.that(JCSystem.getTransactionDepth() == 1, (short) 1);
        short unused = JCSystem.getUnusedCommitCapacity();
        Util.arrayCopy(seven, (short) 0, a, (short) 0, (short) 1);
        Check.that(JCSystem.getUnusedCommitCapacity() < unused, (short) 2);
        Util.arrayFill(a, (short) 1, (short) 1, (byte) 7);
        Util.setShort(a, (short) 2, (short) 0x0707);
        Util.arrayCopyNonAtomic(seven, (short) 0, a, (short) 4, (short) 1);
        Util.arrayFillNonAtomic(a, (short) 5, (short) 1, (byte) 7);
        Util.arrayCopy(seven, (short) 0, t, (short) 0, (short) 2);
        ArrayLogic.arrayFillGeneric(s, (short) 0, (short) 1, nine, (short) 0);
        JCSystem.abortTransaction();
        Check.that(a[0] == 1 && a[1] == 2 && a[2] == 3 && a[3] == 4, (short) 3);
        Check.that(a[4] == 7 && a[5] == 7, (short) 4);
        Check.that(t[0] == 7 && t[1] == 7, (short) 5);
        Check.that(s[0] == 1, (short) 6);
        /* what is not atomic also stays when the same bytes were logged before */
        JCSystem.beginTransaction();
        a[0] = 50;
        Util.arrayCopyNonAtomic(seven, (short) 0, a, (short) 0, (short) 1);
        JCSystem.abortTransaction();
        Check.that(a[0] == 7, (short) 7);
        JCSystem.beginTransaction();
        Util.setShort(a, (short) 0, (short) 0x0102);
        JCSystem.commitTransaction();
        Check.that(a[0] == 1 && a[1] == 2 && JCSystem.getTransactionDepth() == 0, (short) 8);
        try {
            JCSystem.commitTransaction();
            Check.missed((short) 9);
        } catch (TransactionException e) {
            Check.that(e.getReason() == TransactionException.NOT_IN_PROGRESS, (short) 10);
        }
        Check.that(JCSystem.getMaxCommitCapacity() > 0, (short) 11);
    }

    static void numbers() {
        byte[] b = {1, 2, (byte) 0xFF, 4};
        short[] s = {0, 0};
        Check.that(ArrayLogic.arrayCopyRepack(b, (short) 0, (short) 4, s, (short) 0) == 2,
                (short) 1);
        Check.that(s[0] == 0x0102 && s[1] == (short) 0xFF04, (short) 2);
        byte[] back = new byte[5];
        Check.that(ArrayLogic.arrayCopyRepackNonAtomic(s, (short) 0, (short) 2, back, (short) 1)
                == 5, (short) 3);
        Check.that(back[0] == 0 && back[1] == 1 && back[2] == 2 && back[3] == -1 && back[4] == 4,
                (short) 4);
        try {
            ArrayLogic.arrayCopyRepack(b, (short) 0, (short) 3, s, (short) 0);
            Check.missed((short) 5);
        } catch (UtilException e) {
            Check.that(e.getReason() == UtilException.ILLEGAL_VALUE, (short) 6);
        }
        try {
            ArrayLogic.arrayCopyRepack(new boolean[2], (short) 0, (short) 2, s, (short) 0);
            Check.missed((short) 7);
        } catch (UtilException e) {
            Check.that(e.getReason() == UtilException.ILLEGAL_VALUE, (short) 8);
        }
        try {
            ArrayLogic.arrayCompareGeneric(b, (short) 0, s, (short) 0, (short) 1);
            Check.missed((short) 9);
        } catch (UtilException e) {
            Check.that(e.getReason() == UtilException.TYPE_MISMATCHED, (short) 10);
        }
        try {
            ArrayLogic.arrayCopyRepack(b, (short) 0, (short) 4, s, (short) 1);
            Check.missed((short) 11);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        short[] t = {0x0102, 5};
        Check.that(ArrayLogic.arrayCompareGeneric(s, (short) 0, t, (short) 0, (short) 2) == -1,
                (short) 12);
        Check.that(ArrayLogic.arrayCompareGeneric(s, (short) 0, t, (short) 0, (short) 1) == 0,
                (short) 13);
        byte[] wanted = {9, (byte) 0xFF, 4};
        Check.that(ArrayLogic.arrayFindGeneric(s, (short) 0, wanted, (short) 1) == 1, (short) 14);
        Check.that(ArrayLogic.arrayFindGeneric(b, (short) 0, wanted, (short) 0) == -1, (short) 15);
        Check.that(ArrayLogic.arrayFillGenericNonAtomic(s, (short) 0, (short) 2, t, (short) 1) == 2
                && s[0] == 5 && s[1] == 5, (short) 16);
    }

    static void ints() {
        byte[] b = {0x12, 0x34, 0x56, 0x78, 0, 0, 0, 0};
        Check.that(JCint.getInt(b, (short) 0) == 0x12345678, (short) 1);
        Check.that(JCint.setInt(b, (short) 4, -2) == 8 && b[4] == -1 && b[7] == -2, (short) 2);
        int[] i = JCint.makeTransientIntArray((short) 2, JCSystem.CLEAR_ON_RESET);
        Check.that(ArrayLogic.arrayCopyRepack(b, (short) 0, (short) 8, i, (short) 0) == 2
                && i[0] == 0x12345678 && i[1] == -2, (short) 3);
        short[] s = new short[4];
        Check.that(ArrayLogic.arrayCopyRepack(i, (short) 0, (short) 2, s, (short) 0) == 4
                && s[0] == 0x1234 && s[1] == 0x5678 && s[2] == -1 && s[3] == -2, (short) 4);
        Check.that(ArrayLogic.arrayCopyRepack(s, (short) 2, (short) 2, i, (short) 0) == 1
                && i[0] == -2, (short) 5);
        Check.that(ArrayLogic.arrayCompareGeneric(i, (short) 0, i, (short) 1, (short) 1) == 0,
                (short) 6);
        Check.that(ArrayLogic.arrayFindGeneric(i, (short) 0, b, (short) 0) == -1
                && ArrayLogic.arrayFindGeneric(i, (short) 0, b, (short) 4) == 0, (short) 7);
        try {
            JCint.getInt(b, (short) 5);
            Check.missed((short) 8);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
    }
}
