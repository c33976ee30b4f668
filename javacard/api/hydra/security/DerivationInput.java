// Copies a derivation's parameters from an applet's object into native state.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.AlgorithmParameterSpec;
import javacard.security.CryptoException;
import javacard.security.SecretKey;
import javacardx.security.derivation.DerivationFunction;
import javacardx.security.derivation.KDFAnsiX963Spec;
import javacardx.security.derivation.KDFCounterModeSpec;
import javacardx.security.derivation.KDFDoublePipelineIterationModeSpec;
import javacardx.security.derivation.KDFFeedbackModeSpec;
import javacardx.security.derivation.KDFHmacSpec;
import javacardx.security.derivation.KDFIcaoMrtdSpec;
import javacardx.security.derivation.KDFIeee1363Spec;
import javacardx.security.derivation.TLSKDFExpandLabelSpec;
import javacardx.security.derivation.TLSPseudoRandomFunctionSpec;

/**
 * Copies the parameters of a derivation, which are an applet's object, into the native state of the
 * engine or one-shot that is to use them. That object and every array and key it hands over are
 * checked natively against the caller's context, because a one-shot runs in the card's.
 */
public final class DerivationInput {
    // What a value is: the native code knows these numbers.
    private static final byte ALGORITHM = 1;
    private static final byte SECRET = 2;
    private static final byte FIRST = 3;
    private static final byte SECOND = 4;
    private static final byte OUTPUT_LENGTH = 5;
    private static final byte COUNTER_LENGTH = 6;
    private static final byte LABEL_PREFIX = 7;

    private DerivationInput() {
    }

    /**
     * Reads {@code parameters} into {@code target}. Throws CryptoException ILLEGAL_VALUE if they
     * are not of the algorithm's interface or cannot be, NO_SUCH_ALGORITHM for an inner algorithm
     * that the element lacks, UNINITIALIZED_KEY, SecurityException for another applet's objects.
     * The target needs another {@code init} if this throws.
     */
    public static void read(DerivationFunction target, short algorithm,
            AlgorithmParameterSpec parameters) {
        begin(target, parameters);
        switch (algorithm) {
            case DerivationFunction.ALG_KDF_COUNTER_MODE:
                readCounter(target, parameters);
                break;
            case DerivationFunction.ALG_KDF_DPI_MODE:
                readDoublePipeline(target, parameters);
                break;
            case DerivationFunction.ALG_KDF_FEEDBACK_MODE:
                readFeedback(target, parameters);
                break;
            case DerivationFunction.ALG_PRF_TLS11:
            case DerivationFunction.ALG_PRF_TLS12:
                readTls(target, parameters);
                break;
            case DerivationFunction.ALG_KDF_IEEE_1363:
                readIeee1363(target, parameters);
                break;
            case DerivationFunction.ALG_KDF_ICAO_MRTD:
                readIcao(target, parameters);
                break;
            case DerivationFunction.ALG_KDF_ANSI_X9_63:
                readAnsi(target, parameters);
                break;
            case DerivationFunction.ALG_KDF_HKDF:
                readHkdf(target, parameters);
                break;
            case DerivationFunction.ALG_HKDF_EXPAND_LABEL_TLS13:
                readExpandLabel(target, parameters);
                break;
            default:
                check(false);
        }
        end(target);
    }

    private static void readCounter(DerivationFunction target, AlgorithmParameterSpec parameters) {
        check(parameters instanceof KDFCounterModeSpec);
        KDFCounterModeSpec spec = (KDFCounterModeSpec) parameters;
        number(target, ALGORITHM, spec.getAlgorithm());
        key(target, spec.getSecret());
        bytes(target, FIRST, spec.getInputDataBeforeCounter());
        bytes(target, SECOND, spec.getInputDataAfterCounter());
        number(target, OUTPUT_LENGTH, spec.getOutputLength());
        number(target, COUNTER_LENGTH, spec.getCounterLength());
    }

    private static void readDoublePipeline(DerivationFunction target,
            AlgorithmParameterSpec parameters) {
        check(parameters instanceof KDFDoublePipelineIterationModeSpec);
        KDFDoublePipelineIterationModeSpec spec = (KDFDoublePipelineIterationModeSpec) parameters;
        number(target, ALGORITHM, spec.getAlgorithm());
        key(target, spec.getSecret());
        bytes(target, FIRST, spec.getInputData());
        number(target, OUTPUT_LENGTH, spec.getOutputLength());
        number(target, COUNTER_LENGTH, spec.getCounterLength());
    }

    private static void readFeedback(DerivationFunction target,
            AlgorithmParameterSpec parameters) {
        check(parameters instanceof KDFFeedbackModeSpec);
        KDFFeedbackModeSpec spec = (KDFFeedbackModeSpec) parameters;
        number(target, ALGORITHM, spec.getAlgorithm());
        key(target, spec.getSecret());
        bytes(target, FIRST, spec.getInputData());
        bytes(target, SECOND, spec.getIV());
        number(target, OUTPUT_LENGTH, spec.getOutputLength());
        number(target, COUNTER_LENGTH, spec.getCounterLength());
    }

    private static void readTls(DerivationFunction target, AlgorithmParameterSpec parameters) {
        check(parameters instanceof TLSPseudoRandomFunctionSpec);
        TLSPseudoRandomFunctionSpec spec = (TLSPseudoRandomFunctionSpec) parameters;
        key(target, spec.getSecret());
        bytes(target, FIRST, spec.getSeed());
    }

    private static void readIeee1363(DerivationFunction target,
            AlgorithmParameterSpec parameters) {
        check(parameters instanceof KDFIeee1363Spec);
        KDFIeee1363Spec spec = (KDFIeee1363Spec) parameters;
        number(target, ALGORITHM, spec.getAlgorithm());
        bytes(target, SECRET, spec.getSecret());
        bytes(target, FIRST, spec.getParameters());
    }

    private static void readIcao(DerivationFunction target, AlgorithmParameterSpec parameters) {
        check(parameters instanceof KDFIcaoMrtdSpec);
        KDFIcaoMrtdSpec spec = (KDFIcaoMrtdSpec) parameters;
        number(target, ALGORITHM, spec.getAlgorithm());
        bytes(target, SECRET, spec.getSecret());
        bytes(target, FIRST, spec.getCounter());
    }

    private static void readAnsi(DerivationFunction target, AlgorithmParameterSpec parameters) {
        check(parameters instanceof KDFAnsiX963Spec);
        KDFAnsiX963Spec spec = (KDFAnsiX963Spec) parameters;
        number(target, ALGORITHM, spec.getAlgorithm());
        bytes(target, SECRET, spec.getSecret());
        bytes(target, FIRST, spec.getSharedInfo());
        number(target, OUTPUT_LENGTH, spec.getOutputLength());
    }

    private static void readHkdf(DerivationFunction target, AlgorithmParameterSpec parameters) {
        check(parameters instanceof KDFHmacSpec);
        KDFHmacSpec spec = (KDFHmacSpec) parameters;
        number(target, ALGORITHM, spec.getAlgorithm());
        bytes(target, SECRET, spec.getSecret());
        bytes(target, FIRST, spec.getInfo());
        bytes(target, SECOND, spec.getSalt());
        number(target, OUTPUT_LENGTH, spec.getOutputLength());
    }

    private static void readExpandLabel(DerivationFunction target,
            AlgorithmParameterSpec parameters) {
        check(parameters instanceof TLSKDFExpandLabelSpec);
        TLSKDFExpandLabelSpec spec = (TLSKDFExpandLabelSpec) parameters;
        number(target, ALGORITHM, spec.getAlgorithm());
        bytes(target, SECRET, spec.getSecret());
        number(target, LABEL_PREFIX, spec.getLabelPrefix());
        bytes(target, FIRST, spec.getLabel());
        bytes(target, SECOND, spec.getContext());
        number(target, OUTPUT_LENGTH, spec.getOutputLength());
    }

    private static void check(boolean right) {
        if (!right) {
            CryptoException.throwIt(CryptoException.ILLEGAL_VALUE);
        }
    }

    /**
     * Checks that the caller may use the target (as every engine's native method does) and that the
     * parameters are an object of the caller's, and wipes what the target held.
     */
    private static native void begin(DerivationFunction target, AlgorithmParameterSpec parameters);

    /** Copies a value, or notes that it is null, after checking it against the caller's context. */
    private static native void bytes(DerivationFunction target, byte what, byte[] value);

    /** Takes the value of an initialised key of the caller's as the secret. */
    private static native void key(DerivationFunction target, SecretKey key);

    /** Takes a number. */
    private static native void number(DerivationFunction target, byte what, short value);

    /** Checks that all there is goes together; from then on the target can derive. */
    private static native void end(DerivationFunction target);
}
