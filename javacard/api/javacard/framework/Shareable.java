// The mark of interfaces whose methods other applets may call through the firewall.
// A call through such an interface runs in the context of the object's owner.
package javacard.framework;

/** Marks shareable interfaces. */
public interface Shareable {
}
