/* Block ciphers by OpenSSL: one initialised context for each mode and direction of a key. */
#include "crypto/cipher.h"

#include "base/secret.h"
#include "crypto/openssl_leaf.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define KEY_MAX 64
#define LENGTH_MAX ((size_t)1 << 30) /* EVP counts in int */

enum mode { MODE_ECB, MODE_CBC, MODE_CTR, MODE_CFB, MODE_XTS, MODE_COUNT };

struct hy_cipher {
    hy_crypto *crypto;
    hy_cipher_kind kind;
    uint8_t key[KEY_MAX]; /* as the cipher wants it */
    size_t key_n;
    EVP_CIPHER_CTX *ctx[MODE_COUNT][2]; /* by mode and direction; NULL until wanted */
    hy_cipher *second;                  /* XTS: the key of the tweak; NULL until wanted */
};

static bool key_fits(hy_cipher_kind kind, hy_view key)
{
    switch (kind) {
    case HY_CIPHER_AES:
        return key.n == 16 || key.n == 24 || key.n == 32;
    case HY_CIPHER_SEED:
    case HY_CIPHER_SM4:
        return key.n == 16;
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
        hy_cipher_free(&(*k)->second);
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
                                            HY_OPENSSL_AES_128_CTR, HY_OPENSSL_AES_128_CFB};
    if (mode == MODE_XTS)
        return k->key_n == 32 ? HY_OPENSSL_AES_128_XTS : HY_OPENSSL_AES_256_XTS;
    if (k->kind == HY_CIPHER_AES) /* the three key lengths follow each other */
        return (hy_openssl_cipher)((size_t)aes[mode] + (k->key_n - 16) / 8);
    if (k->kind == HY_CIPHER_SEED)
        return mode == MODE_ECB ? HY_OPENSSL_SEED_ECB : HY_OPENSSL_SEED_CBC;
    if (k->kind == HY_CIPHER_SM4)
        return mode == MODE_ECB ? HY_OPENSSL_SM4_ECB : HY_OPENSSL_SM4_CBC;
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
    case MODE_CFB:
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

/* The bytes of one broken block under its key stream. */
static void cfb_part(hy_cfb *at, const uint8_t *stream, hy_direction direction, hy_view in,
                     uint8_t *out)
{
    for (size_t i = 0; i < in.n; i++) {
        uint8_t given = in.p[i];
        uint8_t made = (uint8_t)(given ^ stream[at->used]);
        at->part[at->used++] = direction == HY_ENCRYPT ? made : given;
        out[i] = made;
    }
    if (at->used == 16) {
        memcpy(at->chain, at->part, 16);
        at->used = 0;
    }
}

static hy_rc cfb_blocks(hy_cipher *k, hy_direction direction, hy_cfb *at, hy_view in, uint8_t *out)
{
    EVP_CIPHER_CTX *ctx;
    uint8_t last[16]; /* out may overwrite it */
    if (in.n == 0)
        return HY_OK;
    HY_TRY(begin(k, MODE_CFB, direction, at->chain, &ctx));
    memcpy(last, hy_view_part(in, in.n - 16, 16).p, 16);
    HY_TRY(run(ctx, in, out));
    memcpy(at->chain, direction == HY_ENCRYPT ? out + in.n - 16 : last, 16);
    return HY_OK;
}

hy_rc hy_cipher_cfb(hy_cipher *k, hy_direction direction, hy_cfb *at, hy_view in, uint8_t *out,
                    size_t room)
{
    HY_TRY(check(k, MODE_CFB, in, room));
    HY_ENSURE(at->used < 16, ARGUMENT);
    uint8_t stream[16];
    hy_view chain = hy_view_of(at->chain, 16);
    size_t head = at->used == 0 ? 0 : 16u - at->used;
    head = head < in.n ? head : in.n;
    if (head > 0) {
        HY_TRY(hy_cipher_ecb(k, HY_ENCRYPT, chain, stream, sizeof stream));
        cfb_part(at, stream, direction, hy_view_part(in, 0, head), out);
    }
    size_t whole = (in.n - head) / 16 * 16;
    HY_TRY(cfb_blocks(k, direction, at, hy_view_part(in, head, whole), out + head));
    size_t rest = in.n - head - whole;
    if (rest > 0) {
        HY_TRY(hy_cipher_ecb(k, HY_ENCRYPT, chain, stream, sizeof stream));
        cfb_part(at, stream, direction, hy_view_part(in, head + whole, rest), out + head + whole);
    }
    hy_wipe(stream, sizeof stream);
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

/* Multiplies by x in the field of IEEE 1619 section 5.2: little-endian, x^128 = x^7 + x^2 + x + 1.
 */
static void times_x(uint8_t *t)
{
    unsigned carry = 0;
    for (size_t i = 0; i < 16; i++) {
        unsigned v = (unsigned)t[i] << 1 | carry;
        t[i] = (uint8_t)v;
        carry = v >> 8;
    }
    t[0] ^= (uint8_t)(0x87 & (0u - carry));
}

hy_rc hy_cipher_xts_skip(hy_cipher *k, uint8_t *tweak, size_t blocks)
{
    HY_ENSURE(k->kind == HY_CIPHER_XTS, STATE);
    size_t half = k->key_n / 2;
    if (k->second == NULL)
        HY_TRY(
            hy_cipher_new(k->crypto, HY_CIPHER_AES, hy_view_of(k->key + half, half), &k->second));
    hy_view t = hy_view_of(tweak, 16);
    HY_TRY(hy_cipher_ecb(k->second, HY_ENCRYPT, t, tweak, 16));
    for (size_t i = 0; i < blocks; i++)
        times_x(tweak);
    return hy_cipher_ecb(k->second, HY_DECRYPT, t, tweak, 16);
}
