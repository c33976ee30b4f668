/* org.globalplatform.GPSystem, visa.openplatform.OPSystem and what is behind them, on a card whose
   content nobody manages: states are told, objects are null, changes are refused. */
#include "element/api/native.h"

enum {
    SW_CONDITIONS_NOT_SATISFIED = 0x6985,
    SW_WRONG_DATA = 0x6A80,
    SW_REFERENCED_DATA_NOT_FOUND = 0x6A88,
};

static hy_outcome status(hy_machine *m, uint16_t sw)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_ISO, sw);
}

/* ---- states ---- */

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCardContentState)
{
    const hy_instance *i = hy_registry_instance(hy_element_of(m), hy_context_caller(m).owner);
    return hy_return_short(slots, i == NULL ? HY_LIFE_INSTALLED : (int8_t)i->life);
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCardState)
{
    return hy_return_short(slots, (int8_t)hy_registry_card(hy_element_of(m))->life);
}

/* ---- what there is not ---- */

#define RETURNS_NULL(name)                                                                         \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_return_reference(slots, 0);                                                      \
    }

#define REFUSES(name)                                                                              \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return hy_return_short(slots, false);                                                      \
    }

RETURNS_NULL(org_globalplatform_GPSystem_getCVM)
RETURNS_NULL(org_globalplatform_GPSystem_getSecureChannel)
RETURNS_NULL(visa_openplatform_OPSystem_getSecurityDomain)
REFUSES(org_globalplatform_GPSystem_lockCard)
REFUSES(org_globalplatform_GPSystem_terminateCard)
REFUSES(org_globalplatform_GPSystem_setCardContentState)

static hy_outcome return_none_for(hy_machine *m, hy_slot *slots)
{
    const hy_object *aid;
    hy_outcome outcome = hy_native_object(m, slots[0], &aid);
    return outcome == HY_DONE ? hy_return_reference(slots, 0) : outcome;
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getRegistryEntry)
{
    return return_none_for(m, slots);
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getService)
{
    return return_none_for(m, slots);
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_setATRHistBytes)
{
    hy_array a;
    hy_outcome outcome = hy_native_range(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_READ,
                                         hy_slot_to_short(slots[1]), (int8_t)slots[2], &a);
    return outcome == HY_DONE ? hy_return_short(slots, false) : outcome;
}

/* One byte, or two when the first says that its number follows (ISO 7816-4, 5.2.2.1). */
static bool is_tag(uint16_t tag)
{
    bool follows = ((tag < 0x100 ? tag : tag >> 8) & 0x1F) == 0x1F;
    return tag < 0x100 ? tag != 0 && !follows : follows && (tag & 0x80) == 0;
}

static hy_outcome no_information(hy_machine *m, hy_slot which)
{
    return status(m, is_tag((uint16_t)which) ? SW_REFERENCED_DATA_NOT_FOUND : SW_WRONG_DATA);
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCardInfo)
{
    hy_array a;
    hy_outcome outcome = hy_native_array(m, slots[0], HY_SHAPE_BYTES, HY_TOUCH_WRITE, &a);
    return outcome == HY_DONE ? no_information(m, slots[2]) : outcome;
}

HY_NATIVE_METHOD(org_globalplatform_GPSystem_getCardInfoLength)
{
    return no_information(m, slots[0]);
}

HY_NATIVE_METHOD(visa_openplatform_OPSystem_getCPLCData)
{
    hy_outcome outcome = hy_native_need(m, slots[0]);
    return outcome == HY_DONE ? status(m, SW_REFERENCED_DATA_NOT_FOUND) : outcome;
}

static hy_outcome refuse_pin(hy_machine *m, hy_slot *slots)
{
    hy_outcome outcome = hy_native_need(m, slots[0]);
    return outcome == HY_DONE ? hy_return_short(slots, false) : outcome;
}

HY_NATIVE_METHOD(visa_openplatform_OPSystem_setPin)
{
    return refuse_pin(m, slots);
}

HY_NATIVE_METHOD(visa_openplatform_OPSystem_verifyPin)
{
    return refuse_pin(m, slots);
}

/* Any permanent entry point will do: it may be stored. */
HY_NATIVE_METHOD(org_globalplatform_upgrade_UpgradeManager_nonNullReference)
{
    return hy_return_reference(slots, hy_element_root(hy_element_of(m), HY_ROOT_RESOURCES));
}

/* ---- objects of which this card has none, so that nobody gets here ---- */

#define HAS_NO_OBJECT(name)                                                                        \
    HY_NATIVE_METHOD(name)                                                                         \
    {                                                                                              \
        return status(m, SW_CONDITIONS_NOT_SATISFIED);                                             \
    }

HAS_NO_OBJECT(hydra_gp_CardChannel_processSecurity)
HAS_NO_OBJECT(hydra_gp_CardChannel_processSecurity_2)
HAS_NO_OBJECT(hydra_gp_CardChannel_wrap)
HAS_NO_OBJECT(hydra_gp_CardChannel_unwrap)
HAS_NO_OBJECT(hydra_gp_CardChannel_decryptData)
HAS_NO_OBJECT(hydra_gp_CardChannel_encryptData)
HAS_NO_OBJECT(hydra_gp_CardChannel_resetSecurity)
HAS_NO_OBJECT(hydra_gp_CardChannel_getSecurityLevel)
HAS_NO_OBJECT(hydra_gp_CardChannel_setSecurityLevel)
HAS_NO_OBJECT(hydra_gp_CardPin_isActive)
HAS_NO_OBJECT(hydra_gp_CardPin_isSubmitted)
HAS_NO_OBJECT(hydra_gp_CardPin_isVerified)
HAS_NO_OBJECT(hydra_gp_CardPin_isBlocked)
HAS_NO_OBJECT(hydra_gp_CardPin_getTriesRemaining)
HAS_NO_OBJECT(hydra_gp_CardPin_update)
HAS_NO_OBJECT(hydra_gp_CardPin_resetState)
HAS_NO_OBJECT(hydra_gp_CardPin_blockState)
HAS_NO_OBJECT(hydra_gp_CardPin_resetAndUnblockState)
HAS_NO_OBJECT(hydra_gp_CardPin_setTryLimit)
HAS_NO_OBJECT(hydra_gp_CardPin_verify)
HAS_NO_OBJECT(hydra_gp_RegistryEntry_deregisterService)
HAS_NO_OBJECT(hydra_gp_RegistryEntry_getAID)
HAS_NO_OBJECT(hydra_gp_RegistryEntry_getPrivileges)
HAS_NO_OBJECT(hydra_gp_RegistryEntry_getState)
HAS_NO_OBJECT(hydra_gp_RegistryEntry_isAssociated)
HAS_NO_OBJECT(hydra_gp_RegistryEntry_isPrivileged)
HAS_NO_OBJECT(hydra_gp_RegistryEntry_registerService)
HAS_NO_OBJECT(hydra_gp_RegistryEntry_setState)
