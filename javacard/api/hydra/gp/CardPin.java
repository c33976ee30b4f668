// A PIN of the card manager.
// Ours: behind org.globalplatform, linked by packages in the ROM only.
package hydra.gp;

import org.globalplatform.CVM;

/**
 * A PIN of the card manager. It belongs to the card; value, counters and states lie in the element,
 * and the native methods ask for the caller's privilege and a global array before anything else.
 */
public final class CardPin implements CVM {
    // The native code finds the PIN by its name, a CVM_ constant of GPSystem.
    private byte name;

    private CardPin() {
    }

    public native boolean isActive();

    public native boolean isSubmitted();

    public native boolean isVerified();

    public native boolean isBlocked();

    public native byte getTriesRemaining();

    public native boolean update(byte[] buffer, short offset, byte length, byte format);

    public native boolean resetState();

    public native boolean blockState();

    public native boolean resetAndUnblockState();

    public native boolean setTryLimit(byte limit);

    public native short verify(byte[] buffer, short offset, byte length, byte format);
}
