package hydra.security;


import javacard.security.KoreanSEEDKey;

/** A SEED key. */
final class SeedKey extends BlockKey implements KoreanSEEDKey {
    SeedKey(byte algorithm, byte memory, short size) {
        super(algorithm, memory, size);
    }
}
