/* RSA operations by OpenSSL: one initialised context for each, set up again only when the padding
   changes. Blinding stays on. */
#include "crypto/rsa.h"

#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <string.h>

/* ---- contexts ---- */

static bool same_padding(const hy_rsa_padding *a, const hy_rsa_padding *b)
{
    return a->scheme == b->scheme && a->digest == b->digest && a->mgf == b->mgf &&
           a->salt == b->salt && a->label.n == 0 && b->label.n == 0;
}

static hy_rc set_label(EVP_PKEY_CTX *ctx, hy_view label)
{
    if (label.n == 0)
        return HY_OK;
    HY_ENSURE(label.n <= INT32_MAX, ARGUMENT);
    void *copy = OPENSSL_memdup(label.p, label.n); /* the context takes it over */
    HY_ENSURE(copy != NULL, MEMORY);
    if (EVP_PKEY_CTX_set0_rsa_oaep_label(ctx, copy, (int)label.n) == 1)
        return HY_OK;
    OPENSSL_free(copy);
    return hy_openssl_failed();
}

static hy_rc set_padding(hy_crypto *c, EVP_PKEY_CTX *ctx, bool signature,
                         const hy_rsa_padding *padding)
{
    hy_digest_kind mgf_kind = padding->mgf != HY_DIGEST_NONE ? padding->mgf : padding->digest;
    EVP_MD *md = hy_openssl_md(c, padding->digest);
    EVP_MD *mgf = hy_openssl_md(c, mgf_kind);
    if (padding->scheme == HY_RSA_PKCS1) {
        HY_OPENSSL_TRY(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING));
        if (signature && md != NULL)
            HY_OPENSSL_TRY(EVP_PKEY_CTX_set_signature_md(ctx, md));
        return HY_OK;
    }
    HY_ENSURE(md != NULL && mgf != NULL, ARGUMENT);
    if (padding->scheme == HY_RSA_OAEP) {
        HY_OPENSSL_TRY(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_OAEP_PADDING));
        HY_OPENSSL_TRY(EVP_PKEY_CTX_set_rsa_oaep_md(ctx, md));
        HY_OPENSSL_TRY(EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, mgf));
        return set_label(ctx, padding->label);
    }
    HY_OPENSSL_TRY(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING));
    HY_OPENSSL_TRY(EVP_PKEY_CTX_set_signature_md(ctx, md));
    HY_OPENSSL_TRY(EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, mgf));
    HY_OPENSSL_TRY(EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, (int)padding->salt));
    return HY_OK;
}

static int init(EVP_PKEY_CTX *ctx, hy_openssl_rsa_operation operation)
{
    switch (operation) {
    case HY_OPENSSL_RSA_RAW_PUBLIC:
    case HY_OPENSSL_RSA_ENCRYPT:
        return EVP_PKEY_encrypt_init(ctx);
    case HY_OPENSSL_RSA_RAW_PRIVATE:
    case HY_OPENSSL_RSA_DECRYPT:
        return EVP_PKEY_decrypt_init(ctx);
    case HY_OPENSSL_RSA_SIGN:
        return EVP_PKEY_sign_init(ctx);
    case HY_OPENSSL_RSA_VERIFY:
        return EVP_PKEY_verify_init(ctx);
    default:
        return EVP_PKEY_verify_recover_init(ctx);
    }
}

static hy_rc set_up(hy_rsa *k, hy_openssl_rsa_operation operation, const hy_rsa_padding *padding,
                    EVP_PKEY_CTX *ctx)
{
    if (init(ctx, operation) != 1)
        return hy_openssl_failed();
    if (padding == NULL) {
        HY_OPENSSL_TRY(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING));
        return HY_OK;
    }
    return set_padding(k->crypto, ctx, operation >= HY_OPENSSL_RSA_SIGN, padding);
}

/* The context of an operation, ready for this padding; NULL: none at all. */
static hy_rc prepare(hy_rsa *k, hy_openssl_rsa_operation operation, const hy_rsa_padding *padding,
                     EVP_PKEY_CTX **out)
{
    EVP_PKEY_CTX **ctx = &k->ctx[operation];
    *out = NULL;
    if (*ctx != NULL && (padding == NULL || same_padding(padding, &k->padding[operation]))) {
        *out = *ctx;
        return HY_OK;
    }
    EVP_PKEY_CTX_free(*ctx);
    *ctx = NULL;
    EVP_PKEY_CTX *fresh = EVP_PKEY_CTX_new_from_pkey(k->crypto->lib, k->pkey, NULL);
    if (fresh == NULL)
        return hy_openssl_failed();
    hy_rc rc = set_up(k, operation, padding, fresh);
    if (!hy_ok(rc)) {
        EVP_PKEY_CTX_free(fresh);
        return rc;
    }
    if (padding != NULL)
        k->padding[operation] = *padding;
    *ctx = *out = fresh;
    return HY_OK;
}

/* ---- the bare operation ---- */

static hy_rc check_raw(const hy_rsa *k, hy_view in, size_t room)
{
    HY_ENSURE(in.n == k->size, ARGUMENT);
    HY_ENSURE(k->size <= room, LIMIT);
    uint8_t modulus[HY_RSA_SIZE_MAX];
    size_t n;
    HY_TRY(hy_rsa_get(k, HY_RSA_N, modulus, sizeof modulus, &n));
    hy_view low = hy_view_part(in, in.n - n, n);
    bool below = hy_view_compare(low, hy_view_of(modulus, n)) < 0;
    for (size_t i = 0; i < in.n - n; i++)
        below = below && in.p[i] == 0;
    HY_ENSURE(below, ARGUMENT);
    return HY_OK;
}

static hy_rc raw_bare(hy_rsa *k, hy_view in, uint8_t *out, size_t room, size_t *n)
{
    BIGNUM *x = hy_openssl_number(in);
    HY_ENSURE(x != NULL, MEMORY);
    hy_rc rc = BN_mod_exp_mont_consttime(x, x, k->bare_d, k->bare_n, k->crypto->bn, NULL) == 1
                   ? hy_openssl_number_write(x, k->size, out, room, n)
                   : hy_openssl_failed();
    BN_clear_free(x);
    return rc;
}

hy_rc hy_rsa_raw_public(hy_rsa *k, hy_view in, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->pkey != NULL || !k->is_private, UNSUPPORTED);
    HY_TRY(check_raw(k, in, room));
    if (k->pkey == NULL)
        return raw_bare(k, in, out, room, n);
    EVP_PKEY_CTX *ctx;
    HY_TRY(prepare(k, HY_OPENSSL_RSA_RAW_PUBLIC, NULL, &ctx));
    HY_OPENSSL_TRY(EVP_PKEY_encrypt(ctx, out, &room, in.p, in.n));
    *n = k->size;
    return HY_OK;
}

hy_rc hy_rsa_raw_private(hy_rsa *k, hy_view in, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->is_private, STATE);
    HY_TRY(check_raw(k, in, room));
    if (k->pkey == NULL)
        return raw_bare(k, in, out, room, n);
    EVP_PKEY_CTX *ctx;
    HY_TRY(prepare(k, HY_OPENSSL_RSA_RAW_PRIVATE, NULL, &ctx));
    HY_OPENSSL_TRY(EVP_PKEY_decrypt(ctx, out, &room, in.p, in.n));
    *n = k->size;
    return HY_OK;
}

/* ---- encryption ---- */

static hy_rc check_padding(const hy_rsa *k, const hy_rsa_padding *padding, bool signature)
{
    HY_ENSURE(k->pkey != NULL, UNSUPPORTED);
    HY_ENSURE(padding->scheme == HY_RSA_PKCS1 ||
                  padding->scheme == (signature ? HY_RSA_PSS : HY_RSA_OAEP),
              ARGUMENT);
    HY_ENSURE(padding->digest == HY_DIGEST_NONE ? padding->scheme == HY_RSA_PKCS1
                                                : hy_digest_size(padding->digest) > 0,
              ARGUMENT);
    HY_ENSURE(padding->mgf == HY_DIGEST_NONE || hy_digest_size(padding->mgf) > 0, ARGUMENT);
    HY_ENSURE(padding->salt <= k->size, ARGUMENT);
    return HY_OK;
}

/* RFC 8017 sections 7.1.1 and 7.2.1. */
static bool message_fits(const hy_rsa *k, const hy_rsa_padding *padding, size_t n)
{
    size_t around = padding->scheme == HY_RSA_PKCS1 ? 11 : 2 * hy_digest_size(padding->digest) + 2;
    return around <= k->size && n <= k->size - around;
}

hy_rc hy_rsa_encrypt(hy_rsa *k, const hy_rsa_padding *padding, hy_view in, uint8_t *out,
                     size_t room, size_t *n)
{
    *n = 0;
    HY_TRY(check_padding(k, padding, false));
    HY_ENSURE(message_fits(k, padding, in.n), ARGUMENT);
    HY_ENSURE(k->size <= room, LIMIT);
    EVP_PKEY_CTX *ctx;
    HY_TRY(prepare(k, HY_OPENSSL_RSA_ENCRYPT, padding, &ctx));
    const uint8_t *p = in.n > 0 ? in.p : (const uint8_t *)"";
    HY_OPENSSL_TRY(EVP_PKEY_encrypt(ctx, out, &room, p, in.n));
    *n = k->size;
    return HY_OK;
}

hy_rc hy_rsa_decrypt(hy_rsa *k, const hy_rsa_padding *padding, hy_view in, uint8_t *out,
                     size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->is_private, STATE);
    HY_TRY(check_padding(k, padding, false));
    HY_ENSURE(k->size <= room, LIMIT);
    HY_ENSURE(in.n == k->size, MISMATCH);
    EVP_PKEY_CTX *ctx;
    HY_TRY(prepare(k, HY_OPENSSL_RSA_DECRYPT, padding, &ctx));
    if (EVP_PKEY_decrypt(ctx, out, &room, in.p, in.n) != 1) {
        ERR_clear_error();
        return HY_FAIL(MISMATCH);
    }
    *n = room;
    return HY_OK;
}

/* ---- signatures ---- */

/* Without a digest the bytes themselves are padded (RFC 8017 section 9.2, step 3 on). */
static hy_rc check_digest(const hy_rsa *k, const hy_rsa_padding *padding, size_t n)
{
    HY_TRY(check_padding(k, padding, true));
    if (padding->digest == HY_DIGEST_NONE)
        HY_ENSURE(n <= k->size - 11, ARGUMENT);
    else
        HY_ENSURE(n == hy_digest_size(padding->digest), ARGUMENT);
    return HY_OK;
}

hy_rc hy_rsa_sign(hy_rsa *k, const hy_rsa_padding *padding, hy_view digest, uint8_t *out,
                  size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->is_private, STATE);
    HY_TRY(check_digest(k, padding, digest.n));
    HY_ENSURE(k->size <= room, LIMIT);
    EVP_PKEY_CTX *ctx;
    HY_TRY(prepare(k, HY_OPENSSL_RSA_SIGN, padding, &ctx));
    HY_OPENSSL_TRY(EVP_PKEY_sign(ctx, out, &room, digest.p, digest.n));
    *n = k->size;
    return HY_OK;
}

hy_rc hy_rsa_verify(hy_rsa *k, const hy_rsa_padding *padding, hy_view digest, hy_view signature,
                    hy_verdict *verdict)
{
    *verdict = HY_VERDICT_DIFFERENT;
    HY_TRY(check_digest(k, padding, digest.n));
    if (signature.n != k->size)
        return HY_OK;
    EVP_PKEY_CTX *ctx;
    HY_TRY(prepare(k, HY_OPENSSL_RSA_VERIFY, padding, &ctx));
    if (EVP_PKEY_verify(ctx, signature.p, signature.n, digest.p, digest.n) == 1)
        *verdict = HY_VERDICT_EQUAL;
    else
        ERR_clear_error();
    return HY_OK;
}

hy_rc hy_rsa_recover(hy_rsa *k, hy_view signature, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    const hy_rsa_padding padding = {.scheme = HY_RSA_PKCS1};
    HY_TRY(check_padding(k, &padding, true));
    HY_ENSURE(signature.n == k->size, MISMATCH);
    EVP_PKEY_CTX *ctx;
    HY_TRY(prepare(k, HY_OPENSSL_RSA_RECOVER, &padding, &ctx));
    uint8_t whole[HY_RSA_SIZE_MAX];
    size_t whole_n = sizeof whole;
    if (EVP_PKEY_verify_recover(ctx, whole, &whole_n, signature.p, signature.n) != 1) {
        ERR_clear_error();
        return HY_FAIL(MISMATCH);
    }
    HY_ENSURE(whole_n <= room, LIMIT);
    memcpy(out, whole, whole_n);
    *n = whole_n;
    return HY_OK;
}
