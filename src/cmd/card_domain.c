/* `hyd card domain create`: a security domain for another party. */
#include "base/hex.h"
#include "base/secret.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"
#include "cmd/keyfile.h"

#include <stdio.h>
#include <string.h>

enum { PARAMETERS_MAX = 200 };

static const hy_option options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"privileges", 0, "LIST", false,
     "Names with commas, such as authorized-management,trusted-path, or bytes in hexadecimal"},
    {"scp", 0, "HEX", false, "Parameter i of its SCP03: 00 to 71; the card's choice if not said"},
    {"params", 0, "HEX", false, "Further objects for its installation parameters"},
    {"new", 'n', "FILE", false, "Key file: its first keys"},
    {"package", 0, "AID", false, "Package of the domain's code, where it is not the usual one"},
    {"applet", 'a', "AID", false, "Module of the domain's code, where it is not the usual one"},
    {NULL, 0, NULL, false, NULL},
};

typedef struct wish {
    hy_buf aid, package, module, parameters;
    hy_admin_domain_request request;
    hy_keyfile keys;
    bool has_keys;
} wish;

static void free_wish(wish *w)
{
    hy_buf_free(&w->aid);
    hy_buf_free(&w->package);
    hy_buf_free(&w->module);
    hy_buf_free(&w->parameters);
    hy_wipe(&w->keys, sizeof w->keys);
}

static hy_rc read_wish(const hy_cli *cli, wish *w, hy_reason *why)
{
    const char *i = hy_cli_get(cli, "scp"), *file = hy_cli_get(cli, "new");
    const char *parameters = hy_cli_get(cli, "params");
    w->request.i = 0xFF;
    HY_TRY(hy_host_aid(cli->argv[1], &w->aid, why));
    HY_TRY(hy_host_aid_option(cli, "package", &w->package, why));
    HY_TRY(hy_host_aid_option(cli, "applet", &w->module, why));
    HY_TRY(hy_host_privileges(hy_cli_get(cli, "privileges"), &w->request.privileges, why));
    if (i != NULL)
        HY_TRY(hy_host_byte(i, &w->request.i, why));
    if (i != NULL && !hy_scp03_i_is_known(w->request.i))
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "--scp %s: SCP03 has 00, 10, 20, 30, 60, 70, each plus 1 for S16", i);
    w->parameters = hy_buf_new(PARAMETERS_MAX);
    if (parameters != NULL && !hy_ok(hy_hex_decode(parameters, &w->parameters)))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--params %s: bytes in hexadecimal",
                             parameters);
    w->has_keys = file != NULL;
    if (w->has_keys)
        HY_TRY(hy_keyfile_read(file, &w->keys, why));
    if (w->has_keys && (w->keys.version == 0 || w->keys.diversify != HY_DIVERSIFY_NONE))
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "%s: first keys need a version and are the domain's own", file);
    w->request.instance = hy_buf_view(&w->aid);
    w->request.package = hy_buf_view(&w->package);
    w->request.module = hy_buf_view(&w->module);
    w->request.parameters = hy_buf_view(&w->parameters);
    return HY_OK;
}

/* A domain without keys is served by those of the domain above it: its own are put through such a
   session. */
static hy_rc create(hy_host *h, const wish *w, hy_reason *why)
{
    char hex[64];
    HY_TRY(hy_admin_create_domain(&h->admin, &w->request, why));
    printf("created %s\n", hy_hex_encode(w->request.instance, hex, sizeof hex));
    if (!w->has_keys)
        return HY_OK;
    HY_TRY(hy_host_move(h, w->request.instance, why));
    HY_TRY(hy_admin_put_keys(&h->admin, h->crypto, 0, w->keys.version, &w->keys.keys, why));
    printf("put keys of version %02X\n", w->keys.version);
    return HY_OK;
}

static hy_exit run(const hy_cli *cli)
{
    hy_host h = {.cli = cli};
    hy_reason why = {""};
    wish w = {0};
    if (strcmp(cli->argv[0], "create") != 0)
        return hy_cli_usage(cli, "%s: create is what there is", cli->argv[0]);
    hy_rc rc = read_wish(cli, &w, &why);
    if (hy_ok(rc))
        rc = hy_host_open(&h, cli, &why);
    if (hy_ok(rc))
        rc = create(&h, &w, &why);
    free_wish(&w);
    return hy_host_finish(&h, rc, &why);
}

const hy_command hy_command_card_domain = {
    .noun = "card",
    .verb = "domain",
    .operands = "create AID",
    .min_operands = 2,
    .max_operands = 2,
    .summary = "Create a security domain",
    .description =
        "A supplementary security domain: the place of another party on the card, with keys of\n"
        "its own. The party replaces its first keys by hyd card put-key --domain AID, and from\n"
        "then on nobody but it opens sessions there.\n",
    .options = options,
    .examples = "# A domain that may load its own applets\n"
                "hyd card domain create F0485944524101 --connect unix:card.sock --keys issuer.keys "
                "--privileges authorized-management --new supplier.keys\n",
    .run = run,
};
