// The PIN whose limit and counter its owner can change: what OwnerPINBuilder makes.
// Administration takes part in a transaction, presentation does not.
package hydra.framework;

import javacard.framework.OwnerPIN;
import javacard.framework.OwnerPINx;

/** A PIN with an adjustable try limit. */
public class ExtendedPin extends OwnerPIN implements OwnerPINx {

    /**
     * Creates a PIN.
     *
     * @param tryLimit the try limit
     * @param maxPINSize the capacity in bytes
     */
    public ExtendedPin(byte tryLimit, byte maxPINSize) {
        super(tryLimit, maxPINSize);
    }

    public byte getTryLimit() {
        return PinState.limit(this);
    }

    public void setTryLimit(byte limit) {
        PinState.setLimit(this, limit);
        setValidatedFlag(false);
    }

    public void setTriesRemaining(byte remaining) {
        PinState.setTries(this, remaining);
        setValidatedFlag(false);
    }
}
