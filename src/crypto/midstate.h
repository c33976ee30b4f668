/* A digest that can be resumed from, and read back as, its intermediate hash value: what the Java
   Card API's InitializedMessageDigest needs. MD5, RIPEMD-160, SHA-1 and SHA-2 only. */
#ifndef HY_CRYPTO_MIDSTATE_H
#define HY_CRYPTO_MIDSTATE_H

#include "crypto/digest.h"

#define HY_MIDSTATE_MAX 64 /* bytes of the longest intermediate value */

typedef struct hy_midstate hy_midstate;

/* Bytes of the intermediate value: the full chaining value (32 for SHA-224, 64 for SHA-384), not
   the digest's size. 0 for kinds that have none. */
size_t hy_midstate_size(hy_digest_kind kind);

/* Bytes of a block of the compression function; 0 for kinds that have no intermediate value. */
size_t hy_midstate_block(hy_digest_kind kind);

/* Makes a digest at the start of a message. ARGUMENT for a kind without intermediate value. */
hy_rc hy_midstate_new(hy_digest_kind kind, hy_midstate **out) HY_USE;

/* Wipes and frees; *m is NULL afterwards. *m may be NULL already. */
void hy_midstate_free(hy_midstate **m);

/* Starts a new message. */
hy_rc hy_midstate_start(hy_midstate *m) HY_USE;

/* Goes on after `processed` bytes that gave the intermediate value `state` (words in the byte order
   in which the digest itself is written: big-endian for SHA, little-endian for MD5 and RIPEMD-160).
   ARGUMENT unless state has exactly hy_midstate_size bytes, processed is whole blocks and, in bits,
   is below 2^64. */
hy_rc hy_midstate_set(hy_midstate *m, hy_view state, uint64_t processed) HY_USE;

/* Writes the intermediate value after the whole blocks seen so far, its size to *n and the bytes
   they hold to *processed (up to a block less than one were added). LIMIT when room is too small.
 */
hy_rc hy_midstate_get(const hy_midstate *m, uint8_t *out, size_t room, size_t *n,
                      uint64_t *processed) HY_USE;

/* Adds the next part of the message. */
hy_rc hy_midstate_update(hy_midstate *m, hy_view part) HY_USE;

/* Writes the digest, its size to *n, and starts a new message. LIMIT when room is too small. */
hy_rc hy_midstate_finish(hy_midstate *m, uint8_t *out, size_t room, size_t *n) HY_USE;

#endif
