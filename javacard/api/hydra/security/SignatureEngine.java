// The element's signatures; Engines has the contract of the native methods.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.Key;
import javacard.security.Signature;
import javacardx.crypto.Cipher;

/** The element's signatures; {@link Engines} has the contract of the native methods. */
public class SignatureEngine extends Signature {
    private final short algorithm;
    private final boolean external;
    private byte[] state;
    private Key key;
    private byte mode;
    private byte digest;
    private byte cipher;
    private byte padding;

    SignatureEngine(byte algorithm, byte digest, byte cipher, byte padding, boolean external) {
        this.algorithm = algorithm;
        this.external = external;
        this.digest = digest;
        this.cipher = cipher;
        this.padding = padding;
        open();
    }

    /** An engine for an {@code ALG_} constant that the element has. */
    public static Signature build(byte algorithm, boolean external) {
        if (algorithm == ALG_RSA_SHA_ISO9796_MR || algorithm == ALG_RSA_RIPEMD160_ISO9796_MR) {
            return new RecoveryEngine(algorithm, (byte) 0, (byte) 0, (byte) 0, external);
        }
        return new SignatureEngine(algorithm, (byte) 0, (byte) 0, (byte) 0, external);
    }

    /** An engine for a combination that the element has. */
    public static Signature build(byte digest, byte cipher, byte padding, boolean external) {
        if (recovers(padding)) {
            return new RecoveryEngine((byte) 0, digest, cipher, padding, external);
        }
        return new SignatureEngine((byte) 0, digest, cipher, padding, external);
    }

    private static boolean recovers(byte padding) {
        switch (padding) {
            case Cipher.PAD_ISO9796_MR:
            case Cipher.PAD_ISO9796_MR_SCHEME_2:
            case Cipher.PAD_ISO9796_MR_SCHEME_3:
            case Cipher.PAD_ISO9796_MR_SCHEME_1_OPT_2:
            case Cipher.PAD_ISO9796_MR_SCHEME_2_OPT_2:
            case Cipher.PAD_ISO9796_MR_SCHEME_3_OPT_2:
                return true;
            default:
                return false;
        }
    }

    /**
     * Besides making {@code state}: where an algorithm was given, sets digest, cipher and padding,
     * and where these were given, the algorithm (if a constant names it).
     */
    private native void open();

    public byte getAlgorithm() {
        return (byte) algorithm;
    }

    public byte getMessageDigestAlgorithm() {
        return digest;
    }

    public byte getCipherAlgorithm() {
        return cipher;
    }

    public byte getPaddingAlgorithm() {
        return padding;
    }

    public native short getLength();

    public native void init(Key key, byte mode);

    public native void init(Key key, byte mode, byte[] parameter, short offset, short length);

    public native void setInitialDigest(byte[] value, short valueOffset, short valueLength,
            byte[] count, short countOffset, short countLength);

    public native void update(byte[] in, short offset, short length);

    public native short sign(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    public native boolean verify(byte[] in, short inOffset, short length, byte[] signature,
            short signatureOffset, short signatureLength);

    public native short signPreComputedHash(byte[] hash, short hashOffset, short hashLength,
            byte[] out, short outOffset);

    public native boolean verifyPreComputedHash(byte[] hash, short hashOffset, short hashLength,
            byte[] signature, short signatureOffset, short signatureLength);
}
