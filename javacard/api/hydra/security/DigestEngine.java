// The element's digests; Engines has the contract of the native methods.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.InitializedMessageDigest;

/** The element's digests; {@link Engines} has the contract of the native methods. */
public final class DigestEngine extends InitializedMessageDigest {
    private final short algorithm;
    private final boolean external;
    private byte[] state;

    /** A digest of an algorithm that the element has. */
    public DigestEngine(byte algorithm, boolean external) {
        this.algorithm = algorithm;
        this.external = external;
        open();
    }

    private native void open();

    public byte getAlgorithm() {
        return (byte) algorithm;
    }

    public native byte getLength();

    public native void reset();

    public native void update(byte[] in, short offset, short length);

    public native short doFinal(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    public native void setInitialDigest(byte[] value, short valueOffset, short valueLength,
            byte[] count, short countOffset, short countLength);

    public native short doIntermediateMessageDigest(byte[] out, short outOffset);
}
