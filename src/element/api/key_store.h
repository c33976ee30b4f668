/* How the parts of a key lie in its store. Only key*.c use this. */
#ifndef HY_API_KEY_STORE_H
#define HY_API_KEY_STORE_H

#include "element/api/key.h"

enum { HY_KEY_STORE_MAX = 2048 }; /* bytes of the longest store */

/* What a type's parts are about to hold. */
typedef enum hy_key_form {
    HY_KEY_FORM_BYTES,  /* of exactly the room's length */
    HY_KEY_FORM_SECRET, /* of any length from 1 */
    HY_KEY_FORM_NUMBER, /* big-endian, kept as long as `usual`, or longer when it must be */
    HY_KEY_FORM_PLAIN,  /* a number kept without leading zeros */
    HY_KEY_FORM_POINT,
} hy_key_form;

/* Where a part lies. room 0: the type does not have it. */
typedef struct hy_key_place {
    uint16_t at; /* of its two bytes of length */
    uint16_t room;
    uint16_t usual; /* bytes of a number */
    hy_key_form form;
    bool optional;
} hy_key_place;

/* What decides a layout. with_domain: the domain parameters lie in this very store. */
typedef struct hy_key_shape {
    hy_key_type type;
    uint16_t bits;
    uint16_t curve;
    bool is_private;
    bool with_domain;
} hy_key_shape;

hy_key_place hy_key_place_of(const hy_key_shape *s, hy_key_part part);

/* Bytes of the store; 0 for a type that is none. */
uint16_t hy_key_store_size(const hy_key_shape *s);

/* The parts one after the other: calls `visit` until it says false. */
void hy_key_each(const hy_key_shape *s, void *context,
                 bool (*visit)(void *context, hy_key_part part, const hy_key_place *place));

/* Has the part's room the value, as the key shall keep it? Then it is in `out` (room bytes at
   least) and its length in *n. */
bool hy_key_value_fits(const hy_key_place *place, hy_view value, uint8_t *out, uint16_t *n);

/* The value at a place of a store; empty when it is not set. */
hy_view hy_key_value_at(const hy_array *store, const hy_key_place *place);

/* Writes a value that fits, whose place was kept for an abort; empty: the part is not set. */
void hy_key_value_write(const hy_array *store, const hy_key_place *place, hy_view value);

/* The shape of a key, and of the store with its domain parameters. */
hy_key_shape hy_key_shape_of(const hy_key *k);
hy_key_shape hy_key_domain_shape_of(const hy_key *k);

/* The named curves: bytes of the values of both halves and bits of a key; 0 for an unknown name. */
typedef struct hy_key_named {
    uint16_t name;
    uint16_t bits;
    uint8_t public_size, private_size;
    enum { HY_NAMED_WEIERSTRASS, HY_NAMED_XDH, HY_NAMED_EDDSA } kind;
    int which; /* hy_curve_name, hy_xdh_curve, hy_eddsa_curve */
} hy_key_named;
const hy_key_named *hy_key_named_find(uint16_t name);

#endif
