// An SM4 key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.SM4Key;

/** An SM4 key. */
final class Sm4Key extends BlockKey implements SM4Key {
    Sm4Key(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size);
    }
}
