// The PIN whose try is taken in a call of its own, before the value is presented.
// Without that call a check is refused.
package hydra.framework;

import javacard.framework.OwnerPINxWithPredecrement;

/** A PIN whose try counter is decremented before and apart from the check. */
public final class PredecrementPin extends ExtendedPin implements OwnerPINxWithPredecrement {

    /**
     * Creates a PIN.
     *
     * @param tryLimit the try limit
     * @param maxPINSize the capacity in bytes
     */
    public PredecrementPin(byte tryLimit, byte maxPINSize) {
        super(tryLimit, maxPINSize);
    }

    public byte decrementTriesRemaining() {
        setValidatedFlag(false);
        return PinState.decrement(this);
    }

    public boolean check(byte[] pin, short offset, byte length) {
        setValidatedFlag(false);
        boolean matches = PinState.check(this, pin, offset, length, true);
        if (matches) {
            setValidatedFlag(true);
        }
        return matches;
    }
}
