/* `hyd card delete`: applets, packages, domains and keys off a card. */
#include "base/hex.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"

#include <stdio.h>

static const hy_option options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"related", 0, NULL, false, "Also what depends on it: instances of a package, all of a domain"},
    {"delete-version", 0, "HEX", false, "Delete the keys of this version instead"},
    {"delete-key", 0, "HEX", false, "Delete the keys with this identifier instead"},
    {NULL, 0, NULL, false, NULL},
};

static hy_rc delete_keys(hy_host *h, hy_reason *why)
{
    const char *version = hy_cli_get(h->cli, "delete-version");
    const char *key = hy_cli_get(h->cli, "delete-key");
    uint8_t kvn = 0, kid = 0;
    if (version != NULL)
        HY_TRY(hy_host_byte(version, &kvn, why));
    if (key != NULL)
        HY_TRY(hy_host_byte(key, &kid, why));
    HY_TRY(hy_admin_delete_key(&h->admin, kvn, kid, why));
    printf("deleted keys of version %02X, identifier %02X (00: all)\n", kvn, kid);
    return HY_OK;
}

static hy_rc delete_objects(hy_host *h, hy_reason *why)
{
    char hex[64];
    hy_rc rc = HY_OK;
    hy_buf aid = hy_buf_new(16);
    for (int i = 0; i < h->cli->argc && hy_ok(rc); i++) {
        rc = hy_host_aid(h->cli->argv[i], &aid, why);
        if (hy_ok(rc))
            rc = hy_admin_delete(&h->admin, hy_buf_view(&aid), hy_cli_flag(h->cli, "related"), why);
        if (hy_ok(rc))
            printf("deleted %s\n", hy_hex_encode(hy_buf_view(&aid), hex, sizeof hex));
    }
    hy_buf_free(&aid);
    return rc;
}

static hy_exit run(const hy_cli *cli)
{
    hy_host h;
    hy_reason why = {""};
    bool keys = hy_cli_get(cli, "delete-version") != NULL || hy_cli_get(cli, "delete-key") != NULL;
    if (keys == (cli->argc > 0))
        return hy_cli_usage(cli, "either AIDs, or --delete-version or --delete-key");
    hy_rc rc = hy_host_open(&h, cli, &why);
    if (hy_ok(rc))
        rc = keys ? delete_keys(&h, &why) : delete_objects(&h, &why);
    return hy_host_finish(&h, rc, &why);
}

const hy_command hy_command_card_delete = {
    .noun = "card",
    .verb = "delete",
    .operands = "[AID…]",
    .max_operands = -1,
    .summary = "Delete applets, packages, security domains or keys",
    .description =
        "Deletes in the order given. What something else still needs is refused: delete\n"
        "that first, or use --related.\n",
    .options = options,
    .examples = "# A package with its applets\n"
                "hyd card delete --connect unix:card.sock --keys issuer.keys --related "
                "D276000085010100\n"
                "# An old version of the keys\n"
                "hyd card delete --reader ACS --keys issuer.keys --delete-version 30\n",
    .run = run,
};
