/* hydra.framework.Firewall, Scratch and Command: what Java-coded methods of the API ask before they
   touch what a caller hands in, their working memory, and the command. */
#include "element/api/native.h"

HY_NATIVE_METHOD(hydra_framework_Firewall_checkArray)
{
    hy_array a;
    return hy_native_range(m, slots[0], HY_SHAPE_FREE, HY_TOUCH_READ, hy_slot_to_short(slots[1]),
                           hy_slot_to_short(slots[2]), &a);
}

HY_NATIVE_METHOD(hydra_framework_Firewall_checkObject)
{
    const hy_object *o;
    return hy_native_object(m, slots[0], &o);
}

HY_NATIVE_METHOD(hydra_framework_Scratch_array)
{
    return hy_return_reference(slots, hy_element_root(hy_element_of(m), HY_ROOT_SCRATCH));
}

/* The command being processed, or NULL. */
static hy_apdu *command(const hy_machine *m)
{
    return hy_work(m)->in_process ? &hy_work(m)->apdu : NULL;
}

HY_NATIVE_METHOD(hydra_framework_Command_classByte)
{
    const hy_apdu *a = command(m);
    return hy_return_short(slots, a == NULL ? 0 : (int8_t)a->command.cla);
}

HY_NATIVE_METHOD(hydra_framework_Command_isSelecting)
{
    const hy_apdu *a = command(m);
    return hy_return_short(slots, a != NULL && a->selecting);
}

HY_NATIVE_METHOD(hydra_framework_Command_setOutputLength)
{
    hy_apdu *a = command(m);
    if (a != NULL)
        a->output_length = hy_slot_to_short(slots[0]);
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_framework_Command_outputLength)
{
    const hy_apdu *a = command(m);
    return hy_return_short(slots, a == NULL || a->output_length < 0 ? 0 : a->output_length);
}
