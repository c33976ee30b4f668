/* hydra.security.CardKey, EcKey and XecKey: the parts of keys set, read and cleared. */
#include "element/api/key_store.h"

#include "base/secret.h"

#include <string.h>

HY_NATIVE_METHOD(hydra_security_CardKey_open)
{
    hy_object *o;
    hy_reference r;
    const hy_class *c = hy_native_class(m, HY_KNOWN_CARD_KEY);
    hy_outcome outcome = hy_machine_instance(m, slots[0], c, HY_TOUCH_READ, &o);
    if (outcome != HY_DONE)
        return outcome;
    const hy_key_shape shape = {
        .type = (hy_key_type)(hy_machine_get_word(m, o, HY_KEY_FIELD_ALGORITHM) & 0xFF),
        .bits = hy_machine_get_word(m, o, HY_KEY_FIELD_SIZE),
        .is_private =
            hy_class_is(hy_machine_class_of(m, o), hy_native_class(m, HY_KNOWN_PRIVATE_KEY)),
        .with_domain = hy_machine_get_word(m, o, HY_KEY_FIELD_DOMAIN) == 0,
    };
    uint16_t size = hy_key_store_size(&shape);
    int8_t memory = (int8_t)hy_machine_get_word(m, o, HY_KEY_FIELD_MEMORY);
    hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = size};
    outcome = memory == HY_PERSISTENT
                  ? hy_machine_new(m, spec, &r)
                  : hy_transient_new_array(m, HY_SHAPE_BYTES, (int16_t)size, memory, &r);
    return outcome == HY_DONE ? hy_machine_set_word(m, o, HY_KEY_FIELD_STORE, r) : outcome;
}

/* ---- parts ---- */

/* Where a part of a key lies, and in which key's store. */
typedef struct part {
    hy_key_place place;
    const hy_array *store;
    hy_reference key;
} part;

/* Throws NO_SUCH_ALGORITHM when the type has none. */
static hy_outcome find_part(hy_machine *m, const hy_key *k, hy_key_part which, part *out)
{
    bool shared = which >= HY_KEY_DOMAIN_P && k->domain.object != NULL;
    const hy_key_shape s = shared ? hy_key_domain_shape_of(k) : hy_key_shape_of(k);
    out->place = hy_key_place_of(&s, which);
    out->store = shared ? &k->domain : &k->own;
    out->key = shared ? hy_machine_get_word(m, k->object, HY_KEY_FIELD_DOMAIN) : k->reference;
    bool fits = out->place.room > 0 && out->place.at + 2 + out->place.room <= out->store->length;
    return fits ? HY_DONE : hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
}

/* What was made of the old value goes; a new value leaves the curve as it is. */
static hy_outcome write_part(hy_machine *m, const part *p, hy_key_part which, hy_view value)
{
    hy_outcome outcome = hy_array_keep(m, p->store, p->place.at, (uint16_t)(2 + p->place.room));
    if (outcome != HY_DONE)
        return outcome;
    hy_key_value_write(p->store, &p->place, value);
    hy_keyed_forget(hy_work(m), p->key, which < HY_KEY_DOMAIN_P ? HY_KEYED_CURVE + 1 : 0);
    return HY_DONE;
}

hy_outcome hy_key_set(hy_machine *m, const hy_key *k, hy_key_part which, hy_view value)
{
    part p;
    uint16_t n;
    uint8_t kept[HY_KEY_STORE_MAX];
    hy_outcome outcome = find_part(m, k, which, &p);
    if (outcome == HY_DONE && which == HY_KEY_DOMAIN_FIELD && p.place.form == HY_KEY_FORM_BYTES)
        outcome = hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM); /* a binary field */
    if (outcome != HY_DONE)
        return outcome;
    /* A modulus has all its bytes, if only zeros: RSA blocks are as long as the key says. */
    bool is_short = which == HY_KEY_MODULUS && value.n < p.place.usual;
    if (p.place.room > sizeof kept || is_short || !hy_key_value_fits(&p.place, value, kept, &n))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    outcome = write_part(m, &p, which, hy_view_of(kept, n));
    hy_wipe(kept, n);
    return outcome;
}

HY_NATIVE_METHOD(hydra_security_CardKey_set)
{
    hy_key k;
    hy_view in;
    uint8_t clear[HY_KEY_STORE_MAX];
    hy_key_part which = (hy_key_part)(uint8_t)slots[1];
    hy_outcome outcome = hy_engine_input(m, slots[2], slots[3], slots[4], &in);
    if (outcome == HY_DONE)
        outcome = hy_key_find(m, slots[0], &k);
    if (outcome != HY_DONE)
        return outcome;
    hy_reference cipher = hy_machine_get_word(m, k.object, HY_KEY_FIELD_CIPHER);
    if (cipher == 0)
        return hy_key_set(m, &k, which, in);
    size_t n = 0;
    outcome = hy_cipher_decipher_key(m, hy_slot_reference(cipher), in, clear, sizeof clear, &n);
    if (outcome == HY_DONE)
        outcome = hy_key_set(m, &k, which, hy_view_of(clear, n));
    hy_wipe(clear, sizeof clear);
    return outcome;
}

HY_NATIVE_METHOD(hydra_security_CardKey_get)
{
    hy_key k;
    part p;
    hy_engine_output out;
    hy_outcome outcome = hy_engine_output_find(m, slots[2], slots[3], &out);
    if (outcome == HY_DONE)
        outcome = hy_key_find(m, slots[0], &k);
    if (outcome == HY_DONE)
        outcome = find_part(m, &k, (hy_key_part)(uint8_t)slots[1], &p);
    if (outcome != HY_DONE)
        return outcome;
    hy_view value = hy_key_value_at(p.store, &p.place);
    if (value.n == 0)
        return hy_crypto_throw(m, HY_CRYPTO_UNINITIALIZED_KEY);
    outcome = hy_engine_need_room(m, &out, value.n);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &out.array, out.offset, (uint16_t)value.n);
    if (outcome != HY_DONE)
        return outcome;
    memmove(out.at, value.p, value.n);
    return hy_return_short(slots, (int32_t)value.n);
}

HY_NATIVE_METHOD(hydra_security_CardKey_clearKey)
{
    hy_key k;
    hy_outcome outcome = hy_key_find(m, slots[0], &k);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &k.own, 0, k.own.length);
    if (outcome != HY_DONE)
        return outcome;
    hy_wipe(k.own.at, k.own.length);
    hy_keyed_forget(hy_work(m), k.reference, 0);
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_security_CardKey_isInitialized)
{
    hy_key k;
    hy_outcome outcome = hy_key_find(m, slots[0], &k);
    return outcome == HY_DONE ? hy_return_short(slots, hy_key_is_initialised(&k)) : outcome;
}

/* ---- EcKey ---- */

/* Writes a part that is numbers of two bytes. */
static hy_outcome set_numbers(hy_machine *m, const hy_key *k, hy_key_part which,
                              const int16_t *numbers, size_t count)
{
    part p;
    uint8_t bytes[6];
    hy_outcome outcome = find_part(m, k, which, &p);
    if (outcome != HY_DONE)
        return outcome;
    if (p.place.form != HY_KEY_FORM_BYTES || p.place.room != 2 * count)
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    for (size_t i = 0; i < count; i++) {
        bytes[2 * i] = (uint8_t)((uint16_t)numbers[i] >> 8);
        bytes[2 * i + 1] = (uint8_t)numbers[i];
    }
    return write_part(m, &p, which, hy_view_of(bytes, 2 * count));
}

/* x^m + x^e1 + 1, or x^m + x^e1 + x^e2 + x^e3 + 1 with the exponents in any order. */
static bool is_polynomial(uint16_t bits, const int16_t *e)
{
    bool inside = e[0] > 0 && e[0] < bits && e[1] >= 0 && e[1] < bits && e[2] >= 0 && e[2] < bits;
    bool trinomial = e[1] == 0 && e[2] == 0;
    return inside &&
           (trinomial || (e[1] > 0 && e[2] > 0 && e[0] != e[1] && e[1] != e[2] && e[0] != e[2]));
}

HY_NATIVE_METHOD(hydra_security_EcKey_setFieldF2M)
{
    hy_key k;
    const int16_t e[] = {hy_slot_to_short(slots[1]), hy_slot_to_short(slots[2]),
                         hy_slot_to_short(slots[3])};
    hy_outcome outcome = hy_key_find(m, slots[0], &k);
    if (outcome != HY_DONE)
        return outcome;
    bool is_binary = k.type == HY_KEY_EC_F2M_PUBLIC || k.type == HY_KEY_EC_F2M_PRIVATE ||
                     k.type == HY_KEY_EC_F2M_PARAMETERS;
    if (!is_binary)
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    if (!is_polynomial(k.bits, e))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    return set_numbers(m, &k, HY_KEY_DOMAIN_FIELD, e, 3);
}

HY_NATIVE_METHOD(hydra_security_EcKey_setK)
{
    hy_key k;
    int16_t cofactor = hy_slot_to_short(slots[1]);
    hy_outcome outcome = hy_key_find(m, slots[0], &k);
    return outcome == HY_DONE ? set_numbers(m, &k, HY_KEY_DOMAIN_K, &cofactor, 1) : outcome;
}

HY_NATIVE_METHOD(hydra_security_EcKey_getK)
{
    hy_key k;
    hy_outcome outcome = hy_key_find(m, slots[0], &k);
    if (outcome != HY_DONE)
        return outcome;
    hy_view value = hy_key_get(&k, HY_KEY_DOMAIN_K);
    if (value.n != 2)
        return hy_crypto_throw(m, HY_CRYPTO_UNINITIALIZED_KEY);
    return hy_return_short(slots, value.p[0] << 8 | value.p[1]);
}

/* The store with the domain parameters, and where in it they begin. */
static const hy_array *domain_of(const hy_key *k, uint16_t *from)
{
    const hy_key_shape s = hy_key_domain_shape_of(k);
    *from = hy_key_place_of(&s, HY_KEY_DOMAIN_FIELD).at;
    return k->domain.object == NULL ? &k->own : &k->domain;
}

static bool is_curve_type(hy_key_type type, bool *binary)
{
    *binary = type == HY_KEY_EC_F2M_PUBLIC || type == HY_KEY_EC_F2M_PRIVATE ||
              type == HY_KEY_EC_F2M_PARAMETERS;
    return *binary || type == HY_KEY_EC_FP_PUBLIC || type == HY_KEY_EC_FP_PRIVATE ||
           type == HY_KEY_EC_FP_PARAMETERS;
}

HY_NATIVE_METHOD(hydra_security_EcKey_copyDomainParametersFrom)
{
    hy_key to, from;
    bool to_binary, from_binary;
    uint16_t to_at, from_at;
    hy_outcome outcome = hy_key_find(m, slots[1], &from);
    if (outcome == HY_DONE)
        outcome = hy_key_find(m, slots[0], &to);
    if (outcome != HY_DONE)
        return outcome;
    if (!is_curve_type(from.type, &from_binary) || !is_curve_type(to.type, &to_binary) ||
        from_binary != to_binary || from.bits != to.bits)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    if (!hy_key_has_domain(&from))
        return hy_crypto_throw(m, HY_CRYPTO_UNINITIALIZED_KEY);
    const hy_array *source = domain_of(&from, &from_at);
    const hy_array *target = domain_of(&to, &to_at);
    uint16_t n = (uint16_t)(target->length - to_at);
    if (source->length - from_at != n)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    outcome = hy_array_keep(m, target, to_at, n);
    if (outcome != HY_DONE)
        return outcome;
    memmove(target->at + to_at, source->at + from_at, n);
    hy_keyed_forget(hy_work(m), to.reference, 0);
    return HY_DONE;
}

/* ---- XecKey ---- */

/* Of a key's value, whether it is set or not. */
HY_NATIVE_METHOD(hydra_security_XecKey_getEncodingLength)
{
    hy_key k;
    hy_outcome outcome = hy_key_find(m, slots[0], &k);
    if (outcome != HY_DONE)
        return outcome;
    const hy_key_shape s = hy_key_shape_of(&k);
    return hy_return_short(slots, hy_key_place_of(&s, HY_KEY_VALUE).room);
}
