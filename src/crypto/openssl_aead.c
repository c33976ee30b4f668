/* GCM and CCM by OpenSSL. GCM keeps its key schedule; CCM has to be keyed again when the lengths of
   nonce or tag change, because they are part of OpenSSL's keyed state. */
#include "crypto/aead.h"

#include "base/secret.h"
#include "crypto/openssl_leaf.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>

#define LENGTH_MAX ((size_t)1 << 30) /* EVP counts in int */

enum phase { PHASE_IDLE, PHASE_EXTRA, PHASE_TEXT };

/* One direction of a key. */
struct side {
    EVP_CIPHER_CTX *ctx; /* NULL until wanted */
    size_t nonce_n;      /* what it is keyed for */
    size_t tag_n;
};

struct hy_aead {
    hy_crypto *crypto;
    hy_aead_mode mode;
    uint8_t key[32];
    size_t key_n;
    struct side side[2]; /* by direction */
    enum phase phase;    /* of a GCM message in parts */
    hy_direction direction;
};

hy_rc hy_aead_new(hy_crypto *c, hy_aead_mode mode, hy_view key, hy_aead **out)
{
    *out = NULL;
    HY_ENSURE(mode == HY_AEAD_GCM || mode == HY_AEAD_CCM, ARGUMENT);
    HY_ENSURE(key.n == 16 || key.n == 24 || key.n == 32, ARGUMENT);
    hy_aead *a = calloc(1, sizeof *a);
    HY_ENSURE(a != NULL, MEMORY);
    a->crypto = c;
    a->mode = mode;
    memcpy(a->key, key.p, key.n);
    a->key_n = key.n;
    *out = a;
    return HY_OK;
}

void hy_aead_free(hy_aead **a)
{
    if (*a != NULL) {
        EVP_CIPHER_CTX_free((*a)->side[0].ctx);
        EVP_CIPHER_CTX_free((*a)->side[1].ctx);
        hy_wipe(*a, sizeof **a);
    }
    free(*a);
    *a = NULL;
}

/* ---- lengths ---- */

static bool nonce_fits(hy_aead_mode mode, size_t n)
{
    return mode == HY_AEAD_GCM ? n >= 1 && n <= 128 : n >= 7 && n <= 13;
}

/* SP 800-38D section 5.2.1.2; SP 800-38C section A.1. */
static bool tag_fits(hy_aead_mode mode, size_t n)
{
    if (mode == HY_AEAD_GCM)
        return n == 4 || n == 8 || (n >= 12 && n <= 16);
    return n >= 4 && n <= 16 && n % 2 == 0;
}

/* CCM writes the message's length into the 15 bytes that the nonce leaves. */
static bool text_fits(const hy_aead *a, size_t nonce_n, size_t n)
{
    if (n > LENGTH_MAX)
        return false;
    return a->mode == HY_AEAD_GCM || nonce_n <= 11 || n < (size_t)1 << (8 * (15 - nonce_n));
}

/* ---- contexts ---- */

static hy_openssl_cipher cipher_id(const hy_aead *a)
{
    size_t first = a->mode == HY_AEAD_GCM ? HY_OPENSSL_AES_128_GCM : HY_OPENSSL_AES_128_CCM;
    return (hy_openssl_cipher)(first + (a->key_n - 16) / 8);
}

/* Gives a context its key, and the lengths that must be known before it. */
static hy_rc set_key(hy_aead *a, hy_direction direction, size_t nonce_n, size_t tag_n)
{
    struct side *s = &a->side[direction];
    s->nonce_n = 0; /* not keyed until all went well */
    EVP_CIPHER *cipher = hy_openssl_cipher_get(a->crypto, cipher_id(a));
    if (s->ctx == NULL && cipher != NULL)
        s->ctx = EVP_CIPHER_CTX_new();
    if (s->ctx == NULL || cipher == NULL)
        return hy_openssl_failed();
    int encrypt = direction == HY_ENCRYPT;
    HY_OPENSSL_TRY(EVP_CipherInit_ex2(s->ctx, cipher, NULL, NULL, encrypt, NULL));
    HY_OPENSSL_TRY(EVP_CIPHER_CTX_ctrl(s->ctx, EVP_CTRL_AEAD_SET_IVLEN, (int)nonce_n, NULL));
    if (a->mode == HY_AEAD_CCM)
        HY_OPENSSL_TRY(EVP_CIPHER_CTX_ctrl(s->ctx, EVP_CTRL_AEAD_SET_TAG, (int)tag_n, NULL));
    HY_OPENSSL_TRY(EVP_CipherInit_ex2(s->ctx, NULL, a->key, NULL, encrypt, NULL));
    s->nonce_n = nonce_n;
    s->tag_n = tag_n;
    return HY_OK;
}

static hy_rc begin(hy_aead *a, hy_direction direction, hy_view nonce, size_t tag_n)
{
    const struct side *s = &a->side[direction];
    if (s->nonce_n != nonce.n || (a->mode == HY_AEAD_CCM && s->tag_n != tag_n))
        HY_TRY(set_key(a, direction, nonce.n, tag_n));
    HY_OPENSSL_TRY(EVP_CipherInit_ex2(s->ctx, NULL, NULL, nonce.p, -1, NULL));
    return HY_OK;
}

static hy_rc set_tag(EVP_CIPHER_CTX *ctx, hy_view tag)
{
    uint8_t copy[16]; /* the call takes it writable */
    memcpy(copy, tag.p, tag.n);
    HY_OPENSSL_TRY(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, (int)tag.n, copy));
    return HY_OK;
}

static hy_rc add_extra(EVP_CIPHER_CTX *ctx, hy_view extra)
{
    int n;
    if (extra.n > 0)
        HY_OPENSSL_TRY(EVP_CipherUpdate(ctx, NULL, &n, extra.p, (int)extra.n));
    return HY_OK;
}

/* ---- whole messages ---- */

static hy_rc check(const hy_aead *a, hy_view nonce, hy_view extra, hy_view in, size_t tag_n,
                   size_t room)
{
    HY_ENSURE(nonce_fits(a->mode, nonce.n) && tag_fits(a->mode, tag_n), ARGUMENT);
    HY_ENSURE(extra.n <= LENGTH_MAX && text_fits(a, nonce.n, in.n), ARGUMENT);
    HY_ENSURE(in.n <= room, LIMIT);
    return HY_OK;
}

/* From after the nonce to the end of the text. CCM is told all lengths first, and its text, even an
   empty one, goes in a single call, which in decryption checks the tag (of text that is there). */
static hy_rc run_whole(const hy_aead *a, EVP_CIPHER_CTX *ctx, hy_view extra, hy_view in,
                       uint8_t *out)
{
    int n = 0;
    uint8_t none = 0;
    if (a->mode == HY_AEAD_CCM)
        HY_OPENSSL_TRY(EVP_CipherUpdate(ctx, NULL, &n, NULL, (int)in.n));
    HY_TRY(add_extra(ctx, extra));
    if (in.n > 0)
        HY_OPENSSL_TRY(EVP_CipherUpdate(ctx, out, &n, in.p, (int)in.n));
    else if (a->mode == HY_AEAD_CCM && EVP_CipherUpdate(ctx, &none, &n, &none, 0) < 0)
        return hy_openssl_failed();
    HY_OPENSSL_TRY(EVP_CipherFinal_ex(ctx, &none, &n));
    return HY_OK;
}

hy_rc hy_aead_seal(hy_aead *a, hy_view nonce, hy_view extra, hy_view in, uint8_t *out, size_t room,
                   uint8_t *tag, size_t tag_n)
{
    a->phase = PHASE_IDLE;
    HY_TRY(check(a, nonce, extra, in, tag_n, room));
    HY_TRY(begin(a, HY_ENCRYPT, nonce, tag_n));
    EVP_CIPHER_CTX *ctx = a->side[HY_ENCRYPT].ctx;
    HY_TRY(run_whole(a, ctx, extra, in, out));
    HY_OPENSSL_TRY(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, (int)tag_n, tag));
    return HY_OK;
}

/* An empty CCM message is nothing but its tag, which OpenSSL 3.0.20 takes unchecked: made anew and
   compared here. */
static hy_rc open_empty_ccm(hy_aead *a, hy_view nonce, hy_view extra, hy_view tag)
{
    uint8_t expected[16];
    uint8_t none;
    HY_TRY(hy_aead_seal(a, nonce, extra, (hy_view){NULL, 0}, &none, 0, expected, tag.n));
    hy_verdict verdict = hy_secret_compare(expected, tag.p, tag.n);
    hy_wipe(expected, sizeof expected);
    return verdict == HY_VERDICT_EQUAL ? HY_OK : HY_FAIL(MISMATCH);
}

hy_rc hy_aead_open(hy_aead *a, hy_view nonce, hy_view extra, hy_view in, hy_view tag, uint8_t *out,
                   size_t room)
{
    a->phase = PHASE_IDLE;
    HY_TRY(check(a, nonce, extra, in, tag.n, room));
    if (a->mode == HY_AEAD_CCM && in.n == 0)
        return open_empty_ccm(a, nonce, extra, tag);
    HY_TRY(begin(a, HY_DECRYPT, nonce, tag.n));
    EVP_CIPHER_CTX *ctx = a->side[HY_DECRYPT].ctx;
    HY_TRY(set_tag(ctx, tag));
    if (hy_ok(run_whole(a, ctx, extra, in, out)))
        return HY_OK;
    hy_wipe(out, in.n);
    return HY_FAIL(MISMATCH);
}

/* ---- GCM in parts ---- */

hy_rc hy_aead_start(hy_aead *a, hy_direction direction, hy_view nonce)
{
    a->phase = PHASE_IDLE;
    HY_ENSURE(a->mode == HY_AEAD_GCM, STATE);
    HY_ENSURE(direction == HY_ENCRYPT || direction == HY_DECRYPT, ARGUMENT);
    HY_ENSURE(nonce_fits(a->mode, nonce.n), ARGUMENT);
    HY_TRY(begin(a, direction, nonce, 16));
    a->direction = direction;
    a->phase = PHASE_EXTRA;
    return HY_OK;
}

hy_rc hy_aead_extra(hy_aead *a, hy_view extra)
{
    bool in_order = a->phase == PHASE_EXTRA;
    a->phase = PHASE_IDLE;
    HY_ENSURE(in_order, STATE);
    HY_ENSURE(extra.n <= LENGTH_MAX, ARGUMENT);
    HY_TRY(add_extra(a->side[a->direction].ctx, extra));
    a->phase = PHASE_EXTRA;
    return HY_OK;
}

hy_rc hy_aead_update(hy_aead *a, hy_view in, uint8_t *out, size_t room)
{
    bool in_order = a->phase != PHASE_IDLE;
    a->phase = PHASE_IDLE;
    HY_ENSURE(in_order, STATE);
    HY_ENSURE(in.n <= LENGTH_MAX, ARGUMENT);
    HY_ENSURE(in.n <= room, LIMIT);
    int n;
    if (in.n > 0)
        HY_OPENSSL_TRY(EVP_CipherUpdate(a->side[a->direction].ctx, out, &n, in.p, (int)in.n));
    a->phase = PHASE_TEXT;
    return HY_OK;
}

/* The message is over, whatever comes of it. */
static hy_rc end(hy_aead *a, hy_direction direction, size_t tag_n, EVP_CIPHER_CTX **ctx)
{
    bool in_order = a->phase != PHASE_IDLE && a->direction == direction;
    a->phase = PHASE_IDLE;
    HY_ENSURE(in_order, STATE);
    HY_ENSURE(tag_fits(a->mode, tag_n), ARGUMENT);
    *ctx = a->side[direction].ctx;
    return HY_OK;
}

hy_rc hy_aead_end_seal(hy_aead *a, uint8_t *tag, size_t tag_n)
{
    EVP_CIPHER_CTX *ctx;
    HY_TRY(end(a, HY_ENCRYPT, tag_n, &ctx));
    int n;
    uint8_t none;
    HY_OPENSSL_TRY(EVP_CipherFinal_ex(ctx, &none, &n));
    HY_OPENSSL_TRY(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, (int)tag_n, tag));
    return HY_OK;
}

hy_rc hy_aead_end_open(hy_aead *a, hy_view tag)
{
    EVP_CIPHER_CTX *ctx;
    HY_TRY(end(a, HY_DECRYPT, tag.n, &ctx));
    int n;
    uint8_t none;
    HY_TRY(set_tag(ctx, tag));
    if (EVP_CipherFinal_ex(ctx, &none, &n) == 1)
        return HY_OK;
    ERR_clear_error();
    return HY_FAIL(MISMATCH);
}
