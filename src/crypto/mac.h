/* Message authentication codes under one key: HMAC (FIPS 198-1), CMAC (SP 800-38B), and the
   CBC-MACs of ISO 9797-1, algorithm 1 and algorithm 3 (the retail MAC). */
#ifndef HY_CRYPTO_MAC_H
#define HY_CRYPTO_MAC_H

#include "crypto/cipher.h"
#include "crypto/digest.h"
#include "crypto/padding.h"
#include "crypto/running.h"

/* A key with a message under way. Starting again costs no key schedule. */
typedef struct hy_mac hy_mac;

#define HY_MAC_MAX HY_DIGEST_MAX

/* HMAC with a key of any length, empty included. ARGUMENT for an unknown digest, MEMORY, CRYPTO. */
hy_rc hy_mac_new_hmac(hy_crypto *c, hy_digest_kind kind, hy_view key, hy_mac **out) HY_USE;

/* CMAC with AES or triple DES (16 or 24 bytes). ARGUMENT, MEMORY, CRYPTO. */
hy_rc hy_mac_new_cmac(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_mac **out) HY_USE;

/* ISO 9797-1 algorithm 1 with any kind but XTS: CBC under the whole key, the last block is the MAC.
   An empty message has no block: STATE from finish with HY_PADDING_NONE; method 1 gives it a block
   of zeros. */
hy_rc hy_mac_new_cbc(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_padding padding,
                     hy_mac **out) HY_USE;

/* ISO 9797-1 algorithm 3: CBC with single DES under the first 8 bytes of the key; the last block is
   then decrypted under the second and encrypted under the third 8 bytes (of a key of 16 bytes: the
   first again). */
hy_rc hy_mac_new_retail(hy_crypto *c, hy_view key, hy_padding padding, hy_mac **out) HY_USE;

/* Wipes and frees; *m is NULL afterwards. *m may be NULL already. */
void hy_mac_free(hy_mac **m);

/* Bytes of the MAC. */
size_t hy_mac_size(const hy_mac *m);

/* Forgets what was added and starts a new message. A new object stands at the start already. */
hy_rc hy_mac_start(hy_mac *m) HY_USE;

/* Starts a new message of a CBC-MAC with a chaining value of one block instead of zeros (SCP02
   chains so). STATE for HMAC and CMAC, ARGUMENT for a wrong length. */
hy_rc hy_mac_start_from(hy_mac *m, hy_view chain) HY_USE;

/* Adds the next part of the message. */
hy_rc hy_mac_update(hy_mac *m, hy_view part) HY_USE;

/* Writes the whole MAC, its size to *n, and starts a new message. LIMIT (and the message goes on)
   when it does not fit into room; ARGUMENT for a broken block without padding. Compare MACs with
   hy_secret_compare. */
hy_rc hy_mac_finish(hy_mac *m, uint8_t *out, size_t room, size_t *n) HY_USE;

/* Where a message stands, as plain bytes: an object of the same key and algorithm can go on there.
   Secret. */
#define HY_MAC_STATE HY_RUNNING_MAX
#define HY_MAC_STATE_OF_BLOCKS                                                                     \
    52 /* as much of it as CMAC and the CBC-MACs use; HMAC uses as much as                         \
          hy_running_size of its digest */
hy_rc hy_mac_save(const hy_mac *m, uint8_t *state) HY_USE;
hy_rc hy_mac_resume(hy_mac *m, const uint8_t *state) HY_USE;

/* The MAC of the parts one after the other, as one message. */
hy_rc hy_mac_over(hy_mac *m, const hy_view *parts, size_t count, uint8_t *out, size_t room,
                  size_t *n) HY_USE;

#endif
