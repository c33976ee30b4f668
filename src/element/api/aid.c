/* javacard.framework.AID: comparing and copying the bytes. The system's instances are permanent
   entry points, so every argument is seen with the caller's rights. */
#include "element/api/native.h"

#include <string.h>

/* The bytes of `this`. */
static hy_outcome own_bytes(hy_machine *m, hy_slot slot, hy_view *out)
{
    hy_outcome outcome = hy_native_need(m, slot);
    if (outcome != HY_DONE)
        return outcome;
    return hy_native_aid(m, hy_heap_object(m->heap, hy_slot_to_reference(slot)), out);
}

HY_NATIVE_METHOD(javacard_framework_AID_getPartialBytes)
{
    hy_view aid;
    hy_array dest;
    int32_t from = hy_slot_to_short(slots[1]);
    int32_t to = hy_slot_to_short(slots[3]);
    int32_t n = hy_slot_to_byte(slots[4]);
    hy_outcome outcome = own_bytes(m, slots[0], &aid);
    if (outcome == HY_DONE)
        outcome = hy_native_array(m, slots[2], HY_SHAPE_BYTES, HY_TOUCH_WRITE, &dest);
    if (outcome != HY_DONE)
        return outcome;
    int32_t length = (int32_t)aid.n;
    if (n == 0)
        n = length - from;
    if (from < 0 || n < 0 || from > length || n > length - from)
        return hy_machine_throw(m, HY_THROW_ARRAY_INDEX, 0);
    outcome = hy_native_need_inside(m, &dest, to, n);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &dest, (uint16_t)to, (uint16_t)n);
    if (outcome != HY_DONE)
        return outcome;
    memmove(dest.at + to, aid.p + from, (size_t)n);
    return hy_return_short(slots, n);
}

HY_NATIVE_METHOD(javacard_framework_AID_matchesObject)
{
    hy_view aid, other;
    const hy_object *o;
    size_t n = (uint8_t)slots[2];
    hy_sensitive_forget(m);
    hy_outcome outcome = own_bytes(m, slots[0], &aid);
    if (outcome == HY_DONE)
        outcome = hy_native_object(m, slots[1], &o);
    if (outcome != HY_DONE)
        return outcome;
    const hy_class *c =
        o == NULL || o->shape != HY_SHAPE_INSTANCE ? NULL : hy_machine_class_of(m, o);
    if (c == NULL || !hy_class_is(c, hy_native_class(m, HY_KNOWN_AID)))
        return hy_sensitive_short(m, slots, false);
    outcome = hy_native_aid(m, o, &other);
    if (outcome != HY_DONE)
        return outcome;
    if (n != 0) {
        aid = hy_view_part(aid, 0, n);
        other = hy_view_part(other, 0, n);
    }
    return hy_sensitive_short(m, slots, hy_view_equal(aid, other));
}

HY_NATIVE_METHOD(javacard_framework_AID_matchesBytes)
{
    hy_view aid;
    hy_array bytes;
    int32_t at = hy_slot_to_short(slots[2]);
    int32_t n = hy_slot_to_byte(slots[3]);
    bool whole = hy_slot_to_short(slots[4]) != 0;
    hy_sensitive_forget(m);
    hy_outcome outcome = own_bytes(m, slots[0], &aid);
    if (outcome != HY_DONE)
        return outcome;
    if (slots[1] == hy_slot_reference(0))
        return hy_sensitive_short(m, slots, false);
    outcome = hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_READ, at, n, &bytes);
    if (outcome != HY_DONE)
        return outcome;
    size_t length = (size_t)n;
    bool fits = whole ? length == aid.n : length <= aid.n;
    bool equal =
        fits && hy_view_equal(hy_view_part(aid, 0, length), hy_view_of(bytes.at + at, length));
    return hy_sensitive_short(m, slots, equal);
}
