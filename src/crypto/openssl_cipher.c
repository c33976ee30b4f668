/* Block ciphers by OpenSSL: one initialised context for each mode and direction of a key. */
#include "crypto/cipher.h"

#include "base/secret.h"
#include "crypto/openssl_leaf.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define KEY_MAX 64
#define LENGTH_MAX ((size_t)1 << 30) /* EVP counts in int */

enum mode { MODE_ECB, MODE_CBC, MODE_CTR, MODE_XTS, MODE_COUNT };

struct hy_cipher {
    hy_crypto *crypto;
    hy_cipher_kind kind;
    uint8_t key[KEY_MAX]; /* as the cipher wants it */
    size_t key_n;
    EVP_CIPHER_CTX *ctx[MODE_COUNT][2]; /* by mode and direction; NULL until wanted */
};

static bool key_fits(hy_cipher_kind kind, hy_view key)
{
    switch (kind) {
    case HY_CIPHER_AES:
        return key.n == 16 || key.n == 24 || key.n == 32;
    case HY_CIPHER_DES:
        return key.n == 8 || key.n == 16 || key.n == 24;
    case HY_CIPHER_XTS: {
        size_t half = key.n / 2;
        return (key.n == 32 || key.n == 64) &&
               hy_secret_compare(key.p, hy_view_part(key, half, half).p, half) ==
                   HY_VERDICT_DIFFERENT;
    }
    default:
        return false;
    }
}

hy_rc hy_cipher_new(hy_crypto *c, hy_cipher_kind kind, hy_view key, hy_cipher **out)
{
    *out = NULL;
    HY_ENSURE(key_fits(kind, key), ARGUMENT);
    hy_cipher *k = calloc(1, sizeof *k);
    HY_ENSURE(k != NULL, MEMORY);
    k->crypto = c;
    k->kind = kind;
    memcpy(k->key, key.p, key.n);
    k->key_n = key.n;
    if (kind == HY_CIPHER_DES && key.n == 16) { /* two-key triple DES: the third is the first */
        memcpy(k->key + 16, key.p, 8);
        k->key_n = 24;
    }
    *out = k;
    return HY_OK;
}

void hy_cipher_free(hy_cipher **k)
{
    if (*k != NULL) {
        for (int mode = 0; mode < MODE_COUNT; mode++) {
            EVP_CIPHER_CTX_free((*k)->ctx[mode][0]);
            EVP_CIPHER_CTX_free((*k)->ctx[mode][1]);
        }
        hy_wipe(*k, sizeof **k);
    }
    free(*k);
    *k = NULL;
}

size_t hy_cipher_block(const hy_cipher *k)
{
    return k->kind == HY_CIPHER_DES ? 8 : 16;
}

/* OpenSSL's cipher for a mode, which the kind of the key is known to have. */
static hy_openssl_cipher cipher_id(const hy_cipher *k, enum mode mode)
{
    static const hy_openssl_cipher aes[] = {HY_OPENSSL_AES_128_ECB, HY_OPENSSL_AES_128_CBC,
                                            HY_OPENSSL_AES_128_CTR};
    if (mode == MODE_XTS)
        return k->key_n == 32 ? HY_OPENSSL_AES_128_XTS : HY_OPENSSL_AES_256_XTS;
    if (k->kind == HY_CIPHER_AES) /* the three key lengths follow each other */
        return (hy_openssl_cipher)((size_t)aes[mode] + (k->key_n - 16) / 8);
    if (k->key_n == 8)
        return mode == MODE_ECB ? HY_OPENSSL_DES_ECB : HY_OPENSSL_DES_CBC;
    return mode == MODE_ECB ? HY_OPENSSL_DES_EDE3_ECB : HY_OPENSSL_DES_EDE3_CBC;
}

static bool has_mode(hy_cipher_kind kind, enum mode mode)
{
    switch (mode) {
    case MODE_XTS:
        return kind == HY_CIPHER_XTS;
    case MODE_CTR:
        return kind == HY_CIPHER_AES;
    default:
        return kind != HY_CIPHER_XTS;
    }
}

/* The context for a mode and direction, made on first use, at the start of a message with this iv
   (NULL in ECB). */
static hy_rc begin(hy_cipher *k, enum mode mode, hy_direction direction, const uint8_t *iv,
                   EVP_CIPHER_CTX **out)
{
    HY_ENSURE(direction == HY_ENCRYPT || direction == HY_DECRYPT, ARGUMENT);
    EVP_CIPHER_CTX **ctx = &k->ctx[mode][direction];
    *out = *ctx;
    if (*ctx != NULL) {
        if (iv != NULL)
            HY_OPENSSL_TRY(EVP_CipherInit_ex2(*ctx, NULL, NULL, iv, -1, NULL));
        return HY_OK;
    }
    EVP_CIPHER *cipher = hy_openssl_cipher_get(k->crypto, cipher_id(k, mode));
    EVP_CIPHER_CTX *fresh = cipher != NULL ? EVP_CIPHER_CTX_new() : NULL;
    if (fresh == NULL ||
        EVP_CipherInit_ex2(fresh, cipher, k->key, iv, direction == HY_ENCRYPT, NULL) != 1 ||
        EVP_CIPHER_CTX_set_padding(fresh, 0) != 1) {
        EVP_CIPHER_CTX_free(fresh);
        return hy_openssl_failed();
    }
    *ctx = *out = fresh;
    return HY_OK;
}

static hy_rc check(const hy_cipher *k, enum mode mode, hy_view in, size_t room)
{
    HY_ENSURE(has_mode(k->kind, mode), STATE);
    HY_ENSURE(in.n <= LENGTH_MAX, ARGUMENT);
    HY_ENSURE(in.n <= room, LIMIT);
    return HY_OK;
}

static hy_rc run(EVP_CIPHER_CTX *ctx, hy_view in, uint8_t *out)
{
    int n = 0;
    HY_OPENSSL_TRY(EVP_CipherUpdate(ctx, out, &n, in.p, (int)in.n));
    HY_ENSURE((size_t)n == in.n, INTERNAL);
    return HY_OK;
}

hy_rc hy_cipher_ecb(hy_cipher *k, hy_direction direction, hy_view in, uint8_t *out, size_t room)
{
    HY_TRY(check(k, MODE_ECB, in, room));
    HY_ENSURE(in.n % hy_cipher_block(k) == 0, ARGUMENT);
    EVP_CIPHER_CTX *ctx;
    HY_TRY(begin(k, MODE_ECB, direction, NULL, &ctx));
    return in.n > 0 ? run(ctx, in, out) : HY_OK;
}

hy_rc hy_cipher_cbc(hy_cipher *k, hy_direction direction, uint8_t *chain, hy_view in, uint8_t *out,
                    size_t room)
{
    HY_TRY(check(k, MODE_CBC, in, room));
    size_t block = hy_cipher_block(k);
    HY_ENSURE(in.n % block == 0, ARGUMENT);
    EVP_CIPHER_CTX *ctx;
    HY_TRY(begin(k, MODE_CBC, direction, chain, &ctx));
    if (in.n == 0)
        return HY_OK;
    uint8_t last[HY_CIPHER_BLOCK_MAX]; /* out may overwrite it */
    memcpy(last, hy_view_part(in, in.n - block, block).p, block);
    HY_TRY(run(ctx, in, out));
    memcpy(chain, direction == HY_ENCRYPT ? out + in.n - block : last, block);
    return HY_OK;
}

/* Moves the big-endian counter on by some blocks, modulo 2^128. */
static void count(uint8_t *block, size_t blocks)
{
    uint64_t carry = blocks;
    for (size_t i = 16; i-- > 0 && carry > 0; carry >>= 8) {
        carry += block[i];
        block[i] = (uint8_t)carry;
    }
}

hy_rc hy_cipher_ctr(hy_cipher *k, hy_ctr *at, hy_view in, uint8_t *out, size_t room)
{
    HY_TRY(check(k, MODE_CTR, in, room));
    HY_ENSURE(at->used < 16, ARGUMENT);
    EVP_CIPHER_CTX *ctx;
    HY_TRY(begin(k, MODE_CTR, HY_ENCRYPT, at->block, &ctx));
    if (in.n == 0)
        return HY_OK;
    uint8_t skipped[16] = {0};
    if (at->used > 0)
        HY_TRY(run(ctx, hy_view_of(skipped, at->used), skipped));
    hy_wipe(skipped, sizeof skipped);
    HY_TRY(run(ctx, in, out));
    count(at->block, (at->used + in.n) / 16);
    at->used = (uint8_t)((at->used + in.n) % 16);
    return HY_OK;
}

hy_rc hy_cipher_xts(hy_cipher *k, hy_direction direction, const uint8_t *tweak, hy_view in,
                    uint8_t *out, size_t room)
{
    HY_TRY(check(k, MODE_XTS, in, room));
    HY_ENSURE(in.n >= 16, ARGUMENT);
    EVP_CIPHER_CTX *ctx;
    HY_TRY(begin(k, MODE_XTS, direction, tweak, &ctx));
    return run(ctx, in, out);
}
