/* hydra.security.KeyFactory: which keys and pairs there are, and how pairs are generated. */
#include "element/api/algorithms.h"
#include "element/api/key_store.h"

#include "base/secret.h"

#include <string.h>

/* ---- what there is ---- */

HY_NATIVE_METHOD(hydra_security_KeyFactory_supports)
{
    uint8_t type = (uint8_t)slots[0];
    int8_t memory = (int8_t)slots[1];
    int16_t bits = hy_slot_to_short(slots[2]);
    bool there = memory >= HY_PERSISTENT && memory <= HY_TRANSIENT_DESELECT && bits > 0 &&
                 hy_key_length_is_there(hy_element_of(m), type, (uint16_t)bits);
    return hy_return_short(slots, there);
}

HY_NATIVE_METHOD(hydra_security_KeyFactory_namedSize)
{
    int16_t name = hy_slot_to_short(slots[0]);
    const hy_key_named *named = hy_key_named_find((uint16_t)name);
    bool there = named != NULL && hy_algorithm_is_there(hy_element_of(m), HY_FAMILY_CURVE, name);
    return hy_return_short(slots, there ? named->bits : 0);
}

/* The ALG_TYPE_ of both keys of an ALG_ of KeyPair. */
static bool types_of(uint8_t algorithm, hy_key_type *public, hy_key_type *private)
{
    static const hy_key_type types[][2] = {
        {HY_KEY_RSA_PUBLIC, HY_KEY_RSA_PRIVATE},     {HY_KEY_RSA_PUBLIC, HY_KEY_RSA_CRT},
        {HY_KEY_DSA_PUBLIC, HY_KEY_DSA_PRIVATE},     {HY_KEY_EC_F2M_PUBLIC, HY_KEY_EC_F2M_PRIVATE},
        {HY_KEY_EC_FP_PUBLIC, HY_KEY_EC_FP_PRIVATE}, {HY_KEY_DH_PUBLIC, HY_KEY_DH_PRIVATE},
    };
    if (algorithm == 0 || algorithm > sizeof types / sizeof types[0])
        return false;
    *public = types[algorithm - 1][0];
    *private = types[algorithm - 1][1];
    return true;
}

HY_NATIVE_METHOD(hydra_security_KeyFactory_supportsPair)
{
    const hy_element *e = hy_element_of(m);
    int8_t algorithm = (int8_t)slots[0];
    uint16_t bits = (uint16_t)hy_slot_to_short(slots[1]);
    hy_key_type public, private;
    bool there = types_of((uint8_t)algorithm, &public, &private) &&
                 hy_algorithm_is_there(e, HY_FAMILY_PAIR, algorithm) &&
                 hy_key_length_is_there(e, (uint8_t) public, bits) &&
                 hy_key_length_is_there(e, (uint8_t) private, bits);
    return hy_return_short(slots, there);
}

/* ---- pairs ---- */

typedef struct pair {
    hy_key public, private;
} pair;

/* The ALG_ of KeyPair of two keys that belong together; 7: named curves; 0: they do not. */
enum { PAIR_RSA = 1, PAIR_RSA_CRT, PAIR_DSA, PAIR_EC_F2M, PAIR_EC_FP, PAIR_DH, PAIR_NAMED };

static unsigned kind_of(const pair *p)
{
    hy_key_type public, private;
    if (p->public.bits != p->private.bits)
        return 0;
    if (p->public.type == HY_KEY_XEC)
        return p->private.type == HY_KEY_XEC && !p->public.is_private && p->private.is_private &&
                       p->public.curve == p->private.curve
                   ? PAIR_NAMED
                   : 0;
    for (unsigned kind = PAIR_RSA; kind <= PAIR_DH; kind++)
        if (types_of((uint8_t)kind, &public, &private) && p->public.type == public &&
            p->private.type == private)
            return kind;
    return 0;
}

static hy_outcome find_pair(hy_machine *m, const hy_slot *slots, pair *p, unsigned *kind)
{
    hy_outcome outcome = hy_key_find(m, slots[0], &p->public);
    if (outcome == HY_DONE)
        outcome = hy_key_find(m, slots[1], &p->private);
    if (outcome != HY_DONE)
        return outcome;
    *kind = kind_of(p);
    return *kind != 0 ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
}

HY_NATIVE_METHOD(hydra_security_KeyFactory_requirePair)
{
    pair p;
    unsigned kind;
    hy_outcome outcome = find_pair(m, slots, &p, &kind);
    if (outcome != HY_DONE)
        return outcome;
    bool there = kind == PAIR_NAMED ||
                 hy_algorithm_is_there(hy_element_of(m), HY_FAMILY_PAIR, (int16_t)kind);
    return there ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
}

/* ---- writing ---- */

/* What a generation is about to write: values that lie one after the other in `bytes`. */
typedef struct draft {
    struct {
        bool to_private;
        hy_key_part part;
        hy_view value;
    } list[20];
    size_t count;
    uint8_t bytes[4 * HY_KEY_STORE_MAX];
    size_t used;
    bool bad;
} draft;

/* Room for a value of at most `room` bytes, NULL when there is none. */
static uint8_t *space(draft *d, size_t room)
{
    d->bad = d->bad || room > sizeof d->bytes - d->used;
    return d->bad ? NULL : d->bytes + d->used;
}

static void add(draft *d, bool to_private, hy_key_part part, hy_view value)
{
    if (d->count == sizeof d->list / sizeof d->list[0]) {
        d->bad = true;
        return;
    }
    d->list[d->count].to_private = to_private;
    d->list[d->count].part = part;
    d->list[d->count].value = value;
    d->count++;
}

/* The value just written to space. */
static void add_new(draft *d, bool to_private, hy_key_part part, size_t n)
{
    add(d, to_private, part, hy_view_of(d->bytes + d->used, n));
    d->used += n;
}

/* The same domain parameter to both keys, where it is theirs alone. */
static void add_domain(draft *d, hy_key_part part, hy_view value)
{
    add(d, false, part, value);
    add(d, true, part, value);
}

static const hy_array *store_of(const hy_key *k, hy_key_part part)
{
    return part >= HY_KEY_DOMAIN_P && k->domain.object != NULL ? &k->domain : &k->own;
}

static hy_key_shape shape_of(const hy_key *k, hy_key_part part)
{
    return part >= HY_KEY_DOMAIN_P ? hy_key_domain_shape_of(k) : hy_key_shape_of(k);
}

/* Does every value fit? Then nothing fails once writing has begun. */
static bool fits(const pair *p, const draft *d)
{
    uint8_t kept[HY_KEY_STORE_MAX];
    uint16_t n;
    bool all = !d->bad;
    for (size_t i = 0; i < d->count && all; i++) {
        const hy_key *k = d->list[i].to_private ? &p->private : &p->public;
        const hy_key_shape s = shape_of(k, d->list[i].part);
        const hy_key_place place = hy_key_place_of(&s, d->list[i].part);
        all = place.room > 0 && hy_key_value_fits(&place, d->list[i].value, kept, &n);
    }
    hy_wipe(kept, sizeof kept);
    return all;
}

static hy_outcome keep(hy_machine *m, const hy_key *k)
{
    hy_outcome outcome = hy_array_keep(m, &k->own, 0, k->own.length);
    if (outcome == HY_DONE && k->domain.object != NULL)
        outcome = hy_array_keep(m, &k->domain, 0, k->domain.length);
    return outcome;
}

static void write(hy_machine *m, const pair *p, const draft *d)
{
    uint8_t kept[HY_KEY_STORE_MAX];
    uint16_t n;
    for (size_t i = 0; i < d->count; i++) {
        const hy_key *k = d->list[i].to_private ? &p->private : &p->public;
        const hy_key_shape s = shape_of(k, d->list[i].part);
        const hy_key_place place = hy_key_place_of(&s, d->list[i].part);
        if (hy_key_value_fits(&place, d->list[i].value, kept, &n))
            hy_key_value_write(store_of(k, d->list[i].part), &place, hy_view_of(kept, n));
    }
    hy_wipe(kept, sizeof kept);
    hy_keyed_forget(hy_work(m), p->public.reference, 0);
    hy_keyed_forget(hy_work(m), p->private.reference, 0);
}

/* Both keys or none: as part of the transaction that is open, else as one of its own. */
static hy_outcome settle(hy_machine *m, const pair *p, const draft *d)
{
    if (!fits(p, d))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    bool own = !hy_transaction_is_open(hy_element_of(m));
    hy_outcome outcome = own ? hy_transaction_begin(m) : HY_DONE;
    if (outcome == HY_DONE)
        outcome = keep(m, &p->public);
    if (outcome == HY_DONE)
        outcome = keep(m, &p->private);
    if (outcome == HY_DONE)
        write(m, p, d);
    if (!own)
        return outcome;
    if (outcome == HY_DONE)
        return hy_transaction_commit(m);
    hy_outcome undone = hy_transaction_abort(m);
    return undone == HY_DONE ? outcome : undone;
}

/* ---- RSA ---- */

static void add_rsa(draft *d, const hy_rsa *k, hy_rsa_part which, bool to_private, hy_key_part part)
{
    size_t n = 0;
    uint8_t *at = space(d, HY_RSA_SIZE_MAX);
    if (at == NULL || !hy_ok(hy_rsa_get(k, which, at, HY_RSA_SIZE_MAX, &n)))
        d->bad = true;
    else
        add_new(d, to_private, part, n);
}

static hy_rc generate_rsa(hy_crypto *c, const pair *p, draft *d)
{
    static const uint8_t usual[] = {1, 0, 1};
    hy_rsa *k;
    hy_view e = hy_key_get(&p->public, HY_KEY_EXPONENT);
    HY_TRY(hy_rsa_generate(c, p->public.bits, e.n > 0 ? e : hy_view_of(usual, sizeof usual), &k));
    add_rsa(d, k, HY_RSA_N, false, HY_KEY_MODULUS);
    add_rsa(d, k, HY_RSA_E, false, HY_KEY_EXPONENT);
    if (p->private.type == HY_KEY_RSA_PRIVATE) {
        add_rsa(d, k, HY_RSA_N, true, HY_KEY_MODULUS);
        add_rsa(d, k, HY_RSA_D, true, HY_KEY_EXPONENT);
    } else {
        add_rsa(d, k, HY_RSA_P, true, HY_KEY_PRIME_P);
        add_rsa(d, k, HY_RSA_Q, true, HY_KEY_PRIME_Q);
        add_rsa(d, k, HY_RSA_DP, true, HY_KEY_EXPONENT_P);
        add_rsa(d, k, HY_RSA_DQ, true, HY_KEY_EXPONENT_Q);
        add_rsa(d, k, HY_RSA_QINV, true, HY_KEY_INVERSE_Q);
    }
    hy_rsa_free(&k);
    return HY_OK;
}

/* ---- curves ---- */

/* The standard curve of a size, for keys without domain parameters. */
static hy_rc standard_curve(hy_crypto *c, bool binary, uint16_t bits, hy_curve **out)
{
    static const struct {
        bool binary;
        uint16_t bits;
        hy_curve_name name;
    } curves[] = {
        {false, 112, HY_CURVE_SECP112R1},
        {false, 128, HY_CURVE_SECP128R1},
        {false, 160, HY_CURVE_SECP160R1},
        {false, 192, HY_CURVE_P192},
        {false, 224, HY_CURVE_P224},
        {false, 256, HY_CURVE_P256},
        {false, 320, HY_CURVE_BRAINPOOL_P320R1},
        {false, 384, HY_CURVE_P384},
        {false, 512, HY_CURVE_BRAINPOOL_P512R1},
        {false, 521, HY_CURVE_P521},
        {true, 113, HY_CURVE_SECT113R1},
        {true, 131, HY_CURVE_SECT131R1},
        {true, 163, HY_CURVE_SECT163R2},
        {true, 193, HY_CURVE_SECT193R1},
        {true, 233, HY_CURVE_SECT233R1},
        {true, 239, HY_CURVE_SECT239K1},
        {true, 283, HY_CURVE_SECT283R1},
        {true, 409, HY_CURVE_SECT409R1},
        {true, 571, HY_CURVE_SECT571R1},
    };
    for (size_t i = 0; i < sizeof curves / sizeof curves[0]; i++)
        if (curves[i].binary == binary && curves[i].bits == bits)
            return hy_curve_new_named(c, curves[i].name, out);
    return HY_FAIL(ARGUMENT);
}

static void add_curve_part(draft *d, const hy_curve *curve, hy_curve_part which, hy_key_part part)
{
    size_t n = 0;
    uint8_t *at = space(d, HY_CURVE_POINT_MAX);
    if (at == NULL || !hy_ok(hy_curve_get(curve, which, at, HY_CURVE_POINT_MAX, &n))) {
        d->bad = true;
        return;
    }
    add_domain(d, part, hy_view_of(at, n));
    d->used += n;
}

/* Two-byte numbers, big-endian. */
static void add_short_numbers(draft *d, hy_key_part part, const uint16_t *numbers, size_t count)
{
    uint8_t *at = space(d, 2 * count);
    if (at == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        at[2 * i] = (uint8_t)(numbers[i] >> 8);
        at[2 * i + 1] = (uint8_t)numbers[i];
    }
    add_domain(d, part, hy_view_of(at, 2 * count));
    d->used += 2 * count;
}

static void add_curve(draft *d, const hy_curve *curve)
{
    uint16_t exponents[3];
    uint8_t h[HY_CURVE_FIELD_MAX];
    size_t n;
    if (hy_curve_is_binary(curve, exponents))
        add_short_numbers(d, HY_KEY_DOMAIN_FIELD, exponents, 3);
    else
        add_curve_part(d, curve, HY_CURVE_PART_P, HY_KEY_DOMAIN_FIELD);
    add_curve_part(d, curve, HY_CURVE_PART_A, HY_KEY_DOMAIN_A);
    add_curve_part(d, curve, HY_CURVE_PART_B, HY_KEY_DOMAIN_B);
    add_curve_part(d, curve, HY_CURVE_PART_G, HY_KEY_DOMAIN_G);
    add_curve_part(d, curve, HY_CURVE_PART_N, HY_KEY_DOMAIN_R);
    if (!hy_ok(hy_curve_get(curve, HY_CURVE_PART_H, h, sizeof h, &n)) || n > 2)
        return;
    uint16_t cofactor = (uint16_t)(n == 2 ? h[0] << 8 | h[1] : h[0]);
    add_short_numbers(d, HY_KEY_DOMAIN_K, &cofactor, 1);
}

static hy_rc generate_ec(const hy_curve *curve, draft *d)
{
    hy_ec_key *k;
    size_t n = 0;
    HY_TRY(hy_ec_key_generate(curve, &k));
    uint8_t *at = space(d, HY_CURVE_POINT_MAX);
    hy_rc rc = at == NULL ? HY_FAIL(LIMIT) : hy_ec_key_public(k, at, HY_CURVE_POINT_MAX, &n);
    if (hy_ok(rc)) {
        add_new(d, false, HY_KEY_VALUE, n);
        at = space(d, HY_CURVE_FIELD_MAX);
        rc = at == NULL ? HY_FAIL(LIMIT) : hy_ec_key_private(k, at, HY_CURVE_FIELD_MAX, &n);
    }
    if (hy_ok(rc))
        add_new(d, true, HY_KEY_VALUE, n);
    hy_ec_key_free(&k);
    return rc;
}

static bool has_any_domain(const hy_key *k)
{
    for (unsigned part = HY_KEY_DOMAIN_P; part <= HY_KEY_DOMAIN_K; part++)
        if (hy_key_get(k, (hy_key_part)part).n > 0)
            return true;
    return false;
}

/* The key whose domain parameters both shall have, NULL when neither has any. False when they
   differ or are set in part. */
static bool agree_on_domain(const pair *p, const hy_key **out)
{
    bool public = has_any_domain(&p->public);
    bool private = has_any_domain(&p->private);
    *out = public ? &p->public : private ? &p->private : NULL;
    if ((public && !hy_key_has_domain(&p->public)) || (private && !hy_key_has_domain(&p->private)))
        return false;
    for (unsigned i = HY_KEY_DOMAIN_P; public && private && i <= HY_KEY_DOMAIN_R; i++)
        if (!hy_view_equal(hy_key_get(&p->public, (hy_key_part)i),
                           hy_key_get(&p->private, (hy_key_part)i)))
            return false;
    return true;
}

static void copy_domain(draft *d, const hy_key *from)
{
    for (unsigned part = HY_KEY_DOMAIN_P; part <= HY_KEY_DOMAIN_K; part++) {
        hy_view value = hy_key_get(from, (hy_key_part)part);
        uint8_t *at = value.n == 0 ? NULL : space(d, value.n);
        if (at == NULL)
            continue;
        memcpy(at, value.p, value.n); /* it lies where it is to be written */
        add_domain(d, (hy_key_part)part, hy_view_of(at, value.n));
        d->used += value.n;
    }
}

static hy_outcome generate_on_curve(hy_machine *m, const pair *p, const hy_key *domain, draft *d)
{
    hy_crypto *c = hy_crypto_of(m);
    hy_curve *curve;
    bool binary = p->public.type == HY_KEY_EC_F2M_PUBLIC;
    hy_rc rc;
    if (domain != NULL) {
        hy_outcome outcome = hy_key_curve(m, domain, &curve);
        if (outcome != HY_DONE)
            return outcome;
        rc = generate_ec(curve, d);
        if (p->public.type != HY_KEY_XEC)
            copy_domain(d, domain);
    } else {
        rc = standard_curve(c, binary, p->public.bits, &curve);
        if (!hy_ok(rc))
            return hy_crypto_failed(m, rc);
        rc = generate_ec(curve, d);
        add_curve(d, curve);
        hy_curve_free(&curve);
    }
    return hy_ok(rc) ? HY_DONE : hy_crypto_failed(m, rc);
}

/* ---- DSA, DH ---- */

static hy_rc generate_dsa(hy_crypto *c, const pair *p, const hy_key *domain, draft *d)
{
    hy_dsa *k;
    hy_dsa_domain group;
    size_t n = 0;
    if (domain != NULL) {
        group = (hy_dsa_domain){hy_key_get(domain, HY_KEY_DOMAIN_P),
                                hy_key_get(domain, HY_KEY_DOMAIN_Q),
                                hy_key_get(domain, HY_KEY_DOMAIN_G)};
        copy_domain(d, domain);
    } else {
        uint8_t *at = space(d, HY_DSA_BITS_MAX / 4 + 32);
        HY_ENSURE(at != NULL, LIMIT);
        HY_TRY(hy_dsa_standard(p->public.bits, at, HY_DSA_BITS_MAX / 4 + 32, &group));
        add_domain(d, HY_KEY_DOMAIN_P, group.p);
        add_domain(d, HY_KEY_DOMAIN_Q, group.q);
        add_domain(d, HY_KEY_DOMAIN_G, group.g);
        d->used += group.p.n + group.q.n + group.g.n;
    }
    HY_TRY(hy_dsa_generate(c, &group, &k));
    uint8_t *at = space(d, HY_DSA_BITS_MAX / 8);
    hy_rc rc = at == NULL ? HY_FAIL(LIMIT) : hy_dsa_public(k, at, HY_DSA_BITS_MAX / 8, &n);
    if (hy_ok(rc)) {
        add_new(d, false, HY_KEY_VALUE, n);
        at = space(d, 32);
        rc = at == NULL ? HY_FAIL(LIMIT) : hy_dsa_private(k, at, 32, &n);
    }
    if (hy_ok(rc))
        add_new(d, true, HY_KEY_VALUE, n);
    hy_dsa_free(&k);
    return rc;
}

static hy_rc generate_dh(hy_crypto *c, const pair *p, const hy_key *domain, draft *d)
{
    hy_dh_group group;
    if (domain != NULL) {
        group =
            (hy_dh_group){hy_key_get(domain, HY_KEY_DOMAIN_P), hy_key_get(domain, HY_KEY_DOMAIN_Q),
                          hy_key_get(domain, HY_KEY_DOMAIN_G)};
        copy_domain(d, domain);
    } else {
        uint8_t *at = space(d, HY_DH_SIZE_MAX + 1);
        HY_ENSURE(at != NULL, LIMIT);
        HY_TRY(hy_dh_standard(p->public.bits, at, HY_DH_SIZE_MAX + 1, &group));
        add_domain(d, HY_KEY_DOMAIN_P, group.p);
        add_domain(d, HY_KEY_DOMAIN_G, group.g);
        d->used += group.p.n + group.g.n;
    }
    uint8_t *at = space(d, 2 * group.p.n);
    HY_ENSURE(at != NULL, LIMIT);
    HY_TRY(hy_dh_generate(c, &group, at, at + group.p.n));
    add_new(d, true, HY_KEY_VALUE, group.p.n);
    add_new(d, false, HY_KEY_VALUE, group.p.n);
    return HY_OK;
}

/* ---- named curves that are no Weierstrass curves ---- */

static hy_rc generate_xdh(hy_crypto *c, const hy_key_named *named, draft *d)
{
    hy_xdh *k;
    size_t n = 0;
    size_t half = 0;
    uint8_t *at = space(d, (size_t)2 * HY_XDH_MAX);
    HY_ENSURE(at != NULL, LIMIT);
    HY_TRY(hy_xdh_generate(c, (hy_xdh_curve)named->which, &k));
    hy_rc rc = hy_xdh_public(k, at, HY_XDH_MAX, &half);
    if (hy_ok(rc))
        rc = hy_xdh_private(k, at + half, HY_XDH_MAX, &n);
    hy_xdh_free(&k);
    HY_TRY(rc);
    add_new(d, false, HY_KEY_VALUE, half);
    add_new(d, true, HY_KEY_VALUE, n);
    return HY_OK;
}

static hy_rc generate_eddsa(hy_crypto *c, const hy_key_named *named, draft *d)
{
    hy_eddsa *k;
    size_t n = 0;
    size_t half = 0;
    uint8_t *at = space(d, (size_t)2 * HY_EDDSA_KEY_MAX);
    HY_ENSURE(at != NULL, LIMIT);
    HY_TRY(hy_eddsa_generate(c, (hy_eddsa_curve)named->which, &k));
    hy_rc rc = hy_eddsa_public(k, at, HY_EDDSA_KEY_MAX, &half);
    if (hy_ok(rc))
        rc = hy_eddsa_private(k, at + half, HY_EDDSA_KEY_MAX, &n);
    hy_eddsa_free(&k);
    HY_TRY(rc);
    add_new(d, false, HY_KEY_VALUE, half);
    add_new(d, true, HY_KEY_VALUE, n);
    return HY_OK;
}

static hy_outcome generate_named(hy_machine *m, const pair *p, draft *d)
{
    const hy_key_named *named = hy_key_named_find(p->public.curve);
    if (named == NULL)
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    if (named->kind == HY_NAMED_WEIERSTRASS)
        return generate_on_curve(m, p, &p->public, d);
    hy_rc rc = named->kind == HY_NAMED_XDH ? generate_xdh(hy_crypto_of(m), named, d)
                                           : generate_eddsa(hy_crypto_of(m), named, d);
    return hy_ok(rc) ? HY_DONE : hy_crypto_failed(m, rc);
}

/* ---- the native ---- */

static hy_outcome generate(hy_machine *m, const pair *p, unsigned kind, draft *d)
{
    hy_crypto *c = hy_crypto_of(m);
    const hy_key *domain = NULL;
    hy_rc rc;
    if (kind == PAIR_NAMED)
        return generate_named(m, p, d);
    if (!agree_on_domain(p, &domain))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    switch (kind) {
    case PAIR_RSA:
    case PAIR_RSA_CRT:
        rc = generate_rsa(c, p, d);
        break;
    case PAIR_DSA:
        rc = generate_dsa(c, p, domain, d);
        break;
    case PAIR_DH:
        rc = generate_dh(c, p, domain, d);
        break;
    default:
        return generate_on_curve(m, p, domain, d);
    }
    return hy_ok(rc) ? HY_DONE : hy_crypto_failed(m, rc);
}

/* OpenSSL tests primes as FIPS 186-4 asks, which is never less than what a caller may ask for. */
HY_NATIVE_METHOD(hydra_security_KeyFactory_generate)
{
    pair p;
    unsigned kind;
    draft d = {.count = 0};
    hy_outcome outcome = find_pair(m, slots, &p, &kind);
    if (outcome == HY_DONE && (hy_slot_to_short(slots[2]) < 0 || hy_slot_to_short(slots[3]) < 0))
        outcome = hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    if (outcome == HY_DONE)
        outcome = hy_engine_barrier(m);
    if (outcome == HY_DONE)
        outcome = generate(m, &p, kind, &d);
    if (outcome == HY_DONE)
        outcome = settle(m, &p, &d);
    hy_wipe(&d, sizeof d);
    return outcome;
}
