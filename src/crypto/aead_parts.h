/* AES-GCM (SP 800-38D) and AES-CCM (SP 800-38C) in parts: where a message stands is plain bytes
   that the caller keeps, so it may go on with another object of the same key. OpenSSL hands out
   neither GCM's nor CCM's inner state, so both are put together here from its AES. Whole messages
   are for aead.h. */
#ifndef HY_CRYPTO_AEAD_PARTS_H
#define HY_CRYPTO_AEAD_PARTS_H

#include "crypto/aead.h"

/* A message under way. Secret: wipe it when done. */
typedef struct hy_aead_parts {
    uint8_t mode;      /* hy_aead_mode */
    uint8_t direction; /* hy_direction */
    uint8_t phase;
    uint8_t tag_n;
    uint8_t pending_n;     /* bytes in pending */
    uint8_t hash[16];      /* GHASH, or the CBC-MAC */
    uint8_t subkey[16];    /* GCM: H */
    uint8_t mask[16];      /* the key stream block that covers the tag */
    uint8_t pending[16];   /* what was given to the hash and is no whole block yet */
    hy_ctr counter;        /* of the text */
    uint8_t extra_seen[8]; /* bytes so far, big-endian */
    uint8_t text_seen[8];
    uint8_t extra_all[8]; /* CCM: what they must come to */
    uint8_t text_all[8];
} hy_aead_parts;

/* What CCM has to know before the first byte; GCM looks at none of it. */
typedef struct hy_aead_lengths {
    size_t extra, text, tag;
} hy_aead_lengths;

/* Starts a message. In all calls key is an AES key, the same each time (STATE for other kinds).
   ARGUMENT for a nonce or lengths that do not fit, as in aead.h. */
hy_rc hy_aead_parts_start(hy_aead_parts *s, hy_cipher *key, hy_aead_mode mode,
                          hy_direction direction, hy_view nonce, hy_aead_lengths lengths) HY_USE;

/* Adds associated data, before any text (STATE). CCM: ARGUMENT beyond the length named. Nothing has
   changed then. */
hy_rc hy_aead_parts_extra(hy_aead_parts *s, hy_cipher *key, hy_view extra) HY_USE;

/* Adds text: in.n bytes to out, which may be in.p itself but must not overlap it otherwise. What
   decryption writes is not proven genuine before the tag was compared. LIMIT when room is below
   in.n; CCM: STATE before all associated data is there, ARGUMENT beyond the length named. */
hy_rc hy_aead_parts_text(hy_aead_parts *s, hy_cipher *key, hy_view in, uint8_t *out,
                         size_t room) HY_USE;

/* Ends the message and gives the tag that belongs to it: 16 bytes (GCM), of which any first ones
   serve, or lengths.tag of them (CCM). The caller who decrypted compares it with
   hy_secret_compare. CCM: STATE before all that was named is there. */
hy_rc hy_aead_parts_end(hy_aead_parts *s, hy_cipher *key, uint8_t tag[16]) HY_USE;

#endif
