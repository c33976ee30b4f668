// The base of all key objects.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.CryptoException;
import javacard.security.Key;
import javacardx.crypto.Cipher;
import javacardx.crypto.KeyEncryption;

/**
 * The base of all key objects. A key belongs to the applet that built it. Its parts lie in the
 * element's key store, one per object, where no bytecode reaches them; the classes below only name
 * the parts.
 */
public abstract class CardKey implements Key, KeyEncryption {
    // What a part is: the native code knows these numbers. Domain parameters have the sign bit.
    static final byte VALUE = 1;
    static final byte MODULUS = 2;
    static final byte EXPONENT = 3;
    static final byte PRIME_P = 4;
    static final byte PRIME_Q = 5;
    static final byte EXPONENT_P = 6;
    static final byte EXPONENT_Q = 7;
    static final byte INVERSE_Q = 8;
    static final byte DOMAIN_P = (byte) 0x81;
    static final byte DOMAIN_Q = (byte) 0x82;
    static final byte DOMAIN_G = (byte) 0x83;
    static final byte DOMAIN_FIELD = (byte) 0x84;
    static final byte DOMAIN_A = (byte) 0x85;
    static final byte DOMAIN_B = (byte) 0x86;
    static final byte DOMAIN_R = (byte) 0x87;
    static final byte DOMAIN_K = (byte) 0x88;

    // The native code addresses these fields: references before numbers (element/api/key.h).
    private final byte algorithm;
    private final byte memory;
    private final short size;
    private final CardKey domain;
    private byte[] store;
    private Cipher cipher;

    /**
     * An uninitialised key of an {@code ALG_TYPE_}, kept in the memory that a constant of JCSystem
     * names; its domain parameters are those of {@code domain} unless that is null.
     */
    CardKey(byte algorithm, byte memory, short size, CardKey domain) {
        this.algorithm = algorithm;
        this.memory = memory;
        this.size = size;
        this.domain = domain;
        open();
    }

    /** Makes {@code store} in the memory named, in the owner's context, with no part set. */
    private native void open();

    /**
     * Sets a part. In this order: checks the array against the caller's context
     * (NullPointerException, SecurityException) and the range (ArrayIndexOutOfBoundsException); if
     * {@code cipher} is not null deciphers the bytes (failure: CryptoException ILLEGAL_VALUE);
     * checks that the type has the part (NO_SUCH_ALGORITHM) and that length and value fit
     * (ILLEGAL_VALUE); writes, as part of a transaction if one is open and the memory is
     * persistent. A domain parameter goes to {@code domain} if there is one.
     */
    final native void set(byte part, byte[] buffer, short offset, short length);

    /**
     * Writes a part in clear and returns its length, checking the array as {@code set} does. Throws
     * CryptoException UNINITIALIZED_KEY if it is not set.
     */
    final native short get(byte part, byte[] buffer, short offset);

    public final native void clearKey();

    public final native boolean isInitialized();

    public final short getSize() {
        return size;
    }

    public final byte getType() {
        return KeyFactory.typeOf(algorithm, memory);
    }

    /** The memory that the key is kept in. */
    final byte getMemory() {
        return memory;
    }

    /** The {@code ALG_TYPE_} constant of the key. */
    final byte getAlgorithmType() {
        return algorithm;
    }

    /** Only the element's own ciphers can decipher keys. Throws CryptoException ILLEGAL_VALUE. */
    public final void setKeyCipher(Cipher cipher) {
        if (cipher != null && !(cipher instanceof CipherEngine)) {
            CryptoException.throwIt(CryptoException.ILLEGAL_VALUE);
        }
        this.cipher = cipher;
    }

    public final Cipher getKeyCipher() {
        return cipher;
    }
}
