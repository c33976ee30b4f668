// A DES or triple-DES key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.DESKey;

/** A DES or triple-DES key. */
final class DesKey extends BlockKey implements DESKey {
    DesKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size);
    }
}
