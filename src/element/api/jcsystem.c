/* javacard.framework.JCSystem but for memory: transactions, contexts, sharing, channels. The work
   is the runtime's. */
#include "element/api/native.h"

enum { API_VERSION = 0x0302 };

static int32_t clamp(uint32_t n)
{
    return n > INT16_MAX ? INT16_MAX : (int32_t)n;
}

/* ---- transactions ---- */

HY_NATIVE_METHOD(javacard_framework_JCSystem_beginTransaction)
{
    return hy_transaction_begin(m);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_commitTransaction)
{
    return hy_transaction_commit(m);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_abortTransaction)
{
    return hy_transaction_abort(m);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getTransactionDepth)
{
    return hy_return_short(slots, hy_transaction_is_open(hy_element_of(m)));
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getMaxCommitCapacity)
{
    return hy_return_short(slots, clamp(hy_transaction_capacity(m)));
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getUnusedCommitCapacity)
{
    return hy_return_short(slots, clamp(hy_transaction_unused(m)));
}

/* ---- who is who ---- */

HY_NATIVE_METHOD(javacard_framework_JCSystem_getVersion)
{
    return hy_return_short(slots, API_VERSION);
}

static hy_outcome return_aid(hy_machine *m, hy_slot *slots, uint8_t instance)
{
    hy_reference r = hy_context_aid_object(hy_element_of(m), instance);
    return hy_sensitive_reference(m, slots, r);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getAID)
{
    return return_aid(m, slots, hy_context_caller(m).owner);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getPreviousContextAID)
{
    return return_aid(m, slots, hy_context_previous(m));
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_lookupAID)
{
    hy_array bytes;
    int32_t at = hy_slot_to_short(slots[1]);
    int32_t n = hy_slot_to_byte(slots[2]);
    hy_sensitive_forget(m);
    hy_outcome outcome = hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_READ, at, n, &bytes);
    if (outcome != HY_DONE)
        return outcome;
    hy_view aid = hy_view_of(bytes.at + at, (size_t)n);
    return return_aid(m, slots, hy_registry_find_instance(hy_element_of(m), aid));
}

/* The instance that an AID object names, for whoever may use the object: 0 for null and for AIDs
   that no instance has. */
static hy_outcome named_instance(hy_machine *m, hy_slot slot, uint8_t *out)
{
    const hy_object *o;
    hy_view aid;
    *out = 0;
    hy_outcome outcome = hy_native_object(m, slot, &o);
    if (outcome != HY_DONE || o == NULL)
        return outcome;
    outcome = hy_native_aid(m, o, &aid);
    if (outcome == HY_DONE)
        *out = hy_registry_find_instance(hy_element_of(m), aid);
    return outcome;
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_getAppletShareableInterfaceObject)
{
    uint8_t server;
    hy_reference shared = 0;
    hy_outcome outcome = named_instance(m, slots[0], &server);
    if (outcome == HY_DONE && server != 0)
        outcome = hy_share_object(m, server, (int8_t)slots[1], &shared);
    hy_sensitive_forget(m);
    return outcome == HY_DONE ? hy_sensitive_reference(m, slots, shared) : outcome;
}

/* ---- channels, deletion ---- */

HY_NATIVE_METHOD(javacard_framework_JCSystem_getAssignedChannel)
{
    return hy_return_short(slots, hy_element_of(m)->channel);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_isAppletActive)
{
    uint8_t instance = 0;
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome == HY_DONE)
        outcome = named_instance(m, slots[0], &instance);
    if (outcome != HY_DONE)
        return outcome;
    bool active = instance != 0 && hy_channel_is_active(hy_element_of(m), instance, false, -1);
    return hy_return_short(slots, active);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_isObjectDeletionSupported)
{
    return hy_return_short(slots, true);
}

HY_NATIVE_METHOD(javacard_framework_JCSystem_requestObjectDeletion)
{
    hy_element_of(m)->deletion_requested = true;
    return HY_DONE;
}
