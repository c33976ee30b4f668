// An HMAC key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.HMACKey;

/** An HMAC key. */
final class HmacKey extends CardKey implements HMACKey {
    HmacKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size, null);
    }

    public void setKey(byte[] buffer, short offset, short length) {
        set(VALUE, buffer, offset, length);
    }

    public byte getKey(byte[] buffer, short offset) {
        return (byte) get(VALUE, buffer, offset);
    }
}
