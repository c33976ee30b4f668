/* Keys on a prime curve: a private number, a public point, or both. */
#ifndef HY_CRYPTO_EC_KEY_H
#define HY_CRYPTO_EC_KEY_H

#include "crypto/curve.h"

/* A key with its operations made ready once used. */
typedef struct hy_ec_key hy_ec_key;

/* A fresh pair. */
hy_rc hy_ec_key_generate(const hy_curve *curve, hy_ec_key **out) HY_USE;

/* A private key: 1 .. order-1, big-endian, leading zeros allowed (ARGUMENT). Its public point is
   computed when it is first asked for. */
hy_rc hy_ec_key_new_private(const hy_curve *curve, hy_view s, hy_ec_key **out) HY_USE;

/* A public key. The point is checked as hy_curve_check does. */
hy_rc hy_ec_key_new_public(const hy_curve *curve, hy_view point, hy_ec_key **out) HY_USE;

/* Wipes and frees; *k is NULL afterwards. *k may be NULL already. */
void hy_ec_key_free(hy_ec_key **k);

/* Writes the private number, as long as the order. STATE for a public key, LIMIT. */
hy_rc hy_ec_key_private(const hy_ec_key *k, uint8_t *out, size_t room, size_t *n) HY_USE;

/* Writes the public point, 04 X Y. LIMIT. */
hy_rc hy_ec_key_public(hy_ec_key *k, uint8_t *out, size_t room, size_t *n) HY_USE;

#endif
