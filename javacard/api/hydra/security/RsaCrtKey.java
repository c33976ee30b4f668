// An RSA private key in Chinese-remainder form.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.RSAPrivateCrtKey;

/** An RSA private key in Chinese-remainder form. */
final class RsaCrtKey extends CardKey implements RSAPrivateCrtKey {
    RsaCrtKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size, null);
    }

    public void setP(byte[] buffer, short offset, short length) {
        set(PRIME_P, buffer, offset, length);
    }

    public short getP(byte[] buffer, short offset) {
        return get(PRIME_P, buffer, offset);
    }

    public void setQ(byte[] buffer, short offset, short length) {
        set(PRIME_Q, buffer, offset, length);
    }

    public short getQ(byte[] buffer, short offset) {
        return get(PRIME_Q, buffer, offset);
    }

    public void setDP1(byte[] buffer, short offset, short length) {
        set(EXPONENT_P, buffer, offset, length);
    }

    public short getDP1(byte[] buffer, short offset) {
        return get(EXPONENT_P, buffer, offset);
    }

    public void setDQ1(byte[] buffer, short offset, short length) {
        set(EXPONENT_Q, buffer, offset, length);
    }

    public short getDQ1(byte[] buffer, short offset) {
        return get(EXPONENT_Q, buffer, offset);
    }

    public void setPQ(byte[] buffer, short offset, short length) {
        set(INVERSE_Q, buffer, offset, length);
    }

    public short getPQ(byte[] buffer, short offset) {
        return get(INVERSE_Q, buffer, offset);
    }
}
