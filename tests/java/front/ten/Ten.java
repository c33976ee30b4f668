package ten;

import javacard.framework.*;

/** Ten different things that no card can do, each on a line of its own. */
public class Ten extends Applet {
    long counter; // 1
    static final String NAME = "ten"; // 2
    byte[][] grid; // 3

    public static void install(byte[] array, short offset, byte length) {
        new Ten().register();
    }

    public void process(APDU apdu) {
        byte[] b = apdu.getBuffer();
        float ratio = b.length; // 4
        int sum = b[0]; // 5
        synchronized (this) { // 6
            b[1] = 1;
        }
        Shape shape = () -> b[2] = 2; // 7
        b[3] = (byte) ((b.length + offset()) / 2); // 8
        assert b[4] == 4; // 9
    }

    short offset() {
        return counter == 0 ? (short) 0 : (short) 1;
    }

    native void secret(); // 10

    interface Shape {
        void draw();
    }
}
