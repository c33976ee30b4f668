/* javacardx.framework.time.SysTime: the time since the last reset. */
#include "element/api/native.h"

enum { LENGTH = 8, MICROS_PER_MILLI = 1000 };

HY_NATIVE_METHOD(javacardx_framework_time_SysTime_readClock)
{
    hy_array a;
    hy_outcome outcome =
        hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_WRITE, 0, LENGTH, &a);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &a, 0, LENGTH);
    if (outcome != HY_DONE)
        return outcome;
    const hy_element *e = hy_element_of(m);
    uint64_t micros = (e->port.milliseconds(e->port.context) - e->started) * MICROS_PER_MILLI;
    for (int i = 0; i < LENGTH; i++)
        a.at[i] = (uint8_t)(micros >> (8 * (LENGTH - 1 - i)));
    return HY_DONE;
}
