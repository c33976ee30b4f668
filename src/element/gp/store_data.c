/* STORE DATA (GlobalPlatform 11.11): data and keys of the domain itself, or an application's after
   INSTALL [for personalization]. */
#include "base/secret.h"
#include "base/tlv.h"
#include "element/gp/domain.h"
#include "element/gp/key_data.h"
#include "element/runtime/select.h"

#include <string.h>

enum {
    P1_LAST = 0x80,
    P1_FORMAT = 0x18,
    P1_DGI = 0x08,
    DGI_TLV = 0x0070,
    DGI_KEY_TEMPLATE = 0x00B9,
    DGI_SYMMETRIC = 0x8113,
    DGI_EC_PUBLIC = 0x0036,
    DGI_EC_PRIVATE = 0x8137,
    TAG_KEY_VERSION = 0xB7,
    TAG_KEY = 0xB9,
    PERSONALIZE_TOKEN = 0, /* processData, of both interfaces */
    HEADER = 5,
};

static uint16_t malformed(hy_gp_call *c)
{
    return hy_gp_refuse(c, HY_SW_WRONG_DATA, "STORE DATA: the data are malformed");
}

/* ---- data objects ---- */

static bool is_settable(uint32_t tag)
{
    switch (tag) {
    case HY_TAG_IIN:
    case HY_TAG_CIN:
    case HY_TAG_CARD_DATA:
    case HY_TAG_MANAGER_URL:
    case HY_TAG_DIVERSIFICATION:
        return true;
    default:
        return false;
    }
}

/* A domain gets another name; its AID object with it. */
static uint16_t rename_domain(hy_gp_call *c, hy_view name)
{
    hy_aid aid;
    hy_reference object;
    if (!hy_ok(hy_aid_set(&aid, name)))
        return malformed(c);
    if (hy_registry_find_instance(c->e, name) != 0 || hy_registry_find_package(c->e, name) >= 0)
        return hy_gp_refuse(c, HY_SW_CONDITIONS_NOT_SATISFIED, "STORE DATA: the AID is in use");
    if (!hy_ok(hy_install_aid_object(c->w, &aid, &object)))
        return HY_SW_NO_SPACE;
    hy_instance *i = hy_registry_instance(c->e, c->domain);
    i->aid = aid;
    i->aid_object = object;
    return HY_SW_NO_ERROR;
}

static uint16_t store_objects(hy_gp_call *c, hy_view data)
{
    hy_reader r = hy_reader_of(data);
    while (hy_reader_left(&r) > 0) {
        hy_tlv t = hy_tlv_read(&r);
        if (!hy_reader_ok(&r))
            return malformed(c);
        if (t.tag == HY_TAG_AID) {
            uint16_t sw = rename_domain(c, t.value);
            if (sw != HY_SW_NO_ERROR)
                return sw;
            continue;
        }
        if (!is_settable(t.tag))
            return hy_gp_refuse(c, HY_SW_REFERENCE_NOT_FOUND,
                                "STORE DATA: a domain has no object %X to be set", (unsigned)t.tag);
        if (!hy_ok(hy_gp_data_put(c->e, c->domain, t.tag, t.value)))
            return HY_SW_NO_SPACE;
    }
    return HY_SW_NO_ERROR;
}

/* ---- keys ---- */

/* What the control template B7 says of the keys that follow. */
typedef struct key_template {
    uint8_t kvn, access, type;
    uint8_t length; /* of each value in bytes; 0: as long as it is sent */
    uint8_t count;
    uint8_t done; /* keys whose values have come */
    uint8_t kid[HY_KEY_SET_MAX];
    hy_view check[HY_KEY_SET_MAX];
} key_template;

static uint8_t byte_of(hy_view v, uint32_t tag, uint8_t otherwise)
{
    hy_tlv t;
    return hy_tlv_find(v, tag, &t) && t.value.n == 1 ? t.value.p[0] : otherwise;
}

static bool read_template(hy_view data, key_template *out)
{
    hy_reader r = hy_reader_of(data);
    *out = (key_template){.type = HY_KEY_AES};
    while (hy_reader_left(&r) > 0) {
        hy_tlv t = hy_tlv_read(&r);
        hy_tlv check;
        if (t.tag == TAG_KEY_VERSION) {
            out->kvn = byte_of(t.value, 0x83, 0);
            out->access = byte_of(t.value, 0x96, 0);
            out->type = byte_of(t.value, 0x80, HY_KEY_AES);
            out->length = byte_of(t.value, 0x81, 0);
        } else if (t.tag == TAG_KEY && out->count < HY_KEY_SET_MAX) {
            bool given = hy_tlv_find(t.value, 0x84, &check);
            out->check[out->count] = given ? check.value : hy_view_of(NULL, 0);
            out->kid[out->count++] = byte_of(t.value, 0x82, 0);
        }
    }
    return hy_reader_done(&r) && out->count > 0 && out->kvn > 0 && out->kvn <= HY_KEY_VERSION_MAX;
}

static uint16_t add_key(hy_gp_call *c, const key_template *t, uint8_t i, hy_view value,
                        hy_key_data *k)
{
    uint8_t check[3];
    size_t n;
    if (!hy_gp_key_data_begin(k, t->kvn, t->kid[i]) || !hy_gp_key_data_add(k, t->type, value) ||
        !hy_gp_key_is_whole(&k->keys[k->count - 1]))
        return malformed(c);
    k->keys[k->count - 1].access = t->access;
    if (!hy_ok(hy_gp_key_check(c->w->crypto, t->type, value, check, &n)))
        return HY_SW_ALGORITHM;
    bool wrong = n > 0 && t->check[i].n >= n && memcmp(t->check[i].p, check, n) != 0;
    return wrong ? hy_gp_refuse(c, HY_SW_KEY_CHECK, "STORE DATA: a key's check value is wrong")
                 : HY_SW_NO_ERROR;
}

/* 8113: the value of the template's next key, encrypted, filled up to a whole block. */
static uint16_t store_symmetric(hy_gp_call *c, key_template *t, hy_view sealed, hy_key_data *k)
{
    uint8_t clear[2 * HY_SCP03_KEY_MAX];
    if (t->done >= t->count || sealed.n > sizeof clear || t->length > sealed.n)
        return malformed(c);
    memcpy(clear, sealed.p, sealed.n);
    uint16_t sw = hy_ok(hy_secure_decrypt_data(c->session, &c->w->secure, clear, sealed.n))
                      ? HY_SW_NO_ERROR
                      : malformed(c);
    if (sw == HY_SW_NO_ERROR)
        sw = add_key(c, t, t->done++, hy_view_of(clear, t->length > 0 ? t->length : sealed.n), k);
    if (sw == HY_SW_NO_ERROR && t->done == t->count)
        sw = hy_gp_key_data_put(c, 0, k);
    hy_wipe(clear, sizeof clear);
    return sw;
}

static uint16_t store_ec(hy_gp_call *c, const key_template *t, hy_view value, bool is_private)
{
    static const uint8_t p256[] = {0};
    uint8_t clear[128];
    hy_key_data k = {.count = 0};
    uint16_t sw = HY_SW_NO_ERROR;
    if (value.n == 0 || value.n > sizeof clear)
        return malformed(c);
    memcpy(clear, value.p, value.n);
    if (is_private && !hy_ok(hy_secure_decrypt_data(c->session, &c->w->secure, clear, value.n)))
        return malformed(c);
    const uint16_t type = is_private ? HY_KEY_EC_PRIVATE : HY_KEY_EC_PUBLIC;
    if (!hy_gp_key_data_begin(&k, t->kvn, t->kid[0]) ||
        !hy_gp_key_data_add(&k, type, hy_view_of(clear, value.n)) ||
        !hy_gp_key_data_add(&k, HY_KEY_EC_REFERENCE, hy_view_of(p256, sizeof p256)))
        sw = malformed(c);
    if (sw == HY_SW_NO_ERROR)
        sw = hy_gp_key_data_put(c, 0, &k);
    hy_wipe(clear, sizeof clear);
    hy_gp_key_data_wipe(&k);
    return sw;
}

static uint16_t store_group(hy_gp_call *c, uint16_t id, hy_view value, key_template *t,
                            hy_key_data *k)
{
    switch (id) {
    case DGI_TLV:
        return store_objects(c, value);
    case DGI_KEY_TEMPLATE:
        return read_template(value, t) ? HY_SW_NO_ERROR : malformed(c);
    case DGI_SYMMETRIC:
        return store_symmetric(c, t, value, k);
    case DGI_EC_PUBLIC:
    case DGI_EC_PRIVATE:
        return t->count == 1 ? store_ec(c, t, value, id == DGI_EC_PRIVATE) : malformed(c);
    default:
        return hy_gp_refuse(c, HY_SW_REFERENCE_NOT_FOUND, "STORE DATA: no data group %04X here",
                            id);
    }
}

static uint16_t store_groups(hy_gp_call *c)
{
    hy_reader r = hy_reader_of(c->data);
    key_template t = {0};
    hy_key_data k = {.count = 0};
    uint16_t sw = HY_SW_NO_ERROR;
    while (sw == HY_SW_NO_ERROR && hy_reader_left(&r) > 0) {
        uint16_t id = hy_read_u16(&r);
        size_t n = hy_read_u8(&r);
        if (n == 0xFF)
            n = hy_read_u16(&r);
        hy_view value = hy_read_bytes(&r, n);
        sw = hy_reader_ok(&r) ? store_group(c, id, value, &t, &k) : malformed(c);
    }
    hy_gp_key_data_wipe(&k);
    return sw;
}

/* ---- an application's ---- */

static uint16_t thrown(const hy_gp_call *c, hy_outcome outcome)
{
    const hy_machine *m = &c->w->machine;
    uint16_t reason;
    if (outcome == HY_DONE)
        return HY_SW_NO_ERROR;
    return outcome == HY_THROWN &&
                   hy_exception_reason(m, m->thrown, HY_KNOWN_EXCEPTION_ISO, &reason)
               ? reason
               : HY_SW_UNKNOWN;
}

/* The application gets the bare command, header first; with Personalization, it may answer. */
static uint16_t forward(hy_gp_call *c, uint8_t to)
{
    const hy_slot buffer = hy_slot_reference(hy_element_root(c->e, HY_ROOT_BUFFER));
    const uint16_t n = (uint16_t)(HEADER + c->data.n);
    hy_slot arguments[6] = {0, buffer, 0, (int16_t)n, buffer, 0};
    hy_slot result[2] = {0};
    bool answers = hy_registry_instance_is(c->e, to, HY_KNOWN_PERSONALIZATION);
    hy_known interface = answers ? HY_KNOWN_PERSONALIZATION : HY_KNOWN_APPLICATION;
    c->w->machine.selected = hy_registry_context(c->e, to);
    hy_outcome outcome =
        hy_applet_call_interface(c->w, to, interface, PERSONALIZE_TOKEN, arguments, result);
    c->w->machine.selected = HY_NO_CONTEXT;
    uint16_t sw = thrown(c, outcome);
    hy_apdu_buffer b = hy_element_buffer(c->e);
    size_t length = answers && sw == HY_SW_NO_ERROR ? (uint16_t)hy_slot_to_short(result[0]) : 0;
    if (length > b.n || length > c->room || !hy_ok(hy_buf_append(&c->out, hy_view_of(b.p, length))))
        return HY_SW_UNKNOWN;
    return sw;
}

/* ---- the command ---- */

/* All of it or nothing: a refusal at the last object takes back those before. */
static uint16_t store(hy_gp_call *c)
{
    const hy_instance before = *hy_registry_instance(c->e, c->domain);
    hy_gp_keys_keep(c->e, c->domain);
    uint16_t sw = (c->p1 & P1_FORMAT) == P1_DGI ? store_groups(c) : store_objects(c, c->data);
    hy_gp_keys_settle(c->e, c->domain, sw == HY_SW_NO_ERROR);
    if (sw == HY_SW_NO_ERROR)
        return sw;
    hy_instance *i = hy_registry_instance(c->e, c->domain);
    i->aid = before.aid;
    i->aid_object = before.aid_object;
    i->data = before.data;
    i->life = before.life;
    return sw;
}

uint16_t hy_gp_store_data(hy_gp_call *c)
{
    const bool last = (c->p1 & P1_LAST) != 0;
    uint8_t *to = &c->state->personalizing[c->e->channel];
    if (*to != 0) {
        uint8_t application = *to;
        if (last)
            *to = 0;
        return forward(c, application);
    }
    if (c->p2 != (c->state->chain.ins == 0 ? 0 : c->state->chain.blocks)) {
        hy_gp_chain_drop(c->state);
        return hy_gp_refuse(c, HY_SW_INCORRECT_P1P2,
                            "STORE DATA: blocks are numbered from 0 on, one by one");
    }
    uint16_t sw = hy_gp_chain(c, last);
    return sw == HY_SW_NO_ERROR && last ? store(c) : sw;
}
