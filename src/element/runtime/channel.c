/* Logical channels opened and closed. */
#include "element/runtime/channel.h"

#include "element/runtime/select.h"
#include "element/runtime/status.h"

enum { INS_MANAGE_CHANNEL = 0x70, P1_OPEN = 0x00, P1_CLOSE = 0x80 };

bool hy_channel_is_active(const hy_element *e, uint8_t instance, bool by_package, int except)
{
    uint8_t context = hy_registry_context(e, instance);
    for (int i = 0; i < HY_CHANNELS_MAX; i++) {
        uint8_t active = e->channels[i].instance;
        if (i == except || active == 0)
            continue;
        if (active == instance || (by_package && hy_registry_context(e, active) == context))
            return true;
    }
    return false;
}

bool hy_channel_is_command(const hy_command *c)
{
    bool interindustry = (c->cla & 0xFC) == 0x00 || (c->cla & 0xF0) == 0x40;
    return interindustry && c->ins == INS_MANAGE_CHANNEL;
}

/* ---- open ---- */

static int lowest_closed(const hy_element *e)
{
    for (int i = 1; i < e->config.channels; i++)
        if (!e->channels[i].open)
            return i;
    return -1;
}

/* From the basic channel the default applet is selected on the new one, from another channel the
   applet that is active there (JCRE 4.4.1). */
static uint8_t to_select(const hy_element *e, uint8_t from, uint8_t number)
{
    return from == 0 ? hy_registry_default(e, number) : e->channels[from].instance;
}

static uint16_t open_channel(hy_workspace *w, uint8_t from, uint8_t number)
{
    hy_element *e = w->element;
    uint8_t instance = to_select(e, from, number);
    uint16_t sw = HY_SW_NO_ERROR;
    e->channel = number;
    e->channels[number].open = true;
    if (instance != 0)
        sw = hy_select_instance(w, instance);
    if (sw != HY_SW_NO_ERROR)
        e->channels[number] = (hy_channel){0};
    e->channel = from;
    return sw;
}

static uint16_t open_any(hy_workspace *w, uint8_t from)
{
    hy_apdu *a = &w->apdu;
    int number = lowest_closed(w->element);
    if (number < 0 || a->room == 0)
        return HY_SW_FUNC_NOT_SUPPORTED;
    if (!a->command.has_le && a->protocol != HY_PROTOCOL_T0)
        return HY_SW_WRONG_LENGTH;
    if (a->command.ne != 1 && a->command.ne != 256)
        return HY_SW_CORRECT_LENGTH_00 | 1;
    uint16_t sw = open_channel(w, from, (uint8_t)number);
    if (sw != HY_SW_NO_ERROR)
        return sw;
    a->response[0] = (uint8_t)number;
    a->sent = a->length = 1;
    return sw;
}

static uint16_t open_command(hy_workspace *w, uint8_t from)
{
    const hy_element *e = w->element;
    uint8_t number = w->apdu.command.p2;
    if (number == 0)
        return open_any(w, from);
    if (number >= e->config.channels || e->channels[number].open)
        return HY_SW_INCORRECT_P1P2;
    return open_channel(w, from, number);
}

/* ---- close ---- */

static uint16_t close_command(hy_workspace *w, uint8_t from)
{
    hy_element *e = w->element;
    uint8_t number = w->apdu.command.p2;
    if (number == 0)
        number = from;
    if (number == 0 || number >= e->config.channels)
        return HY_SW_FUNC_NOT_SUPPORTED;
    if (!e->channels[number].open)
        return HY_SW_WARNING_STATE_UNCHANGED;
    e->channel = number;
    hy_select_none(w);
    e->channels[number] = (hy_channel){0};
    e->channel = from;
    return HY_SW_NO_ERROR;
}

uint16_t hy_channel_command(hy_workspace *w)
{
    const hy_command *c = &w->apdu.command;
    uint8_t from = w->element->channel;
    if (c->data.n > 0)
        return HY_SW_WRONG_LENGTH;
    if (c->p1 == P1_OPEN)
        return open_command(w, from);
    return c->p1 == P1_CLOSE ? close_command(w, from) : HY_SW_INCORRECT_P1P2;
}
