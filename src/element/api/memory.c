/* javacard.framework.JCSystem on memory: transient and global arrays, array views, what is left;
   and the same of JCint. */
#include "element/api/native.h"
#include "element/runtime/quota.h"

#include <string.h>

/* ---- transient and global arrays ---- */

static hy_outcome new_transient(hy_machine *m, hy_slot *slots, hy_shape shape)
{
    hy_reference r;
    hy_outcome outcome =
        hy_transient_new_array(m, shape, hy_slot_to_short(slots[0]), (int8_t)slots[1], &r);
    return outcome == HY_DONE ? hy_return_reference(slots, r) : outcome;
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_makeTransientBooleanArray)
{
    return new_transient(m, slots, HY_SHAPE_BOOLEANS);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_makeTransientByteArray)
{
    return new_transient(m, slots, HY_SHAPE_BYTES);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_makeTransientShortArray)
{
    return new_transient(m, slots, HY_SHAPE_SHORTS);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_makeTransientObjectArray)
{
    return new_transient(m, slots, HY_SHAPE_REFERENCES);
}

HY_NATIVE_METHOD(javacardx_framework_util_intx_JCint_makeTransientIntArray)
{
    return new_transient(m, slots, HY_SHAPE_INTS);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_makeGlobalArray)
{
    hy_reference r;
    int16_t length = hy_slot_to_short(slots[1]);
    hy_shape shape = hy_native_shape_of((int8_t)slots[0]);
    if (length < 0)
        return hy_machine_throw(m, HY_THROW_NEGATIVE_SIZE, 0);
    if (shape == HY_SHAPE_FREE)
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_VALUE);
    hy_outcome outcome = hy_transient_new_global(m, shape, length, &r);
    return outcome == HY_DONE ? hy_return_reference(slots, r) : outcome;
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_isTransient)
{
    const hy_object *o;
    hy_outcome outcome = hy_native_object(m, slots[0], &o);
    if (outcome != HY_DONE)
        return outcome;
    return hy_return_short(slots, o == NULL ? HY_PERSISTENT : o->lifetime);
}

/* ---- what is left ---- */

/* MEMORY_TYPE_* are numbered as lifetimes are. */
static bool is_memory_type(int8_t type)
{
    return type >= HY_PERSISTENT && type <= HY_TRANSIENT_DESELECT;
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getAvailableMemory)
{
    int8_t type = (int8_t)slots[0];
    if (!is_memory_type(type))
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_VALUE);
    uint32_t left = hy_quota_left(m, (hy_lifetime)type);
    return hy_return_short(slots, left > INT16_MAX ? INT16_MAX : (int32_t)left);
}

/* Gives room for 32 bits, n components of this shape, and what is to be written. */
static hy_outcome room_for_left(hy_machine *m, const hy_slot *slots, hy_shape shape, uint16_t n,
                                hy_array *out, uint32_t *left)
{
    int32_t at = hy_slot_to_short(slots[1]);
    int8_t type = (int8_t)slots[2];
    hy_outcome outcome = hy_native_array(m, slots[0], shape, HY_TOUCH_WRITE, out);
    if (outcome != HY_DONE)
        return outcome;
    if (!is_memory_type(type))
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_VALUE);
    *left = hy_quota_left(m, (hy_lifetime)type);
    outcome = hy_native_need_inside(m, out, at, n);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, out, (uint16_t)at, n);
    return outcome;
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getAvailableMemory_2)
{
    hy_array a;
    uint32_t left = 0;
    hy_outcome outcome = room_for_left(m, slots, HY_SHAPE_SHORTS, 2, &a, &left);
    if (outcome != HY_DONE)
        return outcome;
    uint16_t parts[2] = {(uint16_t)(left >> 16), (uint16_t)left};
    memcpy(a.at + (size_t)2 * (uint16_t)slots[1], parts, sizeof parts);
    return HY_DONE;
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getAvailableMemory_3)
{
    hy_array a;
    uint32_t left = 0;
    hy_outcome outcome = room_for_left(m, slots, HY_SHAPE_BYTES, 4, &a, &left);
    if (outcome != HY_DONE)
        return outcome;
    uint8_t *to = a.at + hy_slot_to_short(slots[1]);
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(left >> (24 - 8 * i));
    return HY_DONE;
}

/* ---- views ---- */

HY_NATIVE_METHOD(javacard_framework_JCSystem_makeArrayView)
{
    hy_array a;
    hy_reference view;
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome != HY_DONE)
        return outcome;
    const hy_object *o = hy_heap_object(m->heap, hy_slot_to_reference(slots[0]));
    if (o->shape == HY_SHAPE_INSTANCE)
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_VALUE);
    outcome = hy_native_array(m, slots[0], HY_SHAPE_FREE, HY_TOUCH_LENGTH, &a);
    if (outcome == HY_DONE && !hy_slot_is_reference(slots[4]))
        outcome = hy_machine_throw(m, HY_THROW_SECURITY, 0);
    if (outcome == HY_DONE)
        outcome =
            hy_view_new(m, a.reference, hy_slot_to_short(slots[1]), hy_slot_to_short(slots[2]),
                        hy_slot_to_short(slots[3]), hy_slot_to_reference(slots[4]), &view);
    return outcome == HY_DONE ? hy_return_reference(slots, view) : outcome;
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_isArrayView)
{
    const hy_object *o;
    hy_outcome outcome = hy_native_object(m, slots[0], &o);
    return outcome == HY_DONE ? hy_return_short(slots, o != NULL && hy_view_is(o)) : outcome;
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getAttributes)
{
    const hy_object *o;
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome == HY_DONE)
        outcome = hy_native_object(m, slots[0], &o);
    if (outcome != HY_DONE)
        return outcome;
    if (!hy_view_is(o))
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_VALUE);
    return hy_return_short(slots, hy_view_attributes(o));
}
