// A private key on a named curve.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.NamedParameterSpec;
import javacard.security.XECPrivateKey;

/** A private key on a named curve. */
final class XecPrivateKey extends XecKey implements XECPrivateKey {
    XecPrivateKey(NamedParameterSpec parameters, byte memory, short size) {
        super(parameters, memory, size);
    }
}
