/* What cryptography the element has: one table (algorithms.def) behind the `supports` natives,
   docs/algorithms.md and `hyd element algorithms`. */
#ifndef HY_API_ALGORITHMS_TABLE_H
#define HY_API_ALGORITHMS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The constants of hydra.security.Engines; behind them families that only the table has. */
typedef enum hy_family {
    HY_FAMILY_DIGEST = 1,
    HY_FAMILY_DIGEST_INTERMEDIATE,
    HY_FAMILY_SIGNATURE,
    HY_FAMILY_CIPHER,
    HY_FAMILY_RANDOM,
    HY_FAMILY_AGREEMENT,
    HY_FAMILY_CHECKSUM,
    HY_FAMILY_DERIVATION,
    HY_FAMILY_CURVE,
    HY_FAMILY_SIGNATURE_CIPHER, /* SIG_CIPHER_ constants */
    HY_FAMILY_CIPHER_CIPHER,    /* CIPHER_ constants */
    HY_FAMILY_PADDING,          /* PAD_ constants */
    HY_FAMILY_PAIR,             /* ALG_ constants of KeyPair */
    HY_FAMILY_END,
} hy_family;

typedef struct hy_algorithm {
    hy_family family;
    int16_t value;
    const char *name; /* of the constant */
    bool served;
    const char *by; /* what serves it, or why nothing does */
} hy_algorithm;

/* Key lengths in bits: first, first + step, ... last. */
typedef struct hy_key_length {
    uint8_t type; /* ALG_TYPE_ */
    const char *name;
    uint16_t first, last, step;
    bool generated; /* pairs */
} hy_key_length;

/* The tables, in the order of the API. */
extern const hy_algorithm hy_algorithms[];
extern const size_t hy_algorithm_count;
extern const hy_key_length hy_key_lengths[];
extern const size_t hy_key_length_count;

#endif
