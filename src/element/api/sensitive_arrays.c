/* javacard.framework.SensitiveArrays: this element has none, as its API allows. Its memory does not
   suffer the faults that they are for. */
#include "element/api/native.h"

HY_NATIVE_METHOD(javacard_framework_SensitiveArrays_isIntegritySensitiveArraysSupported)
{
    return hy_sensitive_short(m, slots, false);
}

static hy_outcome need_usable(hy_machine *m, hy_slot slot)
{
    const hy_object *o;
    hy_sensitive_forget(m);
    hy_outcome outcome = hy_native_need(m, slot);
    return outcome == HY_DONE ? hy_native_object(m, slot, &o) : outcome;
}

HY_NATIVE_METHOD(javacard_framework_SensitiveArrays_isIntegritySensitive)
{
    hy_outcome outcome = need_usable(m, slots[0]);
    return outcome == HY_DONE ? hy_sensitive_short(m, slots, false) : outcome;
}

static hy_outcome refuse_array(hy_machine *m, hy_slot slot)
{
    hy_outcome outcome = need_usable(m, slot);
    return outcome == HY_DONE ? hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_VALUE)
                              : outcome;
}

HY_NATIVE_METHOD(javacard_framework_SensitiveArrays_assertIntegrity)
{
    return refuse_array(m, slots[0]);
}

HY_NATIVE_METHOD(javacard_framework_SensitiveArrays_clearArray)
{
    return refuse_array(m, slots[0]);
}

HY_NATIVE_METHOD(javacard_framework_SensitiveArrays_makeIntegritySensitiveArray)
{
    int8_t memory = (int8_t)slots[1];
    hy_sensitive_forget(m);
    if (hy_slot_to_short(slots[2]) < 0)
        return hy_machine_throw(m, HY_THROW_NEGATIVE_SIZE, 0);
    if (hy_native_shape_of((int8_t)slots[0]) == HY_SHAPE_FREE || memory < HY_PERSISTENT ||
        memory > HY_TRANSIENT_DESELECT)
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_VALUE);
    return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_USE);
}
