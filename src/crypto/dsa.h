/* DSA (FIPS 186-4) over digests: keys from their numbers or generated in a given group. */
#ifndef HY_CRYPTO_DSA_H
#define HY_CRYPTO_DSA_H

#include "base/secret.h"
#include "crypto/context.h"

#define HY_DSA_BITS_MIN 512
#define HY_DSA_BITS_MAX 3072
#define HY_DSA_MAX 72 /* bytes of the longest signature, with a 256-bit q */

/* Domain parameters, big-endian. */
typedef struct hy_dsa_domain {
    hy_view p, q, g;
} hy_dsa_domain;

typedef struct hy_dsa hy_dsa;

/* The project's group of 512, 768, 1024, 2048 or 3072 bits, its parts written to room bytes at
   space. ARGUMENT for other sizes, LIMIT. */
hy_rc hy_dsa_standard(unsigned bits, uint8_t *space, size_t room, hy_dsa_domain *out) HY_USE;

/* ARGUMENT when p or q is even, q does not divide p - 1, g is not of order q, p is outside the
   sizes above or q is not of 160, 224 or 256 bits; when x is not 1 .. q-1; when y is not of order
   q. */
hy_rc hy_dsa_new_private(hy_crypto *c, const hy_dsa_domain *domain, hy_view x, hy_dsa **out) HY_USE;
hy_rc hy_dsa_new_public(hy_crypto *c, const hy_dsa_domain *domain, hy_view y, hy_dsa **out) HY_USE;

/* A fresh pair. ARGUMENT as above. */
hy_rc hy_dsa_generate(hy_crypto *c, const hy_dsa_domain *domain, hy_dsa **out) HY_USE;

/* Wipes and frees; *k is NULL afterwards. *k may be NULL already. */
void hy_dsa_free(hy_dsa **k);

/* Writes x as long as q, y as long as p. STATE for x of a public key, LIMIT. */
hy_rc hy_dsa_private(const hy_dsa *k, uint8_t *out, size_t room, size_t *n) HY_USE;
hy_rc hy_dsa_public(const hy_dsa *k, uint8_t *out, size_t room, size_t *n) HY_USE;

/* Signs a digest (cut to q as the standard says): SEQUENCE { r, s } in DER. STATE for a public key,
   LIMIT unless room is HY_DSA_MAX. */
hy_rc hy_dsa_sign(hy_dsa *k, hy_view digest, uint8_t *out, size_t room, size_t *n) HY_USE;

/* *verdict is EQUAL only for a good signature; a malformed one is DIFFERENT, not an error. */
hy_rc hy_dsa_verify(hy_dsa *k, hy_view digest, hy_view signature, hy_verdict *verdict) HY_USE;

#endif
