/* Any command to a card, in a session or bare; and the commands that look. */
#include "base/cla.h"
#include "base/tlv.h"
#include "channel/admin_in.h"
#include "channel/words.h"

enum {
    RAW_MAX = 65538,
    SW_LENGTH = 2,
    SW_MORE = 0x6310,
    SW_NOT_FOUND = 0x6A88,
    P2_TLV = 0x02,
    P2_TLV_NEXT = 0x03,
    TAG_ENTRY = 0xE3,
    TAG_AID = 0x4F,
    TAG_LIFE = 0x9F70,
    TAG_PRIVILEGES = 0xC5,
    TAG_PACKAGE = 0xC4,
    TAG_DOMAIN = 0xCC,
    TAG_VERSION = 0xCE,
    TAG_MODULE = 0x84,
};

hy_admin hy_admin_of(hy_carrier carrier, hy_session *session)
{
    return (hy_admin){
        .carrier = carrier,
        .session = session,
        .command = hy_buf_new(RAW_MAX),
        .wrapped = hy_buf_new(RAW_MAX),
        .raw = hy_buf_new(RAW_MAX),
        .response = hy_buf_new(RAW_MAX),
    };
}

void hy_admin_free(hy_admin *m)
{
    hy_buf_free(&m->command);
    hy_buf_free(&m->wrapped);
    hy_buf_free(&m->raw);
    hy_buf_free(&m->response);
}

/* Sends bytes as they are; m->raw has the whole answer. */
static hy_rc exchange(hy_admin *m, hy_view command, hy_reason *why)
{
    uint8_t *room;
    size_t n = 0;
    if (m->raw.cap < RAW_MAX) {
        m->raw.n = 0;
        HY_TRY(hy_buf_extend(&m->raw, RAW_MAX, &room));
    }
    HY_TRY(m->carrier.exchange(m->carrier.context, command, m->raw.p, RAW_MAX, &n, why));
    m->raw.n = n;
    if (n < SW_LENGTH)
        return hy_reason_set(why, HY_FAIL(FORMAT), "the card's answer has no status word");
    return HY_OK;
}

/* Takes the status word off the answer. */
static hy_rc settle(hy_admin *m)
{
    hy_reader r = hy_reader_of(hy_buf_view(&m->response));
    hy_read_bytes(&r, m->response.n - SW_LENGTH);
    m->sw = hy_read_u16(&r);
    HY_ENSURE(hy_reader_done(&r), FORMAT);
    m->response.n -= SW_LENGTH;
    return HY_OK;
}

hy_rc hy_admin_transmit(hy_admin *m, hy_view command, hy_reason *why)
{
    bool secured = m->session != NULL && hy_session_is_open(m->session);
    hy_view to_send = command;
    m->ins = command.n > 1 ? hy_view_part(command, 1, 1).p[0] : 0;
    m->wrapped.n = m->response.n = 0;
    if (secured) {
        HY_TRY(hy_session_wrap(m->session, command, &m->wrapped, why));
        to_send = hy_buf_view(&m->wrapped);
    }
    HY_TRY(exchange(m, to_send, why));
    if (secured)
        HY_TRY(hy_session_unwrap(m->session, hy_buf_view(&m->raw), &m->response, why));
    else
        HY_TRY(hy_buf_append(&m->response, hy_buf_view(&m->raw)));
    return settle(m);
}

hy_rc hy_admin_build(hy_admin *m, const uint8_t header[4], hy_view data, hy_reason *why)
{
    if (data.n > HY_ADMIN_DATA_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "%s: %zu bytes of data do not fit into a command",
                             hy_words_command(header[1]), data.n);
    m->command.n = 0;
    hy_writer w = hy_writer_of(&m->command);
    hy_write_u8(&w, hy_cla_on(header[0], m->channel));
    hy_write_bytes(&w, hy_view_of(&header[1], 3));
    if (data.n > 0) {
        hy_write_u8(&w, (uint8_t)data.n);
        hy_write_bytes(&w, data);
    }
    hy_write_u8(&w, 0);
    HY_TRY(w.rc);
    return hy_admin_transmit(m, hy_buf_view(&m->command), why);
}

hy_rc hy_admin_denied(const hy_admin *m, hy_reason *why)
{
    const char *mend = hy_words_mend(m->ins, m->sw);
    return hy_reason_set(why, HY_FAIL(DENIED), "%s: %04X, %s%s%s", hy_words_command(m->ins), m->sw,
                         hy_words_meaning(m->sw), mend != NULL ? ": " : "",
                         mend != NULL ? mend : "");
}

hy_rc hy_admin_send(hy_admin *m, uint8_t cla, uint8_t ins, uint8_t p1, uint8_t p2, hy_view data,
                    hy_reason *why)
{
    const uint8_t header[] = {cla, ins, p1, p2};
    HY_TRY(hy_admin_build(m, header, data, why));
    return m->sw == HY_SW_OK ? HY_OK : hy_admin_denied(m, why);
}

void hy_admin_lv(hy_writer *w, hy_view v)
{
    if (v.n > 127 && hy_ok(w->rc))
        w->rc = HY_FAIL(ARGUMENT);
    hy_write_u8(w, (uint8_t)v.n);
    hy_write_bytes(w, v);
}

/* ---- sessions ---- */

/* A locked card answers with a warning: the domain is selected, and may unlock it. */
enum { SELECTED_ON_LOCKED_CARD = 0x6283 };

hy_rc hy_admin_select(hy_admin *m, hy_view aid, hy_reason *why)
{
    hy_session *session = m->session;
    m->session = NULL; /* SELECT is the runtime's and ends the session on the card */
    hy_rc rc = hy_admin_send(m, 0x00, HY_ADMIN_SELECT, 0x04, 0x00, aid, why);
    m->session = session;
    return m->sw == SELECTED_ON_LOCKED_CARD ? HY_OK : rc;
}

/* One step of opening: what the session wrote goes out, the answer is in m->raw. */
static hy_rc step(hy_admin *m, hy_reason *why)
{
    hy_reader r = hy_reader_of(hy_buf_view(&m->command));
    hy_read_u8(&r);
    m->ins = hy_read_u8(&r);
    HY_TRY(exchange(m, hy_buf_view(&m->command), why));
    m->response.n = 0;
    HY_TRY(hy_buf_append(&m->response, hy_buf_view(&m->raw)));
    HY_TRY(settle(m));
    return m->sw == HY_SW_OK ? HY_OK : hy_admin_denied(m, why);
}

hy_rc hy_admin_open(hy_admin *m, hy_reason *why)
{
    HY_ENSURE(m->session != NULL, STATE);
    m->command.n = 0;
    HY_TRY(hy_session_begin(m->session, &m->command));
    HY_TRY(step(m, why));
    m->command.n = 0;
    HY_TRY(hy_session_answer(m->session, hy_buf_view(&m->raw), &m->command, why));
    HY_TRY(step(m, why));
    return hy_session_confirm(m->session, hy_buf_view(&m->raw), why);
}

/* ---- looking ---- */

hy_rc hy_admin_get_data(hy_admin *m, uint16_t tag, hy_reason *why)
{
    const uint8_t header[] = {HY_ADMIN_CLA, HY_ADMIN_GET_DATA, (uint8_t)(tag >> 8), (uint8_t)tag};
    HY_TRY(hy_admin_build(m, header, (hy_view){NULL, 0}, why));
    if (m->sw == HY_SW_OK)
        return HY_OK;
    hy_rc rc = hy_admin_denied(m, why);
    return m->sw == SW_NOT_FOUND ? HY_FAIL(NOT_FOUND) : rc;
}

static hy_view value_of(hy_view entry, uint32_t tag)
{
    hy_tlv found;
    return hy_tlv_find(entry, tag, &found) ? found.value : (hy_view){NULL, 0};
}

static uint32_t read_privileges(hy_view v)
{
    uint32_t privileges = 0;
    hy_reader r = hy_reader_of(v);
    for (int shift = 16; shift >= 0 && hy_reader_left(&r) > 0; shift -= 8)
        privileges |= (uint32_t)hy_read_u8(&r) << shift;
    return privileges;
}

static hy_rc visit_all(hy_admin_kind kind, hy_view list,
                       hy_rc (*visit)(void *context, const hy_admin_entry *entry), void *context)
{
    hy_reader r = hy_reader_of(list);
    while (hy_reader_left(&r) > 0) {
        hy_tlv e = hy_tlv_read(&r);
        HY_ENSURE(e.tag == TAG_ENTRY, FORMAT);
        hy_reader life = hy_reader_of(value_of(e.value, TAG_LIFE));
        const hy_admin_entry entry = {
            .kind = kind,
            .aid = value_of(e.value, TAG_AID),
            .life = hy_read_u8(&life),
            .privileges = read_privileges(value_of(e.value, TAG_PRIVILEGES)),
            .package = value_of(e.value, TAG_PACKAGE),
            .domain = value_of(e.value, TAG_DOMAIN),
            .version = value_of(e.value, TAG_VERSION),
            .modules = e.value,
        };
        HY_TRY(visit(context, &entry));
    }
    return hy_reader_ok(&r) ? HY_OK : HY_FAIL(FORMAT);
}

hy_rc hy_admin_status(hy_admin *m, hy_admin_kind kind,
                      hy_rc (*visit)(void *context, const hy_admin_entry *entry), void *context,
                      hy_reason *why)
{
    static const uint8_t all[] = {TAG_AID, 0};
    uint8_t header[] = {HY_ADMIN_CLA, HY_ADMIN_GET_STATUS, (uint8_t)kind, P2_TLV};
    for (;;) {
        HY_TRY(hy_admin_build(m, header, hy_view_of(all, sizeof all), why));
        if (m->sw == SW_NOT_FOUND)
            return HY_OK;
        if (m->sw != HY_SW_OK && m->sw != SW_MORE)
            return hy_admin_denied(m, why);
        hy_rc rc = visit_all(kind, hy_buf_view(&m->response), visit, context);
        if (rc.code == HY_E_FORMAT)
            return hy_reason_set(why, rc, "GET STATUS: the answer is not the list it should be");
        HY_TRY(rc);
        if (m->sw == HY_SW_OK)
            return HY_OK;
        header[3] = P2_TLV_NEXT;
    }
}

hy_view hy_admin_module(const hy_admin_entry *entry, unsigned index)
{
    hy_reader r = hy_reader_of(entry->modules);
    while (hy_reader_left(&r) > 0) {
        hy_tlv t = hy_tlv_read(&r);
        if (t.tag == TAG_MODULE && index-- == 0)
            return t.value;
    }
    return (hy_view){NULL, 0};
}
