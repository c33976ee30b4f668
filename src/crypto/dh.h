/* Diffie-Hellman modulo a prime (RFC 2631, PKCS #3). */
#ifndef HY_CRYPTO_DH_H
#define HY_CRYPTO_DH_H

#include "crypto/context.h"

#define HY_DH_BITS_MIN 512
#define HY_DH_BITS_MAX 4096
#define HY_DH_SIZE_MAX (HY_DH_BITS_MAX / 8)

/* Domain parameters, big-endian; q, the order of g, may be empty. */
typedef struct hy_dh_group {
    hy_view p, q, g;
} hy_dh_group;

/* The standard group of 768, 1024 (RFC 2409), 1536, 2048, 3072 or 4096 bits (RFC 3526), its parts
   written to room bytes at space. ARGUMENT for other sizes, LIMIT. */
hy_rc hy_dh_standard(unsigned bits, uint8_t *space, size_t room, hy_dh_group *out) HY_USE;

/* A fresh pair: x to p.n bytes at x, y = g^x to p.n bytes at y, both with leading zeros. ARGUMENT
   for a p that is even or outside the sizes, a g outside 2 .. p-2, a q that is not the order of g.
 */
hy_rc hy_dh_generate(hy_crypto *c, const hy_dh_group *group, uint8_t *x, uint8_t *y) HY_USE;

/* peer^x modulo p, as long as p. ARGUMENT for a peer outside 2 .. p-2 or, when q is given, outside
   its group; for x of 0 or above p; LIMIT. */
hy_rc hy_dh_agree(hy_crypto *c, const hy_dh_group *group, hy_view x, hy_view peer, uint8_t *out,
                  size_t room, size_t *n) HY_USE;

#endif
