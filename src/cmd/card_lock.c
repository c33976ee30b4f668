/* `hyd card lock` and `hyd card unlock`: applications, security domains, the card. */
#include "base/hex.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"

#include <stdio.h>

enum { KIND_DOMAIN_TREE = 0x60, LOCK = 0x80 };

static const hy_option options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"card", 0, NULL, false, "The card itself"},
    {"all", 0, NULL, false, "A security domain and all that belongs to it"},
    {NULL, 0, NULL, false, NULL},
};

static hy_rc change(hy_host *h, bool lock, hy_view aid, hy_reason *why)
{
    if (hy_cli_flag(h->cli, "all"))
        return hy_admin_set_status(&h->admin, KIND_DOMAIN_TREE, lock ? LOCK : 0, aid, why);
    return lock ? hy_admin_lock(&h->admin, aid, why) : hy_admin_unlock(&h->admin, aid, why);
}

static hy_exit lock_or_unlock(const hy_cli *cli, bool lock)
{
    hy_host h = {.cli = cli};
    hy_reason why = {""};
    hy_buf aid = hy_buf_new(16);
    char hex[64];
    if (hy_cli_flag(cli, "card") == (cli->argc > 0))
        return hy_cli_usage(cli, "either an AID, or --card");
    hy_rc rc = cli->argc > 0 ? hy_host_aid(cli->argv[0], &aid, &why) : HY_OK;
    if (hy_ok(rc))
        rc = hy_host_open(&h, cli, &why);
    if (hy_ok(rc))
        rc = change(&h, lock, hy_buf_view(&aid), &why);
    if (hy_ok(rc))
        printf("%s %s\n", lock ? "locked" : "unlocked",
               aid.n > 0 ? hy_hex_encode(hy_buf_view(&aid), hex, sizeof hex) : "the card");
    hy_buf_free(&aid);
    return hy_host_finish(&h, rc, &why);
}

static hy_exit run_lock(const hy_cli *cli)
{
    return lock_or_unlock(cli, true);
}

static hy_exit run_unlock(const hy_cli *cli)
{
    return lock_or_unlock(cli, false);
}

const hy_command hy_command_card_lock = {
    .noun = "card",
    .verb = "lock",
    .operands = "[AID]",
    .max_operands = 1,
    .summary = "Lock an applet, a security domain or the card",
    .description = "What is locked cannot be selected; its data stay. A locked card answers its\n"
                   "issuer's domain alone. hyd card unlock takes it back.\n",
    .options = options,
    .examples = "# An applet\n"
                "hyd card lock --connect unix:card.sock --keys issuer.keys D27600008501010001\n",
    .run = run_lock,
};

const hy_command hy_command_card_unlock = {
    .noun = "card",
    .verb = "unlock",
    .operands = "[AID]",
    .max_operands = 1,
    .summary = "Unlock an applet, a security domain or the card",
    .description = "It has the state again that it had before it was locked.\n",
    .options = options,
    .examples = "# The card\nhyd card unlock --connect unix:card.sock --keys issuer.keys --card\n",
    .run = run_unlock,
};
