/* The machine around its loop: calls from outside, exceptions, and what natives need. */
#include "element/vm/machine.h"

#include "element/vm/interpret.h"
#include "element/vm/nets.h"

#include <string.h>

void hy_machine_reset(hy_machine *m)
{
    m->depth = 0;
    m->top = m->slots;
    m->nesting = 0;
    m->thrown = 0;
    m->stop = HY_STOP_NONE;
}

const hy_class *hy_machine_class_of(const hy_machine *m, const hy_object *o)
{
    if (o->shape == HY_SHAPE_FREE)
        return NULL;
    if (o->shape != HY_SHAPE_INSTANCE)
        return m->object_class;
    const hy_linked *l = o->package < m->loaded_count ? m->loaded[o->package].linked : NULL;
    return l == NULL || o->class_of >= l->class_count ? NULL : &l->classes[o->class_of];
}

/* ---- exceptions ---- */

hy_outcome hy_machine_throw_object(hy_machine *m, hy_reference exception)
{
    m->thrown = exception;
    if (m->hooks->thrown != NULL)
        m->hooks->thrown(m, exception);
    return HY_THROWN;
}

hy_outcome hy_machine_throw(hy_machine *m, hy_throw what, uint16_t reason)
{
    return hy_machine_throw_object(m, m->hooks->exception(m, what, reason));
}

hy_outcome hy_machine_stop(hy_machine *m, hy_stop why)
{
    m->stop = why;
    if (m->hooks->stopped != NULL)
        m->hooks->stopped(m);
    return HY_STOPPED;
}

hy_outcome hy_machine_charge(hy_machine *m, uint32_t work)
{
    m->budget -= work;
    return m->budget < 0 ? hy_machine_stop(m, HY_STOP_BUDGET) : HY_DONE;
}

/* ---- calls from outside the loop ---- */

static bool nesting_fits(const hy_machine *m)
{
    return m->nesting < m->nesting_max;
}

hy_outcome hy_machine_call(hy_machine *m, const hy_loaded *home, const hy_method *method,
                           const hy_slot *arguments, hy_slot *result)
{
    hy_slot *base = m->top;
    size_t left = (size_t)(m->slots + m->slot_count - base);
    if (!nesting_fits(m) || left < method->nargs + 2u)
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
    const hy_actor actor = m->actor;
    const uint32_t depth = m->depth;
    base[0] = base[1] = 0;
    if (method->nargs > 0)
        memcpy(base, arguments, method->nargs * sizeof base[0]);
    m->nesting++;
    hy_outcome outcome = hy_interpret(m, home, method, base);
    m->nesting--;
    if (outcome == HY_DONE && result != NULL) {
        result[0] = base[0];
        result[1] = base[1];
    }
    m->top = base;
    m->depth = depth;
    m->actor = actor;
    return outcome;
}

hy_outcome hy_machine_call_virtual(hy_machine *m, const hy_class *as, uint8_t token,
                                   const hy_slot *arguments, hy_slot *result)
{
    if (!hy_slot_is_reference(arguments[0]))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    const hy_object *o = hy_heap_object(m->heap, hy_slot_to_reference(arguments[0]));
    if (o == NULL)
        return hy_machine_throw(m, HY_THROW_NULL, 0);
    const hy_class *c = hy_machine_class_of(m, o);
    int slot = hy_class_slot(as, token);
    if (c == NULL || as->interface || slot < 0 || !hy_class_is(c, as))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    const hy_loaded *of = o->shape == HY_SHAPE_INSTANCE ? &m->loaded[o->package] : m->object_home;
    const hy_virtual *v = &c->table[slot];
    if (v->method->abstract)
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    return hy_machine_call(m, &m->loaded[of->homes[v->home]], v->method, arguments, result);
}

/* ---- creating ---- */

static bool log_is_full(const hy_heap *h)
{
    const hy_undo *u = h->memory.undo;
    return u != NULL && !h->header_kept && hy_memory_room(u) < HY_HEAP_HEADER;
}

hy_outcome hy_machine_new(hy_machine *m, hy_object_spec spec, hy_reference *out)
{
    spec.context = m->actor.context;
    spec.owner = m->actor.owner;
    bool allowed = m->hooks->allot == NULL || m->hooks->allot(m, &spec);
    if (m->heap->memory.undo == NULL)
        hy_memory_announce(&m->heap->memory);
    if (allowed && hy_ok(hy_heap_new(m->heap, &spec, out)))
        return HY_DONE;
    if (allowed && log_is_full(m->heap))
        return hy_machine_throw(m, HY_THROW_TRANSACTION, HY_TRANSACTION_BUFFER_FULL);
    return hy_machine_throw(m, HY_THROW_SYSTEM,
                            spec.lifetime == HY_PERSISTENT ? HY_SYSTEM_NO_RESOURCE
                                                           : HY_SYSTEM_NO_TRANSIENT_SPACE);
}

/* ---- objects that natives use ---- */

/* Owned by the current context, and transient memory of a selected one. */
static bool is_near(const hy_machine *m, const hy_object *o)
{
    return o->context == m->actor.context &&
           (o->lifetime != HY_TRANSIENT_DESELECT || m->selected == m->actor.context);
}

bool hy_machine_reach(hy_machine *m, hy_touch touch, hy_reference r, const hy_class *target,
                      hy_reach *out)
{
    const hy_object *o = hy_heap_entry(m->heap, r);
    *out = (hy_reach){o, 0};
    if (is_near(m, o))
        return true;
    /* global arrays, which are never views and always near (JCRE 6.2.2) */
    if (o->openness == HY_GLOBAL && o->lifetime != HY_TRANSIENT_DESELECT && o->viewed == 0 &&
        touch != HY_TOUCH_THROW && touch != HY_TOUCH_SUPER)
        return true;
    return m->hooks->reach(m, touch, r, target, out) || (HY_NET_RUNTIME == 0 && o->viewed == 0);
}

/* A reference that names an object; throws otherwise. */
static hy_outcome need_object(hy_machine *m, hy_slot slot, hy_object **out)
{
    if (!hy_slot_is_reference(slot))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    *out = hy_heap_object(m->heap, hy_slot_to_reference(slot));
    return *out == NULL ? hy_machine_throw(m, HY_THROW_NULL, 0) : HY_DONE;
}

hy_outcome hy_machine_array(hy_machine *m, hy_slot slot, hy_shape shape, hy_touch touch,
                            hy_array *out)
{
    hy_object *o;
    hy_outcome outcome = need_object(m, slot, &o);
    if (outcome != HY_DONE)
        return outcome;
    hy_reference r = hy_slot_to_reference(slot);
    hy_reach reach;
    if (o->shape != shape || shape == HY_SHAPE_INSTANCE ||
        !hy_machine_reach(m, touch, r, NULL, &reach))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    *out = (hy_array){
        .reference = r,
        .object = reach.object,
        .at = hy_heap_body(m->heap, reach.object) + hy_heap_size_of(shape, reach.first),
        .first = reach.first,
        .length = o->length,
    };
    return HY_DONE;
}

hy_outcome hy_machine_range(hy_machine *m, hy_slot slot, hy_shape shape, hy_touch touch,
                            int32_t offset, int32_t length, hy_array *out)
{
    hy_outcome outcome = hy_machine_array(m, slot, shape, touch, out);
    if (outcome != HY_DONE)
        return outcome;
    bool inside =
        offset >= 0 && length >= 0 && offset <= out->length && length <= out->length - offset;
    return inside ? HY_DONE : hy_machine_throw(m, HY_THROW_ARRAY_INDEX, 0);
}

hy_outcome hy_array_keep(hy_machine *m, const hy_array *a, uint16_t from, uint16_t n)
{
    hy_shape shape = (hy_shape)a->object->shape;
    uint32_t at = hy_heap_size_of(shape, 1) * ((uint32_t)a->first + from);
    if (hy_ok(hy_heap_keep(m->heap, a->object, at, hy_heap_size_of(shape, n))))
        return HY_DONE;
    return hy_machine_throw(m, HY_THROW_TRANSACTION, HY_TRANSACTION_BUFFER_FULL);
}

hy_outcome hy_machine_instance(hy_machine *m, hy_slot slot, const hy_class *of, hy_touch touch,
                               hy_object **out)
{
    hy_outcome outcome = need_object(m, slot, out);
    if (outcome != HY_DONE)
        return outcome;
    const hy_class *c = hy_machine_class_of(m, *out);
    hy_reach reach;
    if (c == NULL || !hy_class_is(c, of) || (*out)->shape != HY_SHAPE_INSTANCE ||
        !hy_machine_reach(m, touch, hy_slot_to_reference(slot), NULL, &reach))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    return HY_DONE;
}

uint16_t hy_machine_get_word(const hy_machine *m, const hy_object *o, uint16_t word)
{
    uint16_t value = 0;
    if (o->shape == HY_SHAPE_INSTANCE && word < o->length)
        memcpy(&value, hy_heap_body(m->heap, o) + (size_t)2 * word, sizeof value);
    return value;
}

hy_outcome hy_machine_set_word(hy_machine *m, const hy_object *o, uint16_t word, uint16_t value)
{
    if (o->shape != HY_SHAPE_INSTANCE || word >= o->length)
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    if (!hy_ok(hy_heap_keep(m->heap, o, 2u * word, sizeof value)))
        return hy_machine_throw(m, HY_THROW_TRANSACTION, HY_TRANSACTION_BUFFER_FULL);
    memcpy(hy_heap_body(m->heap, o) + (size_t)2 * word, &value, sizeof value);
    return HY_DONE;
}

bool hy_machine_is_storable(const hy_machine *m, hy_reference r)
{
    const hy_object *o = hy_heap_object(m->heap, r);
    return o == NULL ||
           ((o->openness == HY_OWNED || o->openness == HY_PERMANENT) && o->viewed == 0);
}

/* ---- roots ---- */

void hy_machine_each_reference(hy_machine *m, void *context,
                               void (*visit)(void *context, hy_reference *r))
{
    for (hy_slot *s = m->slots; s < m->top; s++) {
        if (!hy_slot_is_reference(*s))
            continue;
        hy_reference r = hy_slot_to_reference(*s);
        visit(context, &r);
        *s = hy_slot_reference(r);
    }
    visit(context, &m->thrown);
}

static void drop_one(void *context, hy_reference *r)
{
    if (*r > hy_heap_count(context))
        *r = 0;
}

void hy_machine_drop_dead(hy_machine *m)
{
    hy_machine_each_reference(m, m->heap, drop_one);
}
