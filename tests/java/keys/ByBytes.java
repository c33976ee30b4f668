// Parameters of derivations whose secret is bytes.
package com.example.keys;

import javacardx.security.derivation.KDFAnsiX963Spec;
import javacardx.security.derivation.KDFHmacSpec;
import javacardx.security.derivation.KDFIcaoMrtdSpec;
import javacardx.security.derivation.KDFIeee1363Spec;
import javacardx.security.derivation.TLSKDFExpandLabelSpec;

/** Fields: secret, first input, second input. */
final class ByBytes extends Fields implements KDFAnsiX963Spec, KDFHmacSpec, KDFIcaoMrtdSpec,
        KDFIeee1363Spec, TLSKDFExpandLabelSpec {
    ByBytes(byte[] in) {
        super(in);
    }

    public byte[] getSecret() {
        return field((short) 0);
    }

    public byte[] getSharedInfo() {
        return field((short) 1);
    }

    public byte[] getInfo() {
        return field((short) 1);
    }

    public byte[] getCounter() {
        return field((short) 1);
    }

    public byte[] getParameters() {
        return field((short) 1);
    }

    public byte[] getLabel() {
        return field((short) 1);
    }

    public byte[] getSalt() {
        return field((short) 2);
    }

    public byte[] getContext() {
        return field((short) 2);
    }
}
