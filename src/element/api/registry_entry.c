/* hydra.gp.RegistryEntry: org.globalplatform.GPRegistryEntry over a row of the registry. */
#include "element/api/native.h"
#include "element/gp/life.h"
#include "element/gp/privileges.h"

#include <string.h>

enum { ROW = 0, PRIVILEGES = 3, LOCKED = 0x80 };

static hy_outcome refuse(hy_machine *m)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_ISO, HY_SW_CONDITIONS_NOT_SATISFIED);
}

/* The instance whose row it is; 0 when that is gone. */
static uint8_t number_of(const hy_machine *m, hy_slot slot)
{
    const hy_element *e = hy_element_of(m);
    const hy_object *o =
        hy_slot_is_reference(slot) ? hy_heap_object(m->heap, hy_slot_to_reference(slot)) : NULL;
    const hy_class *c =
        o == NULL || o->shape != HY_SHAPE_INSTANCE ? NULL : hy_machine_class_of(m, o);
    const bool is_entry = c != NULL && hy_class_is(c, hy_native_class(m, HY_KNOWN_REGISTRY_ENTRY));
    const uint16_t row = is_entry && e->card != NULL ? hy_machine_get_word(m, o, ROW) : 0;
    for (uint32_t n = 1; row != 0 && n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        if (i != NULL && i->row == row)
            return (uint8_t)n;
    }
    return 0;
}

static hy_instance *instance_of(const hy_machine *m, hy_slot slot)
{
    return hy_registry_instance(hy_element_of(m), number_of(m, slot));
}

/* ---- reading ---- */

HY_NATIVE_METHOD(hydra_gp_RegistryEntry_getAID)
{
    return hy_return_reference(slots,
                               hy_context_aid_object(hy_element_of(m), number_of(m, slots[0])));
}

HY_NATIVE_METHOD(hydra_gp_RegistryEntry_getState)
{
    const hy_instance *i = instance_of(m, slots[0]);
    return hy_return_short(slots, i == NULL ? 0 : (int8_t)i->life);
}

HY_NATIVE_METHOD(hydra_gp_RegistryEntry_getPrivileges)
{
    hy_array a;
    const hy_instance *i = instance_of(m, slots[0]);
    const int32_t at = hy_slot_to_short(slots[2]);
    hy_outcome outcome =
        hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_WRITE, at, PRIVILEGES, &a);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &a, (uint16_t)at, PRIVILEGES);
    if (outcome != HY_DONE)
        return outcome;
    if (i == NULL)
        return refuse(m);
    memcpy(a.at + at, i->privileges, PRIVILEGES);
    return hy_return_short(slots, at + PRIVILEGES);
}

HY_NATIVE_METHOD(hydra_gp_RegistryEntry_isPrivileged)
{
    const int32_t p = hy_slot_to_byte(slots[1]);
    return hy_return_short(
        slots, p >= 0 && hy_gp_has(hy_element_of(m), number_of(m, slots[0]), (hy_privilege)p));
}

HY_NATIVE_METHOD(hydra_gp_RegistryEntry_isAssociated)
{
    const hy_element *e = hy_element_of(m);
    const hy_object *o;
    hy_view aid;
    hy_outcome outcome = hy_native_need(m, slots[1]);
    if (outcome == HY_DONE)
        outcome = hy_native_object(m, slots[1], &o);
    if (outcome == HY_DONE)
        outcome = hy_native_aid(m, o, &aid);
    if (outcome != HY_DONE)
        return outcome;
    uint8_t domain = hy_registry_find_instance(e, aid);
    return hy_return_short(slots,
                           domain != 0 && hy_gp_domain_of(e, number_of(m, slots[0])) == domain);
}

/* ---- services: one's own, with the privilege; a service has one server ---- */

static int place_of(const hy_instance *i, uint16_t service)
{
    for (int n = 0; n < i->service_count; n++)
        if (i->services[n] == service)
            return n;
    return -1;
}

static bool is_registered(const hy_element *e, uint16_t service)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        if (i != NULL && place_of(i, service) >= 0)
            return true;
    }
    return false;
}

static bool is_own(const hy_machine *m, hy_slot slot)
{
    return number_of(m, slot) != 0 && number_of(m, slot) == hy_context_caller(m).owner;
}

HY_NATIVE_METHOD(hydra_gp_RegistryEntry_registerService)
{
    const hy_element *e = hy_element_of(m);
    const uint16_t service = (uint16_t)hy_slot_to_short(slots[1]);
    hy_instance *i = instance_of(m, slots[0]);
    if (!is_own(m, slots[0]) || is_registered(e, service) || i->service_count == HY_SERVICES_MAX ||
        !hy_gp_has(e, number_of(m, slots[0]), HY_PRIVILEGE_GLOBAL_SERVICE))
        return refuse(m);
    i->services[i->service_count++] = service;
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_gp_RegistryEntry_deregisterService)
{
    hy_instance *i = instance_of(m, slots[0]);
    int at = i == NULL ? -1 : place_of(i, (uint16_t)hy_slot_to_short(slots[1]));
    if (!is_own(m, slots[0]) || at < 0)
        return refuse(m);
    i->services[at] = i->services[--i->service_count];
    return HY_DONE;
}

/* ---- state ---- */

/* One's own as GPSystem has it; others are locked and unlocked with Global Lock. */
HY_NATIVE_METHOD(hydra_gp_RegistryEntry_setState)
{
    hy_element *e = hy_element_of(m);
    hy_memory *memory = &m->heap->memory;
    const uint8_t to = (uint8_t)hy_slot_to_byte(slots[1]);
    const uint8_t number = number_of(m, slots[0]);
    const hy_instance *i = hy_registry_instance(e, number);
    if (i == NULL ||
        !hy_ok(hy_memory_keep(memory, (uint32_t)(&i->life - memory->base), sizeof i->life)))
        return hy_return_short(slots, false);
    if (is_own(m, slots[0]))
        return hy_return_short(slots, hy_gp_own_state(e, number, to));
    bool done = hy_gp_has(e, hy_context_caller(m).owner, HY_PRIVILEGE_GLOBAL_LOCK) &&
                hy_gp_lock(e, number, (to & LOCKED) != 0);
    return hy_return_short(slots, done);
}
