package hydra.security;

import javacard.security.NamedParameterSpec;
import javacard.security.XECPublicKey;

/** A public key on a named curve. */
final class XecPublicKey extends XecKey implements XECPublicKey {
    XecPublicKey(NamedParameterSpec parameters, byte memory, short size) {
        super(parameters, memory, size);
    }
}
