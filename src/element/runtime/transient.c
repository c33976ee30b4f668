/* Arrays that are cleared on reset or deselection, global arrays, and views of arrays. */
#include "element/runtime/element.h"

enum {
    ILLEGAL_VALUE = 1, /* SystemException */
    ILLEGAL_TRANSIENT = 3,
    NO_VIEW_CONTEXT = 0xFF, /* of the view itself, so that every access to it is asked for */
    ATTRIBUTES_SHIFT = 16,  /* above the first component, in hy_object.place */
};

static hy_outcome new_array(hy_machine *m, hy_shape shape, int16_t length, hy_lifetime lifetime,
                            hy_openness openness, hy_reference *out)
{
    const hy_element *e = hy_element_of(m);
    bool references = shape == HY_SHAPE_REFERENCES;
    return hy_machine_new(
        m,
        (hy_object_spec){
            .shape = shape,
            .lifetime = lifetime,
            .openness = openness,
            .length = (uint16_t)length,
            .class_of = references ? e->pool->known[HY_KNOWN_OBJECT]->ordinal : 0,
            .package = references ? hy_element_known_package(e, HY_KNOWN_OBJECT) : 0,
        },
        out);
}

hy_outcome hy_transient_new_array(hy_machine *m, hy_shape shape, int16_t length, int8_t event,
                                  hy_reference *out)
{
    if (event != HY_TRANSIENT_RESET && event != HY_TRANSIENT_DESELECT)
        return hy_machine_throw(m, HY_THROW_SYSTEM, ILLEGAL_VALUE);
    if (length < 0)
        return hy_machine_throw(m, HY_THROW_NEGATIVE_SIZE, 0);
    if (event == HY_TRANSIENT_DESELECT && !hy_context_may_deselect(m))
        return hy_machine_throw(m, HY_THROW_SYSTEM, ILLEGAL_TRANSIENT);
    return new_array(m, shape, length, (hy_lifetime)event, HY_OWNED, out);
}

hy_outcome hy_transient_new_global(hy_machine *m, hy_shape shape, int16_t length, hy_reference *out)
{
    if (length < 0)
        return hy_machine_throw(m, HY_THROW_NEGATIVE_SIZE, 0);
    return new_array(m, shape, length, HY_TRANSIENT_RESET, HY_GLOBAL, out);
}

/* ---- views: a handle without a body; place has the first component and the attributes, owner the
   context that may use it ---- */

bool hy_view_is(const hy_object *o)
{
    return o->viewed != 0;
}

uint16_t hy_view_attributes(const hy_object *o)
{
    return (uint16_t)(o->place >> ATTRIBUTES_SHIFT);
}

uint16_t hy_view_first(const hy_object *o)
{
    return (uint16_t)o->place;
}

uint8_t hy_view_context(const hy_object *o)
{
    return o->owner;
}

/* The context of the applet that a view is lent to: of a shareable object, or the caller's. */
static bool grantee(const hy_machine *m, hy_reference shareable, uint8_t *context)
{
    *context = m->actor.context;
    if (shareable == 0)
        return true;
    const hy_object *o = hy_heap_object(m->heap, shareable);
    const hy_class *c = o == NULL ? NULL : hy_machine_class_of(m, o);
    if (c == NULL || !c->shareable)
        return false;
    *context = o->context;
    return true;
}

hy_outcome hy_view_new_for(hy_machine *m, hy_reference array, uint16_t first, uint16_t length,
                           uint16_t attributes, uint8_t context, hy_reference *out)
{
    const hy_object *seen = hy_heap_object(m->heap, array);
    const hy_object_spec spec = {
        .shape = (hy_shape)seen->shape,
        .lifetime = HY_TRANSIENT_RESET,
        .class_of = seen->class_of,
        .package = seen->package,
    };
    hy_outcome outcome = hy_machine_new(m, spec, out);
    if (outcome != HY_DONE)
        return outcome;
    hy_object *view = hy_heap_object(m->heap, *out);
    view->viewed = array;
    view->length = length;
    view->place = first | (uint32_t)attributes << ATTRIBUTES_SHIFT;
    view->context = NO_VIEW_CONTEXT;
    view->owner = context;
    return HY_DONE;
}

hy_outcome hy_view_new(hy_machine *m, hy_reference array, int16_t offset, int16_t length,
                       int16_t attributes, hy_reference shareable, hy_reference *out)
{
    const hy_object *seen = hy_heap_object(m->heap, array);
    uint8_t context;
    if (attributes < HY_VIEW_READABLE || attributes > (HY_VIEW_READABLE | HY_VIEW_WRITABLE) ||
        seen->shape == HY_SHAPE_INSTANCE)
        return hy_machine_throw(m, HY_THROW_SYSTEM, ILLEGAL_VALUE);
    if (hy_view_is(seen) || seen->context != m->actor.context || !grantee(m, shareable, &context))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    if (offset < 0 || length < 0 || offset > seen->length || length > seen->length - offset)
        return hy_machine_throw(m, HY_THROW_ARRAY_INDEX, 0);
    return hy_view_new_for(m, array, (uint16_t)offset, (uint16_t)length, (uint16_t)attributes,
                           context, out);
}
