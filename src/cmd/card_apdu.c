/* `hyd card apdu`: commands of the user's own, secured when there are keys. */
#include "base/hex.h"
#include "cmd/apdu_script.h"
#include "cmd/card_commands.h"
#include "cmd/host.h"

#include <stdio.h>
#include <stdlib.h>

enum { SCRIPT_MAX = 16 << 20, HEX_MAX = 2 * HY_LINK_RESPONSE_MAX + 1 };

static const hy_option options[] = {
    HY_HOST_CARD_OPTIONS,
    HY_HOST_KEY_OPTIONS,
    {NULL, 0, NULL, false, NULL},
};

typedef struct script_run {
    hy_host host;
    hy_script script;
    size_t expectations, failures;
    char hex[HEX_MAX];
} script_run;

static hy_rc send_step(script_run *r, const hy_script_step *step, hy_reason *why)
{
    hy_admin *admin = &r->host.admin;
    printf("> %s\n", hy_hex_encode(hy_buf_view(&step->command), r->hex, sizeof r->hex));
    HY_TRY(hy_admin_transmit(admin, hy_buf_view(&step->command), why));
    hy_writer w = hy_writer_of(&admin->response);
    hy_write_u16(&w, admin->sw);
    HY_TRY(w.rc);
    printf("< %s\n", hy_hex_encode(hy_buf_view(&admin->response), r->hex, sizeof r->hex));
    if (step->expected == NULL)
        return HY_OK;
    r->expectations++;
    if (hy_script_fits(step, r->hex))
        return HY_OK;
    r->failures++;
    fflush(stdout);
    fprintf(stderr, "line %u: expected %s, got %s\n", step->line, step->expected, r->hex);
    return HY_OK;
}

static hy_rc send_all(script_run *r, hy_reason *why)
{
    for (size_t i = 0; i < r->script.count; i++) {
        const hy_script_step *step = &r->script.steps[i];
        if (step->kind == HY_SCRIPT_COMMAND) {
            HY_TRY(send_step(r, step, why));
            continue;
        }
        puts("reset");
        HY_TRY(hy_link_reset(r->host.link, why));
        hy_session_free(&r->host.session);
        r->host.admin.session = NULL;
    }
    return HY_OK;
}

static hy_rc read_script(script_run *r, const hy_cli *cli, hy_reason *why)
{
    const char *file = cli->argc > 0 ? cli->argv[0] : "/dev/stdin";
    hy_buf text;
    HY_TRY(hy_buf_read_file(&text, file, SCRIPT_MAX, why));
    hy_rc rc = hy_script_parse(hy_buf_view(&text), &r->script, why);
    hy_buf_free(&text);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, cli->argc > 0 ? file : "script");
}

static hy_exit run(const hy_cli *cli)
{
    hy_reason why = {""};
    script_run *r = calloc(1, sizeof *r);
    if (r == NULL)
        return hy_cli_fail("out of memory");
    hy_rc rc = read_script(r, cli, &why);
    if (hy_ok(rc))
        rc = hy_host_has_keys(cli) ? hy_host_open(&r->host, cli, &why)
                                   : hy_host_connect(&r->host, cli, &why);
    if (hy_ok(rc))
        rc = send_all(r, &why);
    hy_exit exit = hy_host_finish(&r->host, rc, &why);
    if (exit == HY_EXIT_OK && r->failures > 0)
        exit = hy_cli_fail("%zu of %zu expectations failed", r->failures, r->expectations);
    hy_script_free(&r->script);
    free(r);
    return exit;
}

const hy_command hy_command_card_apdu = {
    .noun = "card",
    .verb = "apdu",
    .operands = "[SCRIPT]",
    .max_operands = 1,
    .summary = "Send commands to a card, in a secure channel or bare",
    .description =
        "Selects the domain, opens a session when there are keys, sends the commands of SCRIPT\n"
        "(or of standard input) and prints each with its response, both as they are before and\n"
        "after secure messaging; --trace shows what travels. The script is that of hyd element\n"
        "apdu: an APDU a line, behind ';' what is expected.\n",
    .options = options,
    .examples =
        "# The registry's applets, by hand\n"
        "echo '80F24002024F00' | hyd card apdu --connect unix:card.sock --keys issuer.keys\n"
        "# Talk to an applet on its domain's secure channel\n"
        "hyd card apdu --reader ACS --domain D27600008501010001 --keys party.keys t.apdu\n",
    .run = run,
};
