/* `hyd card put-key`: new keys for a security domain. */
#include "base/secret.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"
#include "cmd/keyfile.h"

#include <stdio.h>

static const hy_option options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"new", 'n', "FILE", false, "Key file with the new keys and their version"},
    {"replaces", 0, "HEX", false, "Version that they replace; else they are added"},
    {NULL, 0, NULL, false, NULL},
};

static hy_rc put(hy_host *h, const hy_keyfile *keys, hy_reason *why)
{
    const char *text = hy_cli_get(h->cli, "replaces");
    uint8_t replaces = 0;
    if (text != NULL)
        HY_TRY(hy_host_byte(text, &replaces, why));
    hy_scp03_keys own;
    const hy_session_card *card = hy_session_about(h->session);
    hy_rc rc = hy_diversify_keys(h->crypto, keys->diversify, &keys->keys,
                                 hy_view_of(card->diversification, HY_DIVERSIFICATION_SIZE), &own);
    if (!hy_ok(rc))
        return hy_reason_set(why, rc, "the new keys do not fit their diversification");
    rc = hy_admin_put_keys(&h->admin, h->crypto, replaces, keys->version, &own, why);
    hy_wipe(&own, sizeof own);
    if (hy_ok(rc))
        printf("put keys of version %02X\n", keys->version);
    return rc;
}

static hy_exit run(const hy_cli *cli)
{
    hy_host h = {.cli = cli};
    hy_keyfile keys;
    hy_reason why = {""};
    if (hy_cli_get(cli, "new") == NULL)
        return hy_cli_usage(cli, "--new is missing");
    hy_rc rc = hy_keyfile_read(hy_cli_get(cli, "new"), &keys, &why);
    if (hy_ok(rc) && keys.version == 0)
        rc = hy_reason_set(&why, HY_FAIL(ARGUMENT),
                           "%s: new keys need their version, 01 to 7F: version = 30",
                           hy_cli_get(cli, "new"));
    if (hy_ok(rc))
        rc = hy_host_open(&h, cli, &why);
    if (hy_ok(rc))
        rc = put(&h, &keys, &why);
    hy_wipe(&keys, sizeof keys);
    return hy_host_finish(&h, rc, &why);
}

const hy_command hy_command_card_put_key = {
    .noun = "card",
    .verb = "put-key",
    .operands = "",
    .summary = "Give a security domain new keys",
    .description =
        "Sends three AES keys, encrypted under the domain's data encryption key, and\n"
        "compares the check values that the card answers. Keep the new key file: without\n"
        "it nobody manages the domain any more.\n",
    .options = options,
    .examples =
        "# Replace version 30\n"
        "hyd card put-key --connect unix:card.sock --keys old.keys --new new.keys --replaces 30\n",
    .run = run,
};
