/* `hyd card list`: what is on a card. */
#include "base/hex.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"

#include <jansson.h>
#include <stdio.h>

enum { HEX = 64 };

static const hy_option options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"json", 0, NULL, false, "Print as JSON"},
    {NULL, 0, NULL, false, NULL},
};

typedef struct listing {
    json_t *json; /* NULL: print */
    int count;
} listing;

static const char *kind_of(const hy_admin_entry *e)
{
    if (e->kind == HY_ADMIN_ISSUER)
        return "issuer";
    if (e->kind != HY_ADMIN_APPLICATIONS)
        return "package";
    return (e->privileges & hy_words_privilege_mask(0)) != 0 ? "domain" : "applet";
}

static json_t *hex_json(hy_view v)
{
    char hex[HEX];
    return v.n > 0 ? json_string(hy_hex_encode(v, hex, sizeof hex)) : json_null();
}

static json_t *privileges_json(uint32_t privileges)
{
    json_t *list = json_array();
    const char *name;
    for (unsigned i = 0; (name = hy_words_privilege(i)) != NULL; i++) {
        uint32_t mask = hy_words_privilege_mask(i);
        if ((privileges & mask) == mask)
            json_array_append_new(list, json_string(name));
    }
    return list;
}

static hy_rc add_json(listing *l, const hy_admin_entry *e)
{
    json_t *modules = json_array();
    hy_view module;
    for (unsigned i = 0; (module = hy_admin_module(e, i)).n > 0; i++)
        json_array_append_new(modules, hex_json(module));
    json_t *entry = json_pack(
        "{s:s, s:o, s:s, s:o, s:o, s:o, s:o, s:o}", "kind", kind_of(e), "aid", hex_json(e->aid),
        "state", hy_words_life((uint8_t)e->kind, e->life, e->privileges), "privileges",
        privileges_json(e->privileges), "package", hex_json(e->package), "domain",
        hex_json(e->domain), "version", hex_json(e->version), "modules", modules);
    return json_array_append_new(l->json, entry) == 0 ? HY_OK : HY_FAIL(MEMORY);
}

static void print_named(const char *name, hy_view v)
{
    char hex[HEX];
    if (v.n > 0)
        printf("         %-11s %s\n", name, hy_hex_encode(v, hex, sizeof hex));
}

static void print_entry(const hy_admin_entry *e)
{
    char hex[HEX];
    const char *name;
    printf("%-8s %s  %s\n", kind_of(e), hy_hex_encode(e->aid, hex, sizeof hex),
           hy_words_life((uint8_t)e->kind, e->life, e->privileges));
    print_named("domain", e->domain);
    print_named("package", e->package);
    print_named("version", e->version);
    hy_view module;
    for (unsigned i = 0; (module = hy_admin_module(e, i)).n > 0; i++)
        print_named("module", module);
    if (e->privileges == 0)
        return;
    fputs("         privileges ", stdout);
    for (unsigned i = 0; (name = hy_words_privilege(i)) != NULL; i++) {
        uint32_t mask = hy_words_privilege_mask(i);
        if ((e->privileges & mask) == mask)
            printf(" %s", name);
    }
    putchar('\n');
}

static hy_rc visit(void *context, const hy_admin_entry *e)
{
    listing *l = (listing *)context;
    l->count++;
    if (l->json != NULL)
        return add_json(l, e);
    print_entry(e);
    return HY_OK;
}

static hy_rc list_all(hy_host *h, listing *l, hy_reason *why)
{
    HY_TRY(hy_admin_status(&h->admin, HY_ADMIN_ISSUER, visit, l, why));
    HY_TRY(hy_admin_status(&h->admin, HY_ADMIN_APPLICATIONS, visit, l, why));
    hy_rc rc = hy_admin_status(&h->admin, HY_ADMIN_MODULES, visit, l, why);
    if (rc.code != HY_E_DENIED) /* older cards have no list with modules */
        return rc;
    return hy_admin_status(&h->admin, HY_ADMIN_PACKAGES, visit, l, why);
}

static hy_exit run(const hy_cli *cli)
{
    hy_host h;
    hy_reason why = {""};
    listing l = {.json = hy_cli_flag(cli, "json") ? json_array() : NULL};
    hy_rc rc = hy_host_open(&h, cli, &why);
    if (hy_ok(rc))
        rc = list_all(&h, &l, &why);
    if (hy_ok(rc) && l.json != NULL) {
        json_dumpf(l.json, stdout, JSON_INDENT(2));
        putchar('\n');
    }
    json_decref(l.json);
    return hy_host_finish(&h, rc, &why);
}

const hy_command hy_command_card_list = {
    .noun = "card",
    .verb = "list",
    .operands = "",
    .summary = "List applets, security domains and packages of a card",
    .description = "Asks a card for its registry: the issuer's security domain, applets and other\n"
                   "security domains, packages with their modules. A domain other than the\n"
                   "issuer's sees what is its own.\n\n"
                   "A key file has lines of the form 'name = value': enc, mac and dek (or key for\n"
                   "all three) in hexadecimal, version (two hexadecimal digits), and diversify =\n"
                   "emv, visa2 or kdf3 when the keys are masters. Its mode must be 600.\n",
    .options = options,
    .examples = "# An element on this machine that was made with test keys\n"
                "hyd card list --connect unix:card.sock --test-keys\n"
                "# The card in a reader, for a script\n"
                "hyd card list --reader ACS --keys issuer.keys --json\n",
    .run = run,
};
