// Cyclic redundancy checks: against accident, not against attack.
// Java Card API 3.2, package javacard.security.
package javacard.security;

import hydra.security.ChecksumEngine;
import hydra.security.Engines;

/** Cyclic redundancy checks: against accident, not against attack. */
public abstract class Checksum {
    /** CRC of 16 bits (ISO 3309). */
    public static final byte ALG_ISO3309_CRC16 = 1;

    /** CRC of 32 bits (ISO 3309). */
    public static final byte ALG_ISO3309_CRC32 = 2;

    /**
     * A checksum object, its initial value zero. With {@code externalAccess} it can also be used
     * while its owner is not the selected applet. Throws CryptoException NO_SUCH_ALGORITHM.
     */
    public static final Checksum getInstance(byte algorithm, boolean externalAccess) {
        Engines.require(Engines.CHECKSUM, algorithm, externalAccess);
        return new ChecksumEngine(algorithm, externalAccess);
    }

    /** For subclasses. */
    protected Checksum() {
    }

    /**
     * Begins anew from the initial value given, which is as long as the checksum. Throws
     * CryptoException ILLEGAL_VALUE for another length.
     */
    public abstract void init(byte[] value, short offset, short length);

    /** The algorithm, an {@code ALG_} constant. */
    public abstract byte getAlgorithm();

    /**
     * Takes the last part of the message, writes the checksum at {@code outOffset} of {@code out},
     * begins anew from the initial value and returns the checksum's length.
     */
    public abstract short doFinal(byte[] in, short inOffset, short length, byte[] out,
            short outOffset);

    /** Takes more of the message. */
    public abstract void update(byte[] in, short offset, short length);
}
