// The domain parameters of a key on an elliptic curve.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/**
 * The domain parameters of a key on an elliptic curve: the field, the curve's a and b, the base
 * point G, its order r and the cofactor k. Numbers are unsigned and big-endian, points are in the
 * uncompressed form (others as the card likes). The setters decrypt first if a key cipher is set,
 * and throw CryptoException ILLEGAL_VALUE if the length does not fit the key's size or the
 * decryption fails; the getters write at an offset, return the length and throw UNINITIALIZED_KEY
 * while the part is not set.
 */
public interface ECKey {
    /**
     * Sets the prime of a prime field. Throws CryptoException NO_SUCH_ALGORITHM on a binary curve.
     */
    void setFieldFP(byte[] buffer, short offset, short length);

    /**
     * Sets the reduction trinomial x^m + x^e + 1 of a binary field. Throws CryptoException
     * ILLEGAL_VALUE for an exponent that cannot be, NO_SUCH_ALGORITHM on a prime curve.
     */
    void setFieldF2M(short e);

    /**
     * Sets the reduction pentanomial x^m + x^e1 + x^e2 + x^e3 + 1 of a binary field. Throws
     * CryptoException ILLEGAL_VALUE for exponents that cannot be, NO_SUCH_ALGORITHM on a prime
     * curve.
     */
    void setFieldF2M(short e1, short e2, short e3);

    /** Sets the curve's coefficient a. */
    void setA(byte[] buffer, short offset, short length);

    /** Sets the curve's coefficient b. */
    void setB(byte[] buffer, short offset, short length);

    /** Sets the base point. */
    void setG(byte[] buffer, short offset, short length);

    /** Sets the base point's order. */
    void setR(byte[] buffer, short offset, short length);

    /** Sets the cofactor. A card may work without it. */
    void setK(short k);

    /** Writes the field: the prime, or the reduction polynomial as a bit string. */
    short getField(byte[] buffer, short offset);

    /** Writes the curve's coefficient a. */
    short getA(byte[] buffer, short offset);

    /** Writes the curve's coefficient b. */
    short getB(byte[] buffer, short offset);

    /** Writes the base point. */
    short getG(byte[] buffer, short offset);

    /** Writes the base point's order. */
    short getR(byte[] buffer, short offset);

    /** The cofactor. Throws CryptoException UNINITIALIZED_KEY if it is not set. */
    short getK();

    /**
     * Copies all domain parameters of {@code source} into this key, whose value stays as it is.
     * Throws CryptoException UNINITIALIZED_KEY if the source lacks some, ILLEGAL_VALUE if it is of
     * another size or kind of field, NullPointerException if it is null.
     */
    void copyDomainParametersFrom(ECKey source);
}
