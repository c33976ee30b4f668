/* A digest under way whose whole state is bytes of the caller: it can be put aside and taken up by
   anybody in the same build, where hy_digest cannot. All kinds of digest.h, SHA-3 included. */
#ifndef HY_CRYPTO_RUNNING_H
#define HY_CRYPTO_RUNNING_H

#include "crypto/midstate.h"

#define HY_RUNNING_MAX 512 /* bytes of the longest state */

/* Bytes of a state; 0 for HY_DIGEST_NONE and for a value outside the list. The bytes need no
   alignment. They are secret when the message is: wipe them. */
size_t hy_running_size(hy_digest_kind kind);

/* Starts a message. ARGUMENT. */
hy_rc hy_running_start(hy_digest_kind kind, uint8_t *state) HY_USE;

/* Adds the next part of the message. */
hy_rc hy_running_update(hy_digest_kind kind, uint8_t *state, hy_view part) HY_USE;

/* Writes the digest and starts a new message. LIMIT (and the message goes on). */
hy_rc hy_running_finish(hy_digest_kind kind, uint8_t *state, uint8_t *out, size_t room,
                        size_t *n) HY_USE;

/* As hy_midstate_set and hy_midstate_get; *whole: the value covers all that was added. ARGUMENT
   also for SHA-3. */
hy_rc hy_running_set(hy_digest_kind kind, uint8_t *state, hy_view value, uint64_t processed) HY_USE;
hy_rc hy_running_get(hy_digest_kind kind, const uint8_t *state, uint8_t *out, size_t room,
                     size_t *n, uint64_t *processed, bool *whole) HY_USE;

#endif
