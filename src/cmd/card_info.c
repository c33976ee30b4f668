/* `hyd card info`: what a card says of itself, without keys. */
#include "base/hex.h"
#include "base/tlv.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"

#include <jansson.h>
#include <stdio.h>

enum { HEX = 1024, TAG_KEYS = 0xE0, TAG_KEY = 0xC0, TAG_REASONS = 0xFF40, TAG_REASON = 0x80 };

static const hy_option options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"json", 0, NULL, false, "Print as JSON"},
    {NULL, 0, NULL, false, NULL},
};

static const struct {
    uint16_t tag;
    const char *name;  /* in JSON */
    const char *words; /* for a person */
} objects[] = {
    {0x0042, "issuerIdentification", "issuer identification number"},
    {0x0045, "cardImage", "card image number"},
    {0x0066, "cardData", "card data"},
    {0x0067, "capabilities", "card capability"},
    {0x00E0, "keys", "keys"},
    {0x00CF, "diversification", "key diversification data"},
    {0x00C1, "sequenceCounter", "sequence counter"},
    {0x9F7F, "lifeCycleData", "production life cycle"},
    {0xFF21, "resources", "resources"},
    {TAG_REASONS, "refusals", "last refusals"},
};

typedef struct report {
    json_t *json; /* NULL: print */
} report;

static void say(report *r, const char *name, const char *words, const char *text)
{
    if (r->json != NULL)
        json_object_set_new(r->json, name, json_string(text));
    else
        printf("%-29s %s\n", words, text);
}

static const char *key_type(uint8_t type)
{
    switch (type) {
    case 0x80:
        return "DES";
    case 0x85:
        return "PSK";
    case 0x88:
        return "AES";
    case 0xA0:
    case 0xA1:
        return "RSA public";
    case 0xB0:
        return "EC public";
    case 0xB1:
        return "EC private";
    default:
        return "key";
    }
}

/* Identifier, version, then type and length of each component; extended rows are shown by their
   identifier and version alone. */
static void print_keys(hy_view list)
{
    hy_tlv keys;
    if (hy_tlv_find(list, TAG_KEYS, &keys))
        list = keys.value;
    hy_reader r = hy_reader_of(list);
    while (hy_reader_left(&r) > 0) {
        hy_tlv row = hy_tlv_read(&r);
        hy_reader key = hy_reader_of(row.value);
        uint8_t kid = hy_read_u8(&key), kvn = hy_read_u8(&key), type = hy_read_u8(&key);
        uint8_t length = hy_read_u8(&key);
        if (row.tag != TAG_KEY || !hy_reader_ok(&key))
            return;
        if (type == 0xFF)
            printf("  version %02X  identifier %02X\n", kvn, kid);
        else
            printf("  version %02X  identifier %02X  %s, %u bytes\n", kvn, kid, key_type(type),
                   length);
    }
}

static void print_reasons(hy_view list)
{
    hy_tlv all;
    if (hy_tlv_find(list, TAG_REASONS, &all))
        list = all.value;
    hy_reader r = hy_reader_of(list);
    while (hy_reader_left(&r) > 0) {
        hy_tlv reason = hy_tlv_read(&r);
        if (reason.tag == TAG_REASON)
            printf("  %.*s\n", (int)reason.value.n, (const char *)reason.value.p);
    }
}

static hy_rc report_objects(hy_host *h, report *r, hy_reason *why)
{
    char hex[HEX];
    for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
        hy_rc rc = hy_admin_get_data(&h->admin, objects[i].tag, why);
        if (rc.code == HY_E_NOT_FOUND || rc.code == HY_E_DENIED)
            continue;
        HY_TRY(rc);
        hy_view value = hy_buf_view(&h->admin.response);
        say(r, objects[i].name, objects[i].words, hy_hex_encode(value, hex, sizeof hex));
        if (r->json == NULL && objects[i].tag == TAG_KEYS)
            print_keys(value);
        if (r->json == NULL && objects[i].tag == TAG_REASONS)
            print_reasons(value);
    }
    return HY_OK;
}

static hy_rc report_all(hy_host *h, report *r, hy_reason *why)
{
    char hex[HEX];
    hy_view atr;
    say(r, "card", "card", hy_link_name(h->link));
    if (hy_ok(hy_link_atr(h->link, &atr, NULL)) && atr.n > 0)
        say(r, "atr", "answer to reset", hy_hex_encode(atr, hex, sizeof hex));
    say(r, "domain", "security domain", hy_hex_encode(h->domain, hex, sizeof hex));
    if (h->session != NULL) {
        const hy_session_card *card = hy_session_about(h->session);
        snprintf(hex, sizeof hex, "SCP03, i=%02X, key version %02X", card->i, card->kvn);
        say(r, "session", "session", hex);
    }
    return report_objects(h, r, why);
}

static hy_exit run(const hy_cli *cli)
{
    hy_host h;
    hy_reason why = {""};
    report r = {.json = hy_cli_flag(cli, "json") ? json_object() : NULL};
    hy_rc rc = hy_host_has_keys(cli) ? hy_host_open(&h, cli, &why) : hy_host_connect(&h, cli, &why);
    if (hy_ok(rc))
        rc = report_all(&h, &r, &why);
    if (hy_ok(rc) && r.json != NULL) {
        json_dumpf(r.json, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    json_decref(r.json);
    return hy_host_finish(&h, rc, &why);
}

const hy_command hy_command_card_info = {
    .noun = "card",
    .verb = "info",
    .operands = "",
    .summary = "Show what a card says of itself",
    .description =
        "Asks for the data objects that GlobalPlatform defines; those that a card lacks\n"
        "are left out. Keys are not needed. With them, our elements also tell their last\n"
        "refusals in words: why something was not loaded, installed or believed.\n",
    .options = options,
    .examples = "# Any card in a reader\nhyd card info --reader ACS\n"
                "# With the reasons of the last refusals\n"
                "hyd card info --connect unix:card.sock --keys issuer.keys\n",
    .run = run,
};
