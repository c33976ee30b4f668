// JCSystem, AID, exceptions, counters, second looks, and what this card does not have.
package com.example.client;

import javacard.framework.AID;
import javacard.framework.APDUException;
import javacard.framework.CardException;
import javacard.framework.CardRuntimeException;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Resources;
import javacard.framework.SensitiveArrays;
import javacard.framework.SystemException;
import javacard.framework.UserException;
import javacard.framework.Util;
import javacard.security.CryptoException;
import javacard.security.KeyBuilder;
import javacard.security.MessageDigest;
import javacard.security.RandomData;
import javacardx.framework.time.SysTime;
import javacardx.framework.time.TimeDuration;
import javacardx.security.SensitiveResult;
import javacardx.security.util.MonotonicCounter;
import java.io.IOException;
import org.globalplatform.GPSystem;

final class Platform {
    private final AID[] kept = new AID[1];
    private MonotonicCounter counter;

    void identifiers() {
        byte[] own = {(byte) 0xD2, 0x76, 0, 0, (byte) 0x85, 2, 2, 1};
        byte[] bytes = new byte[10];
        AID aid = JCSystem.getAID();
        Check.that(aid.getBytes(bytes, (short) 1) == 8, (short) 1);
        Check.that(Util.arrayCompare(bytes, (short) 1, own, (short) 0, (short) 8) == 0, (short) 2);
        Check.that(aid.equals(own, (short) 0, (byte) 8) && !aid.equals(own, (short) 0, (byte) 7),
                (short) 3);
        Check.that(aid.partialEquals(own, (short) 0, (byte) 7), (short) 4);
        Check.that(!aid.partialEquals(own, (short) 1, (byte) 7), (short) 5);
        Check.that(!aid.equals(null, (short) 0, (byte) 7) && !aid.equals((Object) null), (short) 6);
        Check.that(JCSystem.lookupAID(own, (short) 0, (byte) 8) == aid, (short) 7);
        Check.that(JCSystem.lookupAID(own, (short) 0, (byte) 7) == null, (short) 8);
        AID mine = new AID(own, (short) 0, (byte) 8);
        Check.that(mine.equals(aid) && aid.equals(mine) && mine != aid, (short) 9);
        own[7] = 9;
        AID other = new AID(own, (short) 0, (byte) 8);
        Check.that(!mine.equals(other) && aid.RIDEquals(other) && !aid.RIDEquals(null), (short) 10);
        Check.that(!aid.equals(own) && !aid.equals(this), (short) 11);
        Check.that(aid.getPartialBytes((short) 6, bytes, (short) 0, (byte) 0) == 2
                && bytes[0] == 2 && bytes[1] == 1, (short) 12);
        try {
            aid.getPartialBytes((short) 6, bytes, (short) 0, (byte) 3);
            Check.missed((short) 13);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            aid.getBytes(bytes, (short) 3);
            Check.missed((short) 14);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        kept[0] = aid; // permanent entry points may be stored
        Check.that(JCSystem.getPreviousContextAID() == null, (short) 15);
        Check.that(JCSystem.isAppletActive(aid) && !JCSystem.isAppletActive(other), (short) 16);
        try {
            JCSystem.isAppletActive(null);
            Check.missed((short) 17);
        } catch (NullPointerException e) {
        }
        Check.that(JCSystem.getAssignedChannel() == 0, (short) 18);
    }

    private static short refusal(short length, short event) {
        try {
            JCSystem.makeTransientShortArray(length, (byte) event);
        } catch (SystemException e) {
            return e.getReason();
        } catch (NegativeArraySizeException e) {
            return -1;
        }
        return 0;
    }

    void memory() {
        byte[] b = JCSystem.makeTransientByteArray((short) 3, JCSystem.CLEAR_ON_DESELECT);
        Object[] o = JCSystem.makeTransientObjectArray((short) 2, JCSystem.CLEAR_ON_RESET);
        boolean[] z = JCSystem.makeTransientBooleanArray((short) 0, JCSystem.CLEAR_ON_RESET);
        Check.that(JCSystem.isTransient(b) == JCSystem.CLEAR_ON_DESELECT
                && JCSystem.isTransient(o) == JCSystem.CLEAR_ON_RESET, (short) 1);
        Check.that(JCSystem.isTransient(this) == 0 && JCSystem.isTransient(null) == 0, (short) 2);
        o[0] = this;
        o[1] = b;
        Check.that(z.length == 0 && o[0] == this, (short) 3);
        Check.that(refusal((short) 1, (short) 3) == SystemException.ILLEGAL_VALUE, (short) 4);
        Check.that(refusal((short) -1, (short) 1) == -1, (short) 5);
        Check.that(refusal((short) 0x7FFF, (short) 1) == SystemException.NO_TRANSIENT_SPACE,
                (short) 6);
        short left = JCSystem.getAvailableMemory(JCSystem.MEMORY_TYPE_TRANSIENT_RESET);
        JCSystem.makeTransientByteArray((short) 100, JCSystem.CLEAR_ON_RESET);
        Check.that(JCSystem.getAvailableMemory(JCSystem.MEMORY_TYPE_TRANSIENT_RESET)
                == (short) (left - 100), (short) 7);
        Check.that(JCSystem.getAvailableMemory(JCSystem.MEMORY_TYPE_PERSISTENT) == 32767,
                (short) 8);
        short[] wide = new short[3];
        JCSystem.getAvailableMemory(wide, (short) 1, JCSystem.MEMORY_TYPE_PERSISTENT);
        Check.that(wide[0] == 0 && wide[1] > 0, (short) 9);
        byte[] narrow = new byte[4];
        JCSystem.getAvailableMemory(narrow, (short) 0, JCSystem.MEMORY_TYPE_TRANSIENT_DESELECT);
        Check.that(Util.getShort(narrow, (short) 0) == 0
                && Util.getShort(narrow, (short) 2) > 1000, (short) 10);
        try {
            JCSystem.getAvailableMemory(narrow, (short) 1, (byte) 9); // values before ranges
            Check.missed((short) 11);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.ILLEGAL_VALUE, (short) 12);
        }
        try {
            JCSystem.getAvailableMemory(narrow, (short) 1, (byte) 0);
            Check.missed((short) 13);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        byte[] global = (byte[]) JCSystem.makeGlobalArray(JCSystem.ARRAY_TYPE_BYTE, (short) 4);
        global[3] = 1;
        try {
            kept[0] = null;
            o[0] = global; // none may store it
            Check.missed((short) 14);
        } catch (SecurityException e) {
        }
        try {
            JCSystem.makeGlobalArray((byte) 6, (short) 4);
            Check.missed((short) 15);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.ILLEGAL_VALUE, (short) 16);
        }
        Check.that(JCSystem.getVersion() == 0x0302 && JCSystem.isObjectDeletionSupported(),
                (short) 17);
        JCSystem.requestObjectDeletion();
    }

    void views() {
        byte[] a = {1, 2, 3, 4, 5};
        byte[] view = JCSystem.makeByteArrayView(a, (short) 1, (short) 3,
                JCSystem.ATTR_READABLE_VIEW, null);
        Check.that(view.length == 3 && view[0] == 2, (short) 1);
        Check.that(JCSystem.isArrayView(view) && !JCSystem.isArrayView(a)
                && !JCSystem.isArrayView(null), (short) 2);
        Check.that(JCSystem.getAttributes(view) == JCSystem.ATTR_READABLE_VIEW, (short) 3);
        byte[] b = new byte[3];
        Util.arrayCopy(view, (short) 0, b, (short) 0, (short) 3);
        Check.that(b[0] == 2 && b[2] == 4, (short) 4);
        try {
            Util.arrayCopy(b, (short) 0, view, (short) 0, (short) 1);
            Check.missed((short) 5);
        } catch (SecurityException e) {
        }
        try {
            Util.arrayCopy(view, (short) 1, b, (short) 0, (short) 3);
            Check.missed((short) 6);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        byte[] writable = JCSystem.makeByteArrayView(a, (short) 4, (short) 1,
                JCSystem.ATTR_WRITABLE_VIEW, null);
        JCSystem.beginTransaction();
        Util.arrayFill(writable, (short) 0, (short) 1, (byte) 9);
        Check.that(a[4] == 9, (short) 7);
        JCSystem.abortTransaction();
        Check.that(a[4] == 5, (short) 8);
        Util.arrayFillNonAtomic(writable, (short) 0, (short) 1, (byte) 9);
        Check.that(a[4] == 9, (short) 9);
        try {
            JCSystem.makeArrayView(this, (short) 0, (short) 0, (short) 1, null);
            Check.missed((short) 10);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.ILLEGAL_VALUE, (short) 11);
        }
        try {
            JCSystem.makeArrayView(null, (short) 0, (short) 0, (short) 1, null);
            Check.missed((short) 12);
        } catch (NullPointerException e) {
        }
        try {
            JCSystem.getAttributes(a);
            Check.missed((short) 13);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.ILLEGAL_VALUE, (short) 14);
        }
    }

    void exceptions() {
        try {
            CardException.throwIt((short) 0x1234);
            Check.missed((short) 1);
        } catch (CardException e) {
            Check.that(e.getReason() == 0x1234 && !(e instanceof UserException), (short) 2);
        }
        try {
            UserException.throwIt((short) -1);
            Check.missed((short) 3);
        } catch (UserException e) {
            Check.that(e.getReason() == -1, (short) 4);
        }
        try {
            APDUException.throwIt(APDUException.IO_ERROR);
            Check.missed((short) 5);
        } catch (CardRuntimeException e) {
            Check.that(e instanceof APDUException && e.getReason() == APDUException.IO_ERROR,
                    (short) 6);
            e.setReason((short) 5);
            Check.that(e.getReason() == 5, (short) 7);
        }
        try {
            JCSystem.beginTransaction();
            ISOException.throwIt(ISO7816.SW_DATA_INVALID);
            Check.missed((short) 8);
        } catch (ISOException e) {
            JCSystem.abortTransaction();
            Check.that(e.getReason() == ISO7816.SW_DATA_INVALID, (short) 9); // not rolled back
        }
    }

    void counters() {
        byte[] b = {0, 0, (byte) 0xFF, (byte) 0xFE, 0};
        MonotonicCounter c = MonotonicCounter.getInstance((short) 2,
                JCSystem.MEMORY_TYPE_PERSISTENT);
        Check.that(c.incrementBy((short) 0x1FF) == 2, (short) 1);
        byte[] out = {0, 0, 0};
        Check.that(c.get(out, (short) 1) == 2 && out[1] == 1 && out[2] == -1, (short) 2);
        Check.that(c.compareTo(out, (short) 1, (short) 2) == 0, (short) 3);
        Check.that(c.compareTo(b, (short) 2, (short) 2) < 0
                && c.compareTo(b, (short) 0, (short) 2) > 0, (short) 4);
        JCSystem.beginTransaction();
        Check.that(c.setValue(b, (short) 0, (short) 4) == 2, (short) 5);
        JCSystem.abortTransaction();
        Check.that(c.compareTo(b, (short) 2, (short) 2) == 0, (short) 6);
        try {
            c.setValue(b, (short) 2, (short) 2); // not above
            Check.missed((short) 7);
        } catch (ArithmeticException e) {
        }
        try {
            c.setValue(b, (short) 2, (short) 3); // does not fit
            Check.missed((short) 8);
        } catch (ArithmeticException e) {
        }
        Check.that(!c.equalsMax(), (short) 9);
        Check.that(c.incrementBy((short) 1) == 2 && c.equalsMax(), (short) 10);
        try {
            c.incrementBy((short) 1);
            Check.missed((short) 11);
        } catch (ArithmeticException e) {
        }
        Check.that(c.equalsMax(), (short) 12);
        MonotonicCounter small = MonotonicCounter.getInstance((short) 1,
                JCSystem.MEMORY_TYPE_TRANSIENT_RESET);
        Check.that(small.compareTo(c) < 0 && c.compareTo(small) > 0 && c.compareTo(c) == 0,
                (short) 13);
        try {
            c.get(out, (short) 2);
            Check.missed((short) 14);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
    }

    void secondLooks() {
        byte[] a = {1, 2};
        Util.arrayCompare(a, (short) 0, a, (short) 1, (short) 1);
        SensitiveResult.assertNegative();
        SensitiveResult.assertEquals((short) -1);
        SensitiveResult.assertLessThan((short) 0);
        SensitiveResult.assertGreaterThan((short) -2);
        try {
            SensitiveResult.assertZero();
            Check.missed((short) 1);
        } catch (SecurityException e) {
        }
        JCSystem.getAID().equals((Object) null);
        SensitiveResult.assertFalse();
        AID aid = JCSystem.getAID();
        SensitiveResult.assertEquals(aid);
        try {
            SensitiveResult.assertEquals((Object) null);
            Check.missed((short) 2);
        } catch (SecurityException e) {
        }
        try {
            Util.arrayCompare(a, (short) 0, a, (short) 0, (short) 3);
            Check.missed((short) 3);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        try {
            SensitiveResult.assertEquals(aid); // what throws leaves nothing
            Check.missed((short) 4);
        } catch (SecurityException e) {
        }
        Util.arrayCompare(a, (short) 0, a, (short) 0, (short) 1);
        SensitiveResult.assertZero();
        SensitiveResult.reset();
        try {
            SensitiveResult.assertZero();
            Check.missed((short) 5);
        } catch (SecurityException e) {
        }
    }

    void whatIsNotThere() {
        byte[] b = new byte[4];
        try {
            MessageDigest.getInstance(MessageDigest.ALG_NULL, false);
            Check.missed((short) 15);
        } catch (CryptoException e) {
            Check.that(e.getReason() == CryptoException.NO_SUCH_ALGORITHM, (short) 1);
        }
        try {
            RandomData.OneShot.open((byte) 99).close();
            Check.missed((short) 16);
        } catch (CryptoException e) {
            Check.that(e.getReason() == CryptoException.NO_SUCH_ALGORITHM, (short) 2);
        }
        try {
            KeyBuilder.buildKey(KeyBuilder.TYPE_AES, (short) 129, false);
            Check.missed((short) 3);
        } catch (CryptoException e) {
            Check.that(e.getReason() == CryptoException.NO_SUCH_ALGORITHM, (short) 4);
        }
        Check.that(GPSystem.getCardContentState() == GPSystem.APPLICATION_SELECTABLE, (short) 5);
        Check.that(GPSystem.getCardState() == GPSystem.CARD_OP_READY, (short) 6);
        Check.that(!GPSystem.setATRHistBytes(b, (short) 0, (byte) 4), (short) 7);
        try {
            GPSystem.setATRHistBytes(b, (short) 0, (byte) 5);
            Check.missed((short) 8);
        } catch (ArrayIndexOutOfBoundsException e) {
        }
        Check.that(!SensitiveArrays.isIntegritySensitiveArraysSupported()
                && !SensitiveArrays.isIntegritySensitive(b), (short) 9);
        try {
            SensitiveArrays.makeIntegritySensitiveArray(JCSystem.ARRAY_TYPE_BYTE,
                    JCSystem.MEMORY_TYPE_PERSISTENT, (short) 4);
            Check.missed((short) 10);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.ILLEGAL_USE, (short) 11);
        }
        try {
            SensitiveArrays.assertIntegrity(b);
            Check.missed((short) 12);
        } catch (SystemException e) {
            Check.that(e.getReason() == SystemException.ILLEGAL_VALUE, (short) 13);
        }
        try {
            Resources.getResources().getSize((short) 1);
            Check.missed((short) 14);
        } catch (IOException e) {
        }
    }

    /** The test gives this package a resource 7: 10 20 30 40 50. */
    void resources() {
        Resources resources = Resources.getResources();
        boolean last = false;
        kept(resources);
        try {
            Check.that(resources.getSize((short) 7) == 5, (short) 1);
            byte[] all = resources.getView((short) 7);
            Check.that(all.length == 5 && all[0] == 0x10 && all[4] == 0x50, (short) 2);
            byte[] part = resources.getView((short) 7, (short) 1, (short) 2);
            Check.that(part.length == 2 && part[0] == 0x20 && part[1] == 0x30, (short) 3);
            Check.that(Util.getShort(part, (short) 0) == 0x2030, (short) 4);
            try {
                part[0] = 1;
                Check.missed((short) 5);
            } catch (SecurityException e) {
            }
            try {
                resources.getView((short) 7, (short) 4, (short) 2);
                Check.missed((short) 6);
            } catch (ArrayIndexOutOfBoundsException e) {
            }
            last = true;
            resources.getView((short) 8);
            Check.missed((short) 7);
        } catch (IOException e) {
            Check.that(last, (short) 8);
        }
    }

    /** Permanent entry points may be stored. */
    private static void kept(Object object) {
        Object[] place = new Object[1];
        place[0] = object;
    }

    /** The test's clock stands at 5 s after the reset. */
    void clock() {
        TimeDuration up = TimeDuration.getInstance(JCSystem.MEMORY_TYPE_TRANSIENT_RESET);
        SysTime.uptime(up);
        Check.that(up.compareTo((short) 5, TimeDuration.SECONDS) == 0, (short) 1);
    }
}
