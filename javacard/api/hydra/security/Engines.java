// What cryptography the element has, and the contract of the engine classes.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.CryptoException;

/**
 * What cryptography the element has, and the contract of the engine classes beside this one.
 *
 * <p>An engine object belongs to the applet that made it; its methods run in that applet's context.
 * A one-shot belongs to the card; its methods run in the card's context on behalf of its caller.
 * In both, each native method acts in this order, and an earlier step that fails leaves no trace:
 * it finds the caller (the active context, or the previous one if the active one is the card's);
 * it throws ILLEGAL_USE if the object is closed or, without {@code external}, its owner is not the
 * selected applet's context; it checks each array and key against the caller's context
 * (NullPointerException, SecurityException) and each range (ArrayIndexOutOfBoundsException); it
 * checks the object's state and the key (INVALID_INIT, UNINITIALIZED_KEY, ILLEGAL_VALUE,
 * ILLEGAL_USE); it computes; it writes the output, outside transactions; if its API method is on
 * the list of javacardx.security.SensitiveResult, it leaves its result there. A key that was not
 * made by {@link KeyFactory} is refused with ILLEGAL_VALUE.
 *
 * <p>Engines of all families begin with the fields algorithm, external, state; those that take keys
 * go on with key, and those that have a mode with mode, digest, cipher, padding. The native code
 * addresses them, references before numbers (element/api/engine.h). It makes {@code state} (bytes
 * that are cleared on reset, in the owner's context, reached by nobody else) when the constructor
 * calls {@code open}. Key and mode survive a reset and are written only when they change. A
 * parameter of {@code init} lies in {@code state}, lest an initial vector wear the memory for every
 * message; after a reset an object that was given one throws INVALID_INIT until it is initialised
 * again.
 */
public final class Engines {
    /** MessageDigest: {@code ALG_} constants. */
    public static final byte DIGEST = 1;

    /** The same, for digests that hand out their intermediate value. */
    public static final byte DIGEST_INTERMEDIATE = 2;

    /** Signature: {@code ALG_} constants, or digest, {@code SIG_CIPHER_}, {@code PAD_}. */
    public static final byte SIGNATURE = 3;

    /** Cipher and AEADCipher: {@code ALG_} constants, or 0, {@code CIPHER_}, {@code PAD_}. */
    public static final byte CIPHER = 4;

    /** RandomData: {@code ALG_} constants. */
    public static final byte RANDOM = 5;

    /** KeyAgreement: {@code ALG_} constants. */
    public static final byte AGREEMENT = 6;

    /** Checksum: {@code ALG_} constants. */
    public static final byte CHECKSUM = 7;

    /** DerivationFunction: {@code ALG_} constants. */
    public static final byte DERIVATION = 8;

    /** NamedParameterSpec: names of curves. */
    public static final byte CURVE = 9;

    private Engines() {
    }

    /** Whether the element has the algorithm that a constant of the family names. */
    public static native boolean supports(byte family, short algorithm, boolean external);

    /** Whether the element has the combination. */
    public static native boolean supportsParts(byte family, byte digest, byte cipher, byte padding,
            boolean external);

    /** Throws CryptoException NO_SUCH_ALGORITHM unless the element has the algorithm. */
    public static void require(byte family, short algorithm, boolean external) {
        if (!supports(family, algorithm, external)) {
            CryptoException.throwIt(CryptoException.NO_SUCH_ALGORITHM);
        }
    }

    /** Throws CryptoException NO_SUCH_ALGORITHM unless the element has the combination. */
    public static void requireParts(byte family, byte digest, byte cipher, byte padding,
            boolean external) {
        if (!supportsParts(family, digest, cipher, padding, external)) {
            CryptoException.throwIt(CryptoException.NO_SUCH_ALGORITHM);
        }
    }
}
