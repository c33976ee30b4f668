/* org.globalplatform.GPSystem and visa.openplatform.OPSystem, thin over gp/. On a card whose
   content nobody manages states are told, objects are null, changes are refused. */
#include "element/api/native.h"
#include "element/gp/cvm.h"
#include "element/gp/life.h"
#include "element/gp/privileges.h"

#include <string.h>

enum {
    CARD_INFO_HISTORICAL = 0x80,
    HISTORICAL_MAX = 15, /* bytes of an answer to reset */
    PIN_BLOCK = 8,
    PIN_BLOCK_FORMAT = 2,
    SERVICE_IDENTIFIER = 0x80, /* GPSystem.GLOBAL_SERVICE_IDENTIFIER */
};

static hy_outcome status(hy_machine *m, uint16_t sw)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_ISO, sw);
}

static uint8_t caller(const hy_machine *m)
{
    return hy_context_caller(m).owner;
}

static bool is_managed(const hy_machine *m)
{
    return hy_element_of(m)->card != NULL;
}

/* ---- states ---- */

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCardContentState)
{
    const hy_instance *i = hy_registry_instance(hy_element_of(m), caller(m));
    return hy_return_short(slots, i == NULL ? HY_LIFE_INSTALLED : (int8_t)i->life);
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCardState)
{
    return hy_return_short(slots, (int8_t)hy_registry_card(hy_element_of(m))->life);
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_lockCard)
{
    return hy_return_short(slots, is_managed(m) &&
                                      hy_gp_card_set(hy_element_of(m), caller(m), HY_CARD_LOCKED));
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_terminateCard)
{
    return hy_return_short(
        slots, is_managed(m) && hy_gp_card_set(hy_element_of(m), caller(m), HY_CARD_TERMINATED));
}

/* Keeps the row's state for an abort of the caller's transaction. */
static bool keep_state(const hy_machine *m, const hy_instance *i)
{
    hy_memory *memory = &m->heap->memory;
    return i != NULL &&
           hy_ok(hy_memory_keep(memory, (uint32_t)(&i->life - memory->base), sizeof i->life));
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_setCardContentState)
{
    hy_element *e = hy_element_of(m);
    const uint8_t to = (uint8_t)hy_slot_to_byte(slots[0]);
    bool done = is_managed(m) && keep_state(m, hy_registry_instance(e, caller(m))) &&
                hy_gp_own_state(e, caller(m), to);
    return hy_return_short(slots, done);
}

/* ---- objects ---- */

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCVM)
{
    bool there = is_managed(m) && hy_slot_to_byte(slots[0]) == HY_CVM_GLOBAL_PIN;
    return hy_return_reference(slots, there ? hy_element_root(hy_element_of(m), HY_ROOT_PIN) : 0);
}

/* Not while the caller's domain is locked, nor before it is selectable. */
HY_NATIVE_METHOD(org_globalplatform_GPSystem_getSecureChannel)
{
    const hy_element *e = hy_element_of(m);
    const hy_instance *d = hy_registry_instance(e, hy_gp_domain_of(e, caller(m)));
    bool open = is_managed(m) && d != NULL && d->is_domain &&
                (d->life & HY_LIFE_SELECTABLE) == HY_LIFE_SELECTABLE &&
                (d->life & HY_LIFE_LOCKED) != HY_LIFE_LOCKED;
    return hy_return_reference(slots, open ? hy_element_root(e, HY_ROOT_CHANNEL) : 0);
}

HY_NATIVE_METHOD(visa_openplatform_OPSystem_getSecurityDomain)
{
    return hy_return_reference(slots, 0);
}

/* The AID in a slot as the instance that has it; 0 none. */
static hy_outcome instance_named(hy_machine *m, hy_slot slot, uint8_t *out)
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

/* Made when first wanted. */
static hy_outcome entry_of(hy_machine *m, hy_slot *slots, uint8_t instance)
{
    hy_element *e = hy_element_of(m);
    hy_instance *i = hy_registry_instance(e, instance);
    hy_reference r;
    if (i == NULL)
        return hy_return_reference(slots, 0);
    if (i->entry == 0 || i->entry > hy_heap_count(&e->heap)) {
        if (!hy_ok(
                hy_element_new_known(e, HY_KNOWN_REGISTRY_ENTRY, HY_PERSISTENT, HY_PERMANENT, &r)))
            return hy_machine_throw(m, HY_THROW_SYSTEM, HY_SYSTEM_NO_RESOURCE);
        hy_outcome outcome = hy_machine_set_word(m, hy_heap_object(&e->heap, r), 0, i->row);
        if (outcome != HY_DONE)
            return outcome;
        i->entry = r;
    }
    return hy_return_reference(slots, i->entry);
}

/* One's own always; others' with Global Registry, or when they are below. */
HY_NATIVE_METHOD(org_globalplatform_GPSystem_getRegistryEntry)
{
    const hy_element *e = hy_element_of(m);
    uint8_t wanted;
    hy_outcome outcome = instance_named(m, slots[0], &wanted);
    if (outcome != HY_DONE)
        return outcome;
    if (hy_slot_to_reference(slots[0]) == 0)
        wanted = caller(m);
    bool may = wanted == caller(m) || hy_gp_has(e, caller(m), HY_PRIVILEGE_GLOBAL_REGISTRY) ||
               hy_gp_is_within(e, wanted, caller(m));
    return is_managed(m) && may ? entry_of(m, slots, wanted) : hy_return_reference(slots, 0);
}

static uint8_t find_server(const hy_element *e, uint16_t service)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        for (uint8_t s = 0; i != NULL && s < i->service_count; s++)
            if (i->services[s] == service)
                return (uint8_t)n;
    }
    return 0;
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getService)
{
    const uint16_t service = (uint16_t)hy_slot_to_short(slots[1]);
    uint8_t named;
    hy_reference out = 0;
    hy_outcome outcome = instance_named(m, slots[0], &named);
    if (outcome != HY_DONE)
        return outcome;
    uint8_t server = find_server(hy_element_of(m), service);
    if (server == 0 || (hy_slot_to_reference(slots[0]) != 0 && server != named))
        return hy_return_reference(slots, 0);
    outcome = hy_share_object(m, server, (int8_t)SERVICE_IDENTIFIER, &out);
    return outcome == HY_DONE ? hy_return_reference(slots, out) : outcome;
}

/* ---- data ---- */

HY_NATIVE_METHOD(org_globalplatform_GPSystem_setATRHistBytes)
{
    hy_array a;
    hy_element *e = hy_element_of(m);
    hy_reference r;
    hy_outcome outcome = hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_READ,
                                         hy_slot_to_short(slots[1]), (int8_t)slots[2], &a);
    if (outcome != HY_DONE)
        return outcome;
    const int32_t n = hy_slot_to_byte(slots[2]);
    const hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = (uint16_t)n};
    if (!is_managed(m) || n > HISTORICAL_MAX || !hy_gp_has(e, caller(m), HY_PRIVILEGE_CARD_RESET) ||
        !hy_ok(hy_heap_new(&e->heap, &spec, &r)))
        return hy_return_short(slots, false);
    memcpy(hy_heap_body(&e->heap, hy_heap_object(&e->heap, r)), a.at + hy_slot_to_short(slots[1]),
           (size_t)n);
    hy_element_set_root(e, HY_ROOT_HISTORICAL, r);
    return hy_return_short(slots, true);
}

/* One byte, or two when the first says that its number follows (ISO 7816-4, 5.2.2.1). */
static bool is_tag(uint16_t tag)
{
    bool follows = ((tag < 0x100 ? tag : tag >> 8) & 0x1F) == 0x1F;
    return tag < 0x100 ? tag != 0 && !follows : follows && (tag & 0x80) == 0;
}

/* The piece of information, or the status word that says why not. */
static uint16_t information(const hy_element *e, uint16_t which, hy_view *out)
{
    if (which == CARD_INFO_HISTORICAL && e->card != NULL) {
        const hy_object *o = hy_heap_object(&e->heap, hy_element_root(e, HY_ROOT_HISTORICAL));
        *out = o == NULL ? hy_view_of(NULL, 0) : hy_view_of(hy_heap_body(&e->heap, o), o->length);
        return o == NULL ? HY_SW_REFERENCE_NOT_FOUND : HY_SW_NO_ERROR;
    }
    if (!is_tag(which))
        return HY_SW_WRONG_DATA;
    bool hidden = e->card == NULL || which == HY_TAG_PARAMETERS;
    return !hidden && hy_gp_data_find(e, hy_registry_card(e)->issuer, which, out)
               ? HY_SW_NO_ERROR
               : HY_SW_REFERENCE_NOT_FOUND;
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCardInfo)
{
    hy_array a;
    hy_view v;
    const int32_t at = hy_slot_to_short(slots[1]);
    hy_outcome outcome = hy_native_array(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_WRITE, &a);
    if (outcome != HY_DONE)
        return outcome;
    uint16_t sw = information(hy_element_of(m), (uint16_t)slots[2], &v);
    if (sw != HY_SW_NO_ERROR)
        return status(m, sw);
    outcome = hy_native_need_inside(m, &a, at, (int32_t)v.n);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &a, (uint16_t)at, (uint16_t)v.n);
    if (outcome != HY_DONE)
        return outcome;
    memcpy(a.at + at, v.p, v.n);
    return hy_return_short(slots, at + (int32_t)v.n);
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCardInfoLength)
{
    hy_view v;
    uint16_t sw = information(hy_element_of(m), (uint16_t)slots[0], &v);
    return sw == HY_SW_NO_ERROR ? hy_return_short(slots, (int32_t)v.n) : status(m, sw);
}

HY_NATIVE_METHOD(visa_openplatform_OPSystem_getCPLCData)
{
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome != HY_DONE)
        return outcome;
    if (!is_managed(m))
        return status(m, HY_SW_REFERENCE_NOT_FOUND);
    uint8_t cplc[HY_CPLC_LENGTH];
    hy_apdu_buffer b = hy_element_buffer(hy_element_of(m));
    const int32_t to = hy_slot_to_short(slots[1]);
    const int32_t from = hy_slot_to_short(slots[2]);
    const int32_t n = hy_slot_to_short(slots[3]);
    hy_gp_cplc(hy_element_of(m), cplc);
    if (to < 0 || from < 0 || n < 0 || n > HY_CPLC_LENGTH - from || n > b.n - to)
        return hy_machine_throw(m, HY_THROW_ARRAY_INDEX, 0);
    memcpy(b.p + to, cplc + from, (size_t)n);
    return HY_DONE;
}

/* ---- Open Platform's global PIN ---- */

/* The digits of the PIN block at an offset of the APDU buffer, as BCD. */
static bool read_pin_block(const hy_machine *m, int32_t at, hy_view *out)
{
    hy_apdu_buffer b = hy_element_buffer(hy_element_of(m));
    if (at < 0 || at > b.n - PIN_BLOCK || b.p[at] >> 4 != PIN_BLOCK_FORMAT)
        return false;
    size_t digits = b.p[at] & 0x0F;
    *out = hy_view_of(b.p + at + 1, (digits + 1) / 2);
    return digits > 0 && digits < 2 * PIN_BLOCK - 1;
}

HY_NATIVE_METHOD(visa_openplatform_OPSystem_setPin)
{
    hy_view digits;
    hy_element *e = hy_element_of(m);
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome != HY_DONE)
        return outcome;
    bool done = is_managed(m) && hy_gp_has(e, caller(m), HY_PRIVILEGE_CVM) &&
                read_pin_block(m, hy_slot_to_short(slots[1]), &digits) &&
                hy_gp_cvm_update(e, digits, HY_CVM_BCD);
    return hy_return_short(slots, done);
}

HY_NATIVE_METHOD(visa_openplatform_OPSystem_verifyPin)
{
    hy_view digits;
    hy_outcome outcome = hy_native_need(m, slots[0]);
    if (outcome != HY_DONE)
        return outcome;
    bool right = is_managed(m) && read_pin_block(m, hy_slot_to_short(slots[1]), &digits) &&
                 hy_gp_cvm_verify(hy_element_of(m), digits, HY_CVM_BCD);
    return hy_return_short(slots, right);
}

/* Any permanent entry point will do: it may be stored. */
HY_NATIVE_METHOD(org_globalplatform_upgrade_UpgradeManager_nonNullReference)
{
    return hy_return_reference(slots, hy_element_root(hy_element_of(m), HY_ROOT_RESOURCES));
}
