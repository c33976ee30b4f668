// Parameters of derivations whose secret is a key.
package com.example.keys;

import javacard.security.SecretKey;
import javacardx.security.derivation.KDFCounterModeSpec;
import javacardx.security.derivation.KDFDoublePipelineIterationModeSpec;
import javacardx.security.derivation.KDFFeedbackModeSpec;
import javacardx.security.derivation.TLSPseudoRandomFunctionSpec;

/** Fields: (nothing), first input, second input. */
final class ByKey extends Fields implements KDFCounterModeSpec, KDFFeedbackModeSpec,
        KDFDoublePipelineIterationModeSpec, TLSPseudoRandomFunctionSpec {
    private final SecretKey key;

    ByKey(SecretKey key, byte[] in) {
        super(in);
        this.key = key;
    }

    public SecretKey getSecret() {
        return key;
    }

    public byte[] getInputDataBeforeCounter() {
        return field((short) 1);
    }

    public byte[] getInputDataAfterCounter() {
        return field((short) 2);
    }

    public byte[] getInputData() {
        return field((short) 1);
    }

    public byte[] getSeed() {
        return field((short) 1);
    }

    public byte[] getIV() {
        return field((short) 2);
    }
}
