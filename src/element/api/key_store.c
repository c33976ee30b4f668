/* The layout of keys: for each type its parts, how long they are, and which are needed. */
#include "element/api/key_store.h"

#include "base/secret.h"

#include <string.h>

/* ---- named curves ---- */

#define WEIERSTRASS(name, bits, which)                                                             \
    {                                                                                              \
        name, bits, 1 + 2 * (((bits) + 7) / 8), ((bits) + 7) / 8, HY_NAMED_WEIERSTRASS,            \
            HY_CURVE_##which                                                                       \
    }

static const hy_key_named named[] = {
    WEIERSTRASS(0x1001, 192, P192),
    WEIERSTRASS(0x1002, 224, P224),
    WEIERSTRASS(0x1003, 256, P256),
    WEIERSTRASS(0x1004, 384, P384),
    WEIERSTRASS(0x1005, 521, P521),
    WEIERSTRASS(0x2003, 192, BRAINPOOL_P192R1),
    WEIERSTRASS(0x2004, 192, BRAINPOOL_P192T1),
    WEIERSTRASS(0x2005, 224, BRAINPOOL_P224R1),
    WEIERSTRASS(0x2006, 224, BRAINPOOL_P224T1),
    WEIERSTRASS(0x2007, 256, BRAINPOOL_P256R1),
    WEIERSTRASS(0x2008, 256, BRAINPOOL_P256T1),
    WEIERSTRASS(0x2009, 320, BRAINPOOL_P320R1),
    WEIERSTRASS(0x200A, 320, BRAINPOOL_P320T1),
    WEIERSTRASS(0x200B, 384, BRAINPOOL_P384R1),
    WEIERSTRASS(0x200C, 384, BRAINPOOL_P384T1),
    WEIERSTRASS(0x200D, 512, BRAINPOOL_P512R1),
    WEIERSTRASS(0x200E, 512, BRAINPOOL_P512T1),
    {0x0103, 256, 32, 32, HY_NAMED_XDH, HY_X25519},
    {0x0204, 448, 56, 56, HY_NAMED_XDH, HY_X448},
    {0x0101, 256, 32, 32, HY_NAMED_EDDSA, HY_ED25519},
    {0x0202, 448, 57, 57, HY_NAMED_EDDSA, HY_ED448},
};

const hy_key_named *hy_key_named_find(uint16_t name)
{
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        if (named[i].name == name)
            return &named[i];
    return NULL;
}

/* ---- parts ---- */

typedef enum length_rule {
    WHOLE,   /* the key's size in bytes */
    HALF,    /* half of it: the primes of RSA */
    ORDER,   /* whole, and room for a byte more: the order may be longer than the field */
    SHORT_Q, /* at most 256 bits */
    CURVE_POINT,
    EXPONENTS, /* of a binary field: three numbers */
    COFACTOR,
    BLOCK, /* of an HMAC: the size is in bytes or bits, and keys may be shorter or longer */
    NAMED, /* as the curve's name says */
} length_rule;

typedef struct part_rule {
    hy_key_part part;
    length_rule length;
    hy_key_form form;
    bool optional;
} part_rule;

enum { PARTS_MAX = 8 };

typedef struct type_rule {
    hy_key_type type;
    part_rule own[PARTS_MAX]; /* ends with part 0 */
    const part_rule *domain;  /* the same; NULL: none */
} type_rule;

static const part_rule dsa_domain[] = {
    {HY_KEY_DOMAIN_P, WHOLE, HY_KEY_FORM_NUMBER, false},
    {HY_KEY_DOMAIN_Q, SHORT_Q, HY_KEY_FORM_PLAIN, false},
    {HY_KEY_DOMAIN_G, WHOLE, HY_KEY_FORM_NUMBER, false},
    {0},
};
static const part_rule dh_domain[] = {
    {HY_KEY_DOMAIN_P, WHOLE, HY_KEY_FORM_NUMBER, false},
    {HY_KEY_DOMAIN_Q, WHOLE, HY_KEY_FORM_PLAIN, true},
    {HY_KEY_DOMAIN_G, WHOLE, HY_KEY_FORM_PLAIN, false},
    {0},
};
static const part_rule fp_domain[] = {
    {HY_KEY_DOMAIN_FIELD, WHOLE, HY_KEY_FORM_NUMBER, false},
    {HY_KEY_DOMAIN_A, WHOLE, HY_KEY_FORM_NUMBER, false},
    {HY_KEY_DOMAIN_B, WHOLE, HY_KEY_FORM_NUMBER, false},
    {HY_KEY_DOMAIN_G, CURVE_POINT, HY_KEY_FORM_POINT, false},
    {HY_KEY_DOMAIN_R, ORDER, HY_KEY_FORM_PLAIN, false},
    {HY_KEY_DOMAIN_K, COFACTOR, HY_KEY_FORM_BYTES, true},
    {0},
};
static const part_rule f2m_domain[] = {
    {HY_KEY_DOMAIN_FIELD, EXPONENTS, HY_KEY_FORM_BYTES, false},
    {HY_KEY_DOMAIN_A, WHOLE, HY_KEY_FORM_NUMBER, false},
    {HY_KEY_DOMAIN_B, WHOLE, HY_KEY_FORM_NUMBER, false},
    {HY_KEY_DOMAIN_G, CURVE_POINT, HY_KEY_FORM_POINT, false},
    {HY_KEY_DOMAIN_R, ORDER, HY_KEY_FORM_PLAIN, false},
    {HY_KEY_DOMAIN_K, COFACTOR, HY_KEY_FORM_BYTES, true},
    {0},
};

#define ONE(length, form)                                                                          \
    {                                                                                              \
        {                                                                                          \
            HY_KEY_VALUE, length, HY_KEY_FORM_##form, false                                        \
        }                                                                                          \
    }
#define MODULUS_AND(form)                                                                          \
    {                                                                                              \
        {HY_KEY_MODULUS, WHOLE, HY_KEY_FORM_NUMBER, false},                                        \
            {HY_KEY_EXPONENT, WHOLE, HY_KEY_FORM_##form, false},                                   \
    }

static const type_rule rules[] = {
    {HY_KEY_DES, ONE(WHOLE, BYTES), NULL},
    {HY_KEY_AES, ONE(WHOLE, BYTES), NULL},
    {HY_KEY_SEED, ONE(WHOLE, BYTES), NULL},
    {HY_KEY_SM4, ONE(WHOLE, BYTES), NULL},
    {HY_KEY_HMAC, ONE(BLOCK, SECRET), NULL},
    {HY_KEY_GENERIC, ONE(WHOLE, SECRET), NULL},
    {HY_KEY_RSA_PUBLIC, MODULUS_AND(PLAIN), NULL},
    {HY_KEY_RSA_PRIVATE, MODULUS_AND(NUMBER), NULL},
    {HY_KEY_RSA_CRT,
     {{HY_KEY_PRIME_P, HALF, HY_KEY_FORM_NUMBER, false},
      {HY_KEY_PRIME_Q, HALF, HY_KEY_FORM_NUMBER, false},
      {HY_KEY_EXPONENT_P, HALF, HY_KEY_FORM_NUMBER, false},
      {HY_KEY_EXPONENT_Q, HALF, HY_KEY_FORM_NUMBER, false},
      {HY_KEY_INVERSE_Q, HALF, HY_KEY_FORM_NUMBER, false}},
     NULL},
    {HY_KEY_DSA_PARAMETERS, {{0}}, dsa_domain},
    {HY_KEY_DSA_PUBLIC, ONE(WHOLE, NUMBER), dsa_domain},
    {HY_KEY_DSA_PRIVATE, ONE(SHORT_Q, PLAIN), dsa_domain},
    {HY_KEY_DH_PARAMETERS, {{0}}, dh_domain},
    {HY_KEY_DH_PUBLIC, ONE(WHOLE, NUMBER), dh_domain},
    {HY_KEY_DH_PRIVATE, ONE(WHOLE, PLAIN), dh_domain},
    {HY_KEY_EC_FP_PARAMETERS, {{0}}, fp_domain},
    {HY_KEY_EC_FP_PUBLIC, ONE(CURVE_POINT, POINT), fp_domain},
    {HY_KEY_EC_FP_PRIVATE, ONE(ORDER, NUMBER), fp_domain},
    {HY_KEY_EC_F2M_PARAMETERS, {{0}}, f2m_domain},
    {HY_KEY_EC_F2M_PUBLIC, ONE(CURVE_POINT, POINT), f2m_domain},
    {HY_KEY_EC_F2M_PRIVATE, ONE(ORDER, NUMBER), f2m_domain},
    {HY_KEY_XEC, ONE(NAMED, BYTES), NULL},
};

static const type_rule *rule_of(hy_key_type type)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (rules[i].type == type)
            return &rules[i];
    return NULL;
}

static uint16_t named_room(const hy_key_shape *s)
{
    const hy_key_named *n = hy_key_named_find(s->curve);
    if (n == NULL) /* its store is made before a key knows its curve */
        return (uint16_t)(1 + 2 * ((s->bits + 7) / 8));
    return s->is_private ? n->private_size : n->public_size;
}

static uint16_t room_of(const hy_key_shape *s, length_rule rule)
{
    uint16_t whole = (uint16_t)((s->bits + 7) / 8);
    switch (rule) {
    case WHOLE:
        return whole;
    case HALF:
        return (uint16_t)((s->bits + 15) / 16);
    case ORDER:
        return (uint16_t)(whole + 1);
    case SHORT_Q:
        return 32;
    case CURVE_POINT:
        return (uint16_t)(1 + 2 * whole);
    case EXPONENTS:
        return 6;
    case COFACTOR:
        return 2;
    case BLOCK:
        return s->bits < 128 ? 128 : s->bits;
    case NAMED:
        return named_room(s);
    }
    return 0;
}

static bool visit_list(const hy_key_shape *s, const part_rule *list, size_t count, uint16_t *at,
                       void *context,
                       bool (*visit)(void *context, hy_key_part part, const hy_key_place *place))
{
    for (size_t i = 0; i < count && list[i].part != 0; i++) {
        const hy_key_place place = {
            .at = *at,
            .room = room_of(s, list[i].length),
            .usual = (uint16_t)(room_of(s, list[i].length) - (list[i].length == ORDER)),
            .form = list[i].form,
            .optional = list[i].optional,
        };
        if (!visit(context, list[i].part, &place))
            return false;
        *at = (uint16_t)(*at + 2 + place.room);
    }
    return true;
}

void hy_key_each(const hy_key_shape *s, void *context,
                 bool (*visit)(void *context, hy_key_part part, const hy_key_place *place))
{
    const type_rule *r = rule_of(s->type);
    uint16_t at = 0;
    if (r != NULL && visit_list(s, r->own, PARTS_MAX, &at, context, visit) && s->with_domain &&
        r->domain != NULL)
        (void)visit_list(s, r->domain, PARTS_MAX, &at, context, visit);
}

typedef struct wanted {
    hy_key_part part;
    hy_key_place place;
} wanted;

static bool is_other(void *context, hy_key_part part, const hy_key_place *place)
{
    wanted *w = context;
    if (w->part != part)
        return true;
    w->place = *place;
    return false;
}

hy_key_place hy_key_place_of(const hy_key_shape *s, hy_key_part part)
{
    wanted w = {.part = part};
    hy_key_each(s, &w, is_other);
    return w.place;
}

static bool add_up(void *context, hy_key_part part, const hy_key_place *place)
{
    (void)part;
    *(uint16_t *)context = (uint16_t)(place->at + 2 + place->room);
    return true;
}

uint16_t hy_key_store_size(const hy_key_shape *s)
{
    uint16_t size = 0;
    hy_key_each(s, &size, add_up);
    return size;
}

hy_key_shape hy_key_shape_of(const hy_key *k)
{
    return (hy_key_shape){k->type, k->bits, k->curve, k->is_private, k->domain.object == NULL};
}

hy_key_shape hy_key_domain_shape_of(const hy_key *k)
{
    if (k->domain.object == NULL)
        return hy_key_shape_of(k);
    return (hy_key_shape){k->domain_type, k->domain_bits, 0, false, true};
}

/* ---- values ---- */

hy_view hy_key_value_at(const hy_array *store, const hy_key_place *place)
{
    uint32_t end = (uint32_t)place->at + 2 + place->room;
    if (place->room == 0 || end > store->length)
        return (hy_view){0};
    const uint8_t *at = store->at + place->at;
    uint16_t n = (uint16_t)(at[0] << 8 | at[1]);
    return n > place->room ? hy_view_of(NULL, 0) : hy_view_of(at + 2, n);
}

void hy_key_value_write(const hy_array *store, const hy_key_place *place, hy_view value)
{
    uint8_t *at = store->at + place->at;
    hy_wipe(at, 2 + (size_t)place->room);
    at[0] = (uint8_t)(value.n >> 8);
    at[1] = (uint8_t)value.n;
    if (value.n > 0)
        memcpy(at + 2, value.p, value.n);
}

/* SEC 1, 2.3.3: 04 and both coordinates, or 02 or 03 and one. */
static bool is_point(hy_view v, uint16_t room)
{
    size_t field = ((size_t)room - 1) / 2;
    return v.n == room ? v.p[0] == 4 : v.n == 1 + field && (v.p[0] == 2 || v.p[0] == 3);
}

static hy_view without_zeros(hy_view v)
{
    while (v.n > 1 && v.p[0] == 0)
        v = hy_view_part(v, 1, v.n - 1);
    return v;
}

bool hy_key_value_fits(const hy_key_place *place, hy_view value, uint8_t *out, uint16_t *n)
{
    bool is_number = place->form == HY_KEY_FORM_NUMBER || place->form == HY_KEY_FORM_PLAIN;
    if (value.n == 0)
        return false;
    if (is_number)
        value = without_zeros(value);
    if (value.n > place->room || (place->form == HY_KEY_FORM_BYTES && value.n != place->room) ||
        (place->form == HY_KEY_FORM_POINT && !is_point(value, place->room)))
        return false;
    size_t zeros =
        place->form == HY_KEY_FORM_NUMBER && value.n < place->usual ? place->usual - value.n : 0;
    memset(out, 0, zeros);
    memcpy(out + zeros, value.p, value.n);
    *n = (uint16_t)(zeros + value.n);
    return true;
}
