/* Keys made ready: the façade's objects from the parts of a key, kept by the workspace. */
#include "element/api/key_store.h"

#include <string.h>

/* ---- curves ---- */

static void free_curve(void *object)
{
    hy_curve *curve = object;
    hy_curve_free(&curve);
}

/* The reduction polynomial's bits from its exponents. */
static hy_view polynomial(uint16_t degree, hy_view exponents, uint8_t *out)
{
    size_t n = (size_t)degree / 8 + 1;
    memset(out, 0, n);
    hy_reader r = hy_reader_of(exponents);
    uint16_t bits[] = {degree, 0, hy_read_u16(&r), hy_read_u16(&r), hy_read_u16(&r)};
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
        out[n - 1 - bits[i] / 8] |= (uint8_t)(1 << bits[i] % 8);
    return hy_view_of(out, n);
}

static bool is_binary(const hy_key *k)
{
    hy_key_type type = k->domain.object == NULL ? k->type : k->domain_type;
    return type == HY_KEY_EC_F2M_PUBLIC || type == HY_KEY_EC_F2M_PRIVATE ||
           type == HY_KEY_EC_F2M_PARAMETERS;
}

static hy_rc curve_from_parts(hy_crypto *c, const hy_key *k, hy_curve **out)
{
    uint8_t p[HY_CURVE_FIELD_MAX + 1];
    hy_curve_params params = {
        .binary = is_binary(k),
        .p = hy_key_get(k, HY_KEY_DOMAIN_FIELD),
        .a = hy_key_get(k, HY_KEY_DOMAIN_A),
        .b = hy_key_get(k, HY_KEY_DOMAIN_B),
        .g = hy_key_get(k, HY_KEY_DOMAIN_G),
        .n = hy_key_get(k, HY_KEY_DOMAIN_R),
        .h = hy_key_get(k, HY_KEY_DOMAIN_K),
    };
    HY_ENSURE(params.p.n > 0 && params.g.n > 0, ARGUMENT);
    if (params.binary)
        params.p = polynomial(k->bits, params.p, p);
    return hy_curve_new(c, &params, out);
}

static hy_rc make_curve(hy_crypto *c, const hy_key *k, hy_curve **out)
{
    if (k->type != HY_KEY_XEC)
        return curve_from_parts(c, k, out);
    const hy_key_named *named = hy_key_named_find(k->curve);
    HY_ENSURE(named != NULL && named->kind == HY_NAMED_WEIERSTRASS, ARGUMENT);
    return hy_curve_new_named(c, (hy_curve_name)named->which, out);
}

/* The bytes that a curve depends on: the domain parameters, not the value. A named curve's are its
   name. */
static hy_view curve_material(const hy_key *k)
{
    const hy_array *store = k->domain.object == NULL ? &k->own : &k->domain;
    const hy_key_shape s = hy_key_domain_shape_of(k);
    uint16_t from =
        k->type == HY_KEY_XEC ? store->length : hy_key_place_of(&s, HY_KEY_DOMAIN_FIELD).at;
    return hy_view_of(store->at + from, (size_t)(store->length - from));
}

hy_outcome hy_key_curve(hy_machine *m, const hy_key *k, hy_curve **curve)
{
    const uint8_t name[] = {(uint8_t)k->type, (uint8_t)(k->curve >> 8), (uint8_t)k->curve};
    hy_keyed *slot = hy_keyed_find(hy_work(m), k->reference, HY_KEYED_CURVE,
                                   hy_view_of(name, sizeof name), curve_material(k));
    *curve = NULL;
    if (slot == NULL)
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
    if (slot->object == NULL) {
        hy_rc rc = make_curve(hy_crypto_of(m), k, curve);
        if (!hy_ok(rc))
            return hy_crypto_failed(m, rc);
        slot->object = *curve;
        slot->release = free_curve;
    }
    *curve = slot->object;
    return HY_DONE;
}

/* ---- keys ---- */

/* Finds a key's slot or makes what belongs there. */
typedef hy_rc (*maker)(hy_crypto *c, const hy_key *k, void *help, void **out);

static hy_outcome ready(hy_machine *m, const hy_key *k, uint16_t kind, maker make, void *help,
                        void (*release)(void *), void **out)
{
    hy_keyed *slot;
    *out = NULL;
    hy_outcome outcome = hy_key_slot(m, k, kind, &slot);
    if (outcome != HY_DONE)
        return outcome;
    if (slot->object == NULL) {
        hy_rc rc = make(hy_crypto_of(m), k, help, out);
        if (!hy_ok(rc))
            return hy_crypto_failed(m, rc);
        slot->object = *out;
        slot->release = release;
    }
    *out = slot->object;
    return HY_DONE;
}

static void free_ec(void *object)
{
    hy_ec_key *k = object;
    hy_ec_key_free(&k);
}

static hy_rc make_ec(hy_crypto *c, const hy_key *k, void *curve, void **out)
{
    (void)c;
    hy_ec_key *made = NULL;
    hy_view value = hy_key_get(k, HY_KEY_VALUE);
    HY_TRY(k->is_private ? hy_ec_key_new_private(curve, value, &made)
                         : hy_ec_key_new_public(curve, value, &made));
    *out = made;
    return HY_OK;
}

hy_outcome hy_key_ec(hy_machine *m, const hy_key *k, hy_ec_key **out)
{
    hy_curve *curve;
    void *made = NULL;
    hy_outcome outcome = hy_key_curve(m, k, &curve);
    if (outcome == HY_DONE)
        outcome = ready(m, k, HY_KEYED_EC, make_ec, curve, free_ec, &made);
    *out = made;
    return outcome;
}

static void free_rsa(void *object)
{
    hy_rsa *k = object;
    hy_rsa_free(&k);
}

static hy_rc make_rsa(hy_crypto *c, const hy_key *k, void *help, void **out)
{
    (void)help;
    hy_rsa *made = NULL;
    hy_view n = hy_key_get(k, HY_KEY_MODULUS);
    hy_view exponent = hy_key_get(k, HY_KEY_EXPONENT);
    const hy_view none = {0};
    const hy_rsa_crt crt = {
        .p = hy_key_get(k, HY_KEY_PRIME_P),
        .q = hy_key_get(k, HY_KEY_PRIME_Q),
        .dp = hy_key_get(k, HY_KEY_EXPONENT_P),
        .dq = hy_key_get(k, HY_KEY_EXPONENT_Q),
        .qinv = hy_key_get(k, HY_KEY_INVERSE_Q),
    };
    switch (k->type) {
    case HY_KEY_RSA_PUBLIC:
        HY_TRY(hy_rsa_new_public(c, n, exponent, &made));
        break;
    case HY_KEY_RSA_PRIVATE:
        HY_TRY(hy_rsa_new_private(c, n, exponent, none, &made));
        break;
    default:
        HY_ENSURE(k->type == HY_KEY_RSA_CRT, ARGUMENT);
        HY_TRY(hy_rsa_new_crt(c, &crt, none, &made));
    }
    *out = made;
    return HY_OK;
}

hy_outcome hy_key_rsa(hy_machine *m, const hy_key *k, hy_rsa **out)
{
    void *made;
    hy_outcome outcome = ready(m, k, HY_KEYED_RSA, make_rsa, NULL, free_rsa, &made);
    *out = made;
    return outcome;
}

static void free_xdh(void *object)
{
    hy_xdh *k = object;
    hy_xdh_free(&k);
}

static hy_rc make_xdh(hy_crypto *c, const hy_key *k, void *help, void **out)
{
    (void)help;
    hy_xdh *made = NULL;
    const hy_key_named *named = hy_key_named_find(k->curve);
    HY_ENSURE(named != NULL && named->kind == HY_NAMED_XDH && k->is_private, ARGUMENT);
    HY_TRY(hy_xdh_new_private(c, (hy_xdh_curve)named->which, hy_key_get(k, HY_KEY_VALUE), &made));
    *out = made;
    return HY_OK;
}

hy_outcome hy_key_xdh(hy_machine *m, const hy_key *k, hy_xdh **out)
{
    void *made;
    hy_outcome outcome = ready(m, k, HY_KEYED_XDH, make_xdh, NULL, free_xdh, &made);
    *out = made;
    return outcome;
}

static void free_eddsa(void *object)
{
    hy_eddsa *k = object;
    hy_eddsa_free(&k);
}

static hy_rc make_eddsa(hy_crypto *c, const hy_key *k, void *help, void **out)
{
    (void)help;
    hy_eddsa *made = NULL;
    hy_view value = hy_key_get(k, HY_KEY_VALUE);
    const hy_key_named *named = hy_key_named_find(k->curve);
    HY_ENSURE(named != NULL && named->kind == HY_NAMED_EDDSA, ARGUMENT);
    hy_eddsa_curve which = (hy_eddsa_curve)named->which;
    HY_TRY(k->is_private ? hy_eddsa_new_private(c, which, value, &made)
                         : hy_eddsa_new_public(c, which, value, &made));
    *out = made;
    return HY_OK;
}

hy_outcome hy_key_eddsa(hy_machine *m, const hy_key *k, hy_eddsa **out)
{
    void *made;
    hy_outcome outcome = ready(m, k, HY_KEYED_EDDSA, make_eddsa, NULL, free_eddsa, &made);
    *out = made;
    return outcome;
}

static void free_dsa(void *object)
{
    hy_dsa *k = object;
    hy_dsa_free(&k);
}

static hy_rc make_dsa(hy_crypto *c, const hy_key *k, void *help, void **out)
{
    (void)help;
    hy_dsa *made = NULL;
    hy_view value = hy_key_get(k, HY_KEY_VALUE);
    const hy_dsa_domain domain = {
        .p = hy_key_get(k, HY_KEY_DOMAIN_P),
        .q = hy_key_get(k, HY_KEY_DOMAIN_Q),
        .g = hy_key_get(k, HY_KEY_DOMAIN_G),
    };
    HY_ENSURE(k->type == HY_KEY_DSA_PRIVATE || k->type == HY_KEY_DSA_PUBLIC, ARGUMENT);
    HY_TRY(k->is_private ? hy_dsa_new_private(c, &domain, value, &made)
                         : hy_dsa_new_public(c, &domain, value, &made));
    *out = made;
    return HY_OK;
}

hy_outcome hy_key_dsa(hy_machine *m, const hy_key *k, hy_dsa **out)
{
    void *made;
    hy_outcome outcome = ready(m, k, HY_KEYED_DSA, make_dsa, NULL, free_dsa, &made);
    *out = made;
    return outcome;
}
