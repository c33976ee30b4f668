// Upgrading packages while applications keep their data (amendment H).
// GlobalPlatform Java Card API, package org.globalplatform.upgrade.
package org.globalplatform.upgrade;

import javacard.framework.ISO7816;
import javacard.framework.ISOException;

/**
 * Upgrading packages while applications keep their data (amendment H). This card replaces packages
 * by deleting and loading, so no upgrade ever goes on.
 */
public final class UpgradeManager {
    private UpgradeManager() {
    }

    /** Whether the caller is being upgraded; here never. */
    public static boolean isUpgrading() {
        return false;
    }

    /**
     * The old package's version. Throws ISOException SW_CONDITIONS_NOT_SATISFIED without upgrade.
     */
    public static short getPreviousPackageVersion() {
        ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        return 0;
    }

    /**
     * Whether that is the old package's identifier. Throws ISOException SW_CONDITIONS_NOT_SATISFIED
     * without upgrade.
     */
    public static boolean checkPreviousPackageAID(byte[] aid, short offset, byte length) {
        ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        return false;
    }

    /**
     * An element of that type with room for so many bytes of primitive values and so many
     * references. Throws ISOException SW_CONDITIONS_NOT_SATISFIED without upgrade.
     */
    public static Element createElement(byte type, short size, short references) {
        ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        return null;
    }

    /**
     * The element that stands for that object, or null. Throws ISOException
     * SW_CONDITIONS_NOT_SATISFIED without upgrade.
     */
    public static MappedElement matchMappedElement(Object object) {
        ISOException.throwIt(ISO7816.SW_CONDITIONS_NOT_SATISFIED);
        return null;
    }

    /** An object, always the same, that is not null: to write where only that counts. */
    public static native Object nonNullReference();
}
