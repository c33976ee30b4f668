// A public key on a named curve.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.NamedParameterSpec;
import javacard.security.XECPublicKey;

/** A public key on a named curve. */
final class XecPublicKey extends XecKey implements XECPublicKey {
    XecPublicKey(NamedParameterSpec parameters, byte memory, short size) {
        super(parameters, memory, size);
    }
}
