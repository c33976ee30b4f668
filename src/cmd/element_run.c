/* `hyd element run`: an element as a smart card that readers and programs connect to. */
#include "base/hex.h"
#include "base/secret.h"
#include "cmd/daemon.h"
#include "cmd/element.h"
#include "cmd/issuer.h"
#include "cmd/owner.h"
#include "transport/sandbox.h"

#include <stdlib.h>
#include <string.h>

enum { LISTEN_MAX = 8, PARAMETERS_MAX = 127 };

static const hy_option options[] = {
    {"cap", 0, "FILE", true, "CAP or load file; its applets are installed, in this order"},
    {"params", 0, "HEX", false, "Installation parameters for the applets"},
    HY_ISSUER_OPTIONS,
    {"profile", 0, "FILE", false,
     "Card profile to play: a file, or the name of one that comes along"},
    {"protocol", 0, "NAME", false, "T0, T1 (as if nothing is said) or CL"},
    {"vpcd", 0, "[HOST:PORT]", false,
     "Plug into a virtual PC/SC reader (vsmartcard-vpcd); localhost:35963 if nothing is said"},
    {"listen", 0, "ADDRESS", true, "Accept programs on unix:PATH or tcp:HOST:PORT"},
    {"anywhere", 0, NULL, false, "Listen on addresses beyond this machine too"},
    {"control", 0, "PATH", false, "Control socket for hyd element list, info, reset …"},
    HY_CARD_IMAGE_OPTIONS,
    {"no-sandbox", 0, NULL, false, "Forbid no system calls: for debuggers and sanitizers"},
    {NULL, 0, NULL, false, NULL},
};

/* Everything that a run owns. */
typedef struct session {
    const hy_cli *cli;
    hy_card card;
    hy_clock clock;
    hy_log log;
    hy_owner owner;
    hy_buf parameters;
    const char *listen[LISTEN_MAX];
    char control[HY_CARD_PATH];
} session;

static hy_rc fill(session *s, hy_reason *why)
{
    const char *file;
    const hy_view parameters = hy_buf_view(&s->parameters);
    for (size_t i = 0; (file = hy_cli_nth(s->cli, "cap", i)) != NULL; i++)
        HY_TRY(hy_owner_load(&s->owner, file, hy_view_of(NULL, 0), parameters, why));
    return HY_OK;
}

static const char *image_of(const hy_cli *cli)
{
    return cli->argc > 0 ? cli->argv[0] : NULL;
}

static hy_rc open_element(session *s, hy_reason *why)
{
    if (image_of(s->cli) != NULL) {
        HY_TRY(hy_card_open_image(&s->card, s->cli, image_of(s->cli), why));
        s->owner.card = &s->card;
        return fill(s, why);
    }
    hy_card_profile profile = hy_card_profile_usual();
    const char *file = hy_cli_get(s->cli, "profile");
    const char *protocol = hy_cli_get(s->cli, "protocol");
    if (file != NULL)
        HY_TRY(hy_card_profile_open(file, &profile, why));
    if (protocol != NULL)
        hy_card_profile_protocol(protocol, &profile.config.protocol);
    hy_issuer issuer;
    bool wanted;
    HY_TRY(hy_issuer_read(s->cli, &issuer, &wanted, why));
    profile.config.issuer = wanted ? &issuer : NULL;
    hy_rc rc = hy_card_open_memory(&s->card, &profile, why);
    hy_wipe(&issuer, sizeof issuer);
    s->card.profile.config.issuer = NULL;
    HY_TRY(rc);
    s->owner.card = &s->card;
    return fill(s, why);
}

static hy_rc open_server(session *s, hy_reason *why)
{
    size_t n = 0;
    while (n < LISTEN_MAX && (s->listen[n] = hy_cli_nth(s->cli, "listen", n)) != NULL)
        n++;
    const char *control = hy_cli_get(s->cli, "control");
    if (control == NULL && image_of(s->cli) != NULL) {
        HY_TRY(hy_card_beside(image_of(s->cli), "control", s->control, why));
        control = s->control;
    }
    const hy_server_config config = {
        .card = s->card.link,
        .vpcd = hy_cli_get(s->cli, "vpcd"),
        .listen = s->listen,
        .listen_count = n,
        .anywhere = hy_cli_flag(s->cli, "anywhere"),
        .control = control,
        .context = &s->owner,
        .on_control = hy_owner_serve,
        .log = &s->log,
        .clock = s->clock,
    };
    return hy_server_open(&config, &s->owner.server, why);
}

/* From here on the process serves, and does nothing else. */
static hy_rc serve(session *s, hy_reason *why)
{
    bool to_tpm = s->card.tpm != NULL && hy_tpm_dials(s->card.tpm);
    const hy_sandbox needs = {.dials = hy_cli_get(s->cli, "vpcd") != NULL || to_tpm,
                              .tpm = to_tpm,
                              .store = image_of(s->cli) != NULL};
    const char *address;
    for (size_t i = 0; (address = hy_server_listens(s->owner.server, i)) != NULL; i++)
        printf("listening on %s\n", address);
    fflush(stdout);
    hy_daemon_notify("READY=1");
    hy_owner_prepare();
    if (!hy_cli_flag(s->cli, "no-sandbox"))
        HY_TRY(hy_sandbox_enter(&needs, why));
    HY_TRY(hy_server_run(s->owner.server, why));
    return hy_card_flush(&s->card, why);
}

static hy_rc run_session(session *s, hy_reason *why)
{
    HY_TRY(open_element(s, why));
    HY_TRY(open_server(s, why));
    return serve(s, why);
}

static hy_exit check_options(session *s)
{
    hy_protocol protocol;
    const char *name = hy_cli_get(s->cli, "protocol");
    const char *parameters = hy_cli_get(s->cli, "params");
    if (image_of(s->cli) != NULL && (name != NULL || hy_cli_get(s->cli, "profile") != NULL))
        return hy_cli_usage(s->cli, "--profile and --protocol are settled when the image is made");
    if (name != NULL && !hy_card_profile_protocol(name, &protocol))
        return hy_cli_usage(s->cli, "--protocol %s: T0, T1 or CL", name);
    if (hy_cli_get(s->cli, "vpcd") == NULL && hy_cli_get(s->cli, "listen") == NULL)
        return hy_cli_usage(s->cli, "nobody could reach it: --vpcd or --listen is missing");
    if (hy_cli_nth(s->cli, "listen", LISTEN_MAX) != NULL)
        return hy_cli_usage(s->cli, "--listen: %d addresses are the most", LISTEN_MAX);
    s->parameters = hy_buf_new(PARAMETERS_MAX);
    if (parameters != NULL && !hy_ok(hy_hex_decode(parameters, &s->parameters)))
        return hy_cli_usage(s->cli, "--params %s: at most %d bytes in hexadecimal", parameters,
                            PARAMETERS_MAX);
    return HY_EXIT_OK;
}

static hy_exit run(const hy_cli *cli)
{
    session *s = calloc(1, sizeof *s);
    if (s == NULL)
        return hy_cli_fail("out of memory");
    s->cli = cli;
    s->clock = hy_clock_system();
    s->log = hy_log_stderr(HY_LOG_INFO, &s->clock);
    hy_reason why = {""};
    hy_exit exit = check_options(s);
    if (exit == HY_EXIT_OK && !hy_ok(run_session(s, &why)))
        exit = hy_cli_fail("%s", why.text);
    hy_server_close(&s->owner.server);
    hy_card_close(&s->card);
    hy_buf_free(&s->parameters);
    free(s);
    return exit;
}

const hy_command hy_command_element_run = {
    .noun = "element",
    .verb = "run",
    .operands = "[IMAGE]",
    .max_operands = 1,
    .summary = "Run an element as a smart card for readers and programs",
    .description =
        "Serves the element of IMAGE, or a new one in memory, until\nSIGTERM or SIGINT. With "
        "*--vpcd* it appears in PC/SC: pcscd with vsmartcard-vpcd\nshows it as a card in the "
        "reader Virtual PCD; whenever the reader goes, "
        "it\n"
        "is dialled again. With *--listen* programs connect by themselves, in the same framing: "
        "the\n"
        "length of a message in two bytes, big endian, then the message.\n\n"
        "Several connections share the card as programs share one in a reader: each command is "
        "whole,\n"
        "selection and channels are common. When the last one leaves, the card is reset.\n\n"
        "Once it serves, the process may no longer open files or make connections, but for the "
        "reader's:\n"
        "the kernel ends it if it tries (seccomp).\n",
    .options = options,
    .examples = "# The wallet as a card in every PC/SC program\n"
                "hyd element run --cap wallet.cap --params 31323334 --vpcd\n"
                "# For programs of one's own, as a JCOP 4 would behave\n"
                "hyd element run --cap wallet.cap --params 31323334 --profile jcop4 \\\n"
                "    --listen unix:/tmp/card\n",
    .run = run,
};
