/* ECDSA (FIPS 186-4, SEC 1 section 4.1) over digests, or over messages with their digest. */
#ifndef HY_CRYPTO_ECDSA_H
#define HY_CRYPTO_ECDSA_H

#include "base/secret.h"
#include "crypto/digest.h"
#include "crypto/ec_key.h"

typedef enum hy_ecdsa_format {
    HY_ECDSA_DER,   /* SEQUENCE { INTEGER r, INTEGER s }: Java Card, X.509 */
    HY_ECDSA_PLAIN, /* r || s, each as long as the order: BSI TR-03111, GlobalPlatform */
} hy_ecdsa_format;

#define HY_ECDSA_MAX 153 /* bytes of the longest signature: B-571 in DER */

/* Signs a digest of any length from 1 byte; what is longer than the order is cut as the standard
   says. LIMIT unless room holds the longest signature that this curve can give, STATE for a public
   key. */
hy_rc hy_ecdsa_sign(hy_ec_key *k, hy_ecdsa_format format, hy_view digest, uint8_t *out, size_t room,
                    size_t *n) HY_USE;

/* Judges a signature over a digest. *verdict is EQUAL only for a good one; a malformed one (DER
   must be strict) is DIFFERENT, not an error. */
hy_rc hy_ecdsa_verify(hy_ec_key *k, hy_ecdsa_format format, hy_view digest, hy_view signature,
                      hy_verdict *verdict) HY_USE;

/* The same over a whole message. */
hy_rc hy_ecdsa_sign_message(hy_ec_key *k, hy_ecdsa_format format, hy_digest_kind kind,
                            hy_view message, uint8_t *out, size_t room, size_t *n) HY_USE;
hy_rc hy_ecdsa_verify_message(hy_ec_key *k, hy_ecdsa_format format, hy_digest_kind kind,
                              hy_view message, hy_view signature, hy_verdict *verdict) HY_USE;

#endif
