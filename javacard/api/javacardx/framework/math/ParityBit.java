// Parity bits of DES keys: the low bit of each byte.
// Odd parity is what DES wants.
package javacardx.framework.math;

import hydra.framework.Firewall;

/** Sets parity bits. */
public final class ParityBit {

    /** Not needed: the method is static. */
    public ParityBit() {
    }

    /**
     * Sets the low bit of each byte so that the number of one bits becomes even or odd.
     *
     * @param bArray the array
     * @param bOff where in it
     * @param bLen how many bytes
     * @param isEven whether even
     * @throws NullPointerException if bArray is null
     * @throws ArrayIndexOutOfBoundsException if the range is outside bArray
     */
    public static void set(byte[] bArray, short bOff, short bLen, boolean isEven) {
        Firewall.checkArray(bArray, bOff, bLen);
        short end = (short) (bOff + bLen);
        for (short i = bOff; i < end; i++) {
            byte b = (byte) (bArray[i] & 0xFE);
            short ones = (short) (b & 0xFE);
            ones = (short) (ones ^ (short) (ones >> 4));
            ones = (short) (ones ^ (short) (ones >> 2));
            ones = (short) (ones ^ (short) (ones >> 1));
            boolean odd = (short) (ones & 1) != 0;
            bArray[i] = odd == isEven ? (byte) (b | 1) : b;
        }
    }
}
