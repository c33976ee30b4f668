/* Authenticated encryption with AES: GCM (SP 800-38D) and CCM (SP 800-38C) under one key. */
#ifndef HY_CRYPTO_AEAD_H
#define HY_CRYPTO_AEAD_H

#include "crypto/cipher.h"

typedef enum hy_aead_mode { HY_AEAD_GCM, HY_AEAD_CCM } hy_aead_mode;

/* A key, and for GCM a message that may be under way. */
typedef struct hy_aead hy_aead;

/* Takes a copy of the key of 16, 24 or 32 bytes. ARGUMENT, MEMORY, CRYPTO. */
hy_rc hy_aead_new(hy_crypto *c, hy_aead_mode mode, hy_view key, hy_aead **out) HY_USE;

/* Wipes and frees; *a is NULL afterwards. *a may be NULL already. */
void hy_aead_free(hy_aead **a);

/* Lengths in bytes. GCM: nonce 1..128 (12 is best), tag 4, 8, 12..16. CCM: nonce 7..13, tag 4, 6 ..
   16, and the message below 2^(8 * (15 - nonce)). ARGUMENT for any other. A nonce must never come
   twice under one key. */

/* Encrypts a whole message: in.n bytes to out (which may be in.p itself but must not overlap it
   otherwise), tag_n bytes to tag. LIMIT when room is below in.n. */
hy_rc hy_aead_seal(hy_aead *a, hy_view nonce, hy_view extra, hy_view in, uint8_t *out, size_t room,
                   uint8_t *tag, size_t tag_n) HY_USE;

/* Decrypts a whole message. MISMATCH when anything was changed; out holds zeros then. */
hy_rc hy_aead_open(hy_aead *a, hy_view nonce, hy_view extra, hy_view in, hy_view tag, uint8_t *out,
                   size_t room) HY_USE;

/* In parts, GCM alone (CCM has to know all lengths before the first byte: collect, then seal or
   open): start, extra any number of times, then update any number of times, then one of the ends.
   STATE for CCM and for calls out of this order; after any failure only start is possible. */

hy_rc hy_aead_start(hy_aead *a, hy_direction direction, hy_view nonce) HY_USE;
hy_rc hy_aead_extra(hy_aead *a, hy_view extra) HY_USE;

/* in.n bytes to out. What decryption writes is not proven genuine before hy_aead_end_open. */
hy_rc hy_aead_update(hy_aead *a, hy_view in, uint8_t *out, size_t room) HY_USE;

/* Ends an encryption with its tag. */
hy_rc hy_aead_end_seal(hy_aead *a, uint8_t *tag, size_t tag_n) HY_USE;

/* Ends a decryption: MISMATCH unless the tag is right. */
hy_rc hy_aead_end_open(hy_aead *a, hy_view tag) HY_USE;

#endif
