/* Diffie-Hellman on prime curves: one point multiplication by OpenSSL. */
#include "crypto/ecdh.h"

#include "base/secret.h"
#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <string.h>

/* The shared point; times the cofactor when that is wanted and is not 1. */
static hy_rc shared_point(const hy_ec_key *k, hy_ecdh_kind kind, const EC_POINT *peer,
                          EC_POINT *out)
{
    const EC_GROUP *group = k->curve->group;
    BN_CTX *bn = k->curve->crypto->bn;
    const BIGNUM *h = EC_GROUP_get0_cofactor(group);
    HY_OPENSSL_TRY(EC_POINT_mul(group, out, NULL, peer, k->s, bn));
    if (kind == HY_ECDH_COFACTOR && !BN_is_one(h))
        HY_OPENSSL_TRY(EC_POINT_mul(group, out, NULL, out, h, bn));
    return HY_OK;
}

static hy_rc agree(const hy_ec_key *k, hy_ecdh_kind kind, const EC_POINT *peer,
                   uint8_t point[HY_CURVE_POINT_MAX], size_t *n)
{
    EC_POINT *shared = EC_POINT_new(k->curve->group);
    HY_ENSURE(shared != NULL, MEMORY);
    hy_rc rc = shared_point(k, kind, peer, shared);
    if (hy_ok(rc))
        rc = hy_openssl_point_write(k->curve, shared, point, HY_CURVE_POINT_MAX, n);
    EC_POINT_clear_free(shared);
    return rc;
}

hy_rc hy_ecdh_agree(hy_ec_key *k, hy_ecdh_kind kind, hy_ecdh_output output, hy_view peer,
                    uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(k->s != NULL, STATE);
    size_t field = k->curve->field_size;
    size_t size = output == HY_ECDH_X ? field : 1 + 2 * field;
    HY_ENSURE(size <= room, LIMIT);
    EC_POINT *other;
    HY_TRY(hy_openssl_point_read(k->curve, peer, &other));
    uint8_t point[HY_CURVE_POINT_MAX];
    size_t point_n;
    hy_rc rc = agree(k, kind, other, point, &point_n);
    EC_POINT_free(other);
    if (hy_ok(rc)) {
        memcpy(out, output == HY_ECDH_X ? point + 1 : point, size);
        *n = size;
    }
    hy_wipe(point, sizeof point);
    return rc;
}
