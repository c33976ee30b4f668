// Elliptic-curve domain parameters: the base of the keys, and a key of their own to be shared.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.ECKey;

/** Elliptic-curve domain parameters: the base of the keys, and a key of their own to be shared. */
class EcKey extends CardKey implements ECKey {
    EcKey(byte algorithm, byte memory, short size, CardKey domain) {
        super(algorithm, memory, size, domain);
    }

    public final void setFieldFP(byte[] buffer, short offset, short length) {
        set(DOMAIN_FIELD, buffer, offset, length);
    }

    public final void setFieldF2M(short e) {
        setFieldF2M(e, (short) 0, (short) 0);
    }

    /** For a trinomial the last two are 0. */
    public final native void setFieldF2M(short e1, short e2, short e3);

    public final short getField(byte[] buffer, short offset) {
        return get(DOMAIN_FIELD, buffer, offset);
    }

    public final void setA(byte[] buffer, short offset, short length) {
        set(DOMAIN_A, buffer, offset, length);
    }

    public final short getA(byte[] buffer, short offset) {
        return get(DOMAIN_A, buffer, offset);
    }

    public final void setB(byte[] buffer, short offset, short length) {
        set(DOMAIN_B, buffer, offset, length);
    }

    public final short getB(byte[] buffer, short offset) {
        return get(DOMAIN_B, buffer, offset);
    }

    public final void setG(byte[] buffer, short offset, short length) {
        set(DOMAIN_G, buffer, offset, length);
    }

    public final short getG(byte[] buffer, short offset) {
        return get(DOMAIN_G, buffer, offset);
    }

    public final void setR(byte[] buffer, short offset, short length) {
        set(DOMAIN_R, buffer, offset, length);
    }

    public final short getR(byte[] buffer, short offset) {
        return get(DOMAIN_R, buffer, offset);
    }

    public final native void setK(short k);

    public final native short getK();

    public final native void copyDomainParametersFrom(ECKey source);
}
