// The element's checksums; Engines has the contract of the native methods.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.Checksum;

/** The element's checksums; {@link Engines} has the contract of the native methods. */
public final class ChecksumEngine extends Checksum {
    private final short algorithm;
    private final boolean external;
    private byte[] state;

    /** A checksum of an algorithm that the element has. */
    public ChecksumEngine(byte algorithm, boolean external) {
        this.algorithm = algorithm;
        this.external = external;
        open();
    }

    private native void open();

    public byte getAlgorithm() {
        return (byte) algorithm;
    }

    public native void init(byte[] value, short offset, short length);

    public native void update(byte[] in, short offset, short length);

    public native short doFinal(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);
}
