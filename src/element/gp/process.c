/* A command on its way to a security domain: secure messaging taken off, the handler found, the
   response wrapped; and what happens to sessions when selection changes. */
#include "base/cla.h"
#include "base/secret.h"
#include "element/gp/domain.h"
#include "element/gp/keys.h"
#include "element/runtime/gc.h"
#include "element/runtime/select.h"

#include <string.h>

enum {
    INS_DELETE = 0xE4,
    INS_GET_DATA = 0xCA,
    INS_GET_DATA_BY_LIST = 0xCB,
    INS_GET_STATUS = 0xF2,
    INS_INSTALL = 0xE6,
    INS_LOAD = 0xE8,
    INS_PUT_KEY = 0xD8,
    INS_SET_STATUS = 0xF0,
    INS_STORE_DATA = 0xE2,
    SHORT_RESPONSE = 256,
    WRAPPING_MAX = 32, /* MAC and padding of a response */
    HEADER = 4,
};

typedef struct command_entry {
    hy_gp_handler handler;
    uint8_t ins;
    bool is_public;      /* without a session, too */
    bool on_locked_card; /* and when the card is locked */
} command_entry;

static const command_entry commands[] = {
    {hy_gp_get_data, INS_GET_DATA, true, true},
    {hy_gp_get_data, INS_GET_DATA_BY_LIST, true, true},
    {hy_gp_get_status, INS_GET_STATUS, false, true},
    {hy_gp_set_status, INS_SET_STATUS, false, true},
    {hy_gp_install, INS_INSTALL, false, false},
    {hy_gp_load, INS_LOAD, false, false},
    {hy_gp_delete, INS_DELETE, false, false},
    {hy_gp_put_key, INS_PUT_KEY, false, false},
    {hy_gp_store_data, INS_STORE_DATA, false, false},
};

static const command_entry *find_command(uint8_t ins)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (commands[i].ins == ins)
            return &commands[i];
    return NULL;
}

/* ---- commands in parts ---- */

void hy_gp_chain_drop(hy_card_state *state)
{
    hy_wipe(state->chain.bytes, state->chain.n);
    state->chain.ins = 0;
    state->chain.n = state->chain.blocks = 0;
}

uint16_t hy_gp_chain(hy_gp_call *c, bool last)
{
    hy_chain *chain = &c->state->chain;
    if (chain->ins == 0) {
        chain->ins = c->ins;
        chain->channel = c->e->channel;
    }
    if (c->data.n > sizeof chain->bytes - chain->n) {
        hy_gp_chain_drop(c->state);
        return hy_gp_refuse(c, HY_SW_NO_SPACE, "the parts of the command are too long together");
    }
    if (c->data.n > 0)
        memcpy(chain->bytes + chain->n, c->data.p, c->data.n);
    chain->n = (uint16_t)(chain->n + c->data.n);
    chain->blocks++;
    c->data = hy_view_of(chain->bytes, chain->n);
    if (last)
        chain->ins = 0; /* the bytes stay until the command's end */
    return HY_SW_NO_ERROR;
}

/* Another command on the channel ends what came in parts. */
static void drop_unfinished(hy_gp_call *c)
{
    const hy_loading *l = &c->state->loading;
    const hy_chain *chain = &c->state->chain;
    if (l->active && l->channel == c->e->channel && c->ins != INS_LOAD)
        hy_gp_load_drop(c->e);
    if (chain->ins != 0 && (chain->channel != c->e->channel || chain->ins != c->ins))
        hy_gp_chain_drop(c->state);
}

/* ---- the way of a command ---- */

static uint16_t carry_out(hy_gp_call *c, const command_entry *entry)
{
    const hy_card_record *card = hy_registry_card(c->e);
    drop_unfinished(c);
    if (card->life == HY_CARD_TERMINATED && entry->handler != hy_gp_get_data)
        return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "the card is terminated");
    if (card->life == HY_CARD_LOCKED && !entry->on_locked_card)
        return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "the card is locked");
    if (!entry->is_public && (c->level & HY_SECURE_AUTHENTICATED) == 0)
        return hy_gp_refuse(c, HY_SW_SECURITY_STATUS, "the command needs an authenticated session");
    return entry->handler(c);
}

/* The command as sent, without Le, in the APDU buffer. */
static bool gather(hy_gp_call *c, const hy_command *from, hy_scp03_message *m)
{
    hy_apdu_buffer b = hy_element_buffer(c->e);
    const uint8_t header[] = {
        from->cla, from->ins, from->p1, from->p2, (uint8_t)from->data.n,
    };
    const uint8_t long_length[] = {0, (uint8_t)(from->data.n >> 8), (uint8_t)from->data.n};
    size_t at = HEADER + (from->extended ? sizeof long_length : 1u);
    if (at + from->data.n > b.n)
        return false;
    memcpy(b.p, header, sizeof header);
    if (from->extended)
        memcpy(b.p + HEADER, long_length, sizeof long_length);
    if (from->data.n > 0)
        memcpy(b.p + at, from->data.p, from->data.n);
    *m = (hy_scp03_message){b.p, at + from->data.n, b.n};
    return true;
}

static uint16_t wrap(hy_gp_call *c, uint16_t sw, uint8_t *out, size_t room)
{
    hy_scp03_message m = {out, c->out.n, room};
    if (!hy_ok(hy_secure_wrap(c->session, &c->w->secure, sw, &m)))
        return HY_SW_UNKNOWN;
    c->out.n = m.n;
    return sw;
}

static uint16_t unwrap_and_carry_out(hy_gp_call *c, const command_entry *entry, uint8_t *out,
                                     size_t room)
{
    const hy_command *from = &c->w->apdu.command;
    hy_scp03_message m;
    if (!gather(c, from, &m))
        return hy_gp_refuse(c, HY_SW_WRONG_LENGTH, "the command is longer than the APDU buffer");
    uint16_t sw = hy_secure_unwrap(c->session, &c->w->secure, &m);
    if (sw != HY_SW_NO_ERROR) {
        hy_gp_load_drop(c->e);
        hy_gp_chain_drop(c->state);
        return hy_gp_refuse(c, sw, "secure messaging is wrong or missing; the session is over");
    }
    size_t at = HEADER + (from->extended ? 3u : 1u);
    c->p1 = m.p[2];
    c->p2 = m.p[3];
    c->data = m.n > at ? hy_view_of(m.p + at, m.n - at) : hy_view_of(NULL, 0);
    c->level = hy_secure_level(c->session, c->domain);
    sw = carry_out(c, entry);
    if (c->state->chain.ins == 0)
        hy_gp_chain_drop(c->state);
    return wrap(c, sw, out, room);
}

static uint16_t open_session(hy_gp_call *c)
{
    hy_gp_keyring on;
    hy_secure_domain domain;
    hy_gp_session_domain(c->e, c->domain, c->domain, &on, &domain);
    drop_unfinished(c);
    size_t n = 0;
    uint16_t sw = hy_secure_process(c->session, &c->w->secure, &domain, &c->w->apdu.command,
                                    c->out.p, &n, &c->why);
    c->out.n = n;
    return sw;
}

/* What the domain does not know is refused without a look at the session: what a terminal says
   beside it moves no counter. */
static uint16_t dispatch(hy_gp_call *c, uint8_t *out, size_t room)
{
    const hy_command *from = &c->w->apdu.command;
    const command_entry *entry = find_command(from->ins);
    hy_cla cla;
    if (hy_secure_is_command(from->cla, from->ins))
        return hy_registry_card(c->e)->life == HY_CARD_TERMINATED ? HY_SW_CONDITIONS_NOT_SATISFIED
                                                                  : open_session(c);
    if (!hy_cla_read(from->cla, &cla) || cla.other || cla.chained)
        return HY_SW_CLA_NOT_SUPPORTED;
    if (hy_select_is_command(from))
        return HY_SW_FILE_NOT_FOUND; /* nobody else has the name */
    if (entry == NULL)
        return HY_SW_INS_NOT_SUPPORTED;
    if (!cla.proprietary && !entry->is_public)
        return HY_SW_CLA_NOT_SUPPORTED;
    return unwrap_and_carry_out(c, entry, out, room);
}

static uint16_t process(hy_workspace *w)
{
    hy_element *e = w->element;
    hy_apdu *a = &w->apdu;
    uint8_t out[HY_GP_RESPONSE_MAX];
    size_t fits = a->command.extended ? sizeof out : SHORT_RESPONSE;
    if (fits > a->room)
        fits = a->room;
    hy_gp_call c = {
        .w = w,
        .e = e,
        .state = e->card,
        .session = &e->card->sessions[e->channel],
        .domain = hy_context_selected(e),
        .ins = a->command.ins,
        .p1 = a->command.p1,
        .p2 = a->command.p2,
        .room = (uint32_t)(fits > WRAPPING_MAX ? fits - WRAPPING_MAX : 0),
        .out = {out, 0, sizeof out, sizeof out},
    };
    uint16_t sw = a->selecting ? hy_gp_select(&c) : dispatch(&c, out, fits);
    if (c.why.text[0] != '\0')
        hy_gp_remember(e, &c.why);
    if (sw != HY_SW_LOCKED_CARD && !hy_scp03_sw_is_protected(sw))
        c.out.n = 0;
    if (c.out.n > fits)
        return HY_SW_WRONG_LENGTH;
    memcpy(a->response, out, c.out.n);
    a->sent = a->length = (uint32_t)c.out.n;
    hy_wipe(out, sizeof out);
    return sw;
}

/* ---- sessions ---- */

static void leave(hy_workspace *w)
{
    hy_element *e = w->element;
    hy_secure_end(&e->card->sessions[e->channel]);
    e->card->personalizing[e->channel] = 0;
    if (e->card->loading.active && e->card->loading.channel == e->channel)
        hy_gp_load_drop(e);
    if (e->card->chain.channel == e->channel)
        hy_gp_chain_drop(e->card);
}

/* Reasons outlive a reset: hosts reset the card before anybody asks. */
static void reset(hy_workspace *w)
{
    hy_element *e = w->element;
    hy_card_state *s = e->card;
    hy_card_record *card = hy_registry_card(e);
    for (size_t i = 0; i < HY_CHANNELS_MAX; i++)
        hy_secure_end(&s->sessions[i]);
    hy_gp_chain_drop(s);
    memset(s->personalizing, 0, sizeof s->personalizing);
    memset(s->listed, 0, sizeof s->listed);
    s->pin_submitted = s->pin_verified = false;
    hy_gp_load_drop(e);
    uint8_t half_made = card->half_made;
    card->half_made = 0;
    if (half_made != 0)
        hy_install_remove(w, half_made);
    else if (e->deletion_requested)
        hy_gc_collect(w);
    e->deletion_requested = false;
}

/* ---- what the session's part asks ---- */

static hy_rc keys(void *context, uint8_t *kvn, hy_scp03_keys *out)
{
    const hy_gp_keyring *on = context;
    return hy_gp_keys_of_channel(on->e, on->domain, kvn, out);
}

static hy_rc step(void *context, uint8_t kvn, uint32_t *sequence)
{
    const hy_gp_keyring *on = context;
    return hy_gp_keys_step(on->e, on->domain, kvn, sequence);
}

static hy_rc attempt(void *context, uint8_t kvn)
{
    const hy_gp_keyring *on = context;
    return hy_gp_keys_attempt(on->e, on->domain, kvn);
}

static hy_rc forgive(void *context, uint8_t kvn)
{
    const hy_gp_keyring *on = context;
    return hy_gp_keys_forgive(on->e, on->domain, kvn);
}

void hy_gp_session_domain(hy_element *e, uint8_t domain, uint8_t requester, hy_gp_keyring *on,
                          hy_secure_domain *out)
{
    const hy_instance *asks = hy_registry_instance(e, requester);
    hy_view kdd;
    *on = (hy_gp_keyring){e, hy_gp_domain_keys(e, domain)};
    *out = (hy_secure_domain){
        .context = on,
        .instance = domain,
        .i = hy_gp_domain_i(e, on->domain),
        .requester = asks == NULL ? hy_view_of(NULL, 0) : hy_aid_view(&asks->aid),
        .keys = keys,
        .step = step,
        .attempt = attempt,
        .forgive = forgive,
    };
    if (hy_gp_data_find(e, on->domain, HY_TAG_DIVERSIFICATION, &kdd) &&
        kdd.n == sizeof out->diversification)
        memcpy(out->diversification, kdd.p, kdd.n);
}

const hy_manager hy_gp_manager = {
    .create = hy_gp_create,
    .reset = reset,
    .leave = leave,
    .process = process,
};
