/* The numbers of an RSA key that a card does not store, from those that it does. */
#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/err.h>

#define E_SEARCH_MAX 65537
#define E_BITS_MAX 256 /* FIPS 186-5, 5.4 (e): below 2^256 */

/* A scratch number that stays out of variable-time code. */
static BIGNUM *secret_number(BN_CTX *bn)
{
    BIGNUM *number = BN_CTX_get(bn);
    if (number != NULL)
        BN_set_flags(number, BN_FLG_CONSTTIME);
    return number;
}

/* ---- from CRT parts ---- */

/* What the derivation works with: p-1, q-1, their greatest common divisor, (q-1)/gcd, the least
   common multiple, and scratch. */
struct crt {
    BIGNUM *p1, *q1, *gcd, *m, *lambda, *t, *u;
};

static hy_rc crt_begin(const hy_openssl_rsa_numbers *k, BN_CTX *bn, struct crt *v)
{
    BIGNUM **all[] = {&v->p1, &v->q1, &v->gcd, &v->m, &v->lambda, &v->t, &v->u};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        *all[i] = secret_number(bn);
        HY_ENSURE(*all[i] != NULL, MEMORY);
    }
    HY_OPENSSL_TRY(BN_sub(v->p1, k->p, BN_value_one()));
    HY_OPENSSL_TRY(BN_sub(v->q1, k->q, BN_value_one()));
    HY_OPENSSL_TRY(BN_gcd(v->gcd, v->p1, v->q1, bn));
    HY_OPENSSL_TRY(BN_div(v->m, NULL, v->q1, v->gcd, bn));
    HY_OPENSSL_TRY(BN_mul(v->lambda, v->p1, v->m, bn));
    return HY_OK;
}

/* d = dp + (p-1) * (((dq - dp) / gcd) * ((p-1)/gcd)^-1 mod m), the only number below lambda that is
   dp modulo p-1 and dq modulo q-1. There is none when gcd does not divide dq - dp. */
static hy_rc derive_d(hy_openssl_rsa_numbers *k, BN_CTX *bn, struct crt *v)
{
    HY_OPENSSL_TRY(BN_sub(v->t, k->dq, k->dp));
    HY_OPENSSL_TRY(BN_div(v->t, v->u, v->t, v->gcd, bn));
    HY_ENSURE(BN_is_zero(v->u), ARGUMENT);
    HY_OPENSSL_TRY(BN_div(v->u, NULL, v->p1, v->gcd, bn));
    HY_ENSURE(BN_mod_inverse(v->u, v->u, v->m, bn) != NULL, ARGUMENT);
    HY_OPENSSL_TRY(BN_nnmod(v->t, v->t, v->m, bn));
    HY_OPENSSL_TRY(BN_mod_mul(v->t, v->t, v->u, v->m, bn));
    HY_OPENSSL_TRY(BN_mul(v->t, v->t, v->p1, bn));
    HY_OPENSSL_TRY(BN_add(v->t, v->t, k->dp));
    k->d = BN_dup(v->t);
    HY_ENSURE(k->d != NULL, MEMORY);
    BN_set_flags(k->d, BN_FLG_CONSTTIME);
    return HY_OK;
}

/* e * d = 1 modulo lambda: found, or proven. Parts that do not belong together have an e, too, but
   one as long as the modulus: a signature made with them would be right by one prime only and tell
   the other (Boneh, DeMillo, Lipton). */
static hy_rc derive_e(hy_openssl_rsa_numbers *k, BN_CTX *bn, struct crt *v)
{
    if (k->e == NULL) {
        k->e = BN_mod_inverse(NULL, k->d, v->lambda, bn);
        HY_ENSURE(k->e != NULL && BN_num_bits(k->e) <= E_BITS_MAX, ARGUMENT);
        return HY_OK;
    }
    HY_OPENSSL_TRY(BN_mod_mul(v->t, k->e, k->d, v->lambda, bn));
    HY_ENSURE(BN_is_one(v->t), ARGUMENT);
    return HY_OK;
}

static hy_rc complete(hy_openssl_rsa_numbers *k, BN_CTX *bn)
{
    HY_ENSURE(BN_is_odd(k->p) && BN_is_odd(k->q) && BN_cmp(k->p, k->q) != 0, ARGUMENT);
    HY_ENSURE(BN_num_bits(k->p) > 2 && BN_num_bits(k->q) > 2, ARGUMENT);
    struct crt v;
    HY_TRY(crt_begin(k, bn, &v));
    HY_OPENSSL_TRY(BN_mod_mul(v.t, k->qinv, k->q, k->p, bn));
    HY_ENSURE(BN_is_one(v.t) && BN_cmp(k->qinv, k->p) < 0, ARGUMENT);
    HY_ENSURE(BN_cmp(k->dp, v.p1) < 0 && BN_cmp(k->dq, v.q1) < 0, ARGUMENT);
    k->n = BN_new();
    HY_ENSURE(k->n != NULL, MEMORY);
    HY_OPENSSL_TRY(BN_mul(k->n, k->p, k->q, bn));
    HY_TRY(derive_d(k, bn, &v));
    return derive_e(k, bn, &v);
}

hy_rc hy_openssl_rsa_complete(hy_crypto *c, hy_openssl_rsa_numbers *k)
{
    BN_CTX_start(c->bn);
    hy_rc rc = complete(k, c->bn);
    BN_CTX_end(c->bn);
    ERR_clear_error(); /* of refused parts; a success left none */
    return rc;
}

/* ---- from n and d ---- */

static hy_rc undoes(const BIGNUM *n, const BIGNUM *d, const BIGNUM *e, BN_ULONG base, BN_CTX *bn)
{
    BIGNUM *x = BN_CTX_get(bn);
    BIGNUM *y = secret_number(bn);
    HY_ENSURE(y != NULL && BN_set_word(x, base), MEMORY);
    HY_OPENSSL_TRY(BN_mod_exp_mont_consttime(y, x, d, n, bn, NULL));
    HY_OPENSSL_TRY(BN_mod_exp_mont(y, y, e, n, bn, NULL));
    HY_ENSURE(BN_cmp(x, y) == 0, ARGUMENT);
    return HY_OK;
}

hy_rc hy_openssl_rsa_check_e(hy_crypto *c, const BIGNUM *n, BIGNUM *d, const BIGNUM *e)
{
    BN_CTX_start(c->bn);
    hy_rc rc = undoes(n, d, e, 2, c->bn);
    if (hy_ok(rc))
        rc = undoes(n, d, e, 3, c->bn);
    BN_CTX_end(c->bn);
    return rc;
}

/* The least odd e >= 3 with (2^d)^e = 2: y = 2^d, and its odd powers in turn. Sets *word to 0 when
   there is none in the range. */
static hy_rc search(const BIGNUM *n, const BIGNUM *d, BN_CTX *bn, BN_ULONG *word)
{
    *word = 0;
    BN_MONT_CTX *mont = BN_MONT_CTX_new();
    BIGNUM *two = BN_CTX_get(bn);
    BIGNUM *power = secret_number(bn);
    BIGNUM *square = secret_number(bn);
    bool good = mont != NULL && square != NULL && BN_MONT_CTX_set(mont, n, bn) &&
                BN_set_word(two, 2) && BN_mod_exp_mont_consttime(power, two, d, n, bn, NULL) &&
                BN_to_montgomery(two, two, mont, bn) && BN_to_montgomery(power, power, mont, bn) &&
                BN_mod_mul_montgomery(square, power, power, mont, bn);
    for (BN_ULONG e = 3; good && *word == 0 && e <= E_SEARCH_MAX; e += 2) {
        good = BN_mod_mul_montgomery(power, power, square, mont, bn);
        if (good && BN_cmp(power, two) == 0)
            *word = e;
    }
    BN_MONT_CTX_free(mont);
    return good ? HY_OK : hy_openssl_failed();
}

hy_rc hy_openssl_rsa_find_e(hy_crypto *c, const BIGNUM *n, BIGNUM *d, BIGNUM **e)
{
    *e = BN_new();
    HY_ENSURE(*e != NULL && BN_set_word(*e, E_SEARCH_MAX), MEMORY);
    if (hy_ok(hy_openssl_rsa_check_e(c, n, d, *e)))
        return HY_OK;
    BN_ULONG word;
    BN_CTX_start(c->bn);
    hy_rc rc = search(n, d, c->bn, &word);
    BN_CTX_end(c->bn);
    if (hy_ok(rc) && word != 0 && BN_set_word(*e, word))
        rc = hy_openssl_rsa_check_e(c, n, d, *e);
    if (hy_ok(rc) && word != 0)
        return HY_OK;
    BN_free(*e);
    *e = NULL;
    return hy_ok(rc) || rc.code == HY_E_ARGUMENT ? HY_FAIL(NOT_FOUND) : rc;
}
