/* Message digests: MD5, RIPEMD-160 (ISO 10118-3), SHA-1 and SHA-2 (FIPS 180-4), SHA-3 (FIPS 202).
 */
#ifndef HY_CRYPTO_DIGEST_H
#define HY_CRYPTO_DIGEST_H

#include "crypto/context.h"

typedef enum hy_digest_kind {
    HY_DIGEST_NONE, /* no digest; accepted only where a function says so */
    HY_DIGEST_MD5,
    HY_DIGEST_RIPEMD160,
    HY_DIGEST_SHA1,
    HY_DIGEST_SHA224,
    HY_DIGEST_SHA256,
    HY_DIGEST_SHA384,
    HY_DIGEST_SHA512,
    HY_DIGEST_SHA3_224,
    HY_DIGEST_SHA3_256,
    HY_DIGEST_SHA3_384,
    HY_DIGEST_SHA3_512,
    HY_DIGEST_COUNT
} hy_digest_kind;

#define HY_DIGEST_MAX 64 /* bytes of the longest digest */

/* Bytes of the digest; 0 for HY_DIGEST_NONE and for a value outside the list. */
size_t hy_digest_size(hy_digest_kind kind);

/* A message being digested. */
typedef struct hy_digest hy_digest;

/* Makes a digest at the start of a message. ARGUMENT for an unknown kind, MEMORY, CRYPTO. */
hy_rc hy_digest_new(hy_crypto *c, hy_digest_kind kind, hy_digest **out) HY_USE;

/* Wipes and frees; *d is NULL afterwards. *d may be NULL already. */
void hy_digest_free(hy_digest **d);

/* Forgets what was added and starts a new message. */
hy_rc hy_digest_start(hy_digest *d) HY_USE;

/* Adds the next part of the message. */
hy_rc hy_digest_update(hy_digest *d, hy_view part) HY_USE;

/* Writes the digest, its size to *n, and starts a new message. LIMIT (and the message goes on) when
   it does not fit into room bytes. */
hy_rc hy_digest_finish(hy_digest *d, uint8_t *out, size_t room, size_t *n) HY_USE;

/* Makes *to stand where *from stands in its message. Both must be of one kind: ARGUMENT. */
hy_rc hy_digest_copy(hy_digest *to, const hy_digest *from) HY_USE;

/* The digest of one whole message. ARGUMENT, LIMIT, CRYPTO. */
hy_rc hy_digest_once(hy_crypto *c, hy_digest_kind kind, hy_view message, uint8_t *out, size_t room,
                     size_t *n) HY_USE;

#endif
