// A row of the registry.
// Ours: behind org.globalplatform, linked by packages in the ROM only.
package hydra.gp;

import javacard.framework.AID;
import org.globalplatform.GPRegistryEntry;

/**
 * A row of the registry. It belongs to the card; the native methods check arrays and the caller's
 * rights against the caller's context before anything else.
 */
public final class RegistryEntry implements GPRegistryEntry {
    // The native code finds the row by its number, which no other row ever gets.
    private short row;

    private RegistryEntry() {
    }

    public native void deregisterService(short service);

    public native AID getAID();

    public native short getPrivileges(byte[] buffer, short offset);

    public native byte getState();

    public native boolean isAssociated(AID domain);

    public native boolean isPrivileged(byte privilege);

    public native void registerService(short service);

    public native boolean setState(byte state);
}
