/* javacard.framework.Util: copying, filling and comparing arrays of bytes. */
#include "element/api/native.h"

#include <string.h>

enum { BYTES_PER_WORK = 16 }; /* bytes that cost as much as one bytecode */

/* Two ranges of one length: null, rights, ranges, each for both before the next. */
static hy_outcome two_ranges(hy_machine *m, const hy_slot *slots, hy_touch touch, hy_array *src,
                             hy_array *dest)
{
    int32_t length = hy_slot_to_short(slots[4]);
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome == HY_DONE)
        outcome = hy_native_need(m, slots[2]);
    if (outcome == HY_DONE)
        outcome = hy_native_array(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_READ, src);
    if (outcome == HY_DONE)
        outcome = hy_native_array(m, slots[2], HY_SHAPE_BYTES, touch, dest);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, src, hy_slot_to_short(slots[1]), length);
    if (outcome == HY_DONE)
        outcome = hy_native_need_inside(m, dest, hy_slot_to_short(slots[3]), length);
    return outcome == HY_DONE ? hy_machine_charge(m, (uint32_t)length / BYTES_PER_WORK) : outcome;
}

/* Backwards, so that the first difference has the last word, and without a branch on the bytes. */
static int32_t compare(const uint8_t *a, const uint8_t *b, int32_t n)
{
    int32_t result = 0;
    while (n-- > 0) {
        int32_t d = (int8_t)a[n] - (int8_t)b[n];
        int32_t differs = -(int32_t)((uint32_t)(d | -d) >> 31);
        result = (d & differs) | (result & ~differs);
    }
    return (result > 0) - (result < 0);
}

HY_NATIVE_METHOD(javacard_framework_Util_arrayCompare)
{
    hy_array src, dest;
    hy_sensitive_forget(m);
    hy_outcome outcome = two_ranges(m, slots, HY_TOUCH_READ, &src, &dest);
    if (outcome == HY_DONE)
        outcome = hy_element_barrier(m, HY_BARRIER_USE);
    if (outcome != HY_DONE)
        return outcome;
    const uint8_t *a = src.at + hy_slot_to_short(slots[1]);
    const uint8_t *b = dest.at + hy_slot_to_short(slots[3]);
    return hy_sensitive_short(m, slots, compare(a, b, hy_slot_to_short(slots[4])));
}

static hy_outcome copy(hy_machine *m, hy_slot *slots, bool atomic)
{
    hy_array src, dest;
    hy_outcome outcome = two_ranges(m, slots, HY_TOUCH_WRITE, &src, &dest);
    if (outcome != HY_DONE)
        return outcome;
    uint16_t to = (uint16_t)slots[3];
    uint16_t n = (uint16_t)slots[4];
    if (atomic)
        outcome = hy_array_keep(m, &dest, to, n);
    if (outcome != HY_DONE)
        return outcome;
    if (!atomic)
        hy_native_announce(m, &dest);
    memmove(dest.at + to, src.at + (uint16_t)slots[1], n);
    if (!atomic)
        hy_native_settle_torn(m, &dest, to, n);
    return hy_return_short(slots, to + n);
}

HY_NATIVE_METHOD(javacard_framework_Util_arrayCopy)
{
    return copy(m, slots, true);
}

HY_NATIVE_METHOD(javacard_framework_Util_arrayCopyNonAtomic)
{
    return copy(m, slots, false);
}

static hy_outcome fill(hy_machine *m, hy_slot *slots, bool atomic)
{
    hy_array a;
    int32_t at = hy_slot_to_short(slots[1]);
    int32_t n = hy_slot_to_short(slots[2]);
    hy_outcome outcome = hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_WRITE, at, n, &a);
    if (outcome == HY_DONE)
        outcome = hy_machine_charge(m, (uint32_t)n / BYTES_PER_WORK);
    if (outcome == HY_DONE && atomic)
        outcome = hy_array_keep(m, &a, (uint16_t)at, (uint16_t)n);
    if (outcome != HY_DONE)
        return outcome;
    if (!atomic)
        hy_native_announce(m, &a);
    memset(a.at + at, (uint8_t)slots[3], (size_t)n);
    if (!atomic)
        hy_native_settle_torn(m, &a, (uint16_t)at, (uint16_t)n);
    return hy_return_short(slots, at + n);
}

HY_NATIVE_METHOD(javacard_framework_Util_arrayFill)
{
    return fill(m, slots, true);
}

HY_NATIVE_METHOD(javacard_framework_Util_arrayFillNonAtomic)
{
    return fill(m, slots, false);
}

HY_NATIVE_METHOD(javacard_framework_Util_getShort)
{
    hy_array a;
    int32_t at = hy_slot_to_short(slots[1]);
    hy_outcome outcome = hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_READ, at, 2, &a);
    if (outcome != HY_DONE)
        return outcome;
    return hy_return_short(slots, a.at[at] << 8 | a.at[at + 1]);
}

HY_NATIVE_METHOD(javacard_framework_Util_setShort)
{
    hy_array a;
    int32_t at = hy_slot_to_short(slots[1]);
    hy_outcome outcome = hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_WRITE, at, 2, &a);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &a, (uint16_t)at, 2);
    if (outcome != HY_DONE)
        return outcome;
    uint16_t value = (uint16_t)slots[2];
    a.at[at] = (uint8_t)(value >> 8);
    a.at[at + 1] = (uint8_t)value;
    return hy_return_short(slots, at + 2);
}
