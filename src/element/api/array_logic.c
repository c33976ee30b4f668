/* javacardx.framework.util.ArrayLogic: arrays of byte, short and int, whichever they are. */
#include "element/api/native.h"

#include <string.h>

enum { UTIL_ILLEGAL_VALUE = 1, UTIL_TYPE_MISMATCHED = 2, BYTES_PER_WORK = 4 };

static hy_outcome refuse(hy_machine *m, uint16_t reason)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_UTIL, reason);
}

static bool holds_numbers(uint8_t shape)
{
    return shape == HY_SHAPE_BYTES || shape == HY_SHAPE_SHORTS || shape == HY_SHAPE_INTS;
}

/* Bytes of a component. */
static uint32_t width(const hy_array *a)
{
    return hy_heap_size_of((hy_shape)a->object->shape, 1);
}

/* Null, then arrays of numbers, then of one type when they must be. */
static hy_outcome need_numbers(hy_machine *m, hy_slot one, hy_slot other, bool same)
{
    hy_outcome outcome = hy_native_need(m, one);
    if (outcome == HY_DONE)
        outcome = hy_native_need(m, other);
    if (outcome != HY_DONE)
        return outcome;
    uint8_t a = hy_heap_object(m->heap, hy_slot_to_reference(one))->shape;
    uint8_t b = hy_heap_object(m->heap, hy_slot_to_reference(other))->shape;
    if (!holds_numbers(a) || !holds_numbers(b))
        return refuse(m, UTIL_ILLEGAL_VALUE);
    return same && a != b ? refuse(m, UTIL_TYPE_MISMATCHED) : HY_DONE;
}

/* ... and then the caller's rights to both. */
static hy_outcome need_both(hy_machine *m, hy_slot one, hy_touch touch, hy_array *a, hy_slot other,
                            hy_touch other_touch, hy_array *b, bool same)
{
    hy_outcome outcome = need_numbers(m, one, other, same);
    if (outcome == HY_DONE)
        outcome = hy_native_array(m, one, HY_SHAPE_FREE, touch, a);
    if (outcome == HY_DONE)
        outcome = hy_native_array(m, other, HY_SHAPE_FREE, other_touch, b);
    return outcome;
}

/* A component, sign-extended. */
static int32_t load(const hy_array *a, int32_t at)
{
    int16_t low;
    int32_t whole;
    switch (width(a)) {
    case 1:
        return (int8_t)a->at[at];
    case 2:
        memcpy(&low, a->at + (ptrdiff_t)2 * at, sizeof low);
        return low;
    default:
        memcpy(&whole, a->at + (ptrdiff_t)4 * at, sizeof whole);
        return whole;
    }
}

static void store(const hy_array *a, int32_t at, uint32_t value)
{
    uint16_t low = (uint16_t)value;
    switch (width(a)) {
    case 1:
        a->at[at] = (uint8_t)value;
        break;
    case 2:
        memcpy(a->at + (ptrdiff_t)2 * at, &low, sizeof low);
        break;
    default:
        memcpy(a->at + (ptrdiff_t)4 * at, &value, sizeof value);
    }
}

/* ---- copying ---- */

/* Joins components of src into wider ones of dest. */
static void join(const hy_array *src, int32_t from, const hy_array *dest, int32_t to, int32_t count)
{
    uint32_t parts = width(dest) / width(src);
    uint32_t bits = 8 * width(src);
    uint32_t mask = (1u << bits) - 1;
    for (int32_t i = 0; i < count; i++) {
        uint32_t value = 0;
        for (uint32_t k = 0; k < parts; k++)
            value = value << bits | ((uint32_t)load(src, from++) & mask);
        store(dest, to + i, value);
    }
}

/* Splits components of src into narrower ones of dest. */
static void split(const hy_array *src, int32_t from, const hy_array *dest, int32_t to,
                  int32_t count)
{
    uint32_t parts = width(src) / width(dest);
    uint32_t bits = 8 * width(dest);
    for (int32_t i = 0; i < count; i++) {
        uint32_t which = parts - 1 - (uint32_t)i % parts;
        store(dest, to + i, (uint32_t)load(src, from + i / (int32_t)parts) >> (which * bits));
    }
}

static void repack(const hy_array *src, int32_t from, const hy_array *dest, int32_t to,
                   int32_t count)
{
    size_t w = width(dest);
    if (width(src) == w)
        memmove(dest->at + w * (size_t)to, src->at + w * (size_t)from, w * (size_t)count);
    else if (width(src) < w)
        join(src, from, dest, to, count);
    else
        split(src, from, dest, to, count);
}

static hy_outcome copy(hy_machine *m, hy_slot *slots, bool atomic)
{
    hy_array src, dest;
    int32_t from = hy_slot_to_short(slots[1]);
    int32_t length = hy_slot_to_short(slots[2]);
    int32_t to = hy_slot_to_short(slots[4]);
    hy_outcome outcome =
        need_both(m, slots[0], HY_TOUCH_READ, &src, slots[3], HY_TOUCH_WRITE, &dest, false);
    if (outcome != HY_DONE)
        return outcome;
    int32_t bytes = length * (int32_t)width(&src);
    int32_t count = bytes / (int32_t)width(&dest);
    if (bytes % (int32_t)width(&dest) != 0)
        return refuse(m, UTIL_ILLEGAL_VALUE);
    outcome = hy_native_need_inside(m, &src, from, length);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &dest, to, count);
    if (outcome == HY_DONE)
        outcome = hy_machine_charge(m, (uint32_t)bytes / BYTES_PER_WORK);
    if (outcome == HY_DONE && atomic)
        outcome = hy_array_keep(m, &dest, (uint16_t)to, (uint16_t)count);
    if (outcome != HY_DONE)
        return outcome;
    if (!atomic)
        hy_native_announce(m, &dest);
    repack(&src, from, &dest, to, count);
    if (!atomic)
        hy_native_settle_torn(m, &dest, (uint16_t)to, (uint16_t)count);
    return hy_return_short(slots, to + count);
}

HY_NATIVE_METHOD(javacardx_framework_util_ArrayLogic_arrayCopyRepack)
{
    return copy(m, slots, true);
}

HY_NATIVE_METHOD(javacardx_framework_util_ArrayLogic_arrayCopyRepackNonAtomic)
{
    return copy(m, slots, false);
}

/* ---- filling ---- */

static hy_outcome fill(hy_machine *m, hy_slot *slots, bool atomic)
{
    hy_array a, value;
    int32_t at = hy_slot_to_short(slots[1]);
    int32_t n = hy_slot_to_short(slots[2]);
    int32_t value_at = hy_slot_to_short(slots[4]);
    hy_outcome outcome =
        need_both(m, slots[0], HY_TOUCH_WRITE, &a, slots[3], HY_TOUCH_READ, &value, true);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &a, at, n);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &value, value_at, 1);
    if (outcome == HY_DONE)
        outcome = hy_machine_charge(m, (uint32_t)n / BYTES_PER_WORK);
    if (outcome == HY_DONE && atomic)
        outcome = hy_array_keep(m, &a, (uint16_t)at, (uint16_t)n);
    if (outcome != HY_DONE)
        return outcome;
    uint32_t with = (uint32_t)load(&value, value_at);
    if (!atomic)
        hy_native_announce(m, &a);
    for (int32_t i = 0; i < n; i++)
        store(&a, at + i, with);
    if (!atomic)
        hy_native_settle_torn(m, &a, (uint16_t)at, (uint16_t)n);
    return hy_return_short(slots, at + n);
}

HY_NATIVE_METHOD(javacardx_framework_util_ArrayLogic_arrayFillGeneric)
{
    return fill(m, slots, true);
}

HY_NATIVE_METHOD(javacardx_framework_util_ArrayLogic_arrayFillGenericNonAtomic)
{
    return fill(m, slots, false);
}

/* ---- comparing, searching ---- */

HY_NATIVE_METHOD(javacardx_framework_util_ArrayLogic_arrayCompareGeneric)
{
    hy_array src, dest;
    int32_t from = hy_slot_to_short(slots[1]);
    int32_t to = hy_slot_to_short(slots[3]);
    int32_t n = hy_slot_to_short(slots[4]);
    hy_sensitive_forget(m);
    hy_outcome outcome =
        need_both(m, slots[0], HY_TOUCH_READ, &src, slots[2], HY_TOUCH_READ, &dest, true);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &src, from, n);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &dest, to, n);
    if (outcome == HY_DONE)
        outcome = hy_machine_charge(m, (uint32_t)n / BYTES_PER_WORK);
    if (outcome == HY_DONE)
        outcome = hy_element_barrier(m, HY_BARRIER_USE);
    if (outcome != HY_DONE)
        return outcome;
    /* Backwards and without a branch on the components: see Util. */
    int64_t result = 0;
    while (n-- > 0) {
        int64_t d = (int64_t)load(&src, from + n) - load(&dest, to + n);
        int64_t differs = -(int64_t)((uint64_t)(d | -d) >> 63);
        result = (d & differs) | (result & ~differs);
    }
    return hy_sensitive_short(m, slots, (result > 0) - (result < 0));
}

HY_NATIVE_METHOD(javacardx_framework_util_ArrayLogic_arrayFindGeneric)
{
    hy_array a, value;
    int32_t at = hy_slot_to_short(slots[1]);
    int32_t value_at = hy_slot_to_short(slots[3]);
    hy_sensitive_forget(m);
    hy_outcome outcome =
        need_both(m, slots[0], HY_TOUCH_READ, &a, slots[2], HY_TOUCH_READ, &value, false);
    if (outcome == HY_DONE && value.object->shape != HY_SHAPE_BYTES)
        outcome = hy_machine_throw(m, HY_THROW_SECURITY, 0);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &a, at, 0);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, &value, value_at, (int32_t)width(&a));
    if (outcome == HY_DONE)
        outcome = hy_machine_charge(m, (uint32_t)(a.length - at) / BYTES_PER_WORK);
    if (outcome != HY_DONE)
        return outcome;
    int32_t wanted = (value.at[value_at] ^ 0x80) - 0x80; /* the sign goes on */
    for (uint32_t k = 1; k < width(&a); k++)
        wanted = (int32_t)((uint32_t)wanted << 8 | value.at[value_at + (int32_t)k]);
    while (at < a.length && load(&a, at) != wanted)
        at++;
    return hy_sensitive_short(m, slots, at < a.length ? at : -1);
}
