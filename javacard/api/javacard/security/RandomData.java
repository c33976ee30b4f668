// Random numbers.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import hydra.security.Engines;
import hydra.security.RandomEngine;

/** Random numbers. */
public abstract class RandomData {
    /** A sequence that a seed determines; older name, use the others. */
    public static final byte ALG_PSEUDO_RANDOM = 1;

    /** Random numbers fit for keys; older name, use the others. */
    public static final byte ALG_SECURE_RANDOM = 2;

    /** The physical source itself. */
    public static final byte ALG_TRNG = 3;

    /** A deterministic generator (NIST SP 800-90A) that the card has seeded. */
    public static final byte ALG_PRESEEDED_DRBG = 4;

    /** Quick random numbers, not for keys. */
    public static final byte ALG_FAST = 5;

    /** Random numbers fit for keys and nonces. */
    public static final byte ALG_KEYGENERATION = 6;

    /**
     * A generator for the caller alone. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks
     * the algorithm.
     */
    public static final RandomData getInstance(byte algorithm) {
        return getInstance(algorithm, false);
    }

    /** For subclasses. */
    protected RandomData() {
    }

    /**
     * A generator. With {@code externalAccess} it can also be used while its owner is not the
     * selected applet. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks the algorithm or
     * the shared use of it.
     */
    public static final RandomData getInstance(byte algorithm, boolean externalAccess) {
        Engines.require(Engines.RANDOM, algorithm, externalAccess);
        return new RandomEngine(algorithm, externalAccess);
    }

    /**
     * Writes {@code length} random bytes at {@code offset} of {@code buffer}; the older form of
     * {@link #nextBytes}. Throws CryptoException ILLEGAL_VALUE if the length is zero.
     */
    public abstract void generateData(byte[] buffer, short offset, short length);

    /** Mixes a seed in, or begins the sequence of a deterministic generator anew with it. */
    public abstract void setSeed(byte[] buffer, short offset, short length);

    /**
     * Writes {@code length} random bytes at {@code offset} of {@code buffer} and returns
     * {@code offset + length}. Throws CryptoException ILLEGAL_VALUE if the length is zero,
     * ILLEGAL_USE if a generator that needs a seed has none.
     */
    public abstract short nextBytes(byte[] buffer, short offset, short length);

    /** The algorithm, an {@code ALG_} constant. */
    public abstract byte getAlgorithm();

    /**
     * A generator lent by the card until {@link #close} or until the applet returns to the card; a
     * temporary entry point. After {@code close} every method throws CryptoException ILLEGAL_USE;
     * used from another context than opened it, SecurityException.
     */
    public static final class OneShot extends RandomData {
        // The fields have the order of RandomEngine's: the same native code serves both.
        private short algorithm;
        private boolean external;
        private byte[] state;

        private OneShot() {
        }

        /**
         * Borrows a generator. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks the
         * algorithm, SystemException NO_RESOURCE if all are lent.
         */
        public static final native OneShot open(byte algorithm);

        public native void generateData(byte[] buffer, short offset, short length);

        public native void setSeed(byte[] buffer, short offset, short length);

        public native short nextBytes(byte[] buffer, short offset, short length);

        public native byte getAlgorithm();

        /** Gives the generator back. Throws CryptoException ILLEGAL_USE if done. */
        public native void close();
    }
}
