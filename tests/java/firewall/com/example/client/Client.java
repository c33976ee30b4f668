// Tries every way to use an object against every kind of object, and says what came of it.
// INS 10: P1 a kind of object (20: tried while the server calls back, 40: in a transaction), P2 a
// way: 0 it went, 1 SecurityException, 2 ClassCastException, 3 another exception. The other
// instructions are cases of their own.
package com.example.client;

import com.example.shared.Holder;
import com.example.shared.Sharing;
import javacard.framework.AID;
import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.JCSystem;
import javacard.framework.Shareable;
import javacard.framework.Util;
import javacardx.apdu.ExtendedLength;

public final class Client extends Applet implements Sharing, ExtendedLength {
    private static Object kept;
    private static byte[] copied = {9, 9, 9, 9, 9, 9, 9, 9};
    private static final byte[] SERVER = {(byte) 0xF0, 0, 0, 0, (byte) 0xA1, 0, 0, 1};
    private static short number = 0x1234;
    private static byte small = 0x56;

    private final Holder holder = new Holder();
    private final byte[] bytes = new byte[8];
    private final byte[] reset = JCSystem.makeTransientByteArray((short) 8, JCSystem.CLEAR_ON_RESET);
    private final byte[] deselect =
            JCSystem.makeTransientByteArray((short) 8, JCSystem.CLEAR_ON_DESELECT);
    private final Object[] array = new Object[2];
    private final Object[] transientArray =
            JCSystem.makeTransientObjectArray((short) 2, JCSystem.CLEAR_ON_RESET);
    private final RuntimeException exception = new RuntimeException();
    private Object field;
    private Holder made;

    public static void install(byte[] parameters, short offset, byte length) {
        new Client().register(parameters, (short) (offset + 1), parameters[offset]);
    }

    private static Sharing server() {
        return (Sharing) JCSystem.getAppletShareableInterfaceObject(
                JCSystem.lookupAID(SERVER, (short) 0, (byte) SERVER.length), (byte) 0);
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        byte result = 0;
        switch (buffer[ISO7816.OFFSET_INS]) {
            case 0x10:
                result = prepare(buffer[ISO7816.OFFSET_P1], buffer[ISO7816.OFFSET_P2]);
                break;
            case 0x20:
                result = transaction(buffer[ISO7816.OFFSET_P1], server());
                break;
            case 0x30:
                result = server().previous();
                break;
            case 0x31:
                result = server().read(buffer);
                break;
            case 0x40:
                echo(apdu);
                return;
            case 0x50:
                throw new RuntimeException();
            case 0x51:
                while (true) {
                    result++;
                }
            case 0x52:
                server().pong(this);
                break;
            case 0x53:
                JCSystem.beginTransaction();
                number = 1;
                return;
            case 0x54:
                Util.setShort(buffer, (short) 0, number);
                buffer[2] = small;
                buffer[3] = copied[0];
                apdu.setOutgoingAndSend((short) 0, (short) 4);
                return;
            case 0x55:
                garbage();
                return;
            case 0x56:
                buffer[0] = 0x42;
                apdu.setOutgoingAndSend((short) 0, (short) 1);
                ISOException.throwIt((short) 0x6300);
            case 0x57:
                result = recurse((short) 0);
                break;
            default:
                ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
        buffer[0] = result;
        apdu.setOutgoingAndSend((short) 0, (short) 1);
    }

    // ---- the matrix ----

    private byte prepare(byte kind, byte way) {
        boolean nested = (kind & 0x20) != 0;
        boolean transaction = (kind & 0x40) != 0;
        if (transaction) {
            JCSystem.beginTransaction();
        }
        kind = (byte) (kind & 0x1F);
        byte result = nested ? server().relay(this, kind, way) : use(kind, way);
        if (transaction) {
            JCSystem.abortTransaction();
        }
        return result;
    }

    public byte use(byte kind, byte way) {
        APDU apdu = APDU.getCurrentAPDU();
        byte[] buffer = apdu.getBuffer();
        Sharing server = server();
        try {
            switch (kind) {
                case 0:
                    useHolder(holder, way);
                    break;
                case 1:
                    useHolder(server.holder(), way);
                    break;
                case 2:
                    useBytes(bytes, way);
                    break;
                case 3:
                    useBytes(server.bytes(Sharing.PERSISTENT), way);
                    break;
                case 4:
                    useBytes(buffer, way);
                    break;
                case 5:
                    useBytes(reset, way);
                    break;
                case 6:
                    useBytes(deselect, way);
                    break;
                case 7:
                    useBytes(server.bytes(Sharing.RESET), way);
                    break;
                case 8:
                    useBytes(server.bytes(Sharing.DESELECT), way);
                    break;
                case 9:
                    useBytes(server.view(this, JCSystem.ATTR_READABLE_VIEW), way);
                    break;
                case 10:
                    useBytes(server.view(this, JCSystem.ATTR_WRITABLE_VIEW), way);
                    break;
                case 11:
                    useBytes(server.view(null, JCSystem.ATTR_READABLE_VIEW), way);
                    break;
                case 12:
                    useObject(apdu, way);
                    break;
                case 13:
                    useObject(JCSystem.getAID(), way);
                    break;
                case 14:
                    useObject(server, way);
                    break;
                case 15:
                    throwIt(exception, way);
                    break;
                case 16:
                    throwIt(server.exception(), way);
                    break;
                case 17:
                    throwIt(systems(), way);
                    break;
                default:
                    return 9;
            }
            return 0;
        } catch (SecurityException e) {
            return 1;
        } catch (ClassCastException e) {
            return 2;
        } catch (RuntimeException e) {
            return 3;
        }
    }

    private void useHolder(Holder h, byte way) {
        switch (way) {
            case 0:
                bytes[0] = (byte) h.number;
                break;
            case 1:
                h.number = 5;
                break;
            case 2:
                field = h.reference;
                break;
            case 3:
                h.reference = null;
                break;
            case 4:
                h.method();
                break;
            default:
                useObject(h, way);
        }
    }

    private void useBytes(byte[] b, byte way) {
        switch (way) {
            case 0:
                bytes[0] = b[0];
                break;
            case 1:
                b[0] = 5;
                break;
            case 2:
                bytes[0] = (byte) b.length;
                break;
            case 3:
                Util.arrayCopy(b, (short) 0, copied, (short) 0, (short) 2);
                break;
            case 4:
                Util.arrayCopyNonAtomic(copied, (short) 0, b, (short) 0, (short) 2);
                break;
            default:
                useObject(b, way);
        }
    }

    private void useObject(Object o, byte way) {
        switch (way) {
            case 5:
                array[0] = o;
                break;
            case 6:
                kept = o;
                break;
            case 7:
                field = o;
                break;
            case 8:
                o.equals(o);
                break;
            case 9:
                bytes[0] = (byte) (((Sharing) o) == null ? 0 : 1);
                break;
            case 10:
                field = o instanceof Holder ? holder : null;
                break;
            case 11:
                field = o instanceof byte[] ? holder : null;
                break;
            case 12:
                bytes[0] = (byte) (o == null ? 0 : 1);
                break;
            case 13:
                transientArray[0] = o;
                break;
            case 14:
                bytes[0] = ((Sharing) o).previous();
                break;
            case 15:
                field = o instanceof Sharing ? holder : null;
                break;
            default:
                throw new RuntimeException();
        }
    }

    private RuntimeException systems() {
        try {
            ISOException.throwIt((short) 1);
        } catch (ISOException e) {
            return e;
        }
        return null;
    }

    private void throwIt(RuntimeException e, byte way) {
        if (way == 0) {
            throw e;
        }
        useObject(e, way);
    }

    // ---- transactions ----

    private byte transaction(byte which, Sharing server) {
        Holder local = null;
        made = null;
        kept = null;
        array[1] = null;
        transientArray[1] = null;
        holder.number = 1;
        JCSystem.beginTransaction();
        local = new Holder();
        made = local;
        kept = local;
        array[1] = local;
        transientArray[1] = local;
        holder.number = 2;
        reset[1] = 2;
        if (which == 0) {
            JCSystem.abortTransaction();
        } else if (which == 1) {
            server.abort();
        } else {
            JCSystem.commitTransaction();
        }
        byte left = 0;
        left |= local != null ? 1 : 0;
        left |= made != null ? 2 : 0;
        left |= kept != null ? 4 : 0;
        left |= array[1] != null ? 8 : 0;
        left |= transientArray[1] != null ? 16 : 0;
        left |= holder.number == 2 ? 32 : 0;
        left |= reset[1] == 2 ? 64 : 0;
        return left;
    }

    private void garbage() {
        for (short i = 0; i < 100; i++) {
            made = new Holder();
        }
        JCSystem.requestObjectDeletion();
    }

    private byte recurse(short depth) {
        return (byte) (recurse((short) (depth + 1)) + 1);
    }

    private void echo(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short n = apdu.setIncomingAndReceive();
        short total = apdu.getIncomingLength();
        short sum = 0;
        short offset = apdu.getOffsetCdata();
        short done = 0;
        while (n > 0) {
            for (short i = 0; i < n; i++) {
                sum += (short) (buffer[(short) (offset + i)] & 0xFF);
            }
            done += n;
            n = apdu.receiveBytes(offset);
        }
        apdu.setOutgoing();
        apdu.setOutgoingLength((short) 6);
        Util.setShort(buffer, (short) 0, total);
        Util.setShort(buffer, (short) 2, done);
        Util.setShort(buffer, (short) 4, sum);
        apdu.sendBytes((short) 0, (short) 6);
    }

    // ---- what it shares itself ----

    public Shareable getShareableInterfaceObject(AID client, byte parameter) {
        return this;
    }

    public Holder holder() {
        return holder;
    }

    public byte[] bytes(byte kind) {
        return bytes;
    }

    public byte[] view(Shareable user, short attributes) {
        return null;
    }

    public RuntimeException exception() {
        return exception;
    }

    public byte read(byte[] lent) {
        return lent[0];
    }

    public byte previous() {
        return 0;
    }

    public void abort() {
    }

    public byte relay(Sharing caller, byte kind, byte way) {
        return 9;
    }

    public void pong(Sharing caller) {
        caller.pong(this);
    }
}
