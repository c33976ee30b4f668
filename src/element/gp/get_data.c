/* SELECT's answer and GET DATA (GlobalPlatform 11.3, 11.9): what anybody may know of the card, and
   what only the issuer may. */
#include "base/secret.h"
#include "base/tlv.h"
#include "element/gp/domain.h"
#include "element/gp/keys.h"

#include <string.h>

enum {
    INS_BY_LIST = 0xCB,
    TAG_FCI = 0x6F,
    TAG_DF_NAME = 0x84,
    TAG_PROPRIETARY = 0xA5,
    TAG_RECOGNITION = 0x73,
    TAG_LONGEST = 0x9F65,
    TAG_LIFE_CYCLE = 0x9F6E,
    TAG_OID = 0x06,
    TAG_KEYS = 0xE0,
    TAG_KEY = 0xC0,
    TAG_SEQUENCE = 0xC1,
    TAG_CONFIRMATIONS = 0xC2,
    TAG_LEVEL = 0xD3,
    TAG_APPLICATIONS = 0x2F00,
    TAG_RESOURCES = 0xFF21,
    TAG_CPLC = 0x9F7F,
    TAG_REASONS = 0xFF40, /* ours */
    TAG_APPLICATION = 0x61,
    CPLC_SERIAL = 12, /* place of the serial number, 4 bytes */
    EXTENDED_TYPE = 0xFF,
};

/* ---- what the card is (annex H) ---- */

/* Object identifiers under 1.2.840.114283. */
static void write_oid(hy_writer *w, uint32_t tag, hy_view tail)
{
    static const uint8_t root[] = {0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B};
    size_t outer = hy_tlv_begin(w, tag);
    size_t mark = tag == TAG_OID ? outer : hy_tlv_begin(w, TAG_OID);
    hy_write_bytes(w, hy_view_of(root, sizeof root));
    hy_write_bytes(w, tail);
    hy_tlv_end(w, mark);
    if (tag != TAG_OID)
        hy_tlv_end(w, outer);
}

static void write_recognition(const hy_element *e, uint8_t domain, hy_writer *w)
{
    static const uint8_t recognition[] = {1};
    static const uint8_t version[] = {2, 2, 3, 1}; /* Card Specification 2.3.1 */
    static const uint8_t scheme[] = {3};
    static const uint8_t java_card[] = {0x06, 0x0B, 0x2B, 0x06, 0x01, 0x04, 0x01,
                                        0x2A, 0x02, 0x6E, 0x01, 0x03, 0x01}; /* 3.1 */
    const uint8_t channel[] = {4, 3, hy_gp_domain_i(e, domain)};
    size_t mark = hy_tlv_begin(w, TAG_RECOGNITION);
    write_oid(w, TAG_OID, hy_view_of(recognition, sizeof recognition));
    write_oid(w, 0x60, hy_view_of(version, sizeof version));
    write_oid(w, 0x63, hy_view_of(scheme, sizeof scheme));
    write_oid(w, 0x64, hy_view_of(channel, sizeof channel));
    hy_tlv_write(w, 0x66, hy_view_of(java_card, sizeof java_card));
    hy_tlv_end(w, mark);
}

uint16_t hy_gp_select(hy_gp_call *c)
{
    static const uint8_t longest[] = {0xFF};
    static const uint8_t production[] = {0x40, 0x51, 0x60, 0x00};
    const hy_instance *i = hy_registry_instance(c->e, c->domain);
    hy_writer w = hy_writer_of(&c->out);
    size_t fci = hy_tlv_begin(&w, TAG_FCI);
    hy_tlv_write(&w, TAG_DF_NAME, hy_aid_view(&i->aid));
    size_t mark = hy_tlv_begin(&w, TAG_PROPRIETARY);
    write_recognition(c->e, c->domain, &w);
    hy_tlv_write(&w, TAG_LIFE_CYCLE, hy_view_of(production, sizeof production));
    hy_tlv_write(&w, TAG_LONGEST, hy_view_of(longest, sizeof longest));
    hy_tlv_end(&w, mark);
    hy_tlv_end(&w, fci);
    if (!hy_ok(w.rc))
        return HY_SW_UNKNOWN;
    return hy_registry_card(c->e)->life == HY_CARD_LOCKED ? HY_SW_LOCKED_CARD : HY_SW_NO_ERROR;
}

/* ---- the objects ---- */

static uint16_t card_data(hy_gp_call *c, hy_writer *w)
{
    hy_view stored;
    if (hy_gp_data_find(c->e, c->domain, HY_TAG_CARD_DATA, &stored)) {
        hy_tlv_write(w, HY_TAG_CARD_DATA, stored);
        return HY_SW_NO_ERROR;
    }
    size_t mark = hy_tlv_begin(w, HY_TAG_CARD_DATA);
    write_recognition(c->e, c->domain, w);
    hy_tlv_end(w, mark);
    return HY_SW_NO_ERROR;
}

/* 0067: one SCP03, and what is true of ciphers and signatures today: none. */
static uint16_t capability(hy_gp_call *c, hy_writer *w)
{
    const uint8_t options[] = {hy_gp_domain_i(c->e, c->domain)};
    static const uint8_t scp[] = {0x03};
    static const uint8_t key_sizes[] = {0x07};
    static const uint8_t domains[] = {0x9E, 0xFF, 0x80};
    static const uint8_t applications[] = {0x1E, 0x1B, 0x00};
    static const uint8_t hashes[] = {1, 2, 3, 4};
    size_t mark = hy_tlv_begin(w, HY_TAG_CAPABILITY);
    size_t inner = hy_tlv_begin(w, 0xA0);
    hy_tlv_write(w, 0x80, hy_view_of(scp, sizeof scp));
    hy_tlv_write(w, 0x81, hy_view_of(options, sizeof options));
    hy_tlv_write(w, 0x82, hy_view_of(key_sizes, sizeof key_sizes));
    hy_tlv_end(w, inner);
    hy_tlv_write(w, 0x81, hy_view_of(domains, sizeof domains));
    hy_tlv_write(w, 0x82, hy_view_of(applications, sizeof applications));
    hy_tlv_write(w, 0x83, hy_view_of(hashes, sizeof hashes));
    hy_tlv_end(w, mark);
    return HY_SW_NO_ERROR;
}

/* Lengths are of the value; of what a reference of a curve is, the byte itself does not count. */
static void write_key(hy_writer *w, const hy_gp_key *k)
{
    hy_gp_component part;
    bool extended = false;
    hy_reader r = hy_reader_of(k->components);
    while (hy_gp_component_read(&r, &part))
        extended = extended || part.type > 0xFF || part.value.n > 0xFF;
    size_t mark = hy_tlv_begin(w, TAG_KEY);
    hy_write_u8(w, k->kid);
    hy_write_u8(w, k->kvn);
    r = hy_reader_of(k->components);
    while (hy_gp_component_read(&r, &part)) {
        if (extended)
            hy_write_u8(w, EXTENDED_TYPE);
        hy_write_u8(w, (uint8_t)part.type);
        if (extended)
            hy_write_u16(w, (uint16_t)part.value.n);
        else
            hy_write_u8(w, (uint8_t)part.value.n);
    }
    if (extended) {
        hy_write_u8(w, 2);
        hy_write_u16(w, k->usage);
        hy_write_u8(w, 1);
        hy_write_u8(w, k->access);
    }
    hy_tlv_end(w, mark);
}

static uint16_t key_templates(hy_gp_call *c, hy_writer *w)
{
    hy_gp_key k;
    size_t mark = hy_tlv_begin(w, TAG_KEYS);
    for (uint32_t i = 0; hy_gp_key_at(c->e, c->domain, i, &k); i++)
        write_key(w, &k);
    hy_tlv_end(w, mark);
    return HY_SW_NO_ERROR;
}

static uint16_t sequence(hy_gp_call *c, hy_writer *w)
{
    uint8_t domain = hy_gp_domain_keys(c->e, c->domain);
    uint8_t kvn = 0;
    uint32_t n;
    hy_scp03_keys keys;
    hy_rc rc = hy_gp_keys_of_channel(c->e, domain, &kvn, &keys);
    hy_wipe(&keys, sizeof keys);
    if (rc.code == HY_E_NOT_FOUND || !hy_ok(hy_gp_keys_sequence(c->e, domain, kvn, &n)))
        return HY_SW_REFERENCE_NOT_FOUND;
    const uint8_t bytes[] = {(uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
    hy_tlv_write(w, TAG_SEQUENCE, hy_view_of(bytes, sizeof bytes));
    return HY_SW_NO_ERROR;
}

static uint16_t confirmations(hy_gp_call *c, hy_writer *w)
{
    uint16_t n = hy_registry_card(c->e)->receipts;
    const uint8_t bytes[] = {(uint8_t)(n >> 8), (uint8_t)n};
    hy_tlv_write(w, TAG_CONFIRMATIONS, hy_view_of(bytes, sizeof bytes));
    return HY_SW_NO_ERROR;
}

static uint16_t level(hy_gp_call *c, hy_writer *w)
{
    hy_tlv_write(w, TAG_LEVEL, hy_view_of(&c->level, 1));
    return HY_SW_NO_ERROR;
}

/* As many as fit; who may see more asks GET STATUS. */
static uint16_t applications(hy_gp_call *c, hy_writer *w)
{
    size_t mark = hy_tlv_begin(w, TAG_APPLICATIONS);
    for (uint32_t n = 1; n < hy_registry_instance_end(c->e); n++) {
        const hy_instance *i = hy_registry_instance(c->e, (uint8_t)n);
        if (!hy_registry_is_selectable(c->e, (uint8_t)n) || c->out.n + 24 > c->room)
            continue;
        size_t inner = hy_tlv_begin(w, TAG_APPLICATION);
        hy_tlv_write(w, HY_TAG_AID, hy_aid_view(&i->aid));
        hy_tlv_end(w, inner);
    }
    hy_tlv_end(w, mark);
    return HY_SW_NO_ERROR;
}

static void write_number(hy_writer *w, uint32_t tag, uint32_t n)
{
    const uint8_t bytes[] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n};
    hy_tlv_write(w, tag, hy_view_of(bytes, sizeof bytes));
}

static uint16_t resources(hy_gp_call *c, hy_writer *w)
{
    uint32_t count = 0;
    for (uint32_t n = 1; n < hy_registry_instance_end(c->e); n++) {
        const hy_instance *i = hy_registry_instance(c->e, (uint8_t)n);
        count += i != NULL && !i->is_domain;
    }
    size_t mark = hy_tlv_begin(w, TAG_RESOURCES);
    write_number(w, 0x81, count);
    write_number(w, 0x82, hy_heap_left(&c->e->heap, HY_PERSISTENT));
    write_number(w, 0x83, hy_heap_left(&c->e->heap, HY_TRANSIENT_RESET));
    hy_tlv_end(w, mark);
    return HY_SW_NO_ERROR;
}

/* Made up where none was given: zeros mean "not known", and the serial number comes from the key
   diversification data, so that two elements differ. */
void hy_gp_cplc(const hy_element *e, uint8_t out[HY_CPLC_LENGTH])
{
    uint8_t any = 0;
    hy_view kdd;
    for (size_t i = 0; i < HY_CPLC_LENGTH; i++)
        any |= out[i] = e->config.cplc[i];
    if (any == 0 && hy_gp_data_find(e, hy_registry_card(e)->issuer, HY_TAG_DIVERSIFICATION, &kdd) &&
        kdd.n >= 4)
        memcpy(out + CPLC_SERIAL, kdd.p + kdd.n - 4, 4);
}

static uint16_t cplc(hy_gp_call *c, hy_writer *w)
{
    uint8_t bytes[HY_CPLC_LENGTH];
    hy_gp_cplc(c->e, bytes);
    hy_tlv_write(w, TAG_CPLC, hy_view_of(bytes, sizeof bytes));
    return HY_SW_NO_ERROR;
}

static uint16_t reasons(hy_gp_call *c, hy_writer *w)
{
    if (c->domain != hy_registry_card(c->e)->issuer || (c->level & HY_SECURE_AUTHENTICATED) == 0)
        return HY_SW_SECURITY_STATUS;
    size_t mark = hy_tlv_begin(w, TAG_REASONS);
    hy_gp_reasons(c->e, w, c->room > c->out.n + 8 ? c->room - c->out.n - 8 : 0);
    hy_tlv_end(w, mark);
    return HY_SW_NO_ERROR;
}

typedef struct object_entry {
    uint16_t tag;
    uint16_t (*write)(hy_gp_call *c, hy_writer *w);
} object_entry;

static const object_entry objects[] = {
    {HY_TAG_CARD_DATA, card_data},    {HY_TAG_CAPABILITY, capability},    {TAG_KEYS, key_templates},
    {TAG_SEQUENCE, sequence},         {TAG_CONFIRMATIONS, confirmations}, {TAG_LEVEL, level},
    {TAG_APPLICATIONS, applications}, {TAG_RESOURCES, resources},         {TAG_CPLC, cplc},
    {TAG_REASONS, reasons},
};

/* What STORE DATA put there, and only that. */
static uint16_t stored(hy_gp_call *c, uint32_t tag, hy_writer *w)
{
    hy_view value;
    if (tag == HY_TAG_PARAMETERS || !hy_gp_data_find(c->e, c->domain, tag, &value))
        return HY_SW_REFERENCE_NOT_FOUND;
    hy_tlv_write(w, tag, value);
    return HY_SW_NO_ERROR;
}

uint16_t hy_gp_get_data(hy_gp_call *c)
{
    hy_writer w = hy_writer_of(&c->out);
    const uint32_t tag = (uint32_t)c->p1 << 8 | c->p2;
    if (c->ins == INS_BY_LIST && tag != TAG_APPLICATIONS)
        return HY_SW_INCORRECT_P1P2;
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        if (objects[i].tag != tag)
            continue;
        uint16_t sw = objects[i].write(c, &w);
        return hy_ok(w.rc) ? sw : HY_SW_UNKNOWN;
    }
    uint16_t sw = stored(c, tag, &w);
    return hy_ok(w.rc) ? sw : HY_SW_UNKNOWN;
}
