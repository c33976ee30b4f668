/* Keys on a prime curve, as OpenSSL numbers and points. */
#include "crypto/ec_key.h"

#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <stdlib.h>

/* Takes s and q over, also when it fails. */
static hy_rc key_of(const hy_curve *curve, BIGNUM *s, EC_POINT *q, hy_ec_key **out)
{
    hy_ec_key *k = calloc(1, sizeof *k);
    if (k == NULL) {
        BN_clear_free(s);
        EC_POINT_free(q);
        return HY_FAIL(MEMORY);
    }
    k->curve = curve;
    k->s = s;
    k->q = q;
    *out = k;
    return HY_OK;
}

/* FIPS 186-4 section B.4.2: a random number below the order, again while it is zero. */
hy_rc hy_ec_key_generate(const hy_curve *curve, hy_ec_key **out)
{
    *out = NULL;
    BIGNUM *s = BN_new();
    HY_ENSURE(s != NULL, MEMORY);
    BN_set_flags(s, BN_FLG_CONSTTIME);
    const BIGNUM *order = EC_GROUP_get0_order(curve->group);
    do {
        if (BN_priv_rand_range_ex(s, order, 0, curve->crypto->bn) != 1) {
            BN_clear_free(s);
            return hy_openssl_failed();
        }
    } while (BN_is_zero(s));
    return key_of(curve, s, NULL, out);
}

hy_rc hy_ec_key_new_private(const hy_curve *curve, hy_view s, hy_ec_key **out)
{
    *out = NULL;
    BIGNUM *number;
    HY_TRY(hy_openssl_scalar_read(curve, s, &number));
    return key_of(curve, number, NULL, out);
}

hy_rc hy_ec_key_new_public(const hy_curve *curve, hy_view point, hy_ec_key **out)
{
    *out = NULL;
    EC_POINT *q;
    HY_TRY(hy_openssl_point_read(curve, point, &q));
    return key_of(curve, NULL, q, out);
}

void hy_ec_key_free(hy_ec_key **k)
{
    if (*k != NULL) {
        EVP_PKEY_CTX_free((*k)->sign);
        EVP_PKEY_CTX_free((*k)->verify);
        BN_clear_free((*k)->s);
        EC_POINT_free((*k)->q);
    }
    free(*k);
    *k = NULL;
}

hy_rc hy_ec_key_private(const hy_ec_key *k, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->s != NULL, STATE);
    return hy_openssl_number_write(k->s, k->curve->order_size, out, room, n);
}

hy_rc hy_openssl_key_point(hy_ec_key *k)
{
    if (k->q != NULL)
        return HY_OK;
    EC_POINT *q = EC_POINT_new(k->curve->group);
    HY_ENSURE(q != NULL, MEMORY);
    if (EC_POINT_mul(k->curve->group, q, k->s, NULL, NULL, k->curve->crypto->bn) != 1) {
        EC_POINT_free(q);
        return hy_openssl_failed();
    }
    k->q = q;
    return HY_OK;
}

hy_rc hy_ec_key_public(hy_ec_key *k, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_TRY(hy_openssl_key_point(k));
    return hy_openssl_point_write(k->curve, k->q, out, room, n);
}
