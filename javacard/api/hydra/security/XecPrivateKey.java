package hydra.security;

import javacard.security.NamedParameterSpec;
import javacard.security.XECPrivateKey;

/** A private key on a named curve. */
final class XecPrivateKey extends XecKey implements XECPrivateKey {
    XecPrivateKey(NamedParameterSpec parameters, byte memory, short size) {
        super(parameters, memory, size);
    }
}
