/* javacardx.framework.util.intx.JCint: ints in arrays of bytes. */
#include "element/api/native.h"

HY_NATIVE_METHOD(javacardx_framework_util_intx_JCint_getInt)
{
    hy_array a;
    int32_t at = hy_slot_to_short(slots[1]);
    hy_outcome outcome = hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_READ, at, 4, &a);
    if (outcome != HY_DONE)
        return outcome;
    uint32_t value = 0;
    for (int i = 0; i < 4; i++)
        value = value << 8 | a.at[at + i];
    slots[0] = (int32_t)value;
    slots[1] = 0;
    return HY_DONE;
}

HY_NATIVE_METHOD(javacardx_framework_util_intx_JCint_setInt)
{
    hy_array a;
    int32_t at = hy_slot_to_short(slots[1]);
    uint32_t value = (uint32_t)hy_slot_to_int(slots[2]);
    hy_outcome outcome = hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_WRITE, at, 4, &a);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &a, (uint16_t)at, 4);
    if (outcome != HY_DONE)
        return outcome;
    for (int i = 0; i < 4; i++)
        a.at[at + i] = (uint8_t)(value >> (24 - 8 * i));
    return hy_return_short(slots, at + 4);
}
