/* hydra.gp.CardChannel: org.globalplatform.SecureChannel over the session of the current logical
   channel. Only the applet that is selected there has it. */
#include "element/api/native.h"
#include "element/gp/domain.h"

#include <string.h>

enum { STATUS_WORD = 2, INS_INITIALIZE_UPDATE = 0x50 };

static hy_outcome status(hy_machine *m, uint16_t sw)
{
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_ISO, sw);
}

/* The session; NULL for another than the selected applet, and on a card that nobody manages. */
static hy_secure_session *session_of(const hy_machine *m)
{
    const hy_element *e = hy_element_of(m);
    bool selected = hy_context_caller(m).owner == hy_context_selected(e);
    return e->card == NULL || !selected ? NULL : &e->card->sessions[e->channel];
}

static uint8_t domain_of(const hy_machine *m)
{
    return hy_gp_domain_of(hy_element_of(m), hy_context_caller(m).owner);
}

/* ---- opening ---- */

static uint16_t process(hy_machine *m, hy_secure_session *s, const hy_command *c, uint8_t *out,
                        size_t *n)
{
    hy_element *e = hy_element_of(m);
    hy_gp_keyring on;
    hy_secure_domain domain;
    hy_reason why = {""};
    if (!hy_secure_is_command(c->cla, c->ins))
        return hy_secure_is_command(c->cla, INS_INITIALIZE_UPDATE) ? HY_SW_INS_NOT_SUPPORTED
                                                                   : HY_SW_CLA_NOT_SUPPORTED;
    hy_gp_session_domain(e, domain_of(m), hy_context_caller(m).owner, &on, &domain);
    uint16_t sw = hy_secure_process(s, &hy_work(m)->secure, &domain, c, out, n, &why);
    hy_gp_remember(e, &why);
    return sw;
}

/* The answer is left where the command's data were. */
HY_NATIVE_METHOD(hydra_gp_CardChannel_processSecurity)
{
    uint8_t out[HY_SECURE_RESPONSE_MAX];
    size_t n = 0;
    uint16_t ignored;
    hy_secure_session *s = session_of(m);
    hy_apdu *a = &hy_work(m)->apdu;
    hy_apdu_buffer b = hy_element_buffer(hy_element_of(m));
    hy_outcome outcome = hy_native_need(m, slots[1]);
    if (outcome != HY_DONE)
        return outcome;
    if (s == NULL || !hy_apdu_is_current(m))
        return status(m, HY_SW_CONDITIONS_NOT_SATISFIED);
    if (a->state == HY_APDU_INITIAL)
        (void)hy_apdu_set_incoming_and_receive(a, b, &ignored);
    uint16_t sw = process(m, s, &a->command, out, &n);
    if (sw != HY_SW_NO_ERROR)
        return status(m, sw);
    memcpy(b.p + hy_apdu_data_offset(a), out, n);
    return hy_return_short(slots, (int32_t)n);
}

HY_NATIVE_METHOD(hydra_gp_CardChannel_processSecurity_2)
{
    uint8_t out[HY_SECURE_RESPONSE_MAX];
    size_t n = 0;
    hy_array a;
    hy_command c;
    hy_secure_session *s = session_of(m);
    const int32_t at = hy_slot_to_short(slots[2]);
    const int32_t to = hy_slot_to_short(slots[4]);
    hy_outcome outcome = hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_WRITE, at,
                                         hy_slot_to_short(slots[3]), &a);
    if (outcome != HY_DONE)
        return outcome;
    if (s == NULL)
        return status(m, HY_SW_CONDITIONS_NOT_SATISFIED);
    if (!hy_ok(hy_command_parse(hy_view_of(a.at + at, (size_t)hy_slot_to_short(slots[3])),
                                HY_PROTOCOL_T1, &c)))
        return status(m, HY_SW_WRONG_LENGTH);
    uint16_t sw = process(m, s, &c, out, &n);
    if (sw != HY_SW_NO_ERROR)
        return status(m, sw);
    outcome = hy_native_need_inside(m, &a, to, (int32_t)n);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, &a, (uint16_t)to, (uint16_t)n);
    if (outcome != HY_DONE)
        return outcome;
    memcpy(a.at + to, out, n);
    return hy_return_short(slots, (int32_t)n);
}

/* ---- messages ---- */

/* buffer, offset and length of the arguments: the bytes, and what of the array lies behind them. */
static hy_outcome message_of(hy_machine *m, const hy_slot *slots, hy_array *a,
                             hy_scp03_message *out)
{
    const int32_t at = hy_slot_to_short(slots[2]);
    const int32_t n = hy_slot_to_short(slots[3]);
    hy_outcome outcome = hy_native_range(m, slots[1], HY_SHAPE_BYTES, HY_TOUCH_WRITE, at, n, a);
    if (outcome == HY_DONE)
        outcome = hy_array_keep(m, a, (uint16_t)at, (uint16_t)(a->length - at));
    if (outcome != HY_DONE)
        return outcome;
    *out = (hy_scp03_message){a->at + at, (size_t)n, (size_t)(a->length - at)};
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_gp_CardChannel_unwrap)
{
    hy_array a;
    hy_scp03_message message;
    hy_secure_session *s = session_of(m);
    hy_outcome outcome = message_of(m, slots, &a, &message);
    if (outcome != HY_DONE)
        return outcome;
    if (s == NULL)
        return status(m, HY_SW_CONDITIONS_NOT_SATISFIED);
    uint16_t sw = hy_secure_unwrap(s, &hy_work(m)->secure, &message);
    return sw == HY_SW_NO_ERROR ? hy_return_short(slots, (int32_t)message.n) : status(m, sw);
}

/* The status word stands behind the data, before and after. */
HY_NATIVE_METHOD(hydra_gp_CardChannel_wrap)
{
    hy_array a;
    hy_scp03_message message;
    hy_secure_session *s = session_of(m);
    hy_outcome outcome = message_of(m, slots, &a, &message);
    if (outcome != HY_DONE)
        return outcome;
    if (s == NULL || message.n < STATUS_WORD)
        return status(m, HY_SW_CONDITIONS_NOT_SATISFIED);
    uint8_t word[STATUS_WORD];
    message.n -= STATUS_WORD;
    message.room -= STATUS_WORD;
    memcpy(word, message.p + message.n, STATUS_WORD);
    const uint16_t sw = (uint16_t)(word[0] << 8 | word[1]);
    if (!hy_ok(hy_secure_wrap(s, &hy_work(m)->secure, sw, &message)))
        return hy_machine_throw(m, HY_THROW_ARRAY_INDEX, 0);
    memcpy(message.p + message.n, word, STATUS_WORD);
    return hy_return_short(slots, (int32_t)message.n + STATUS_WORD);
}

static hy_outcome data(hy_machine *m, hy_slot *slots,
                       hy_rc (*work)(const hy_secure_session *, hy_secure_engines *, uint8_t *,
                                     size_t))
{
    hy_array a;
    hy_scp03_message message;
    hy_secure_session *s = session_of(m);
    hy_outcome outcome = message_of(m, slots, &a, &message);
    if (outcome != HY_DONE)
        return outcome;
    if (s == NULL)
        return status(m, HY_SW_CONDITIONS_NOT_SATISFIED);
    hy_rc rc = work(s, &hy_work(m)->secure, message.p, message.n);
    if (rc.code == HY_E_STATE)
        return status(m, HY_SW_SECURITY_STATUS);
    return hy_ok(rc) ? hy_return_short(slots, (int32_t)message.n) : status(m, HY_SW_WRONG_DATA);
}

HY_NATIVE_METHOD(hydra_gp_CardChannel_decryptData)
{
    return data(m, slots, hy_secure_decrypt_data);
}

HY_NATIVE_METHOD(hydra_gp_CardChannel_encryptData)
{
    return data(m, slots, hy_secure_encrypt_data);
}

/* ---- level ---- */

HY_NATIVE_METHOD(hydra_gp_CardChannel_resetSecurity)
{
    hy_secure_session *s = session_of(m);
    if (s != NULL)
        hy_secure_end(s);
    return HY_DONE;
}

HY_NATIVE_METHOD(hydra_gp_CardChannel_getSecurityLevel)
{
    const hy_secure_session *s = session_of(m);
    return hy_return_short(slots, s == NULL ? 0 : (int8_t)hy_secure_level(s, domain_of(m)));
}

HY_NATIVE_METHOD(hydra_gp_CardChannel_setSecurityLevel)
{
    hy_secure_session *s = session_of(m);
    bool raised = s != NULL && hy_ok(hy_secure_raise(s, (uint8_t)hy_slot_to_byte(slots[1])));
    return raised ? HY_DONE : status(m, HY_SW_CONDITIONS_NOT_SATISFIED);
}
