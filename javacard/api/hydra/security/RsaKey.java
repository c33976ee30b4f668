// RSA keys of modulus and exponent.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

/** RSA keys of modulus and exponent. */
abstract class RsaKey extends CardKey {
    RsaKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size, null);
    }

    public final void setModulus(byte[] buffer, short offset, short length) {
        set(MODULUS, buffer, offset, length);
    }

    public final short getModulus(byte[] buffer, short offset) {
        return get(MODULUS, buffer, offset);
    }

    public final void setExponent(byte[] buffer, short offset, short length) {
        set(EXPONENT, buffer, offset, length);
    }

    public final short getExponent(byte[] buffer, short offset) {
        return get(EXPONENT, buffer, offset);
    }
}
