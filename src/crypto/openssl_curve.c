/* Curves by OpenSSL: groups, checked points, multiples and sums. */
#include "crypto/curve.h"

#include "crypto/openssl_leaf.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[HY_CURVE_COUNT] = {
#define HY_CURVE(name, openssl) openssl,
#include "crypto/curves.def"
#undef HY_CURVE
};

enum { PRIME_BITS_MAX = 521, DEGREE_MAX = 571 };

bool hy_openssl_group_is_binary(const EC_GROUP *group)
{
    return EC_GROUP_get_field_type(group) == NID_X9_62_characteristic_two_field;
}

/* ---- groups ---- */

/* Takes the group over, also when it fails. */
static hy_rc curve_of(hy_crypto *c, EC_GROUP *group, bool named, hy_curve **out)
{
    hy_curve *curve = group != NULL ? malloc(sizeof *curve) : NULL;
    if (curve == NULL) {
        EC_GROUP_free(group);
        return group == NULL ? hy_openssl_failed() : HY_FAIL(MEMORY);
    }
    *curve = (hy_curve){
        .crypto = c,
        .group = group,
        .named = named,
        .field_size = ((size_t)EC_GROUP_get_degree(group) + 7) / 8,
        .order_size = ((size_t)EC_GROUP_order_bits(group) + 7) / 8,
    };
    *out = curve;
    return HY_OK;
}

hy_rc hy_curve_new_named(hy_crypto *c, hy_curve_name name, hy_curve **out)
{
    *out = NULL;
    HY_ENSURE((unsigned)name < HY_CURVE_COUNT, ARGUMENT);
    int nid = OBJ_sn2nid(names[name]);
    return curve_of(c, EC_GROUP_new_by_curve_name_ex(c->lib, NULL, nid), true, out);
}

struct numbers {
    bool binary;
    BIGNUM *p, *a, *b, *n, *h;
};

static hy_rc read_numbers(const hy_curve_params *params, struct numbers *v)
{
    v->binary = params->binary;
    v->p = BN_bin2bn(params->p.p, (int)params->p.n, NULL);
    v->a = BN_bin2bn(params->a.p, (int)params->a.n, NULL);
    v->b = BN_bin2bn(params->b.p, (int)params->b.n, NULL);
    v->n = BN_bin2bn(params->n.p, (int)params->n.n, NULL);
    v->h = BN_bin2bn(params->h.p, (int)params->h.n, NULL);
    HY_ENSURE(v->p && v->a && v->b && v->n && v->h, MEMORY);
    return HY_OK;
}

/* Hasse: the curve has n * h points, which is q + 1 give or take 2 * sqrt(q), q the size of the
   field. What does not fit is no order or no cofactor. */
static bool order_fits(BN_CTX *bn, const struct numbers *v, const EC_GROUP *group)
{
    BN_CTX_start(bn);
    BIGNUM *q = BN_CTX_get(bn);
    BIGNUM *gap = BN_CTX_get(bn);
    BIGNUM *bound = BN_CTX_get(bn);
    bool good = bound != NULL &&
                (v->binary ? BN_set_word(q, 0) && BN_set_bit(q, EC_GROUP_get_degree(group)) == 1
                           : BN_copy(q, v->p) != NULL) &&
                BN_mul(gap, EC_GROUP_get0_order(group), EC_GROUP_get0_cofactor(group), bn) &&
                BN_sub(gap, gap, q) && BN_sub_word(gap, 1) && BN_sqr(gap, gap, bn) &&
                BN_lshift(bound, q, 2) && BN_cmp(gap, bound) <= 0;
    BN_CTX_end(bn);
    return good;
}

/* Fills in generator, order and cofactor and proves them (EC_GROUP_check: no singular equation,
   generator on the curve and of this order). A cofactor of 1 is what applets set who think of none
   (libraries for Curve25519 among them): as with 0, the true one follows from field and order. */
static bool set_generator(hy_crypto *c, EC_GROUP *group, const struct numbers *v, hy_view g)
{
    const BIGNUM *cofactor = BN_is_zero(v->h) || BN_is_one(v->h) ? NULL : v->h;
    EC_POINT *point = EC_POINT_new(group);
    bool good = point != NULL && EC_POINT_oct2point(group, point, g.p, g.n, c->bn) == 1 &&
                EC_POINT_is_at_infinity(group, point) == 0 &&
                EC_GROUP_set_generator(group, point, v->n, cofactor) == 1 &&
                order_fits(c->bn, v, group) && EC_GROUP_check(group, c->bn) == 1;
    EC_POINT_free(point);
    return good;
}

/* The named group that has the same parameters takes the place of the given one. */
static hy_rc prefer_named(hy_crypto *c, EC_GROUP *group, hy_curve **out)
{
    int nid = EC_GROUP_check_named_curve(group, 0, c->bn);
    if (nid <= 0)
        return curve_of(c, group, false, out);
    EC_GROUP_free(group);
    return curve_of(c, EC_GROUP_new_by_curve_name_ex(c->lib, NULL, nid), true, out);
}

/* Are the coefficients numbers, or polynomials, of the field? */
static bool is_field(const struct numbers *v)
{
    int bits = BN_num_bits(v->p);
    if (v->binary)
        return bits > 2 && bits - 1 <= DEGREE_MAX && BN_num_bits(v->a) < bits &&
               BN_num_bits(v->b) < bits;
    return bits <= PRIME_BITS_MAX && BN_cmp(v->a, v->p) < 0 && BN_cmp(v->b, v->p) < 0;
}

static hy_rc curve_from(hy_crypto *c, const struct numbers *v, hy_view g, hy_curve **out)
{
    HY_ENSURE(is_field(v) && !BN_is_zero(v->n), ARGUMENT);
    EC_GROUP *group = v->binary ? EC_GROUP_new_curve_GF2m(v->p, v->a, v->b, c->bn)
                                : EC_GROUP_new_curve_GFp(v->p, v->a, v->b, c->bn);
    if (group == NULL || !set_generator(c, group, v, g)) {
        EC_GROUP_free(group);
        ERR_clear_error();
        return HY_FAIL(ARGUMENT);
    }
    return prefer_named(c, group, out);
}

hy_rc hy_curve_new(hy_crypto *c, const hy_curve_params *params, hy_curve **out)
{
    *out = NULL;
    const hy_view all[] = {params->p, params->a, params->b, params->g, params->n, params->h};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        HY_ENSURE(all[i].n <= (size_t)2 * HY_CURVE_POINT_MAX, ARGUMENT);
    struct numbers v;
    hy_rc rc = read_numbers(params, &v);
    if (hy_ok(rc))
        rc = curve_from(c, &v, params->g, out);
    BN_free(v.p);
    BN_free(v.a);
    BN_free(v.b);
    BN_free(v.n);
    BN_free(v.h);
    return rc;
}

void hy_curve_free(hy_curve **curve)
{
    if (*curve != NULL)
        EC_GROUP_free((*curve)->group);
    free(*curve);
    *curve = NULL;
}

bool hy_curve_is_named(const hy_curve *curve)
{
    return curve->named;
}

bool hy_curve_is_binary(const hy_curve *curve, uint16_t e[3])
{
    unsigned k[3] = {0};
    memset(e, 0, 3 * sizeof *e);
    if (!hy_openssl_group_is_binary(curve->group))
        return false;
    if (EC_GROUP_get_trinomial_basis(curve->group, &k[0]) != 1)
        (void)EC_GROUP_get_pentanomial_basis(curve->group, &k[0], &k[1], &k[2]);
    ERR_clear_error();
    for (size_t i = 0; i < 3; i++)
        e[i] = (uint16_t)k[i];
    return true;
}

size_t hy_curve_field_size(const hy_curve *curve)
{
    return curve->field_size;
}

size_t hy_curve_order_size(const hy_curve *curve)
{
    return curve->order_size;
}

static hy_rc get_coefficient(const hy_curve *curve, hy_curve_part part, uint8_t *out, size_t room,
                             size_t *n)
{
    BIGNUM *number = BN_new();
    HY_ENSURE(number != NULL, MEMORY);
    BIGNUM *p = part == HY_CURVE_PART_P ? number : NULL;
    BIGNUM *a = part == HY_CURVE_PART_A ? number : NULL;
    BIGNUM *b = part == HY_CURVE_PART_B ? number : NULL;
    size_t bit = p != NULL && hy_openssl_group_is_binary(curve->group) ? 1 : 0;
    size_t size = ((size_t)EC_GROUP_get_degree(curve->group) + bit + 7) / 8;
    hy_rc rc = EC_GROUP_get_curve(curve->group, p, a, b, curve->crypto->bn) == 1
                   ? hy_openssl_number_write(number, size, out, room, n)
                   : hy_openssl_failed();
    BN_free(number);
    return rc;
}

hy_rc hy_curve_get(const hy_curve *curve, hy_curve_part part, uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    const BIGNUM *h = EC_GROUP_get0_cofactor(curve->group);
    switch (part) {
    case HY_CURVE_PART_P:
    case HY_CURVE_PART_A:
    case HY_CURVE_PART_B:
        return get_coefficient(curve, part, out, room, n);
    case HY_CURVE_PART_G:
        return hy_openssl_point_write(curve, EC_GROUP_get0_generator(curve->group), out, room, n);
    case HY_CURVE_PART_N:
        return hy_openssl_number_write(EC_GROUP_get0_order(curve->group), curve->order_size, out,
                                       room, n);
    case HY_CURVE_PART_H:
        return hy_openssl_number_write(h, (size_t)BN_num_bytes(h), out, room, n);
    default:
        return HY_FAIL(ARGUMENT);
    }
}

/* ---- points ---- */

/* On the curve it is by then; with cofactor 1 every such point is in the group. */
static bool in_group(const hy_curve *curve, const EC_POINT *point)
{
    const EC_GROUP *group = curve->group;
    if (EC_POINT_is_at_infinity(group, point))
        return false;
    if (BN_is_one(EC_GROUP_get0_cofactor(group)))
        return true;
    EC_POINT *multiple = EC_POINT_new(group);
    bool good = multiple != NULL &&
                EC_POINT_mul(group, multiple, NULL, point, EC_GROUP_get0_order(group),
                             curve->crypto->bn) == 1 &&
                EC_POINT_is_at_infinity(group, multiple) == 1;
    EC_POINT_free(multiple);
    return good;
}

hy_rc hy_openssl_point_read(const hy_curve *curve, hy_view v, EC_POINT **out)
{
    *out = NULL;
    HY_ENSURE(v.n == 1 + curve->field_size || v.n == 1 + 2 * curve->field_size, ARGUMENT);
    bool compressed = v.p[0] == 2 || v.p[0] == 3;
    HY_ENSURE(compressed || v.p[0] == 4, ARGUMENT);
    HY_ENSURE(compressed == (v.n == 1 + curve->field_size), ARGUMENT);
    EC_POINT *point = EC_POINT_new(curve->group);
    HY_ENSURE(point != NULL, MEMORY);
    if (EC_POINT_oct2point(curve->group, point, v.p, v.n, curve->crypto->bn) != 1 ||
        !in_group(curve, point)) {
        EC_POINT_free(point);
        ERR_clear_error();
        return HY_FAIL(ARGUMENT);
    }
    *out = point;
    return HY_OK;
}

hy_rc hy_openssl_point_write(const hy_curve *curve, const EC_POINT *point, uint8_t *out,
                             size_t room, size_t *n)
{
    *n = 0;
    size_t size = 1 + 2 * curve->field_size;
    HY_ENSURE(size <= room, LIMIT);
    HY_ENSURE(EC_POINT_is_at_infinity(curve->group, point) == 0, MISMATCH);
    size_t written = EC_POINT_point2oct(curve->group, point, POINT_CONVERSION_UNCOMPRESSED, out,
                                        room, curve->crypto->bn);
    if (written != size)
        return hy_openssl_failed();
    *n = size;
    return HY_OK;
}

hy_rc hy_openssl_scalar_read(const hy_curve *curve, hy_view v, BIGNUM **out)
{
    *out = NULL;
    HY_ENSURE(v.n <= (size_t)2 * HY_CURVE_FIELD_MAX, ARGUMENT);
    BIGNUM *s = hy_openssl_number(v);
    HY_ENSURE(s != NULL, MEMORY);
    if (BN_is_zero(s) || BN_cmp(s, EC_GROUP_get0_order(curve->group)) >= 0) {
        BN_clear_free(s);
        return HY_FAIL(ARGUMENT);
    }
    *out = s;
    return HY_OK;
}

hy_rc hy_curve_check(const hy_curve *curve, hy_view point)
{
    EC_POINT *q;
    HY_TRY(hy_openssl_point_read(curve, point, &q));
    EC_POINT_free(q);
    return HY_OK;
}

/* point may be NULL for the generator. */
static hy_rc multiply(const hy_curve *curve, const BIGNUM *s, const EC_POINT *point, uint8_t *out,
                      size_t room, size_t *n)
{
    EC_POINT *product = EC_POINT_new(curve->group);
    HY_ENSURE(product != NULL, MEMORY);
    int done = EC_POINT_mul(curve->group, product, point == NULL ? s : NULL, point,
                            point == NULL ? NULL : s, curve->crypto->bn);
    hy_rc rc =
        done == 1 ? hy_openssl_point_write(curve, product, out, room, n) : hy_openssl_failed();
    EC_POINT_clear_free(product);
    return rc;
}

hy_rc hy_curve_multiply(const hy_curve *curve, hy_view scalar, hy_view point, uint8_t *out,
                        size_t room, size_t *n)
{
    *n = 0;
    BIGNUM *s;
    HY_TRY(hy_openssl_scalar_read(curve, scalar, &s));
    EC_POINT *q = NULL;
    hy_rc rc = point.n > 0 ? hy_openssl_point_read(curve, point, &q) : HY_OK;
    if (hy_ok(rc))
        rc = multiply(curve, s, q, out, room, n);
    EC_POINT_free(q);
    BN_clear_free(s);
    return rc;
}

static hy_rc add_points(const hy_curve *curve, hy_view a, EC_POINT *sum, uint8_t *out, size_t room,
                        size_t *n)
{
    EC_POINT *other;
    HY_TRY(hy_openssl_point_read(curve, a, &other));
    int done = EC_POINT_add(curve->group, sum, sum, other, curve->crypto->bn);
    EC_POINT_free(other);
    HY_OPENSSL_TRY(done);
    return hy_openssl_point_write(curve, sum, out, room, n);
}

hy_rc hy_curve_add(const hy_curve *curve, hy_view a, hy_view b, uint8_t *out, size_t room,
                   size_t *n)
{
    *n = 0;
    EC_POINT *sum;
    HY_TRY(hy_openssl_point_read(curve, b, &sum));
    hy_rc rc = add_points(curve, a, sum, out, room, n);
    EC_POINT_clear_free(sum);
    return rc;
}
