/* DSA by OpenSSL. */
#include "crypto/dsa.h"

#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

struct hy_dsa {
    hy_crypto *crypto;
    BIGNUM *p, *q, *g;
    BIGNUM *x; /* NULL in a public key */
    BIGNUM *y;
    EVP_PKEY_CTX *sign;   /* initialised, or NULL until wanted */
    EVP_PKEY_CTX *verify; /* the same */
};

static const struct {
    unsigned bits;
    const char *p, *q, *g;
} groups[] = {
#define HY_DSA_GROUP(bits, p, q, g) {bits, p, q, g},
#include "crypto/dsa_groups.def"
#undef HY_DSA_GROUP
};

static hy_rc group_number(const char *hex, uint8_t *space, size_t room, size_t *used, hy_view *out)
{
    BIGNUM *number = NULL;
    size_t n;
    HY_ENSURE(BN_hex2bn(&number, hex) > 0, MEMORY);
    hy_rc rc = hy_openssl_number_write(number, (size_t)BN_num_bytes(number), space + *used,
                                       room - *used, &n);
    BN_free(number);
    HY_TRY(rc);
    *out = hy_view_of(space + *used, n);
    *used += n;
    return HY_OK;
}

hy_rc hy_dsa_standard(unsigned bits, uint8_t *space, size_t room, hy_dsa_domain *out)
{
    size_t used = 0;
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        if (groups[i].bits != bits)
            continue;
        HY_TRY(group_number(groups[i].p, space, room, &used, &out->p));
        HY_TRY(group_number(groups[i].q, space, room, &used, &out->q));
        return group_number(groups[i].g, space, room, &used, &out->g);
    }
    return HY_FAIL(ARGUMENT);
}

/* ---- keys ---- */

void hy_dsa_free(hy_dsa **k)
{
    hy_dsa *it = *k;
    *k = NULL;
    if (it == NULL)
        return;
    EVP_PKEY_CTX_free(it->sign);
    EVP_PKEY_CTX_free(it->verify);
    BN_free(it->p);
    BN_free(it->q);
    BN_free(it->g);
    BN_clear_free(it->x);
    BN_free(it->y);
    free(it);
}

/* Is e of order q: not 1, and 1 when raised to q? */
static bool in_group(const hy_dsa *k, const BIGNUM *e)
{
    BIGNUM *one = BN_new();
    bool good = one != NULL && BN_cmp(e, BN_value_one()) > 0 && BN_cmp(e, k->p) < 0 &&
                BN_mod_exp(one, e, k->q, k->p, k->crypto->bn) == 1 && BN_is_one(one);
    BN_free(one);
    return good;
}

static hy_rc check_domain(const hy_dsa *k)
{
    int bits = BN_num_bits(k->p);
    int order = BN_num_bits(k->q);
    HY_ENSURE(BN_is_odd(k->p) && bits >= HY_DSA_BITS_MIN && bits <= HY_DSA_BITS_MAX, ARGUMENT);
    HY_ENSURE(BN_is_odd(k->q) && (order == 160 || order == 224 || order == 256), ARGUMENT);
    BIGNUM *rest = BN_new();
    HY_ENSURE(rest != NULL, MEMORY);
    bool divides = BN_mod(rest, k->p, k->q, k->crypto->bn) == 1 && BN_is_one(rest);
    BN_free(rest);
    HY_ENSURE(divides && in_group(k, k->g), ARGUMENT);
    return HY_OK;
}

/* A key of the domain without its own numbers. */
static hy_rc open_key(hy_crypto *c, const hy_dsa_domain *domain, hy_dsa **out)
{
    const hy_view all[] = {domain->p, domain->q, domain->g};
    *out = NULL;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        HY_ENSURE(all[i].n > 0 && all[i].n <= 2 * HY_DSA_BITS_MAX / 8, ARGUMENT);
    hy_dsa *k = calloc(1, sizeof *k);
    HY_ENSURE(k != NULL, MEMORY);
    *out = k;
    k->crypto = c;
    k->p = BN_bin2bn(domain->p.p, (int)domain->p.n, NULL);
    k->q = BN_bin2bn(domain->q.p, (int)domain->q.n, NULL);
    k->g = BN_bin2bn(domain->g.p, (int)domain->g.n, NULL);
    HY_ENSURE(k->p != NULL && k->q != NULL && k->g != NULL, MEMORY);
    return check_domain(k);
}

/* y from x. */
static hy_rc complete(hy_dsa *k)
{
    k->y = BN_new();
    HY_ENSURE(k->x != NULL && k->y != NULL, MEMORY);
    BN_set_flags(k->x, BN_FLG_CONSTTIME);
    HY_ENSURE(!BN_is_zero(k->x) && BN_cmp(k->x, k->q) < 0, ARGUMENT);
    HY_OPENSSL_TRY(BN_mod_exp_mont_consttime(k->y, k->g, k->x, k->p, k->crypto->bn, NULL));
    return HY_OK;
}

static hy_rc conclude(hy_dsa **k, hy_rc rc)
{
    if (!hy_ok(rc))
        hy_dsa_free(k);
    return rc;
}

hy_rc hy_dsa_new_private(hy_crypto *c, const hy_dsa_domain *domain, hy_view x, hy_dsa **out)
{
    *out = NULL;
    hy_rc rc = x.n <= HY_DSA_BITS_MAX / 8 ? open_key(c, domain, out) : HY_FAIL(ARGUMENT);
    if (hy_ok(rc)) {
        (*out)->x = hy_openssl_number(x);
        rc = complete(*out);
    }
    return conclude(out, rc);
}

hy_rc hy_dsa_new_public(hy_crypto *c, const hy_dsa_domain *domain, hy_view y, hy_dsa **out)
{
    *out = NULL;
    hy_rc rc = y.n <= HY_DSA_BITS_MAX / 8 ? open_key(c, domain, out) : HY_FAIL(ARGUMENT);
    if (hy_ok(rc)) {
        (*out)->y = BN_bin2bn(y.p, (int)y.n, NULL);
        rc = (*out)->y == NULL           ? HY_FAIL(MEMORY)
             : in_group(*out, (*out)->y) ? HY_OK
                                         : HY_FAIL(ARGUMENT);
    }
    return conclude(out, rc);
}

/* FIPS 186-4 section B.1.2: a random number below q, again while it is zero. */
static hy_rc draw(hy_dsa *k)
{
    k->x = BN_new();
    HY_ENSURE(k->x != NULL, MEMORY);
    do
        HY_OPENSSL_TRY(BN_priv_rand_range_ex(k->x, k->q, 0, k->crypto->bn));
    while (BN_is_zero(k->x));
    return complete(k);
}

hy_rc hy_dsa_generate(hy_crypto *c, const hy_dsa_domain *domain, hy_dsa **out)
{
    hy_rc rc = open_key(c, domain, out);
    if (hy_ok(rc))
        rc = draw(*out);
    return conclude(out, rc);
}

hy_rc hy_dsa_private(const hy_dsa *k, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->x != NULL, STATE);
    return hy_openssl_number_write(k->x, (size_t)BN_num_bytes(k->q), out, room, n);
}

hy_rc hy_dsa_public(const hy_dsa *k, uint8_t *out, size_t room, size_t *n)
{
    return hy_openssl_number_write(k->y, (size_t)BN_num_bytes(k->p), out, room, n);
}

/* ---- signatures ---- */

/* The context of an operation, made on first use. */
static hy_rc prepare(hy_dsa *k, EVP_PKEY_CTX **slot, int (*init)(EVP_PKEY_CTX *))
{
    if (*slot != NULL)
        return HY_OK;
    EVP_PKEY *pkey;
    hy_openssl_params params = {.n = 0};
    hy_openssl_params_number(&params, OSSL_PKEY_PARAM_FFC_P, k->p);
    hy_openssl_params_number(&params, OSSL_PKEY_PARAM_FFC_Q, k->q);
    hy_openssl_params_number(&params, OSSL_PKEY_PARAM_FFC_G, k->g);
    hy_openssl_params_number(&params, OSSL_PKEY_PARAM_PUB_KEY, k->y);
    hy_openssl_params_number(&params, OSSL_PKEY_PARAM_PRIV_KEY, k->x);
    HY_TRY(hy_openssl_params_make(
        k->crypto, "DSA", k->x != NULL ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, &params, &pkey));
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(k->crypto->lib, pkey, NULL);
    EVP_PKEY_free(pkey); /* the context keeps its own reference */
    if (ctx == NULL || init(ctx) != 1) {
        EVP_PKEY_CTX_free(ctx);
        return hy_openssl_failed();
    }
    *slot = ctx;
    return HY_OK;
}

hy_rc hy_dsa_sign(hy_dsa *k, hy_view digest, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->x != NULL, STATE);
    HY_ENSURE(digest.n > 0, ARGUMENT);
    HY_ENSURE(room >= HY_DSA_MAX, LIMIT);
    HY_TRY(prepare(k, &k->sign, EVP_PKEY_sign_init));
    HY_OPENSSL_TRY(EVP_PKEY_sign(k->sign, out, &room, digest.p, digest.n));
    *n = room;
    return HY_OK;
}

hy_rc hy_dsa_verify(hy_dsa *k, hy_view digest, hy_view signature, hy_verdict *verdict)
{
    *verdict = HY_VERDICT_DIFFERENT;
    HY_ENSURE(digest.n > 0, ARGUMENT);
    HY_TRY(prepare(k, &k->verify, EVP_PKEY_verify_init));
    if (EVP_PKEY_verify(k->verify, signature.p, signature.n, digest.p, digest.n) == 1)
        *verdict = HY_VERDICT_EQUAL;
    else
        ERR_clear_error();
    return HY_OK;
}
