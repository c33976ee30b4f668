/* hydra.gp.CardPin: org.globalplatform.CVM over the card's global PIN. */
#include "element/api/native.h"
#include "element/gp/cvm.h"
#include "element/gp/privileges.h"

enum { SUCCESS = 0, FAILURE = -1 };

static hy_element *element_of(const hy_machine *m)
{
    return hy_element_of(m);
}

/* What changes the PIN is for those with the privilege. */
static bool may_manage(const hy_machine *m)
{
    return hy_element_of(m)->card != NULL &&
           hy_gp_has(hy_element_of(m), hy_context_caller(m).owner, HY_PRIVILEGE_CVM);
}

/* Unverified code may get here without there being a PIN: on a card that nobody manages. */
static bool is_there(const hy_machine *m)
{
    return hy_element_of(m)->card != NULL;
}

HY_NATIVE_METHOD(hydra_gp_CardPin_isActive)
{
    return hy_return_short(slots, is_there(m) && hy_gp_cvm(element_of(m))->active);
}

HY_NATIVE_METHOD(hydra_gp_CardPin_isSubmitted)
{
    return hy_return_short(slots, is_there(m) && element_of(m)->card->pin_submitted);
}

HY_NATIVE_METHOD(hydra_gp_CardPin_isVerified)
{
    return hy_return_short(slots, is_there(m) && element_of(m)->card->pin_verified);
}

HY_NATIVE_METHOD(hydra_gp_CardPin_isBlocked)
{
    return hy_return_short(slots, is_there(m) && hy_gp_cvm_is_blocked(element_of(m)));
}

HY_NATIVE_METHOD(hydra_gp_CardPin_getTriesRemaining)
{
    const hy_cvm *p = is_there(m) ? hy_gp_cvm(element_of(m)) : NULL;
    return hy_return_short(slots, p != NULL && p->active ? p->left : 0);
}

/* buffer, offset, length and format of the arguments. */
static hy_outcome value_of(hy_machine *m, const hy_slot *slots, hy_view *out)
{
    hy_array a;
    const int32_t at = hy_slot_to_short(slots[2]);
    const int32_t n = hy_slot_to_byte(slots[3]);
    hy_outcome outcome = hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_READ, at, n, &a);
    if (outcome == HY_DONE)
        *out = hy_view_of(a.at + at, (size_t)n);
    return outcome;
}

HY_NATIVE_METHOD(hydra_gp_CardPin_update)
{
    hy_view value;
    hy_outcome outcome = value_of(m, slots, &value);
    if (outcome != HY_DONE)
        return outcome;
    return hy_return_short(slots, may_manage(m) &&
                                      hy_gp_cvm_update(element_of(m), value,
                                                       (hy_cvm_format)hy_slot_to_byte(slots[4])));
}

HY_NATIVE_METHOD(hydra_gp_CardPin_verify)
{
    hy_view value;
    hy_outcome outcome = value_of(m, slots, &value);
    if (outcome != HY_DONE)
        return outcome;
    bool right = is_there(m) &&
                 hy_gp_cvm_verify(element_of(m), value, (hy_cvm_format)hy_slot_to_byte(slots[4]));
    return hy_return_short(slots, right ? SUCCESS : FAILURE);
}

HY_NATIVE_METHOD(hydra_gp_CardPin_resetState)
{
    return hy_return_short(slots, is_there(m) && hy_gp_cvm_reset_state(element_of(m)));
}

HY_NATIVE_METHOD(hydra_gp_CardPin_blockState)
{
    return hy_return_short(slots, may_manage(m) && hy_gp_cvm_block(element_of(m)));
}

HY_NATIVE_METHOD(hydra_gp_CardPin_resetAndUnblockState)
{
    return hy_return_short(slots, may_manage(m) && hy_gp_cvm_unblock(element_of(m)));
}

HY_NATIVE_METHOD(hydra_gp_CardPin_setTryLimit)
{
    const int32_t limit = hy_slot_to_byte(slots[1]);
    return hy_return_short(slots, may_manage(m) && limit > 0 &&
                                      hy_gp_cvm_set_limit(element_of(m), (uint8_t)limit));
}
