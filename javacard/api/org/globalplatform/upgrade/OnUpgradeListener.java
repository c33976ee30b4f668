// Offered by an application that can be replaced by a newer version without loss.
// GlobalPlatform Java Card API, package org.globalplatform.upgrade.
package org.globalplatform.upgrade;

/** Offered by an application that can be replaced by a newer version without loss. */
public interface OnUpgradeListener {
    /** The old version is to hand over what must survive; null for nothing. */
    Element onSave();

    /** The old version is about to be deleted, or, after a failure, goes on. */
    void onCleanup();

    /** The new version takes over what was saved. */
    void onRestore(Element root);

    /** The new version is in force and all others are too: references can be followed. */
    void onConsolidate();
}
