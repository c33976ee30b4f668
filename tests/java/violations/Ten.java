package com.example.ten;

import javacard.framework.APDU;
import javacard.framework.Applet;

/** Ten things that a card cannot do, each on a line of its own. */
public class Ten extends Applet {
    private long total; // 1: long
    private byte[][] table; // 2: two dimensions
    private static short seed = choose(); // 3: static initialiser that computes
    private short last;

    public static void install(byte[] parameters, short offset, byte length) {
        new Ten().register();
    }

    private static short choose() {
        return 5;
    }

    public void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short a = last;
        short b = apdu.setIncomingAndReceive();
        last = (short) ((a + b) / 2); // 4: the sum may need more than 16 bits
        buffer[a * b] = 0; // 5: so may the index
        float ratio = a; // 6: float
        String name = "purse"; // 7: String
        synchronized (this) { // 8: threads
            last++;
        }
        java.util.Arrays.fill(buffer, (byte) 0); // 9: a class that is not in the API
        char letter = 'x'; // 10: char
        buffer[0] = (byte) (letter + name.length() + (byte) ratio);
    }
}
