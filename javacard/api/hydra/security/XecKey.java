// Keys on named curves.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.KeyBuilder;
import javacard.security.NamedParameterSpec;

/** Keys on named curves. */
abstract class XecKey extends CardKey {
    // The native code finds the curve's name behind the reference (element/api/key.h).
    private final short curve;
    private final NamedParameterSpec parameters;

    XecKey(NamedParameterSpec parameters, byte memory, short size) {
        super(KeyBuilder.TYPE_XEC, memory, size, null);
        this.parameters = parameters;
        this.curve = parameters.getName();
    }

    public final NamedParameterSpec getParams() {
        return parameters;
    }

    public final native short getEncodingLength();

    public final void setEncoded(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public final short getEncoded(byte[] buffer, short offset) {
        return get(VALUE, buffer, offset);
    }
}
