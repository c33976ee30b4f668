/* Key objects found and looked into. */
#include "element/api/key_store.h"

static uint16_t field(const hy_machine *m, const hy_object *o, uint16_t word)
{
    return hy_machine_get_word(m, o, word);
}

static bool is_key(const hy_machine *m, const hy_object *o)
{
    const hy_class *c = o->shape == HY_SHAPE_INSTANCE ? hy_machine_class_of(m, o) : NULL;
    return c != NULL && hy_class_is(c, hy_native_class(m, HY_KNOWN_CARD_KEY));
}

/* The store of a key; deselect-transient memory is its applet's alone while that is selected. */
static hy_outcome find_store(hy_machine *m, const hy_object *key, hy_array *out)
{
    hy_outcome outcome = hy_native_field_bytes(m, key, HY_KEY_FIELD_STORE, out);
    if (outcome == HY_DONE && out->object->lifetime == HY_TRANSIENT_DESELECT &&
        out->object->context != m->selected)
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    return outcome;
}

static void fill(const hy_machine *m, hy_object *o, hy_key *k)
{
    const hy_class *c = hy_machine_class_of(m, o);
    k->object = o;
    k->type = (hy_key_type)(field(m, o, HY_KEY_FIELD_ALGORITHM) & 0xFF);
    k->memory = (hy_lifetime)field(m, o, HY_KEY_FIELD_MEMORY);
    k->bits = field(m, o, HY_KEY_FIELD_SIZE);
    k->curve = k->type == HY_KEY_XEC ? field(m, o, HY_KEY_FIELD_CURVE) : 0;
    k->is_private = hy_class_is(c, hy_native_class(m, HY_KNOWN_PRIVATE_KEY));
}

hy_outcome hy_key_find(hy_machine *m, hy_slot slot, hy_key *out)
{
    const hy_object *seen;
    *out = (hy_key){0};
    hy_outcome outcome = hy_native_need(m, slot);
    if (outcome == HY_DONE)
        outcome = hy_native_object(m, slot, &seen);
    if (outcome != HY_DONE)
        return outcome;
    if (!is_key(m, seen))
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    out->reference = hy_slot_to_reference(slot);
    fill(m, hy_heap_object(m->heap, out->reference), out);
    outcome = find_store(m, out->object, &out->own);
    hy_reference domain = field(m, out->object, HY_KEY_FIELD_DOMAIN);
    if (outcome != HY_DONE || domain == 0)
        return outcome;
    const hy_object *shared = hy_heap_object(m->heap, domain);
    if (shared == NULL || !is_key(m, shared))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    out->domain_type = (hy_key_type)(field(m, shared, HY_KEY_FIELD_ALGORITHM) & 0xFF);
    out->domain_bits = field(m, shared, HY_KEY_FIELD_SIZE);
    return find_store(m, shared, &out->domain);
}

hy_outcome hy_key_need(hy_machine *m, hy_slot slot, hy_key *out)
{
    hy_outcome outcome = hy_key_find(m, slot, out);
    if (outcome == HY_DONE && !hy_key_is_initialised(out))
        return hy_crypto_throw(m, HY_CRYPTO_UNINITIALIZED_KEY);
    return outcome;
}

/* ---- parts ---- */

hy_view hy_key_get(const hy_key *k, hy_key_part part)
{
    bool shared = k->domain.object != NULL && part >= HY_KEY_DOMAIN_P;
    const hy_key_shape s = shared ? hy_key_domain_shape_of(k) : hy_key_shape_of(k);
    const hy_key_place place = hy_key_place_of(&s, part);
    return hy_key_value_at(shared ? &k->domain : &k->own, &place);
}

typedef struct asking {
    const hy_array *store;
    hy_key_part first; /* the others are not asked for */
    bool whole;
} asking;

static bool is_set(void *context, hy_key_part part, const hy_key_place *place)
{
    asking *a = context;
    a->whole = part < a->first || place->optional || hy_key_value_at(a->store, place).n > 0;
    return a->whole;
}

static bool is_whole(const hy_array *store, hy_key_shape s, hy_key_part first)
{
    asking a = {store, first, true};
    hy_key_each(&s, &a, is_set);
    return a.whole;
}

bool hy_key_has_domain(const hy_key *k)
{
    const hy_array *store = k->domain.object == NULL ? &k->own : &k->domain;
    return is_whole(store, hy_key_domain_shape_of(k), HY_KEY_DOMAIN_P);
}

bool hy_key_is_initialised(const hy_key *k)
{
    return is_whole(&k->own, hy_key_shape_of(k), HY_KEY_VALUE) && hy_key_has_domain(k);
}

hy_outcome hy_key_slot(hy_machine *m, const hy_key *k, uint16_t kind, hy_keyed **out)
{
    hy_view domain =
        k->domain.object == NULL ? hy_view_of(NULL, 0) : hy_view_of(k->domain.at, k->domain.length);
    *out =
        hy_keyed_find(hy_work(m), k->reference, kind, hy_view_of(k->own.at, k->own.length), domain);
    return *out != NULL ? HY_DONE : hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
}
