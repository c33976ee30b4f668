/* GET STATUS (GlobalPlatform 11.4): rows of the registry that the domain may see. */
#include "base/tlv.h"
#include "element/gp/domain.h"
#include "element/gp/privileges.h"

#include <string.h>

enum {
    P1_ISSUER = 0x80,
    P1_APPLICATIONS = 0x40,
    P1_LOAD_FILES = 0x20,
    P1_WITH_MODULES = 0x10,
    P2_NEXT = 0x01,
    P2_TLV = 0x02,
    ROW_MAX = 1024,
    TAG_ROW = 0xE3,
    TAG_STATE = 0x9F70,
    TAG_PRIVILEGES = 0xC5,
    TAG_IMPLICIT = 0xCF,
    TAG_LOAD_FILE = 0xC4,
    TAG_VERSION = 0xCE,
    TAG_MODULE = 0x84,
    TAG_DOMAIN = 0xCC,
    TAG_LIST = 0x5C,
};

/* What is asked for. */
typedef struct search {
    hy_view aid;  /* rows whose AID starts so */
    hy_view tags; /* empty: all */
    bool tlv;
} search;

static bool sees_all(const hy_gp_call *c)
{
    return c->domain == hy_registry_card(c->e)->issuer ||
           hy_gp_has(c->e, c->domain, HY_PRIVILEGE_GLOBAL_REGISTRY);
}

static bool starts_with(hy_view aid, hy_view start)
{
    return start.n <= aid.n && hy_view_equal(hy_view_part(aid, 0, start.n), start);
}

static bool wants(const search *s, uint32_t tag)
{
    hy_reader r = hy_reader_of(s->tags);
    if (s->tags.n == 0)
        return true;
    while (hy_reader_left(&r) > 0) {
        uint32_t t = hy_read_u8(&r);
        if ((t & 0x1F) == 0x1F)
            t = t << 8 | hy_read_u8(&r);
        if (t == tag)
            return true;
    }
    return false;
}

static void put(const search *s, hy_writer *w, uint32_t tag, hy_view value)
{
    if (tag == HY_TAG_AID || wants(s, tag))
        hy_tlv_write(w, tag, value);
}

static void put_short_head(hy_writer *w, hy_view aid, uint8_t life, uint8_t privileges)
{
    hy_write_u8(w, (uint8_t)aid.n);
    hy_write_bytes(w, aid);
    hy_write_u8(w, life);
    hy_write_u8(w, privileges);
}

static void put_domain(const hy_gp_call *c, const search *s, hy_writer *w, uint8_t domain)
{
    const hy_instance *d = hy_registry_instance(c->e, domain);
    if (d != NULL)
        put(s, w, TAG_DOMAIN, hy_aid_view(&d->aid));
}

/* ---- instances ---- */

static hy_view load_file_of(const hy_element *e, const hy_instance *i)
{
    return i->is_domain ? hy_gp_domain_load_file()
                        : hy_registry_pooled(e, i->package)->linked->id.aid;
}

static bool instance_row(const hy_gp_call *c, const search *s, uint8_t number, hy_writer *w)
{
    const hy_card_record *card = hy_registry_card(c->e);
    const hy_instance *i = hy_registry_instance(c->e, number);
    bool wanted = i != NULL && (number == card->issuer) == ((c->p1 & P1_ISSUER) != 0) &&
                  starts_with(hy_aid_view(&i->aid), s->aid) &&
                  (sees_all(c) || hy_gp_is_within(c->e, number, c->domain));
    if (!wanted)
        return false;
    const uint8_t life = number == card->issuer ? card->life : i->life;
    if (!s->tlv) {
        put_short_head(w, hy_aid_view(&i->aid), life, i->privileges[0]);
        return true;
    }
    size_t mark = hy_tlv_begin(w, TAG_ROW);
    put(s, w, HY_TAG_AID, hy_aid_view(&i->aid));
    put(s, w, TAG_STATE, hy_view_of(&life, 1));
    put(s, w, TAG_PRIVILEGES, hy_view_of(i->privileges, sizeof i->privileges));
    for (uint8_t n = 0; n < i->implicit_count; n++)
        put(s, w, TAG_IMPLICIT, hy_view_of(&i->implicit[n], 1));
    if (number != card->issuer) {
        put(s, w, TAG_LOAD_FILE, load_file_of(c->e, i));
        put_domain(c, s, w, hy_gp_domain_of(c->e, number));
    }
    hy_tlv_end(w, mark);
    return true;
}

/* ---- load files ---- */

static void load_file(const hy_gp_call *c, const search *s, const hy_linked *l, uint8_t domain,
                      hy_writer *w)
{
    const uint8_t life = HY_LIFE_LOADED;
    const bool modules = c->p1 == P1_WITH_MODULES;
    const uint8_t version[] = {l->id.major, l->id.minor};
    if (!s->tlv) {
        put_short_head(w, l->id.aid, life, 0);
        if (modules)
            hy_write_u8(w, l->applet_count);
        for (uint8_t i = 0; modules && i < l->applet_count; i++) {
            hy_write_u8(w, (uint8_t)l->applets[i].aid.n);
            hy_write_bytes(w, l->applets[i].aid);
        }
        return;
    }
    size_t mark = hy_tlv_begin(w, TAG_ROW);
    put(s, w, HY_TAG_AID, l->id.aid);
    put(s, w, TAG_STATE, hy_view_of(&life, 1));
    put(s, w, TAG_VERSION, hy_view_of(version, sizeof version));
    for (uint8_t i = 0; modules && i < l->applet_count; i++)
        put(s, w, TAG_MODULE, l->applets[i].aid);
    put_domain(c, s, w, domain);
    hy_tlv_end(w, mark);
}

static bool load_file_row(const hy_gp_call *c, const search *s, uint8_t number, hy_writer *w)
{
    const hy_package_record *r = hy_registry_package(c->e, number);
    if (r == NULL)
        return false;
    const hy_linked *l = hy_registry_pooled(c->e, number)->linked;
    uint8_t domain = r->domain == 0 ? hy_registry_card(c->e)->issuer : r->domain;
    if (!starts_with(l->id.aid, s->aid) ||
        !(sees_all(c) || hy_gp_is_within(c->e, domain, c->domain)))
        return false;
    load_file(c, s, l, domain, w);
    return true;
}

/* The platform's own: where security domains come from. */
static bool own_load_file_row(const hy_gp_call *c, const search *s, hy_writer *w)
{
    const hy_linked_applet module = {.aid = hy_gp_domain_module()};
    const hy_linked l = {
        .id = {.aid = hy_gp_domain_load_file(), .major = 1},
        .applets = &module,
        .applet_count = 1,
    };
    if (!starts_with(l.id.aid, s->aid))
        return false;
    load_file(c, s, &l, hy_registry_card(c->e)->issuer, w);
    return true;
}

/* ---- the command ---- */

/* Row number `index`; false when there is none to show. */
static bool row(const hy_gp_call *c, const search *s, uint32_t index, hy_writer *w)
{
    if ((c->p1 & (P1_ISSUER | P1_APPLICATIONS)) != 0)
        return instance_row(c, s, (uint8_t)index, w);
    return index == 0 ? own_load_file_row(c, s, w) : load_file_row(c, s, (uint8_t)index, w);
}

static uint32_t row_end(const hy_gp_call *c)
{
    return (c->p1 & (P1_ISSUER | P1_APPLICATIONS)) != 0 ? hy_registry_instance_end(c->e)
                                                        : hy_registry_package_end(c->e);
}

static bool read_search(const hy_gp_call *c, search *s)
{
    hy_reader r = hy_reader_of(c->data);
    hy_tlv t = hy_tlv_read(&r);
    if (!hy_reader_ok(&r) || t.tag != HY_TAG_AID || t.value.n > 16)
        return false;
    *s = (search){.aid = t.value, .tlv = (c->p2 & P2_TLV) != 0};
    while (hy_reader_left(&r) > 0) {
        t = hy_tlv_read(&r);
        if (t.tag == TAG_LIST)
            s->tags = t.value;
    }
    return hy_reader_done(&r);
}

uint16_t hy_gp_get_status(hy_gp_call *c)
{
    uint8_t bytes[ROW_MAX];
    search s;
    const uint8_t channel = c->e->channel;
    const bool next = (c->p2 & P2_NEXT) != 0;
    uint32_t i = next ? c->state->listed[channel] : 0;
    if ((c->p1 != P1_ISSUER && c->p1 != P1_APPLICATIONS && c->p1 != P1_LOAD_FILES &&
         c->p1 != P1_WITH_MODULES) ||
        (c->p2 & ~(P2_NEXT | P2_TLV)) != 0)
        return HY_SW_INCORRECT_P1P2;
    if (!read_search(c, &s))
        return hy_gp_refuse(c, HY_SW_WRONG_DATA, "GET STATUS: 4F with an AID or its start wanted");
    if (next && (i == 0 || c->state->listed_p1[channel] != c->p1))
        return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "GET STATUS: nothing to go on with");
    c->state->listed[channel] = 0;
    for (; i < row_end(c); i++) {
        hy_buf b = {bytes, 0, sizeof bytes, sizeof bytes};
        hy_writer w = hy_writer_of(&b);
        if (!row(c, &s, i, &w))
            continue;
        if (!hy_ok(w.rc) || b.n > c->room)
            return HY_SW_UNKNOWN;
        if (c->out.n + b.n > c->room) {
            c->state->listed[channel] = (uint8_t)i;
            c->state->listed_p1[channel] = c->p1;
            return HY_SW_MORE_DATA;
        }
        if (!hy_ok(hy_buf_append(&c->out, hy_buf_view(&b))))
            return HY_SW_UNKNOWN;
    }
    return c->out.n == 0 ? HY_SW_REFERENCE_NOT_FOUND : HY_SW_NO_ERROR;
}
