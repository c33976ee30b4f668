// An AES key.
// Ours: behind javacard.security and its fellows, linked by packages in the ROM only.
package hydra.security;

import javacard.security.AESKey;

/** An AES key. */
final class AesKey extends BlockKey implements AESKey {
    AesKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size);
    }
}
