/* `hyd card store-data`: data for a security domain or, through it, for an applet. */
#include "base/hex.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"

#include <stdio.h>
#include <string.h>

enum { DATA_MAX = 65536 };

static const hy_option options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {"for", 0, "AID", false, "The applet that they are for; else the domain itself"},
    {"format", 0, "NAME", false, "tlv, dgi or none; tlv if not said"},
    {"file", 0, NULL, false, "DATA names a file with the bytes as they are"},
    {NULL, 0, NULL, false, NULL},
};

static hy_rc read_data(const hy_cli *cli, hy_buf *data, hy_reason *why)
{
    if (hy_cli_flag(cli, "file"))
        return hy_buf_read_file(data, cli->argv[0], DATA_MAX, why);
    *data = hy_buf_new(DATA_MAX);
    if (hy_ok(hy_hex_decode(cli->argv[0], data)))
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(ARGUMENT),
                         "DATA are bytes in hexadecimal, or a file's name "
                         "with --file");
}

static bool read_format(const hy_cli *cli, hy_admin_format *out)
{
    const char *name = hy_cli_get(cli, "format");
    *out = HY_ADMIN_FORMAT_TLV;
    if (name == NULL || strcmp(name, "tlv") == 0)
        return true;
    *out = strcmp(name, "dgi") == 0 ? HY_ADMIN_FORMAT_DGI : HY_ADMIN_FORMAT_NONE;
    return *out == HY_ADMIN_FORMAT_DGI || strcmp(name, "none") == 0;
}

static hy_rc store(hy_host *h, hy_admin_format format, hy_view data, hy_reason *why)
{
    hy_buf aid = hy_buf_new(16);
    hy_rc rc = hy_host_aid_option(h->cli, "for", &aid, why);
    if (hy_ok(rc) && aid.n > 0)
        rc = hy_admin_personalize(&h->admin, hy_buf_view(&aid), why);
    if (hy_ok(rc))
        rc = hy_admin_store_data(&h->admin, format, data, why);
    if (hy_ok(rc))
        printf("stored %zu bytes\n", data.n);
    hy_buf_free(&aid);
    return rc;
}

static hy_exit run(const hy_cli *cli)
{
    hy_host h = {.cli = cli};
    hy_admin_format format;
    hy_reason why = {""};
    hy_buf data;
    if (!read_format(cli, &format))
        return hy_cli_usage(cli, "--format: tlv, dgi or none");
    hy_rc rc = read_data(cli, &data, &why);
    if (hy_ok(rc))
        rc = hy_host_open(&h, cli, &why);
    if (hy_ok(rc))
        rc = store(&h, format, hy_buf_view(&data), &why);
    hy_buf_free(&data);
    return hy_host_finish(&h, rc, &why);
}

const hy_command hy_command_card_store_data = {
    .noun = "card",
    .verb = "store-data",
    .operands = "DATA",
    .min_operands = 1,
    .max_operands = 1,
    .summary = "Store data in a security domain or personalise an applet",
    .description =
        "Sends DATA in as many STORE DATA commands as it needs. They travel encrypted at\n"
        "security levels 03, 13 and 33.\n",
    .options = options,
    .examples =
        "# The card's identification number\n"
        "hyd card store-data --connect unix:card.sock --keys issuer.keys 45080102030405060708"
        "\n# Personalise an applet from a file of data groupings\n"
        "hyd card store-data --reader ACS --keys issuer.keys --for D27600008501010001 "
        "--format dgi --file person.bin\n",
    .run = run,
};
