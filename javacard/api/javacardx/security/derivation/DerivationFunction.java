// Functions that derive key material from a secret.
// Java Card API 3.2, package javacardx.security.derivation.
package javacardx.security.derivation;

import hydra.security.DerivationEngine;
import hydra.security.DerivationInput;
import hydra.security.Engines;
import javacard.security.AlgorithmParameterSpec;
import javacard.security.SecretKey;

/** Functions that derive key material from a secret. */
public abstract class DerivationFunction {
    /** Counter mode (NIST SP 800-108). */
    public static final short ALG_KDF_COUNTER_MODE = 1;

    /** Double-pipeline iteration mode (NIST SP 800-108). */
    public static final short ALG_KDF_DPI_MODE = 2;

    /** Feedback mode (NIST SP 800-108). */
    public static final short ALG_KDF_FEEDBACK_MODE = 3;

    /** Pseudo-random function of TLS 1.1 (RFC 4346). */
    public static final short ALG_PRF_TLS11 = 4;

    /** Pseudo-random function of TLS 1.2 (RFC 5246). */
    public static final short ALG_PRF_TLS12 = 5;

    /** KDF1 (IEEE 1363). */
    public static final short ALG_KDF_IEEE_1363 = 6;

    /** Key derivation of travel documents (ICAO 9303). */
    public static final short ALG_KDF_ICAO_MRTD = 7;

    /** Key derivation of ANSI X9.63. */
    public static final short ALG_KDF_ANSI_X9_63 = 8;

    /** HKDF (RFC 5869). */
    public static final short ALG_KDF_HKDF = 9;

    /** HKDF-Expand-Label of TLS 1.3 (RFC 8446). */
    public static final short ALG_HKDF_EXPAND_LABEL_TLS13 = 10;

    /** For subclasses. */
    protected DerivationFunction() {
    }

    /**
     * A derivation object. With {@code externalAccess} it can also be used while its owner is not
     * the selected applet. Throws CryptoException NO_SUCH_ALGORITHM.
     */
    public static DerivationFunction getInstance(short algorithm, boolean externalAccess) {
        Engines.require(Engines.DERIVATION, algorithm, externalAccess);
        return new DerivationEngine(algorithm, externalAccess);
    }

    /**
     * Takes the parameters, which must be of the interface that belongs to the algorithm; their
     * values are copied. Throws CryptoException ILLEGAL_VALUE for parameters of another class or
     * that cannot be, NO_SUCH_ALGORITHM for an inner algorithm that the card lacks,
     * UNINITIALIZED_KEY.
     */
    public abstract void init(AlgorithmParameterSpec parameters);

    /** The algorithm, one of the constants. */
    public abstract short getAlgorithm();

    /**
     * Writes the next {@code length} bytes at {@code offset} of {@code out} and returns their
     * number. Throws CryptoException INVALID_INIT before {@code init}, ILLEGAL_USE beyond what the
     * function can give.
     */
    public abstract short nextBytes(byte[] out, short offset, short length);

    /**
     * Fills the key with the next bytes, as many as its size needs, and returns their number.
     * Throws CryptoException INVALID_INIT, ILLEGAL_USE, ILLEGAL_VALUE for a key that does not fit.
     */
    public abstract short nextBytes(SecretKey key);

    /** The same for the last bytes wanted; the object then needs {@code init} again. */
    public abstract short lastBytes(byte[] out, short offset, short length);

    /** The same for the last bytes wanted; the object then needs {@code init} again. */
    public abstract short lastBytes(SecretKey key);

    /**
     * A derivation lent by the card until {@link #close} or until the applet returns to the card; a
     * temporary entry point. After {@code close} every method throws CryptoException ILLEGAL_USE;
     * used from another context than opened it, SecurityException.
     */
    public static final class OneShot extends DerivationFunction {
        // The fields have the order of DerivationEngine's: the same native code serves both.
        private short algorithm;
        private boolean external;
        private byte[] state;

        private OneShot() {
        }

        /**
         * Borrows a derivation. Throws CryptoException NO_SUCH_ALGORITHM if the card lacks the
         * algorithm, SystemException NO_RESOURCE if all are lent.
         */
        public static final native OneShot open(byte algorithm);

        public void init(AlgorithmParameterSpec parameters) {
            DerivationInput.read(this, getAlgorithm(), parameters);
        }

        public native short getAlgorithm();

        public native short nextBytes(byte[] out, short offset, short length);

        public native short nextBytes(SecretKey key);

        public native short lastBytes(byte[] out, short offset, short length);

        public native short lastBytes(SecretKey key);

        /**
         * Gives the object back and wipes its state. Throws CryptoException ILLEGAL_USE if done.
         */
        public native void close();
    }
}
