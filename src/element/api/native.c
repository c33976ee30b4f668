/* The arguments of natives, checked as the caller of the native may use them.
   The machine checks as the current actor, so that is set to the caller meanwhile. */
#include "element/api/native.h"

#include <string.h>

const hy_class *hy_native_class(const hy_machine *m, hy_known which)
{
    return hy_element_of(m)->pool->known[which];
}

hy_shape hy_native_shape_of(int8_t type)
{
    static const hy_shape shapes[] = {HY_SHAPE_FREE,   HY_SHAPE_BOOLEANS, HY_SHAPE_BYTES,
                                      HY_SHAPE_SHORTS, HY_SHAPE_INTS,     HY_SHAPE_REFERENCES};
    size_t n = (uint8_t)type;
    return n < sizeof shapes / sizeof shapes[0] ? shapes[n] : HY_SHAPE_FREE;
}

/* Gives the actor that is to be put back. */
static hy_actor act_as_caller(hy_machine *m)
{
    hy_actor own = m->actor;
    m->actor = hy_context_caller(m);
    return own;
}

hy_outcome hy_native_need(hy_machine *m, hy_slot slot)
{
    if (!hy_slot_is_reference(slot))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    if (hy_heap_object(m->heap, hy_slot_to_reference(slot)) == NULL)
        return hy_machine_throw(m, HY_THROW_NULL, 0);
    return HY_DONE;
}

hy_outcome hy_native_object(hy_machine *m, hy_slot slot, const hy_object **out)
{
    *out = NULL;
    if (!hy_slot_is_reference(slot))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    hy_object *o = hy_heap_object(m->heap, hy_slot_to_reference(slot));
    if (o == NULL)
        return HY_DONE;
    /* A cast may be asked of exactly these. */
    hy_array array;
    const hy_class *c = hy_machine_class_of(m, o);
    hy_actor own = act_as_caller(m);
    hy_outcome outcome = o->shape == HY_SHAPE_INSTANCE && c != NULL
                             ? hy_machine_instance(m, slot, c, HY_TOUCH_CAST, &o)
                             : hy_machine_array(m, slot, (hy_shape)o->shape, HY_TOUCH_CAST, &array);
    m->actor = own;
    *out = o;
    return outcome;
}

/* The shape to ask the machine for: that of the array itself when any will do. */
static hy_shape wanted_shape(const hy_machine *m, hy_slot slot, hy_shape shape)
{
    if (shape != HY_SHAPE_FREE || !hy_slot_is_reference(slot))
        return shape;
    const hy_object *o = hy_heap_object(m->heap, hy_slot_to_reference(slot));
    return o == NULL ? shape : (hy_shape)o->shape;
}

hy_outcome hy_native_array(hy_machine *m, hy_slot slot, hy_shape shape, hy_touch touch,
                           hy_array *out)
{
    hy_actor own = act_as_caller(m);
    hy_outcome outcome = hy_machine_array(m, slot, wanted_shape(m, slot, shape), touch, out);
    m->actor = own;
    return outcome;
}

bool hy_native_is_inside(const hy_array *a, int32_t offset, int32_t length)
{
    return offset >= 0 && length >= 0 && offset <= a->length && length <= a->length - offset;
}

hy_outcome hy_native_need_inside(hy_machine *m, const hy_array *a, int32_t offset, int32_t length)
{
    return hy_native_is_inside(a, offset, length) ? HY_DONE
                                                  : hy_machine_throw(m, HY_THROW_ARRAY_INDEX, 0);
}

hy_outcome hy_native_range(hy_machine *m, hy_slot slot, hy_shape shape, hy_touch touch,
                           int32_t offset, int32_t length, hy_array *out)
{
    hy_outcome outcome = hy_native_array(m, slot, shape, touch, out);
    return outcome == HY_DONE ? hy_native_need_inside(m, out, offset, length) : outcome;
}

void hy_native_announce(hy_machine *m, const hy_array *a)
{
    if (a->object->lifetime == HY_PERSISTENT)
        hy_memory_announce(&m->heap->memory);
}

/* Where a component of a persistent array lies in the memory. */
static uint32_t place_of(const hy_array *a, uint16_t component)
{
    hy_shape shape = (hy_shape)a->object->shape;
    return a->object->place + hy_heap_size_of(shape, 1) * ((uint32_t)a->first + component);
}

/* Only persistent memory has a log; the range is inside, so nothing can fail. */
void hy_native_settle(hy_machine *m, const hy_array *a, uint16_t from, uint16_t n)
{
    hy_memory *memory = &m->heap->memory;
    uint32_t place = place_of(a, from);
    if (a->object->lifetime == HY_PERSISTENT)
        (void)hy_ok(hy_memory_write_through(memory, place, memory->base + place,
                                            hy_heap_size_of((hy_shape)a->object->shape, n)));
}

void hy_native_settle_torn(hy_machine *m, const hy_array *a, uint16_t from, uint16_t n)
{
    if (a->object->lifetime == HY_PERSISTENT)
        (void)hy_ok(hy_memory_settle(&m->heap->memory, place_of(a, from),
                                     hy_heap_size_of((hy_shape)a->object->shape, n)));
}

void hy_native_settle_word(hy_machine *m, const hy_object *o, uint16_t word, uint16_t value)
{
    uint32_t at = 2u * word;
    if (word >= o->length)
        return;
    if (o->lifetime == HY_PERSISTENT)
        (void)hy_ok(hy_memory_write_through(&m->heap->memory, o->place + at, &value, sizeof value));
    else
        memcpy(hy_heap_body(m->heap, o) + at, &value, sizeof value);
}

hy_outcome hy_native_field_bytes(hy_machine *m, const hy_object *o, uint16_t word, hy_array *out)
{
    hy_reference r = hy_machine_get_word(m, o, word);
    const hy_object *bytes = hy_heap_object(m->heap, r);
    if (bytes == NULL || bytes->shape != HY_SHAPE_BYTES || bytes->viewed != 0)
        return hy_machine_throw(m, HY_THROW_NULL, 0);
    *out = (hy_array){r, bytes, hy_heap_body(m->heap, bytes), 0, bytes->length};
    return HY_DONE;
}

hy_outcome hy_native_aid(hy_machine *m, const hy_object *o, hy_view *out)
{
    const hy_class *c = o->shape == HY_SHAPE_INSTANCE ? hy_machine_class_of(m, o) : NULL;
    if (c == NULL || !hy_class_is(c, hy_native_class(m, HY_KNOWN_AID)))
        return hy_machine_throw(m, HY_THROW_SECURITY, 0);
    hy_array bytes = {0};
    hy_outcome outcome = hy_native_field_bytes(m, o, 0, &bytes);
    if (outcome == HY_DONE)
        *out = hy_view_of(bytes.at, bytes.length);
    return outcome;
}
