// The element's random numbers; Engines has the contract of the native methods.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.RandomData;

/** The element's random numbers; {@link Engines} has the contract of the native methods. */
public final class RandomEngine extends RandomData {
    private final short algorithm;
    private final boolean external;
    private byte[] state;

    /** A generator of an algorithm that the element has. */
    public RandomEngine(byte algorithm, boolean external) {
        this.algorithm = algorithm;
        this.external = external;
        open();
    }

    private native void open();

    public byte getAlgorithm() {
        return (byte) algorithm;
    }

    public native void setSeed(byte[] buffer, short offset, short length);

    public native void generateData(byte[] buffer, short offset, short length);

    public native short nextBytes(byte[] buffer, short offset, short length);
}
