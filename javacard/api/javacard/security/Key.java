// The base of all keys.
// Java Card API 3.2, package javacard.security.
package javacard.security;

/**
 * The base of all keys. A key is uninitialised until every part that its type needs has been set;
 * an uninitialised key can be handed to no algorithm.
 */
public interface Key {
    /**
     * Wipes the key's value and makes it uninitialised. Domain parameters that the key shares with
     * another key object stay with that object.
     */
    void clearKey();

    /** The key's length in bits, as given when it was built. */
    short getSize();

    /** The key's type, one of the {@code TYPE_} constants of {@link KeyBuilder}. */
    byte getType();

    /** Whether every part has been set, so that the key can be used. */
    boolean isInitialized();
}
