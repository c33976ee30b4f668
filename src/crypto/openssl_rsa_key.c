/* RSA keys in OpenSSL: made from their numbers, generated, read back. */
#include "crypto/rsa_key.h"

#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <stdlib.h>

static const char *const part_names[HY_RSA_PART_COUNT] = {
    [HY_RSA_N] = OSSL_PKEY_PARAM_RSA_N,          [HY_RSA_E] = OSSL_PKEY_PARAM_RSA_E,
    [HY_RSA_D] = OSSL_PKEY_PARAM_RSA_D,          [HY_RSA_P] = OSSL_PKEY_PARAM_RSA_FACTOR1,
    [HY_RSA_Q] = OSSL_PKEY_PARAM_RSA_FACTOR2,    [HY_RSA_DP] = OSSL_PKEY_PARAM_RSA_EXPONENT1,
    [HY_RSA_DQ] = OSSL_PKEY_PARAM_RSA_EXPONENT2, [HY_RSA_QINV] = OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
};

/* Takes pkey over, also when it fails. NULL makes a bare key. */
static hy_rc key_of(hy_crypto *c, EVP_PKEY *pkey, size_t size, bool is_private, hy_rsa **out)
{
    hy_rsa *k = calloc(1, sizeof *k);
    if (k == NULL) {
        EVP_PKEY_free(pkey);
        return HY_FAIL(MEMORY);
    }
    k->crypto = c;
    k->pkey = pkey;
    k->size = size;
    k->is_private = is_private;
    *out = k;
    return HY_OK;
}

void hy_rsa_free(hy_rsa **k)
{
    if (*k != NULL) {
        for (int i = 0; i < HY_OPENSSL_RSA_COUNT; i++)
            EVP_PKEY_CTX_free((*k)->ctx[i]);
        EVP_PKEY_free((*k)->pkey); /* which wipes the private numbers */
        BN_free((*k)->bare_n);
        BN_clear_free((*k)->bare_d);
    }
    free(*k);
    *k = NULL;
}

/* ---- from numbers ---- */

static void numbers_free(hy_openssl_rsa_numbers *v)
{
    BIGNUM *const all[] = {v->n, v->e, v->d, v->p, v->q, v->dp, v->dq, v->qinv};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        BN_clear_free(all[i]);
}

/* An empty view is no number. */
static hy_rc read_number(hy_view v, BIGNUM **out)
{
    *out = NULL;
    if (v.n == 0)
        return HY_OK;
    HY_ENSURE(v.n <= (size_t)2 * HY_RSA_SIZE_MAX, ARGUMENT);
    *out = hy_openssl_number(v);
    HY_ENSURE(*out != NULL, MEMORY);
    return HY_OK;
}

static hy_rc check_modulus(const BIGNUM *n)
{
    int bits = n != NULL ? BN_num_bits(n) : 0;
    HY_ENSURE(bits >= HY_RSA_BITS_MIN && bits <= HY_RSA_BITS_MAX && BN_is_odd(n), ARGUMENT);
    return HY_OK;
}

static hy_rc check_exponent(const BIGNUM *exponent, const BIGNUM *n)
{
    HY_ENSURE(exponent != NULL && BN_num_bits(exponent) > 1, ARGUMENT);
    HY_ENSURE(BN_cmp(exponent, n) < 0, ARGUMENT);
    return HY_OK;
}

static hy_rc make_key(hy_crypto *c, const hy_openssl_rsa_numbers *v, hy_rsa **out)
{
    const BIGNUM *const all[HY_RSA_PART_COUNT] = {
        [HY_RSA_N] = v->n, [HY_RSA_E] = v->e,   [HY_RSA_D] = v->d,   [HY_RSA_P] = v->p,
        [HY_RSA_Q] = v->q, [HY_RSA_DP] = v->dp, [HY_RSA_DQ] = v->dq, [HY_RSA_QINV] = v->qinv,
    };
    hy_openssl_params params = {.n = 0};
    for (int i = 0; i < HY_RSA_PART_COUNT; i++)
        hy_openssl_params_number(&params, part_names[i], all[i]);
    bool is_private = v->d != NULL;
    EVP_PKEY *pkey;
    HY_TRY(hy_openssl_params_make(c, "RSA", is_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY,
                                  &params, &pkey));
    return key_of(c, pkey, (size_t)BN_num_bytes(v->n), is_private, out);
}

static hy_rc public_key(hy_crypto *c, hy_view n, hy_view e, hy_openssl_rsa_numbers *v, hy_rsa **out)
{
    HY_TRY(read_number(n, &v->n));
    HY_TRY(read_number(e, &v->e));
    HY_TRY(check_modulus(v->n));
    HY_TRY(check_exponent(v->e, v->n));
    return make_key(c, v, out);
}

hy_rc hy_rsa_new_public(hy_crypto *c, hy_view n, hy_view e, hy_rsa **out)
{
    *out = NULL;
    hy_openssl_rsa_numbers v = {.n = NULL};
    hy_rc rc = public_key(c, n, e, &v, out);
    numbers_free(&v);
    return rc;
}

/* A key whose public exponent nobody knows keeps the two numbers. */
static hy_rc bare_key(hy_crypto *c, hy_openssl_rsa_numbers *v, hy_rsa **out)
{
    HY_TRY(key_of(c, NULL, (size_t)BN_num_bytes(v->n), true, out));
    (*out)->bare_n = v->n;
    (*out)->bare_d = v->d;
    v->n = v->d = NULL;
    return HY_OK;
}

static hy_rc private_key(hy_crypto *c, hy_view n, hy_view d, hy_view e, hy_openssl_rsa_numbers *v,
                         hy_rsa **out)
{
    HY_TRY(read_number(n, &v->n));
    HY_TRY(read_number(d, &v->d));
    HY_TRY(read_number(e, &v->e));
    HY_TRY(check_modulus(v->n));
    HY_ENSURE(v->d != NULL && !BN_is_zero(v->d) && BN_cmp(v->d, v->n) < 0, ARGUMENT);
    if (v->e != NULL) {
        HY_TRY(check_exponent(v->e, v->n));
        HY_TRY(hy_openssl_rsa_check_e(c, v->n, v->d, v->e));
        return make_key(c, v, out);
    }
    hy_rc rc = hy_openssl_rsa_find_e(c, v->n, v->d, &v->e);
    if (rc.code == HY_E_NOT_FOUND)
        return bare_key(c, v, out);
    HY_TRY(rc);
    return make_key(c, v, out);
}

hy_rc hy_rsa_new_private(hy_crypto *c, hy_view n, hy_view d, hy_view e, hy_rsa **out)
{
    *out = NULL;
    hy_openssl_rsa_numbers v = {.n = NULL};
    hy_rc rc = private_key(c, n, d, e, &v, out);
    numbers_free(&v);
    return rc;
}

static hy_rc modular_key(hy_crypto *c, hy_view n, hy_view exponent, bool is_private,
                         hy_openssl_rsa_numbers *v, hy_rsa **out)
{
    HY_TRY(read_number(n, &v->n));
    HY_TRY(read_number(exponent, &v->d));
    HY_ENSURE(n.n <= HY_RSA_SIZE_MAX && v->n != NULL && v->d != NULL, ARGUMENT);
    HY_ENSURE(BN_is_odd(v->n) && !BN_is_one(v->n) && !BN_is_zero(v->d), ARGUMENT);
    HY_TRY(bare_key(c, v, out));
    (*out)->size = n.n;
    (*out)->is_private = is_private;
    return HY_OK;
}

hy_rc hy_rsa_new_modular(hy_crypto *c, hy_view n, hy_view exponent, bool is_private, hy_rsa **out)
{
    *out = NULL;
    hy_openssl_rsa_numbers v = {NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    hy_rc rc = modular_key(c, n, exponent, is_private, &v, out);
    numbers_free(&v);
    return rc;
}

static hy_rc crt_key(hy_crypto *c, const hy_rsa_crt *parts, hy_view e, hy_openssl_rsa_numbers *v,
                     hy_rsa **out)
{
    HY_TRY(read_number(parts->p, &v->p));
    HY_TRY(read_number(parts->q, &v->q));
    HY_TRY(read_number(parts->dp, &v->dp));
    HY_TRY(read_number(parts->dq, &v->dq));
    HY_TRY(read_number(parts->qinv, &v->qinv));
    HY_TRY(read_number(e, &v->e));
    HY_ENSURE(v->p && v->q && v->dp && v->dq && v->qinv, ARGUMENT);
    HY_TRY(hy_openssl_rsa_complete(c, v));
    HY_TRY(check_modulus(v->n));
    HY_TRY(check_exponent(v->e, v->n));
    return make_key(c, v, out);
}

hy_rc hy_rsa_new_crt(hy_crypto *c, const hy_rsa_crt *parts, hy_view e, hy_rsa **out)
{
    *out = NULL;
    hy_openssl_rsa_numbers v = {.n = NULL};
    hy_rc rc = crt_key(c, parts, e, &v, out);
    numbers_free(&v);
    return rc;
}

/* ---- generated ---- */

hy_rc hy_rsa_generate(hy_crypto *c, unsigned bits, hy_view e, hy_rsa **out)
{
    *out = NULL;
    HY_ENSURE(bits >= HY_RSA_BITS_MIN && bits <= HY_RSA_BITS_MAX && bits % 8 == 0, ARGUMENT);
    BIGNUM *exponent;
    HY_TRY(read_number(e, &exponent));
    bool fits = exponent != NULL && BN_is_odd(exponent) && BN_num_bits(exponent) >= 2 &&
                BN_num_bits(exponent) <= 64;
    EVP_PKEY_CTX *ctx = fits ? EVP_PKEY_CTX_new_from_name(c->lib, "RSA", NULL) : NULL;
    EVP_PKEY *pkey = NULL;
    bool made = ctx != NULL && EVP_PKEY_keygen_init(ctx) == 1 &&
                EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)bits) == 1 &&
                EVP_PKEY_CTX_set1_rsa_keygen_pubexp(ctx, exponent) == 1 &&
                EVP_PKEY_generate(ctx, &pkey) == 1;
    EVP_PKEY_CTX_free(ctx);
    BN_free(exponent);
    HY_ENSURE(fits, ARGUMENT);
    return made ? key_of(c, pkey, bits / 8, true, out) : hy_openssl_failed();
}

/* ---- read back ---- */

size_t hy_rsa_size(const hy_rsa *k)
{
    return k->size;
}

hy_rc hy_rsa_get(const hy_rsa *k, hy_rsa_part part, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE((unsigned)part < HY_RSA_PART_COUNT, ARGUMENT);
    BIGNUM *number = NULL;
    if (k->pkey == NULL)
        number = part == HY_RSA_N ? BN_dup(k->bare_n) : part == HY_RSA_D ? BN_dup(k->bare_d) : NULL;
    else if (EVP_PKEY_get_bn_param(k->pkey, part_names[part], &number) != 1)
        ERR_clear_error();
    HY_ENSURE(number != NULL, NOT_FOUND);
    hy_rc rc = hy_openssl_number_write(number, (size_t)BN_num_bytes(number), out, room, n);
    BN_clear_free(number);
    return rc;
}
