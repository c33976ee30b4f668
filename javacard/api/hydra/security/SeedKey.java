// A SEED key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.KoreanSEEDKey;

/** A SEED key. */
final class SeedKey extends BlockKey implements KoreanSEEDKey {
    SeedKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size);
    }
}
