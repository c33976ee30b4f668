// The element's authenticated ciphers; Engines has the contract of the native methods.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.Key;
import javacardx.crypto.AEADCipher;

/** The element's authenticated ciphers; {@link Engines} has the contract of the native methods. */
public final class AeadEngine extends AEADCipher {
    private final short algorithm;
    private final boolean external;
    private byte[] state;
    private Key key;
    private byte mode;
    private byte digest;
    private byte cipher;
    private byte padding;

    /** A cipher for an {@code ALG_} constant that the element has. */
    public AeadEngine(byte algorithm, boolean external) {
        this.algorithm = algorithm;
        this.external = external;
        open();
    }

    /** A cipher for a combination that the element has. */
    public AeadEngine(byte cipher, byte padding, boolean external) {
        this.algorithm = 0;
        this.external = external;
        this.cipher = cipher;
        this.padding = padding;
        open();
    }

    /**
     * Besides making {@code state}: where an algorithm was given, sets cipher and padding, and
     * where these were given, the algorithm (if a constant names it).
     */
    private native void open();

    public byte getAlgorithm() {
        return (byte) algorithm;
    }

    public byte getCipherAlgorithm() {
        return cipher;
    }

    public byte getPaddingAlgorithm() {
        return padding;
    }

    public native void init(Key key, byte mode);

    public native void init(Key key, byte mode, byte[] parameter, short offset, short length);

    public native void init(Key key, byte mode, byte[] nonce, short offset, short length,
            short aadLength, short messageLength, short tagLength);

    public native void updateAAD(byte[] aad, short offset, short length);

    public native short update(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    public native short doFinal(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    public native short retrieveTag(byte[] tag, short offset, short length);

    public native boolean verifyTag(byte[] tag, short offset, short received, short required);
}
