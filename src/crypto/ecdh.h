/* Diffie-Hellman on a prime curve (SEC 1 section 3.3, BSI TR-03111 section 4.3.1). */
#ifndef HY_CRYPTO_ECDH_H
#define HY_CRYPTO_ECDH_H

#include "crypto/ec_key.h"

typedef enum hy_ecdh_output {
    HY_ECDH_X,    /* the x coordinate, as long as the field */
    HY_ECDH_POINT /* 04 X Y */
} hy_ecdh_output;

typedef enum hy_ecdh_kind {
    HY_ECDH_PLAIN,   /* d * peer */
    HY_ECDH_COFACTOR /* h * d * peer */
} hy_ecdh_kind;

/* Writes what the private key and the other side's point agree on. ARGUMENT for a point that
   hy_curve_check refuses, MISMATCH when the result is at infinity, STATE for a public key, LIMIT.
 */
hy_rc hy_ecdh_agree(hy_ec_key *k, hy_ecdh_kind kind, hy_ecdh_output output, hy_view peer,
                    uint8_t *out, size_t room, size_t *n) HY_USE;

#endif
