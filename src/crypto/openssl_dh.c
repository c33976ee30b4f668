/* Diffie-Hellman modulo a prime, on OpenSSL's constant-time exponentiation. */
#include "crypto/dh.h"

#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <string.h>

hy_rc hy_dh_standard(unsigned bits, uint8_t *space, size_t room, hy_dh_group *out)
{
    static const struct {
        unsigned bits;
        BIGNUM *(*prime)(BIGNUM *);
    } primes[] = {
        {768, BN_get_rfc2409_prime_768},   {1024, BN_get_rfc2409_prime_1024},
        {1536, BN_get_rfc3526_prime_1536}, {2048, BN_get_rfc3526_prime_2048},
        {3072, BN_get_rfc3526_prime_3072}, {4096, BN_get_rfc3526_prime_4096},
    };
    size_t i = 0;
    while (i < sizeof primes / sizeof primes[0] && primes[i].bits != bits)
        i++;
    HY_ENSURE(i < sizeof primes / sizeof primes[0], ARGUMENT);
    HY_ENSURE(room >= bits / 8 + 1, LIMIT);
    BIGNUM *p = primes[i].prime(NULL);
    HY_ENSURE(p != NULL, MEMORY);
    int n = BN_bn2binpad(p, space, (int)(bits / 8));
    BN_free(p);
    HY_ENSURE(n == (int)(bits / 8), CRYPTO);
    space[bits / 8] = 2;
    *out = (hy_dh_group){.p = hy_view_of(space, bits / 8), .g = hy_view_of(space + bits / 8, 1)};
    return HY_OK;
}

/* ---- numbers ---- */

typedef struct numbers {
    BIGNUM *p, *q, *g, *x, *peer, *result;
    BN_CTX *bn;
} numbers;

static void free_numbers(numbers *v)
{
    BN_free(v->p);
    BN_free(v->q);
    BN_free(v->g);
    BN_clear_free(v->x);
    BN_free(v->peer);
    BN_clear_free(v->result);
}

/* 2 .. p-2: neither 0 nor an element of order 1 or 2. */
static bool is_element(const numbers *v, const BIGNUM *e, BIGNUM *limit)
{
    return BN_copy(limit, v->p) != NULL && BN_sub_word(limit, 1) && BN_cmp(e, BN_value_one()) > 0 &&
           BN_cmp(e, limit) < 0;
}

/* In the group of order q, if that is known. */
static bool in_group(const numbers *v, const BIGNUM *e)
{
    if (v->q == NULL)
        return true;
    BIGNUM *one = BN_new();
    bool good = one != NULL && !BN_is_zero(v->q) && BN_mod_exp(one, e, v->q, v->p, v->bn) == 1 &&
                BN_is_one(one);
    BN_free(one);
    return good;
}

static hy_rc read_group(hy_crypto *c, const hy_dh_group *group, numbers *v)
{
    *v = (numbers){.bn = c->bn};
    HY_ENSURE(group->p.n <= HY_DH_SIZE_MAX && group->q.n <= HY_DH_SIZE_MAX, ARGUMENT);
    HY_ENSURE(group->g.n <= HY_DH_SIZE_MAX, ARGUMENT);
    v->p = BN_bin2bn(group->p.p, (int)group->p.n, NULL);
    v->g = BN_bin2bn(group->g.p, (int)group->g.n, NULL);
    v->q = group->q.n == 0 ? NULL : BN_bin2bn(group->q.p, (int)group->q.n, NULL);
    v->result = BN_new();
    HY_ENSURE(v->p != NULL && v->g != NULL && v->result != NULL, MEMORY);
    HY_ENSURE(group->q.n == 0 || v->q != NULL, MEMORY);
    HY_ENSURE(BN_is_odd(v->p) && BN_num_bits(v->p) >= HY_DH_BITS_MIN, ARGUMENT);
    HY_ENSURE(is_element(v, v->g, v->result) && in_group(v, v->g), ARGUMENT);
    return HY_OK;
}

/* result = base^x. */
static hy_rc power(numbers *v, const BIGNUM *base)
{
    BN_set_flags(v->x, BN_FLG_CONSTTIME);
    HY_OPENSSL_TRY(BN_mod_exp_mont_consttime(v->result, base, v->x, v->p, v->bn, NULL));
    return HY_OK;
}

/* ---- operations ---- */

static hy_rc generate(hy_crypto *c, numbers *v, size_t size, uint8_t *x, uint8_t *y)
{
    size_t n;
    v->x = BN_new();
    HY_ENSURE(v->x != NULL, MEMORY);
    HY_ENSURE(BN_copy(v->result, v->q != NULL ? v->q : v->p) != NULL, MEMORY);
    HY_OPENSSL_TRY(BN_sub_word(v->result, 2));
    do
        HY_OPENSSL_TRY(BN_priv_rand_range_ex(v->x, v->result, 0, c->bn));
    while (BN_is_zero(v->x));
    HY_TRY(power(v, v->g));
    HY_TRY(hy_openssl_number_write(v->x, size, x, size, &n));
    return hy_openssl_number_write(v->result, size, y, size, &n);
}

hy_rc hy_dh_generate(hy_crypto *c, const hy_dh_group *group, uint8_t *x, uint8_t *y)
{
    numbers v;
    hy_rc rc = read_group(c, group, &v);
    if (hy_ok(rc))
        rc = generate(c, &v, group->p.n, x, y);
    free_numbers(&v);
    return rc;
}

static hy_rc agree(numbers *v, hy_view x, hy_view peer)
{
    v->x = hy_openssl_number(x);
    v->peer = BN_bin2bn(peer.p, (int)peer.n, NULL);
    HY_ENSURE(v->x != NULL && v->peer != NULL, MEMORY);
    HY_ENSURE(!BN_is_zero(v->x) && BN_cmp(v->x, v->p) < 0, ARGUMENT);
    HY_ENSURE(is_element(v, v->peer, v->result) && in_group(v, v->peer), ARGUMENT);
    return power(v, v->peer);
}

hy_rc hy_dh_agree(hy_crypto *c, const hy_dh_group *group, hy_view x, hy_view peer, uint8_t *out,
                  size_t room, size_t *n)
{
    numbers v;
    *n = 0;
    HY_ENSURE(x.n <= HY_DH_SIZE_MAX && peer.n <= HY_DH_SIZE_MAX, ARGUMENT);
    hy_rc rc = read_group(c, group, &v);
    if (hy_ok(rc))
        rc = agree(&v, x, peer);
    if (hy_ok(rc))
        rc = hy_openssl_number_write(v.result, group->p.n, out, room, n);
    free_numbers(&v);
    return rc;
}
