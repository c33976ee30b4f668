/* Elliptic curves over prime fields, y^2 = x^3 + ax + b, and over binary fields, y^2 + xy = x^3 +
   ax^2
   + b: named or given by their numbers, and the arithmetic of their points. */
#ifndef HY_CRYPTO_CURVE_H
#define HY_CRYPTO_CURVE_H

#include "crypto/context.h"

typedef enum hy_curve_name {
#define HY_CURVE(name, openssl) HY_CURVE_##name,
#include "crypto/curves.def"
#undef HY_CURVE
    HY_CURVE_COUNT
} hy_curve_name;

#define HY_CURVE_FIELD_MAX 72                           /* bytes: B-571 */
#define HY_CURVE_POINT_MAX (1 + 2 * HY_CURVE_FIELD_MAX) /* bytes of an uncompressed point */

/* Domain parameters, as in SEC 1 section 3.1; numbers are big-endian. p is the prime or, of a
   binary field, the reduction polynomial as bits. */
typedef struct hy_curve_params {
    hy_view p, a, b;
    hy_view g; /* the generator as a point */
    hy_view n; /* its order */
    hy_view h; /* the cofactor; empty: it is computed from p and n */
    bool binary;
} hy_curve_params;

/* A curve, fit for any number of keys; it must outlive them. */
typedef struct hy_curve hy_curve;

/* ARGUMENT for a name outside the list. */
hy_rc hy_curve_new_named(hy_crypto *c, hy_curve_name name, hy_curve **out) HY_USE;

/* A curve from its parameters. When they are those of a named curve its fast and constant-time code
   is used. ARGUMENT when they are no curve: p not odd, above 521 bits or of a degree above 571, a
   singular equation, a generator off the curve or not of order n, an n * h that no curve over the
   field can have. Whether p and n are prime (or p irreducible) is not tested. */
hy_rc hy_curve_new(hy_crypto *c, const hy_curve_params *params, hy_curve **out) HY_USE;

/* Frees; *curve is NULL afterwards. *curve may be NULL already. */
void hy_curve_free(hy_curve **curve);

/* True when the named curves' own code is used. */
bool hy_curve_is_named(const hy_curve *curve);

/* True over a binary field; then e[] is set to the exponents of its reduction polynomial between
   the degree and 0, of a trinomial one and two zeros. */
bool hy_curve_is_binary(const hy_curve *curve, uint16_t e[3]);

/* Bytes of a coordinate, and of a number modulo the order. */
size_t hy_curve_field_size(const hy_curve *curve);
size_t hy_curve_order_size(const hy_curve *curve);

typedef enum hy_curve_part {
    HY_CURVE_PART_P,
    HY_CURVE_PART_A,
    HY_CURVE_PART_B,
    HY_CURVE_PART_G,
    HY_CURVE_PART_N,
    HY_CURVE_PART_H,
} hy_curve_part;

/* Writes a parameter: p, a and b as long as a coordinate (a polynomial p a bit longer), the
   generator as an uncompressed point, n as long as the order, h without leading zeros. LIMIT. */
hy_rc hy_curve_get(const hy_curve *curve, hy_curve_part part, uint8_t *out, size_t room,
                   size_t *n) HY_USE;

/* Points come in as 04 X Y or compressed (02 X, 03 X), of the exact length, and go out as 04 X Y. A
   point that is malformed, off the curve or at infinity is ARGUMENT on the way in; a result at
   infinity is MISMATCH, because no protocol may go on with it. */

/* HY_OK when the point is on the curve and in the group of the generator (SEC 1, 3.2.2.1). */
hy_rc hy_curve_check(const hy_curve *curve, hy_view point) HY_USE;

/* scalar * point, or scalar * generator when point is empty, in constant time. The scalar is
   1 .. order-1 (ARGUMENT). out may be point.p. */
hy_rc hy_curve_multiply(const hy_curve *curve, hy_view scalar, hy_view point, uint8_t *out,
                        size_t room, size_t *n) HY_USE;

/* a + b. Not in constant time. out may be a.p or b.p. */
hy_rc hy_curve_add(const hy_curve *curve, hy_view a, hy_view b, uint8_t *out, size_t room,
                   size_t *n) HY_USE;

#endif
