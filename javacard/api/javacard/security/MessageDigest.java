// Hash functions.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import hydra.security.DigestEngine;
import hydra.security.Engines;

/**
 * Hash functions. An object's intermediate state is transient, takes no part in transactions, and
 * is as after {@link #reset} when the card has been reset.
 */
public abstract class MessageDigest {
    /** No digest: the cipher takes the message itself. */
    public static final byte ALG_NULL = 0;

    /** SHA-1. */
    public static final byte ALG_SHA = 1;

    /** MD5. */
    public static final byte ALG_MD5 = 2;

    /** RIPEMD-160. */
    public static final byte ALG_RIPEMD160 = 3;

    /** SHA-256. */
    public static final byte ALG_SHA_256 = 4;

    /** SHA-384. */
    public static final byte ALG_SHA_384 = 5;

    /** SHA-512. */
    public static final byte ALG_SHA_512 = 6;

    /** SHA-224. */
    public static final byte ALG_SHA_224 = 7;

    /** SHA3-224. */
    public static final byte ALG_SHA3_224 = 8;

    /** SHA3-256. */
    public static final byte ALG_SHA3_256 = 9;

    /** SHA3-384. */
    public static final byte ALG_SHA3_384 = 10;

    /** SHA3-512. */
    public static final byte ALG_SHA3_512 = 11;

    /** SM3. */
    public static final byte ALG_SM3 = 12;

    /** Bytes of a hash of MD5. */
    public static final byte LENGTH_MD5 = 16;

    /** Bytes of a hash of RIPEMD-160. */
    public static final byte LENGTH_RIPEMD160 = 20;

    /** Bytes of a hash of SHA-1. */
    public static final byte LENGTH_SHA = 20;

    /** Bytes of a hash of SHA3-224. */
    public static final byte LENGTH_SHA3_224 = 28;

    /** Bytes of a hash of SHA-224. */
    public static final byte LENGTH_SHA_224 = 28;

    /** Bytes of a hash of SHA3-256. */
    public static final byte LENGTH_SHA3_256 = 32;

    /** Bytes of a hash of SHA-256. */
    public static final byte LENGTH_SHA_256 = 32;

    /** Bytes of a hash of SM3. */
    public static final byte LENGTH_SM3 = 32;

    /** Bytes of a hash of SHA3-384. */
    public static final byte LENGTH_SHA3_384 = 48;

    /** Bytes of a hash of SHA-384. */
    public static final byte LENGTH_SHA_384 = 48;

    /** Bytes of a hash of SHA3-512. */
    public static final byte LENGTH_SHA3_512 = 64;

    /** Bytes of a hash of SHA-512. */
    public static final byte LENGTH_SHA_512 = 64;

    /**
     * A digest object. With {@code externalAccess} it can also be used while its owner is not the
     * selected applet. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks the algorithm or
     * the shared use of it.
     */
    public static final MessageDigest getInstance(byte algorithm, boolean externalAccess) {
        Engines.require(Engines.DIGEST, algorithm, externalAccess);
        return new DigestEngine(algorithm, externalAccess);
    }

    /** For subclasses. */
    protected MessageDigest() {
    }

    /**
     * The same for a digest that can begin in the middle of a message. Throws CryptoException
     * NO_SUCH_ALGORITHM.
     */
    public static final InitializedMessageDigest getInitializedMessageDigestInstance(
            byte algorithm, boolean externalAccess) {
        Engines.require(Engines.DIGEST_INTERMEDIATE, algorithm, externalAccess);
        return new DigestEngine(algorithm, externalAccess);
    }

    /** Whether digests of this algorithm can hand out their intermediate value. */
    public static final boolean isIntermediateMessageDigestSupported(byte algorithm) {
        return Engines.supports(Engines.DIGEST_INTERMEDIATE, algorithm, false);
    }

    /**
     * Takes the last {@code length} bytes of the message, writes the hash at {@code outOffset} of
     * {@code out}, resets the object and returns the hash's length. Input and output may overlap.
     * Throws CryptoException ILLEGAL_USE if the message is too long.
     */
    public abstract short doFinal(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /** The algorithm, an {@code ALG_} constant. */
    public abstract byte getAlgorithm();

    /** The hash's length in bytes. */
    public abstract byte getLength();

    /** Forgets what has been taken. */
    public abstract void reset();

    /**
     * Takes more of the message. Throws CryptoException ILLEGAL_USE if the message is too long.
     */
    public abstract void update(byte[] in, short offset, short length);

    /**
     * Writes the intermediate value of the hash at {@code outOffset} of {@code out}, to be given to
     * {@code setInitialDigest} of another object, and returns its length; the object goes on as if
     * nothing had happened. Throws CryptoException ILLEGAL_USE if the message so far does not end
     * at a block's end or the algorithm does not have this.
     */
    public abstract short doIntermediateMessageDigest(byte[] out, short outOffset);

    /**
     * A digest for one message in one call, lent by the card until {@link #close} or until the
     * applet returns to the card. It is a temporary entry point: it cannot be stored in a field.
     * After {@code close} every method throws CryptoException ILLEGAL_USE; used from another
     * context than opened it, SecurityException.
     */
    public static final class OneShot extends MessageDigest {
        // The fields have the order of DigestEngine's: the same native code serves both.
        private short algorithm;
        private boolean external;
        private byte[] state;

        private OneShot() {
        }

        /**
         * Borrows a digest. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks the
         * algorithm, SystemException NO_RESOURCE if all are lent.
         */
        public static final native OneShot open(byte algorithm);

        public native short doFinal(byte[] in, short inOffset, short length, byte[] out,
                short outOffset);

        public native byte getAlgorithm();

        public native byte getLength();

        public native void reset();

        /** A one-shot takes no parts. Throws CryptoException ILLEGAL_USE. */
        public void update(byte[] in, short offset, short length) {
            CryptoException.throwIt(CryptoException.ILLEGAL_USE);
        }

        /**
         * Gives the digest back and wipes its state. Throws CryptoException ILLEGAL_USE if done.
         */
        public native void close();

        /** A one-shot has no intermediate value. Throws CryptoException ILLEGAL_USE. */
        public short doIntermediateMessageDigest(byte[] out, short outOffset) {
            CryptoException.throwIt(CryptoException.ILLEGAL_USE);
            return 0;
        }
    }
}
