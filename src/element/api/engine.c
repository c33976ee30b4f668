/* What all engine objects do alike: their fields, who may use them, lending of one-shots, bytes in
   and out. */
#include "element/api/engine.h"

#include "base/secret.h"

#include <string.h>

hy_outcome hy_crypto_throw(hy_machine *m, uint16_t reason)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_CRYPTO, reason);
}

hy_outcome hy_crypto_failed(hy_machine *m, hy_rc rc)
{
    switch (rc.code) {
    case HY_E_ARGUMENT:
    case HY_E_FORMAT:
    case HY_E_MISMATCH:
    case HY_E_LIMIT:
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_VALUE);
    case HY_E_UNSUPPORTED:
        return hy_crypto_throw(m, HY_CRYPTO_NO_SUCH_ALGORITHM);
    default:
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    }
}

/* ---- fields ---- */

static hy_engine_field algorithm_field(hy_engine_kind kind)
{
    return kind == HY_ENGINE_KEYED ? HY_ENGINE_ALGORITHM : HY_ENGINE_PLAIN_ALGORITHM;
}

int16_t hy_engine_get(const hy_machine *m, const hy_engine *e, hy_engine_field field)
{
    return (int16_t)hy_machine_get_word(m, e->object, (uint16_t)field);
}

hy_outcome hy_engine_set(hy_machine *m, const hy_engine *e, hy_engine_field field, int16_t value)
{
    if (hy_engine_get(m, e, field) == value)
        return HY_DONE;
    return hy_machine_set_word(m, e->object, (uint16_t)field, (uint16_t)value);
}

hy_reference hy_engine_key_reference(const hy_machine *m, const hy_engine *e)
{
    return hy_machine_get_word(m, e->object, HY_ENGINE_KEY);
}

hy_slot hy_engine_key(const hy_machine *m, const hy_engine *e)
{
    return hy_slot_reference(hy_engine_key_reference(m, e));
}

hy_outcome hy_engine_set_key(hy_machine *m, const hy_engine *e, hy_slot key, int16_t mode)
{
    hy_reference r = hy_slot_to_reference(key);
    hy_outcome outcome = HY_DONE;
    if (hy_engine_key_reference(m, e) != r)
        outcome = hy_machine_set_word(m, e->object, HY_ENGINE_KEY, r);
    return outcome == HY_DONE ? hy_engine_set(m, e, HY_ENGINE_MODE, mode) : outcome;
}

/* ---- finding ---- */

/* The instance in a slot; that it is of the right class is known from the call. */
hy_outcome hy_engine_look(hy_machine *m, hy_slot self, hy_engine_kind kind, hy_engine *out)
{
    hy_outcome outcome = hy_native_need(m, self);
    if (outcome != HY_DONE)
        return outcome;
    hy_object *o = hy_heap_object(m->heap, hy_slot_to_reference(self));
    if (o->shape != HY_SHAPE_INSTANCE || o->length <= algorithm_field(kind) + 1)
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    *out = (hy_engine){.object = o, .kind = kind};
    out->algorithm = hy_engine_get(m, out, algorithm_field(kind));
    return HY_DONE;
}

static hy_outcome find_state(hy_machine *m, hy_engine *e)
{
    hy_array state;
    hy_outcome outcome = hy_native_field_bytes(m, e->object, HY_ENGINE_STATE, &state);
    e->state = outcome == HY_DONE ? state.at : NULL;
    e->state_size = outcome == HY_DONE ? state.length : 0;
    return outcome;
}

/* The place of a one-shot among HY_ROOT_ONE_SHOTS, or -1. */
static int place_of(const hy_machine *m, hy_reference r)
{
    for (int i = 0; i < HY_ONE_SHOTS * HY_ONE_SHOT_CLASSES; i++)
        if (hy_element_root(hy_element_of(m), HY_ROOT_ONE_SHOTS + (uint32_t)i) == r)
            return i;
    return -1;
}

/* A one-shot is its borrower's until closed. */
static hy_outcome check_lent(hy_machine *m, hy_reference r)
{
    const hy_workspace *w = hy_work(m);
    hy_actor caller = hy_context_caller(m);
    int place = place_of(m, r);
    if (place < 0 || (w->lent >> place & 1) == 0)
        return hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    bool own =
        w->lent_to[place].context == caller.context && w->lent_to[place].owner == caller.owner;
    return own ? HY_DONE : hy_machine_throw(m, HY_THROW_SECURITY, 0);
}

hy_outcome hy_engine_find(hy_machine *m, hy_slot self, hy_engine_kind kind, hy_engine *out)
{
    hy_sensitive_forget(m);
    *out = (hy_engine){0};
    hy_outcome outcome = hy_engine_look(m, self, kind, out);
    const hy_object *o = out->object;
    if (outcome != HY_DONE)
        return outcome;
    if (o == NULL)
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    hy_engine_field external = (hy_engine_field)(algorithm_field(kind) + 1);
    if (o->context == HY_SYSTEM)
        outcome = check_lent(m, hy_slot_to_reference(self));
    else if (hy_engine_get(m, out, external) == 0 && o->context != m->selected)
        outcome = hy_crypto_throw(m, HY_CRYPTO_ILLEGAL_USE);
    return outcome == HY_DONE ? find_state(m, out) : outcome;
}

/* ---- opening ---- */

hy_outcome hy_engine_open(hy_machine *m, hy_slot self, hy_engine_kind kind, uint16_t state_size)
{
    hy_engine e = {0};
    hy_reference r;
    hy_outcome outcome = hy_engine_look(m, self, kind, &e);
    if (outcome == HY_DONE)
        outcome =
            hy_transient_new_array(m, HY_SHAPE_BYTES, (int16_t)state_size, HY_TRANSIENT_RESET, &r);
    return outcome == HY_DONE ? hy_machine_set_word(m, e.object, HY_ENGINE_STATE, r) : outcome;
}

/* Makes the object and its state as the system's. */
static hy_rc make_one_shot(hy_machine *m, hy_known class_of, uint32_t root, uint16_t state_size)
{
    hy_element *e = hy_element_of(m);
    const hy_object_spec spec = {
        .shape = HY_SHAPE_BYTES, .lifetime = HY_TRANSIENT_RESET, .length = state_size};
    const hy_object *roots = hy_heap_object(m->heap, HY_ROOT_OBJECT);
    hy_reference object;
    hy_reference state;
    HY_TRY(hy_heap_keep(m->heap, roots, 2 * root, 2));
    HY_TRY(hy_heap_new(m->heap, &spec, &state));
    HY_TRY(hy_element_new_known(e, class_of, HY_PERSISTENT, HY_TEMPORARY, &object));
    memcpy(hy_heap_body(m->heap, hy_heap_object(m->heap, object)) + (size_t)2 * HY_ENGINE_STATE,
           &state, sizeof state);
    hy_element_set_root(e, root, object);
    return HY_OK;
}

/* A place that is not lent, or -1. */
static int free_place(const hy_machine *m, hy_known class_of)
{
    int first = (int)(class_of - HY_KNOWN_ONE_SHOT_FIRST) * HY_ONE_SHOTS;
    for (int i = first; i < first + HY_ONE_SHOTS; i++)
        if ((hy_work(m)->lent >> i & 1) == 0)
            return i;
    return -1;
}

hy_outcome hy_one_shot_open(hy_machine *m, hy_slot *slots, hy_known class_of, hy_engine_kind kind,
                            int16_t algorithm, uint16_t state_size, hy_engine *out)
{
    hy_workspace *w = hy_work(m);
    int place = free_place(m, class_of);
    uint32_t root = HY_ROOT_ONE_SHOTS + (uint32_t)place;
    bool is_there = place >= 0;
    if (is_there && hy_element_root(w->element, root) == 0)
        is_there = hy_ok(make_one_shot(m, class_of, root, state_size));
    if (!is_there)
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
    slots[0] = hy_slot_reference(hy_element_root(w->element, root));
    hy_outcome outcome = hy_engine_look(m, slots[0], kind, out);
    if (outcome == HY_DONE)
        outcome = find_state(m, out);
    if (outcome != HY_DONE)
        return outcome;
    w->lent |= 1u << place;
    w->lent_to[place] = hy_context_caller(m);
    hy_wipe(out->state, out->state_size);
    if (kind == HY_ENGINE_KEYED)
        hy_native_settle_word(m, out->object, HY_ENGINE_KEY, 0);
    out->algorithm = algorithm;
    hy_native_settle_word(m, out->object, (uint16_t)algorithm_field(kind), (uint16_t)algorithm);
    return HY_DONE;
}

hy_outcome hy_one_shot_algorithm(hy_machine *m, hy_slot *slots, hy_engine_kind kind)
{
    hy_engine e;
    hy_outcome outcome = hy_engine_find(m, slots[0], kind, &e);
    return outcome == HY_DONE ? hy_return_short(slots, e.algorithm) : outcome;
}

hy_outcome hy_one_shot_close(hy_machine *m, hy_slot self, hy_engine_kind kind)
{
    hy_engine e;
    hy_outcome outcome = hy_engine_find(m, self, kind, &e);
    if (outcome != HY_DONE)
        return outcome;
    int place = place_of(m, hy_slot_to_reference(self));
    if (place < 0) /* an engine that is none of the one-shots */
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    hy_wipe(e.state, e.state_size);
    if (kind == HY_ENGINE_KEYED)
        hy_native_settle_word(m, e.object, HY_ENGINE_KEY, 0);
    hy_work(m)->lent &= ~(1u << place);
    return HY_DONE;
}

/* ---- bytes in and out ---- */

hy_outcome hy_engine_input(hy_machine *m, hy_slot array, hy_slot offset, hy_slot length,
                           hy_view *out)
{
    hy_array a;
    hy_outcome outcome = hy_native_range(m, array, HY_SHAPE_BYTES, HY_TOUCH_READ,
                                         hy_slot_to_short(offset), hy_slot_to_short(length), &a);
    if (outcome == HY_DONE)
        *out = hy_view_part(hy_view_of(a.at, a.length), (size_t)hy_slot_to_short(offset),
                            (size_t)hy_slot_to_short(length));
    return outcome;
}

hy_outcome hy_engine_output_find(hy_machine *m, hy_slot array, hy_slot offset,
                                 hy_engine_output *out)
{
    int32_t from = hy_slot_to_short(offset);
    hy_outcome outcome =
        hy_native_range(m, array, HY_SHAPE_BYTES, HY_TOUCH_WRITE, from, 0, &out->array);
    if (outcome != HY_DONE)
        return outcome;
    out->offset = (uint16_t)from;
    out->at = out->array.at + from;
    out->room = (uint16_t)(out->array.length - from);
    return HY_DONE;
}

hy_outcome hy_engine_need_room(hy_machine *m, const hy_engine_output *o, size_t n)
{
    return n <= o->room ? HY_DONE : hy_machine_throw(m, HY_THROW_ARRAY_INDEX, 0);
}

void hy_engine_wrote(hy_machine *m, const hy_engine_output *o, size_t n)
{
    hy_native_settle(m, &o->array, o->offset, (uint16_t)n);
}

void hy_engine_write(hy_machine *m, const hy_engine_output *o, const void *from, size_t n)
{
    if (n == 0)
        return;
    memmove(o->at, from, n);
    hy_engine_wrote(m, o, n);
}

/* An element in memory only is as durable as it will ever be. */
hy_outcome hy_engine_barrier(hy_machine *m)
{
    return hy_element_barrier(m, HY_BARRIER_USE);
}
