/* Whether the loop may do what it is about to, where that is not plain at once. */
#include "element/vm/access.h"

#include "element/vm/interpret.h"
#include "element/vm/nets.h"

/* A check that the run-time net consists of. What Java itself says, null and bounds, is none. */
#define BREAKS(rule) (HY_NET_RUNTIME != 0 && (rule))

static hy_object *entry(const hy_machine *m, hy_slot s)
{
    return hy_heap_entry(m->heap, hy_slot_to_reference(s));
}

/* A component of an array that is not plainly the current context's. */
hy_verdict hy_access_component(hy_machine *m, hy_slot array, hy_slot index, hy_shape shape,
                               hy_touch touch, uint8_t **at, const hy_object **object)
{
    if (BREAKS(!hy_slot_is_reference(array)))
        return HY_ACCESS_DENIED;
    if (hy_slot_to_reference(array) == 0)
        return HY_NULL_FOUND;
    const hy_object *o = entry(m, array);
    hy_reach reach;
    if (BREAKS(o->shape != shape && !(shape == HY_SHAPE_BYTES && o->shape == HY_SHAPE_BOOLEANS)))
        return HY_ACCESS_DENIED;
    if (!hy_machine_reach(m, touch, hy_slot_to_reference(array), NULL, &reach))
        return HY_ACCESS_DENIED;
    uint16_t i = (uint16_t)index;
    if (hy_slot_to_short(index) < 0 || i >= o->length)
        return HY_OUTSIDE;
    *object = reach.object;
    *at = hy_heap_body(m->heap, reach.object) +
          (size_t)hy_heap_size_of(shape, 1) * ((size_t)reach.first + i);
    return HY_FINE;
}

/* The field of an instance that is not plainly of the class and the current context. */
hy_verdict hy_access_field(hy_machine *m, hy_slot instance, const hy_class *of, hy_touch touch,
                           uint32_t offset, uint8_t **at)
{
    if (BREAKS(!hy_slot_is_reference(instance)))
        return HY_ACCESS_DENIED;
    if (hy_slot_to_reference(instance) == 0)
        return HY_NULL_FOUND;
    const hy_object *o = entry(m, instance);
    const hy_class *c = o->shape == HY_SHAPE_INSTANCE ? hy_machine_class_of(m, o) : NULL;
    hy_reach reach;
    if (BREAKS(c == NULL || !hy_class_is(c, of)))
        return HY_ACCESS_DENIED;
    if (!hy_machine_reach(m, touch, hy_slot_to_reference(instance), NULL, &reach))
        return HY_ACCESS_DENIED;
    *at = hy_heap_body(m->heap, o) + offset;
    return HY_FINE;
}

hy_verdict hy_access_keep(hy_machine *m, const hy_object *o, const uint8_t *at, uint32_t n)
{
    uint32_t offset = (uint32_t)(at - hy_heap_body(m->heap, o));
    return hy_ok(hy_heap_keep(m->heap, o, offset, n)) ? HY_FINE : HY_LOG_FULL;
}

static bool is_instance_of(const hy_machine *m, const hy_object *o, const hy_class *of)
{
    const hy_class *c = hy_machine_class_of(m, o);
    return c != NULL && hy_class_is(c, of);
}

/* The class of an array's components. */
static const hy_class *component_class(const hy_machine *m, const hy_object *array)
{
    return &m->loaded[array->package].linked->classes[array->class_of];
}

hy_verdict hy_access_stored(const hy_machine *m, hy_slot value)
{
    if (BREAKS(!hy_slot_is_reference(value)))
        return HY_ACCESS_DENIED;
    if (hy_slot_to_reference(value) == 0 || m->actor.context == 0 ||
        hy_machine_is_storable(m, hy_slot_to_reference(value)))
        return HY_FINE;
    return BREAKS(true) ? HY_ACCESS_DENIED : HY_FINE;
}

hy_verdict hy_access_stored_in(const hy_machine *m, const hy_object *array, hy_slot value)
{
    hy_verdict v = hy_access_stored(m, value);
    if (v != HY_FINE || hy_slot_to_reference(value) == 0)
        return v;
    return is_instance_of(m, entry(m, value), component_class(m, array)) ? HY_FINE : HY_WRONG_STORE;
}

static bool is_array_of(const hy_machine *m, const hy_object *o, hy_shape shape, const hy_class *of)
{
    return o->shape == shape &&
           (shape != HY_SHAPE_REFERENCES || hy_class_is(component_class(m, o), of));
}

hy_verdict hy_access_cast(hy_machine *m, hy_slot value, hy_shape shape, const hy_class *of,
                          bool *is)
{
    if (BREAKS(!hy_slot_is_reference(value)))
        return HY_ACCESS_DENIED;
    const hy_object *o = entry(m, value);
    hy_reach reach;
    if (!hy_machine_reach(m, HY_TOUCH_CAST, hy_slot_to_reference(value),
                          shape == HY_SHAPE_INSTANCE ? of : NULL, &reach))
        return HY_ACCESS_DENIED;
    *is = shape == HY_SHAPE_INSTANCE ? is_instance_of(m, o, of) : is_array_of(m, o, shape, of);
    return HY_FINE;
}

hy_verdict hy_access_thrown(hy_machine *m, hy_slot exception)
{
    if (!hy_slot_is_reference(exception))
        return HY_ACCESS_DENIED;
    if (hy_slot_to_reference(exception) == 0)
        return HY_NULL_FOUND;
    hy_reach reach;
    if (!hy_machine_reach(m, HY_TOUCH_THROW, hy_slot_to_reference(exception), NULL, &reach) ||
        BREAKS(!is_instance_of(m, entry(m, exception), m->throwable_class)))
        return HY_ACCESS_DENIED;
    return HY_FINE;
}

static hy_verdict enter(hy_machine *m, hy_slot receiver, const hy_class *interface, hy_callee *c)
{
    c->entered = true;
    return m->hooks->enter(m, hy_slot_to_reference(receiver), c->method, interface, &c->actor)
               ? HY_FINE
               : HY_ACCESS_DENIED;
}

/* Does the method take and give what the call site counted on? */
static bool call_fits(const hy_method *method, uint16_t nargs_and_result)
{
    return !method->abstract && (method->nargs << 8 | method->result) == nargs_and_result;
}

hy_verdict hy_access_virtual(hy_machine *m, hy_slot receiver, const hy_resolved *r,
                             const hy_cell *cell, hy_callee *c)
{
    if (BREAKS(!hy_slot_is_reference(receiver)))
        return HY_ACCESS_DENIED;
    if (hy_slot_to_reference(receiver) == 0)
        return HY_NULL_FOUND;
    const hy_object *o = entry(m, receiver);
    const hy_class *is = hy_machine_class_of(m, o);
    if (BREAKS(is == NULL || r->class_of->interface || !hy_class_is(is, r->class_of)))
        return HY_ACCESS_DENIED;
    const hy_loaded *of = o->shape == HY_SHAPE_INSTANCE ? &m->loaded[o->package] : m->object_home;
    const hy_virtual *v = &is->table[cell->a];
    c->method = v->method;
    c->home = &m->loaded[of->homes[v->home]];
    if (BREAKS(!call_fits(v->method, cell->c)))
        return HY_ACCESS_DENIED;
    return o->context == m->actor.context ? HY_FINE : enter(m, receiver, NULL, c);
}

static const hy_virtual *implementation(const hy_class *is, const hy_class *interface,
                                        uint16_t token)
{
    for (uint16_t i = 0; i < is->implemented_count; i++)
        if (is->implemented[i].interface == interface)
            return token < is->implemented[i].count ? &is->table[is->implemented[i].slots[token]]
                                                    : NULL;
    return NULL;
}

hy_verdict hy_access_interface(hy_machine *m, hy_slot receiver, const hy_resolved *r,
                               const hy_cell *cell, hy_callee *c)
{
    if (BREAKS(!hy_slot_is_reference(receiver)))
        return HY_ACCESS_DENIED;
    if (hy_slot_to_reference(receiver) == 0)
        return HY_NULL_FOUND;
    const hy_object *o = entry(m, receiver);
    const hy_class *is = o->shape == HY_SHAPE_INSTANCE ? hy_machine_class_of(m, o) : NULL;
    const hy_virtual *v = is == NULL ? NULL : implementation(is, r->class_of, cell->a);
    if (v == NULL || BREAKS(!call_fits(v->method, cell->c)))
        return HY_ACCESS_DENIED;
    c->method = v->method;
    c->home = &m->loaded[m->loaded[o->package].homes[v->home]];
    bool near =
        o->context == m->actor.context && (o->owner == m->actor.owner || !r->class_of->shareable);
    return near ? HY_FINE : enter(m, receiver, r->class_of, c);
}

hy_verdict hy_access_special(hy_machine *m, hy_slot receiver)
{
    if (BREAKS(!hy_slot_is_reference(receiver)))
        return HY_ACCESS_DENIED;
    if (hy_slot_to_reference(receiver) == 0)
        return HY_NULL_FOUND;
    hy_reach reach;
    return hy_machine_reach(m, HY_TOUCH_SUPER, hy_slot_to_reference(receiver), NULL, &reach)
               ? HY_FINE
               : HY_ACCESS_DENIED;
}

const hy_catch *hy_access_catch(const hy_machine *m, const hy_frame *f)
{
    uint32_t at = (uint32_t)(f->pc - f->method->cells);
    const hy_object *o = hy_heap_object(m->heap, m->thrown);
    for (uint16_t i = 0; i < f->method->catch_count; i++) {
        const hy_catch *c = &f->method->catches[i];
        if (at < c->start || at >= c->end)
            continue;
        if (c->type == 0)
            return c;
        const hy_class *of = f->method->linked->constants[c->type].class_of;
        if (o != NULL && is_instance_of(m, o, of))
            return c;
    }
    return NULL;
}
