// Makes PINs of the three kinds.
// The two newer kinds are classes of ours behind the public interfaces.
package javacard.framework;

import hydra.framework.ExtendedPin;
import hydra.framework.PredecrementPin;

/** The maker of PINs. */
public class OwnerPINBuilder {

    /** An {@link OwnerPIN}. */
    public static final byte OWNER_PIN = 1;

    /** An {@link OwnerPINx}. */
    public static final byte OWNER_PIN_X = 2;

    /** An {@link OwnerPINxWithPredecrement}. */
    public static final byte OWNER_PIN_X_WITH_PREDECREMENT = 3;

    private OwnerPINBuilder() {
    }

    /**
     * Creates a PIN that has no value yet.
     *
     * @param tryLimit how many wrong presentations block the PIN, at least 1
     * @param maxPINSize the longest PIN, at least 1
     * @param ownerPINType one of the constants
     * @return the PIN, to be cast to its type
     * @throws PINException ILLEGAL_VALUE if a parameter is out of range
     */
    public static PIN buildOwnerPIN(byte tryLimit, byte maxPINSize, byte ownerPINType) {
        switch (ownerPINType) {
            case OWNER_PIN:
                return new OwnerPIN(tryLimit, maxPINSize);
            case OWNER_PIN_X:
                return new ExtendedPin(tryLimit, maxPINSize);
            case OWNER_PIN_X_WITH_PREDECREMENT:
                return new PredecrementPin(tryLimit, maxPINSize);
            default:
                PINException.throwIt(PINException.ILLEGAL_VALUE);
                return null;
        }
    }
}
