/* Edwards-curve signatures, pure Ed25519 and Ed448 (RFC 8032). */
#ifndef HY_CRYPTO_EDDSA_H
#define HY_CRYPTO_EDDSA_H

#include "base/secret.h"
#include "crypto/context.h"

typedef enum hy_eddsa_curve { HY_ED25519, HY_ED448 } hy_eddsa_curve;

#define HY_EDDSA_KEY_MAX 57
#define HY_EDDSA_SIGNATURE_MAX 114

typedef struct hy_eddsa hy_eddsa;

/* Private and public keys are both 32 (Ed25519) or 57 bytes (Ed448). ARGUMENT for another length.
   A public key that is no point of the curve makes every verification DIFFERENT. */
hy_rc hy_eddsa_generate(hy_crypto *c, hy_eddsa_curve curve, hy_eddsa **out) HY_USE;
hy_rc hy_eddsa_new_private(hy_crypto *c, hy_eddsa_curve curve, hy_view key, hy_eddsa **out) HY_USE;
hy_rc hy_eddsa_new_public(hy_crypto *c, hy_eddsa_curve curve, hy_view key, hy_eddsa **out) HY_USE;

/* Wipes and frees; *k is NULL afterwards. *k may be NULL already. */
void hy_eddsa_free(hy_eddsa **k);

/* Writes a half of the key. STATE for the private half of a public key, LIMIT. */
hy_rc hy_eddsa_private(const hy_eddsa *k, uint8_t *out, size_t room, size_t *n) HY_USE;
hy_rc hy_eddsa_public(const hy_eddsa *k, uint8_t *out, size_t room, size_t *n) HY_USE;

/* Signs a whole message: 64 or 114 bytes. STATE for a public key, LIMIT. */
hy_rc hy_eddsa_sign(hy_eddsa *k, hy_view message, uint8_t *out, size_t room, size_t *n) HY_USE;

/* Judges a signature. *verdict is EQUAL only for a good one; a malformed one is DIFFERENT. */
hy_rc hy_eddsa_verify(hy_eddsa *k, hy_view message, hy_view signature, hy_verdict *verdict) HY_USE;

#endif
