/* Block ciphers under one key: AES (FIPS 197), DES / triple DES (SP 800-67), SEED (RFC 4269) and
   SM4 (GB/T 32907), in the modes ECB and CBC; AES also in CTR and CFB with whole blocks (SP
   800-38A) and XTS (SP 800-38E). Whole blocks in, whole blocks out: padding is apart. */
#ifndef HY_CRYPTO_CIPHER_H
#define HY_CRYPTO_CIPHER_H

#include "crypto/context.h"

typedef enum hy_cipher_kind {
    HY_CIPHER_AES,  /* keys of 16, 24 or 32 bytes */
    HY_CIPHER_DES,  /* keys of 8 (DES), 16 (two-key) or 24 bytes (three-key); parity is ignored */
    HY_CIPHER_XTS,  /* AES in XTS mode: keys of 32 or 64 bytes, two different halves */
    HY_CIPHER_SEED, /* keys of 16 bytes */
    HY_CIPHER_SM4,  /* keys of 16 bytes */
} hy_cipher_kind;

typedef enum hy_direction { HY_ENCRYPT, HY_DECRYPT } hy_direction;

#define HY_CIPHER_BLOCK_MAX 16

/* A key, ready for use: an operation costs no key schedule after the first of its mode and
   direction. The chaining value is the caller's, so one key serves any number of interleaved
   messages. */
typedef struct hy_cipher hy_cipher;

/* Takes a copy of the key. ARGUMENT for a length that the kind does not have or XTS halves that are
   equal; MEMORY, CRYPTO. */
hy_rc hy_cipher_new(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_cipher **out) HY_USE;

/* Wipes and frees; *k is NULL afterwards. *k may be NULL already. */
void hy_cipher_free(hy_cipher **k);

/* Bytes of a block: 16 or 8. */
size_t hy_cipher_block(const hy_cipher *k);

/* In all modes in.n bytes are written to out, which may be in.p itself but must not overlap it
   otherwise. LIMIT when they do not fit into room; ARGUMENT for a length that the mode does not
   take (ECB, CBC: whole blocks) or above 2^30; STATE for a mode that the key was not made for.
   Nothing is written then. */

hy_rc hy_cipher_ecb(hy_cipher *k, hy_direction direction, hy_view in, uint8_t *out,
                    size_t room) HY_USE;

/* chain: a block; the initialisation vector before the first call, made ready for the next one by
   each call. */
hy_rc hy_cipher_cbc(hy_cipher *k, hy_direction direction, uint8_t *chain, hy_view in, uint8_t *out,
                    size_t room) HY_USE;

/* Where a CTR message stands. Start with {first counter block, 0}. */
typedef struct hy_ctr {
    uint8_t block[HY_CIPHER_BLOCK_MAX]; /* counter block of the next byte, big-endian */
    uint8_t used;                       /* bytes of its key stream that are used up, 0..15 */
} hy_ctr;

/* Encrypts or decrypts (the same) any number of bytes. AES only. ARGUMENT when used is above 15. */
hy_rc hy_cipher_ctr(hy_cipher *k, hy_ctr *at, hy_view in, uint8_t *out, size_t room) HY_USE;

/* Where a CFB message stands. Start with {initialisation vector, {0}, 0}. */
typedef struct hy_cfb {
    uint8_t chain[HY_CIPHER_BLOCK_MAX]; /* the last whole block of ciphertext */
    uint8_t part[HY_CIPHER_BLOCK_MAX];  /* ciphertext of the block that is under way */
    uint8_t used;                       /* bytes of part, 0..15 */
} hy_cfb;

/* Any number of bytes. AES only. ARGUMENT when used is above 15. */
hy_rc hy_cipher_cfb(hy_cipher *k, hy_direction direction, hy_cfb *at, hy_view in, uint8_t *out,
                    size_t room) HY_USE;

/* One data unit of at least 16 bytes, with ciphertext stealing; tweak: 16 bytes. */
hy_rc hy_cipher_xts(hy_cipher *k, hy_direction direction, const uint8_t *tweak, hy_view in,
                    uint8_t *out, size_t room) HY_USE;

/* Moves a tweak on by whole blocks: the unit's rest, ciphered as a unit of its own with this tweak,
   comes out as it would within the whole. Only the last part may have a broken block. STATE for
   another kind of key. */
hy_rc hy_cipher_xts_skip(hy_cipher *k, uint8_t *tweak, size_t blocks) HY_USE;

#endif
