/* javacard.framework.Applet: registration, and the SELECT that selects. */
#include "element/api/native.h"

static bool is_selecting(const hy_machine *m)
{
    return hy_work(m)->in_process && hy_work(m)->apdu.selecting;
}

HY_NATIVE_METHOD(javacard_framework_Applet_selectingApplet)
{
    return hy_return_short(slots, is_selecting(m));
}

HY_NATIVE_METHOD(javacard_framework_Applet_reSelectingApplet)
{
    return hy_return_short(slots, hy_work(m)->reselecting);
}

HY_NATIVE_METHOD(javacard_framework_Applet_register)
{
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome != HY_DONE)
        return outcome;
    return hy_install_register(m, hy_slot_to_reference(slots[0]), (hy_view){NULL, 0});
}

HY_NATIVE_METHOD(javacard_framework_Applet_register_2)
{
    hy_array a;
    hy_aid aid;
    int32_t at = hy_slot_to_short(slots[2]);
    int32_t n = hy_slot_to_byte(slots[3]);
    const hy_installing *installing = &hy_work(m)->installing;
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome != HY_DONE)
        return outcome;
    if (!installing->active || installing->given.length != 0)
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_AID);
    outcome = hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_READ, at, n, &a);
    if (outcome != HY_DONE)
        return outcome;
    if (!hy_ok(hy_aid_set(&aid, hy_view_of(a.at + at, (size_t)n))))
        return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_ILLEGAL_VALUE);
    return hy_install_register(m, hy_slot_to_reference(slots[0]), hy_aid_view(&aid));
}
