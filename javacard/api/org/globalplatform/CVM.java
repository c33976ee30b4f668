// Cardholder verification shared by applications.
// GlobalPlatform Java Card API, package org.globalplatform.
package org.globalplatform;

import javacard.framework.Shareable;

/**
 * Cardholder verification shared by applications. Its states are active (it has a value),
 * submitted, verified and blocked; submitted and verified are dropped on a card reset. Methods that
 * change it return false if it is not active or the caller lacks the CVM Management privilege.
 */
public interface CVM extends Shareable {
    /** The value was right. */
    short CVM_SUCCESS = 0x00;

    /** The value was wrong. */
    short CVM_FAILURE = -1;

    /** The value is in ASCII. */
    byte FORMAT_ASCII = 0x01;

    /** The value is in BCD. */
    byte FORMAT_BCD = 0x02;

    /** The value is in binary. */
    byte FORMAT_HEX = 0x03;

    /** Whether it has a value and a try limit. */
    boolean isActive();

    /** Whether a value was submitted, right or wrong, since the last reset. */
    boolean isSubmitted();

    /** Whether the last value submitted was right. */
    boolean isVerified();

    /** Whether there are no tries left. */
    boolean isBlocked();

    /** How many wrong values remain until it is blocked. */
    byte getTriesRemaining();

    /**
     * Sets a new value of {@code length} bytes at {@code offset} of a global array, in one of the
     * formats; the tries begin anew and all states but active are dropped. Returns whether that was
     * done. Throws SecurityException if the array is not global.
     */
    boolean update(byte[] buffer, short offset, byte length, byte format);

    /** Drops submitted and verified, unless it is blocked. */
    boolean resetState();

    /** Blocks it. */
    boolean blockState();

    /** Unblocks it, drops submitted and verified, and begins the tries anew. */
    boolean resetAndUnblockState();

    /** Sets the try limit; the tries begin anew. It becomes active once it also has a value. */
    boolean setTryLimit(byte limit);

    /**
     * Compares. The try counter is counted down first, durably and whatever transaction is open.
     * Returns CVM_SUCCESS or CVM_FAILURE; fails too if it is blocked or not active. Throws
     * SecurityException if the array is not global.
     */
    short verify(byte[] buffer, short offset, byte length, byte format);
}
