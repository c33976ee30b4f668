/* Content management: loading, installing, moving, deleting (11.2, 11.5, 11.6). */
#include "base/tlv.h"
#include "channel/admin_in.h"
#include "channel/words.h"

enum {
    P1_LOAD = 0x02,
    P1_INSTALL = 0x04,
    P1_MAKE_SELECTABLE = 0x08,
    P1_EXTRADITE = 0x10,
    P1_PERSONALIZE = 0x20,
    P1_UPDATE = 0x40,
    P1_LAST = 0x80,
    P2_RELATED = 0x80,
    TAG_AID = 0x4F,
    TAG_FILE = 0xC4,
    TAG_APPLET = 0xC9,
    TAG_SYSTEM = 0xEF,
    TAG_SCP = 0x81,
    TAG_KID = 0xD0,
    TAG_KVN = 0xD2,
    SCP03 = 0x03,
    I_CARD_CHOOSES = 0xFF,
    BLOCKS_MAX = 256,
    COMMAND_MAX = 1024, /* while it is written; what fits is checked when it is sent */
};

static const hy_view none = {NULL, 0};

/* A length as BER has it and a value: parameters and tokens (11.5.2.3). */
static void long_lv(hy_writer *w, hy_view v)
{
    if (v.n > 127)
        hy_write_u8(w, 0x81);
    hy_write_u8(w, (uint8_t)v.n);
    hy_write_bytes(w, v);
    if (v.n > 255 && hy_ok(w->rc))
        w->rc = HY_FAIL(LIMIT);
}

/* Sends what was written as an INSTALL. */
static hy_rc install(hy_admin *m, uint8_t p1, hy_buf *data, hy_rc written, hy_reason *why)
{
    hy_rc rc = written;
    if (hy_ok(rc))
        rc = hy_admin_call(m, HY_ADMIN_INSTALL, p1, 0, hy_buf_view(data), why);
    else
        rc = hy_reason_set(why, rc, "INSTALL: an AID or a parameter is too long");
    hy_buf_free(data);
    return rc;
}

/* ---- loading ---- */

static hy_rc install_for_load(hy_admin *m, const hy_admin_load_request *request, hy_reason *why)
{
    hy_buf data = hy_buf_new(COMMAND_MAX);
    hy_writer w = hy_writer_of(&data);
    hy_admin_lv(&w, request->package);
    hy_admin_lv(&w, request->domain);
    hy_admin_lv(&w, request->hash);
    long_lv(&w, request->parameters);
    hy_admin_lv(&w, none);
    return install(m, P1_LOAD, &data, w.rc, why);
}

static size_t block_size(const hy_admin *m, const hy_admin_load_request *request)
{
    bool secured = m->session != NULL && hy_session_is_open(m->session);
    size_t room = secured ? hy_session_room(m->session) : HY_ADMIN_DATA_MAX;
    return request->block != 0 && request->block < room ? request->block : room;
}

static hy_rc load_blocks(hy_admin *m, const hy_admin_load_request *request, hy_view stream,
                         hy_reason *why)
{
    size_t block = block_size(m, request);
    if ((stream.n + block - 1) / block > BLOCKS_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT),
                             "LOAD: %zu bytes need more than 256 blocks of %zu bytes: use larger "
                             "blocks or a lower security level",
                             stream.n, block);
    for (size_t at = 0, number = 0; at < stream.n; number++) {
        size_t n = stream.n - at < block ? stream.n - at : block;
        uint8_t p1 = at + n == stream.n ? P1_LAST : 0;
        HY_TRY(
            hy_admin_call(m, HY_ADMIN_LOAD, p1, (uint8_t)number, hy_view_part(stream, at, n), why));
        at += n;
        if (request->progress != NULL)
            request->progress(request->context, at, stream.n);
    }
    return HY_OK;
}

hy_rc hy_admin_load(hy_admin *m, const hy_admin_load_request *request, hy_reason *why)
{
    HY_TRY(install_for_load(m, request, why));
    hy_buf stream = hy_buf_new(request->file.n + 8);
    hy_writer w = hy_writer_of(&stream);
    hy_tlv_write(&w, TAG_FILE, request->file);
    hy_rc rc = w.rc;
    if (hy_ok(rc))
        rc = load_blocks(m, request, hy_buf_view(&stream), why);
    hy_buf_free(&stream);
    return rc;
}

/* ---- installing ---- */

static void write_privileges(hy_writer *w, uint32_t privileges)
{
    bool one = (privileges & 0xFFFF) == 0; /* cards before 2.2 know only one byte */
    hy_write_u8(w, one ? 1 : 3);
    hy_write_u8(w, (uint8_t)(privileges >> 16));
    if (!one)
        hy_write_u16(w, (uint16_t)privileges);
}

static hy_rc write_parameters(hy_writer *w, hy_view applet, hy_view system)
{
    hy_buf parameters = hy_buf_new(COMMAND_MAX);
    hy_writer p = hy_writer_of(&parameters);
    hy_tlv_write(&p, TAG_APPLET, applet);
    if (system.n > 0)
        hy_tlv_write(&p, TAG_SYSTEM, system);
    long_lv(w, hy_buf_view(&parameters));
    hy_buf_free(&parameters);
    return hy_ok(p.rc) ? w->rc : p.rc;
}

hy_rc hy_admin_install(hy_admin *m, const hy_admin_install_request *request, hy_reason *why)
{
    hy_buf data = hy_buf_new(COMMAND_MAX);
    hy_writer w = hy_writer_of(&data);
    hy_admin_lv(&w, request->package);
    hy_admin_lv(&w, request->module);
    hy_admin_lv(&w, request->instance.n > 0 ? request->instance : request->module);
    write_privileges(&w, request->privileges);
    hy_rc rc = write_parameters(&w, request->parameters, request->system);
    hy_admin_lv(&w, none);
    uint8_t p1 = request->leave_installed ? P1_INSTALL : P1_INSTALL | P1_MAKE_SELECTABLE;
    return install(m, p1, &data, hy_ok(rc) ? w.rc : rc, why);
}

hy_rc hy_admin_create_domain(hy_admin *m, const hy_admin_domain_request *request, hy_reason *why)
{
    static const uint8_t package[] = {0xA0, 0, 0, 0x01, 0x51, 0x53, 0x50};
    static const uint8_t module[] = {0xA0, 0, 0, 0x01, 0x51, 0x53, 0x50, 0x41};
    const uint8_t scp[] = {SCP03, request->i};
    hy_buf parameters = hy_buf_new(COMMAND_MAX);
    hy_writer w = hy_writer_of(&parameters);
    if (request->i != I_CARD_CHOOSES)
        hy_tlv_write(&w, TAG_SCP, hy_view_of(scp, sizeof scp));
    hy_write_bytes(&w, request->parameters);
    const hy_admin_install_request domain = {
        .package = request->package.n > 0 ? request->package : hy_view_of(package, sizeof package),
        .module = request->module.n > 0 ? request->module : hy_view_of(module, sizeof module),
        .instance = request->instance,
        .privileges = request->privileges | hy_words_privilege_mask(0),
        .parameters = hy_buf_view(&parameters),
    };
    hy_rc rc = hy_ok(w.rc) ? hy_admin_install(m, &domain, why) : w.rc;
    hy_buf_free(&parameters);
    return rc;
}

/* The kinds of INSTALL that name one or two AIDs: first, 00, AID, then the rest empty. */
static hy_rc install_named(hy_admin *m, uint8_t p1, hy_view first, hy_view aid, hy_reason *why)
{
    hy_buf data = hy_buf_new(COMMAND_MAX);
    hy_writer w = hy_writer_of(&data);
    hy_admin_lv(&w, first);
    hy_admin_lv(&w, none);
    hy_admin_lv(&w, aid);
    hy_admin_lv(&w, none);
    hy_admin_lv(&w, none);
    hy_admin_lv(&w, none);
    return install(m, p1, &data, w.rc, why);
}

hy_rc hy_admin_make_selectable(hy_admin *m, hy_view instance, hy_reason *why)
{
    return install_named(m, P1_MAKE_SELECTABLE, none, instance, why);
}

hy_rc hy_admin_extradite(hy_admin *m, hy_view aid, hy_view domain, hy_reason *why)
{
    return install_named(m, P1_EXTRADITE, domain, aid, why);
}

hy_rc hy_admin_personalize(hy_admin *m, hy_view aid, hy_reason *why)
{
    return install_named(m, P1_PERSONALIZE, none, aid, why);
}

hy_rc hy_admin_update(hy_admin *m, hy_view aid, uint32_t privileges, hy_reason *why)
{
    hy_buf data = hy_buf_new(COMMAND_MAX);
    hy_writer w = hy_writer_of(&data);
    hy_admin_lv(&w, none);
    hy_admin_lv(&w, none);
    hy_admin_lv(&w, aid);
    write_privileges(&w, privileges);
    hy_admin_lv(&w, none);
    hy_admin_lv(&w, none);
    return install(m, P1_UPDATE, &data, w.rc, why);
}

/* ---- deleting ---- */

static hy_rc delete_with(hy_admin *m, uint8_t p2, hy_buf *data, hy_rc written, hy_reason *why)
{
    hy_rc rc = written;
    if (hy_ok(rc))
        rc = hy_admin_call(m, HY_ADMIN_DELETE, 0, p2, hy_buf_view(data), why);
    hy_buf_free(data);
    return rc;
}

hy_rc hy_admin_delete(hy_admin *m, hy_view aid, bool related, hy_reason *why)
{
    hy_buf data = hy_buf_new(COMMAND_MAX);
    hy_writer w = hy_writer_of(&data);
    hy_tlv_write(&w, TAG_AID, aid);
    return delete_with(m, related ? P2_RELATED : 0, &data, w.rc, why);
}

hy_rc hy_admin_delete_key(hy_admin *m, uint8_t kvn, uint8_t kid, hy_reason *why)
{
    hy_buf data = hy_buf_new(COMMAND_MAX);
    hy_writer w = hy_writer_of(&data);
    if (kid != 0)
        hy_tlv_write(&w, TAG_KID, hy_view_of(&kid, 1));
    if (kvn != 0)
        hy_tlv_write(&w, TAG_KVN, hy_view_of(&kvn, 1));
    return delete_with(m, 0, &data, w.rc, why);
}
