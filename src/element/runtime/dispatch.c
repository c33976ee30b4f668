/* A command's way: channel, MANAGE CHANNEL, SELECT, process; and the status word that comes of it
   (JCRE 4.3 and chapter 9). */
#include "element/runtime/channel.h"
#include "element/runtime/gc.h"
#include "element/runtime/lasting.h"
#include "element/runtime/manager.h"
#include "element/runtime/select.h"
#include "element/runtime/status.h"
#include "element/runtime/t0.h"
#include "element/runtime/workspace.h"

#include <string.h>

enum { STATUS_WORD = 2 };

bool hy_apdu_is_current(const hy_machine *m)
{
    const hy_workspace *w = hy_work(m);
    return w->in_process && hy_context_caller(m).context == m->selected;
}

static uint16_t status_of(const hy_machine *m, hy_outcome outcome)
{
    uint16_t reason;
    if (outcome == HY_DONE)
        return HY_SW_NO_ERROR;
    if (outcome == HY_THROWN && hy_exception_reason(m, m->thrown, HY_KNOWN_EXCEPTION_ISO, &reason))
        return reason;
    return HY_SW_UNKNOWN;
}

/* What was locked, or is on a card that was locked or ended, stays active but is heard no more
   (GlobalPlatform 5.1.1, 5.3.2). The issuer's domain has its own rules. */
static bool may_go_on(const hy_element *e, uint8_t instance)
{
    return instance == hy_registry_card(e)->issuer || hy_registry_is_selectable(e, instance);
}

/* The active applet's process(). */
static uint16_t process(hy_workspace *w)
{
    hy_element *e = w->element;
    uint8_t instance = hy_context_selected(e);
    if (instance == 0)
        return HY_SW_APPLET_SELECT_FAILED;
    if (!may_go_on(e, instance))
        return w->apdu.selecting || hy_select_is_command(&w->apdu.command)
                   ? HY_SW_FILE_NOT_FOUND
                   : HY_SW_CONDITIONS_NOT_SATISFIED;
    if (!hy_manager_manages(e, instance) && w->apdu.command.extended &&
        !hy_registry_instance_is(e, instance, HY_KNOWN_EXTENDED_LENGTH))
        return HY_SW_WRONG_LENGTH;
    if (hy_manager_manages(e, instance))
        return e->pool->manager->process(w);
    w->machine.selected = hy_registry_context(e, instance);
    hy_apdu_start(&w->apdu, hy_element_buffer(e));
    hy_slot arguments[2] = {0, hy_slot_reference(hy_element_root(e, HY_ROOT_APDU))};
    w->in_process = true;
    hy_outcome outcome = hy_applet_call(w, instance, HY_APPLET_PROCESS, arguments, NULL);
    w->in_process = false;
    uint16_t sw = status_of(&w->machine, outcome);
    hy_apdu_finish(&w->apdu, hy_element_buffer(e));
    return sw;
}

static uint16_t select_or_process(hy_workspace *w)
{
    uint16_t sw;
    if (!hy_select_is_command(&w->apdu.command))
        return process(w);
    if (!hy_select_command(w, &w->apdu.command, &sw))
        return hy_context_selected(w->element) != 0 ? process(w) : HY_SW_FILE_NOT_FOUND;
    if (sw != HY_SW_NO_ERROR)
        return sw;
    w->apdu.selecting = true;
    return process(w);
}

static uint16_t dispatch(hy_workspace *w, hy_view command)
{
    hy_element *e = w->element;
    hy_command *c = &w->apdu.command;
    if (!hy_ok(hy_command_parse(command, e->config.protocol, c)))
        return HY_SW_WRONG_LENGTH;
    int channel = hy_cla_channel(c->cla);
    if (channel < 0)
        return HY_SW_CLA_NOT_SUPPORTED;
    bool opens = hy_select_is_command(c); /* SELECT opens its channel (JCRE 4.5.2) */
    if (channel >= e->config.channels || (!e->channels[channel].open && !opens))
        return HY_SW_LOGICAL_CHANNEL_NOT_SUPPORTED;
    e->channel = (uint8_t)channel;
    return hy_channel_is_command(c) ? hy_channel_command(w) : select_or_process(w);
}

/* What an applet asked for and the system does between commands. */
static void clean_up(hy_workspace *w)
{
    hy_apdu_buffer b = hy_element_buffer(w->element);
    memset(b.p, 0, b.n);
    if (!w->element->deletion_requested)
        return;
    w->element->deletion_requested = false;
    hy_gc_collect(w);
}

hy_rc hy_element_transmit(hy_element *element, hy_workspace *work, hy_view command,
                          uint8_t *response, size_t room, size_t *n, hy_reason *why)
{
    *n = 0;
    if (element->mute)
        return hy_reason_set(why, HY_FAIL(STATE), "the element is mute");
    if (room < STATUS_WORD)
        return hy_reason_set(why, HY_FAIL(LIMIT), "no room for a status word");
    hy_workspace_enter(work, element);
    hy_apdu *a = &work->apdu;
    a->protocol = element->config.protocol;
    a->response = response;
    a->room =
        (uint32_t)(room - STATUS_WORD > UINT16_MAX + 1u ? UINT16_MAX + 1u : room - STATUS_WORD);
    uint16_t sw;
    bool again = a->protocol == HY_PROTOCOL_T0 && hy_t0_resume(element, command, a, &sw);
    if (!again) {
        sw = dispatch(work, command);
        clean_up(work);
        if (a->protocol == HY_PROTOCOL_T0)
            sw = hy_t0_answer(element, command, a, sw);
    }
    hy_rc rc = hy_lasting_settle(element, why);
    if (!hy_ok(rc)) {
        hy_workspace_leave(work);
        return rc;
    }
    response[a->sent] = (uint8_t)(sw >> 8);
    response[a->sent + 1] = (uint8_t)sw;
    *n = a->sent + STATUS_WORD;
    hy_workspace_leave(work);
    return HY_OK;
}
