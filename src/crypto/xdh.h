/* Diffie-Hellman on Montgomery curves, X25519 and X448 (RFC 7748). */
#ifndef HY_CRYPTO_XDH_H
#define HY_CRYPTO_XDH_H

#include "crypto/context.h"

typedef enum hy_xdh_curve { HY_X25519, HY_X448 } hy_xdh_curve;

#define HY_XDH_MAX 56 /* bytes of the longest key and secret */

typedef struct hy_xdh hy_xdh;

/* Keys and secrets are 32 (X25519) or 56 bytes (X448), little-endian as in the RFC. ARGUMENT for
   another length. */
hy_rc hy_xdh_generate(hy_crypto *c, hy_xdh_curve curve, hy_xdh **out) HY_USE;
hy_rc hy_xdh_new_private(hy_crypto *c, hy_xdh_curve curve, hy_view key, hy_xdh **out) HY_USE;

/* Wipes and frees; *k is NULL afterwards. *k may be NULL already. */
void hy_xdh_free(hy_xdh **k);

/* Writes a half of the key. LIMIT. */
hy_rc hy_xdh_private(const hy_xdh *k, uint8_t *out, size_t room, size_t *n) HY_USE;
hy_rc hy_xdh_public(const hy_xdh *k, uint8_t *out, size_t room, size_t *n) HY_USE;

/* Writes what the key and the other side's public key agree on. MISMATCH when that is all zeros,
   because the other side chose a point of small order (RFC 7748 section 6). ARGUMENT, LIMIT. */
hy_rc hy_xdh_agree(hy_xdh *k, hy_view peer, uint8_t *out, size_t room, size_t *n) HY_USE;

#endif
