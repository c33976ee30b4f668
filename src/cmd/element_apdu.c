/* `hyd element apdu`: applets run in an element in memory, by a script of APDUs. */
#include "base/hex.h"
#include "cmd/apdu_script.h"
#include "cmd/card.h"
#include "cmd/element.h"
#include "cmd/element_tear.h"
#include "cmd/element_tools.h"
#include "converter/capfile.h"
#include "hydra/element.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RESPONSE_MAX = 65538,
    HEX_MAX = 2 * RESPONSE_MAX + 1,
    SCRIPT_MAX = 16 << 20,
    PARAMETERS_MAX = 127,
    ARENA_MAX = 64 << 20,
};

static const hy_option options[] = {
    {"cap", 0, "FILE", true, "CAP or load file; its applets are installed, in this order"},
    {"params", 0, "HEX", false, "Installation parameters for the applets"},
    {"card-profile", 0, "FILE", false,
     "Card profile to play: a file, or the name of one that comes along"},
    HY_CARD_IMAGE_OPTIONS,
    {"protocol", 0, "NAME", false, "T0, T1 (as if nothing is said) or CL"},
    {"junit", 0, "FILE", false, "Also write the outcome of each expectation as JUnit XML"},
    {"tear", 0, "N|all", false,
     "Cut the power before persistent write N of SCRIPT, or before each, and check what is left"},
    {"check", 0, "SCRIPT", false, "What must hold after the restart: APDUs with expectations"},
    HY_TEST_PORT_OPTIONS,
    HY_ELEMENT_TOOLS_OPTIONS,
    {NULL, 0, NULL, false, NULL},
};

typedef struct hy_snapshot {
    const char *name; /* of the script */
    hy_disk disk;
    struct hy_snapshot *next;
} hy_snapshot;

/* The image of an element that is thrown away is sealed with a key that everybody knows. */
static const uint8_t NO_KEY[HY_IMAGE_KEY] = {0};

/* Everything that a run owns. */
typedef struct session {
    const hy_cli *cli;
    hy_card card;
    hy_workspace *work;  /* the card's */
    hy_element *element; /* the card's */
    hy_tools *tools;
    hy_test_port port;
    hy_disk disk;      /* that the element of snapshots and --tear lives on */
    hy_image image;    /* on it; its key NULL: the element is in memory */
    hy_snapshot *kept; /* owned */
    hy_script script;
    hy_buf parameters;
    FILE *junit;
    size_t expectations, failures, broken;
    uint8_t response[RESPONSE_MAX];
    char hex[HEX_MAX];
} session;

/* The image, when no CAP file makes a new element; and the script, the operand that is left. */
static const char *image_of(const hy_cli *cli)
{
    return hy_cli_get(cli, "cap") == NULL && cli->argc > 0 ? cli->argv[0] : NULL;
}

static const char *script_of(const hy_cli *cli)
{
    int at = image_of(cli) == NULL ? 0 : 1;
    return cli->argc > at ? cli->argv[at] : NULL;
}

static bool tears(const session *s)
{
    return hy_cli_get(s->cli, "tear") != NULL;
}

static hy_rc open_element(session *s, hy_reason *why)
{
    hy_card_profile profile = hy_card_profile_usual();
    const char *protocol = hy_cli_get(s->cli, "protocol");
    const char *card_profile = hy_cli_get(s->cli, "card-profile");
    if (card_profile != NULL)
        HY_TRY(hy_card_profile_open(card_profile, &profile, why));
    if (protocol != NULL)
        hy_card_profile_protocol(protocol, &profile.config.protocol);
    HY_TRY(hy_test_port_open(&s->port, s->cli, why));
    if (tears(s)) {
        s->port.seeded = true; /* so that every run writes the same */
        s->port.clocked = true;
    }
    if (tears(s) || hy_script_has(&s->script, HY_SCRIPT_SNAPSHOT)) {
        s->image.storage = hy_disk_storage(&s->disk);
        s->image.key = hy_view_of(NO_KEY, sizeof NO_KEY);
        s->image.durability = tears(s) ? HY_DURABILITY_WRITE : HY_DURABILITY_APDU;
    }
    const hy_port port = hy_test_port_of(&s->port);
    HY_TRY(image_of(s->cli) != NULL
               ? hy_card_open_image(&s->card, s->cli, image_of(s->cli), why)
               : hy_card_create_with(&s->card, &profile, &port,
                                     s->image.key.n > 0 ? &s->image : NULL, why));
    s->work = s->card.work;
    s->element = s->card.element;
    return hy_element_tools_open(s->cli, s->card.pool, s->element, s->work, &s->tools, why);
}

/* Installs every applet of a package under the AID that it has there. */
static hy_rc install_applets(session *s, const hy_package *p, hy_reason *why)
{
    for (unsigned i = 0; i < p->applet_count; i++) {
        const hy_install_request request = {.package = p->id.aid,
                                            .module = p->applets[i].aid,
                                            .parameters = hy_buf_view(&s->parameters)};
        hy_tools_install(s->tools);
        hy_rc rc = hy_element_install(s->element, s->work, &request, why);
        hy_tools_installed(s->tools, hy_ok(rc));
        HY_TRY(rc);
        char aid[64];
        fprintf(stderr, "installed %s\n", hy_hex_encode(p->applets[i].aid, aid, sizeof aid));
    }
    return HY_OK;
}

static hy_rc load_parts(session *s, const hy_capfile *cap, hy_reason *why)
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_buf load_file = hy_buf_new(HY_CAP_TOTAL_MAX);
    hy_package package;
    hy_rc rc = hy_capfile_write_load(&cap->parts, &load_file);
    if (hy_ok(rc))
        rc = hy_element_load(s->element, s->work, hy_buf_view(&load_file), why);
    if (hy_ok(rc))
        rc = hy_tools_add_cap(s->tools, &cap->parts, why);
    if (hy_ok(rc))
        rc = hy_package_read(&cap->parts, &arena, &package, why);
    if (hy_ok(rc))
        rc = hy_tools_loaded(s->tools, package.id.aid, why);
    if (hy_ok(rc))
        rc = install_applets(s, &package, why);
    hy_buf_free(&load_file);
    hy_arena_free(&arena);
    return rc;
}

static hy_rc load(session *s, const char *file, hy_reason *why)
{
    hy_capfile cap;
    hy_rc rc = hy_capfile_open(file, &cap, why);
    if (hy_ok(rc)) {
        rc = load_parts(s, &cap, why);
        if (!hy_ok(rc))
            rc = hy_reason_prefix(why, rc, file);
    }
    hy_capfile_free(&cap);
    return rc;
}

static void report_junit(session *s, const hy_script_step *step, bool good)
{
    if (s->junit == NULL)
        return;
    fprintf(s->junit, "  <testcase classname=\"apdu\" name=\"line %u\">", step->line);
    if (!good)
        fprintf(s->junit, "<failure message=\"expected %s, got %s\"/>", step->expected, s->hex);
    fputs("</testcase>\n", s->junit);
}

static hy_rc run_command(session *s, const hy_script_step *step, hy_reason *why)
{
    size_t n;
    printf("> %s\n", hy_hex_encode(hy_buf_view(&step->command), s->hex, sizeof s->hex));
    hy_tools_command(s->tools, hy_buf_view(&step->command));
    HY_TRY(hy_element_transmit(s->element, s->work, hy_buf_view(&step->command), s->response,
                               sizeof s->response, &n, why));
    hy_tools_response(s->tools, hy_view_of(s->response, n));
    hy_hex_encode(hy_view_of(s->response, n), s->hex, sizeof s->hex);
    printf("< %s\n", s->hex);
    if (step->expected == NULL)
        return HY_OK;
    bool good = hy_script_fits(step, s->hex);
    s->expectations++;
    s->failures += !good;
    if (!good) {
        fflush(stdout);
        fprintf(stderr, "line %u: expected %s, got %s\n", step->line, step->expected, s->hex);
    }
    report_junit(s, step, good);
    return HY_OK;
}

/* ---- the steps that are no commands ---- */

static hy_snapshot *find_snapshot(session *s, const char *name)
{
    hy_snapshot *k = s->kept;
    while (k != NULL && strcmp(k->name, name) != 0)
        k = k->next;
    return k;
}

static hy_rc keep_snapshot(session *s, const char *name, hy_reason *why)
{
    hy_snapshot *k = find_snapshot(s, name);
    HY_TRY(hy_element_flush(s->element, why));
    if (k == NULL) {
        k = calloc(1, sizeof *k);
        if (k == NULL)
            return hy_reason_set(why, HY_FAIL(MEMORY), "out of memory");
        *k = (hy_snapshot){.name = name, .next = s->kept};
        s->kept = k;
    }
    hy_disk_free(&k->disk);
    return hy_disk_copy(&k->disk, &s->disk);
}

/* The element is closed, its disk exchanged, the element opened: a restart of the card. */
static hy_rc restore_snapshot(session *s, const hy_script_step *step, hy_reason *why)
{
    const hy_snapshot *k = find_snapshot(s, step->name);
    if (k == NULL)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "line %u: no snapshot %.60s", step->line,
                             step->name);
    const hy_port port = hy_test_port_of(&s->port);
    hy_element_close(&s->card.element);
    hy_disk_free(&s->disk);
    HY_TRY(hy_disk_copy(&s->disk, &k->disk));
    HY_TRY(hy_card_open_again(&s->card, &port, &s->image, why));
    s->element = s->card.element;
    hy_tools_moved(s->tools, s->element);
    return HY_OK;
}

static hy_rc run_step(session *s, const hy_script_step *step, hy_reason *why)
{
    switch (step->kind) {
    case HY_SCRIPT_SNAPSHOT:
        printf("snapshot %s\n", step->name);
        return keep_snapshot(s, step->name, why);
    case HY_SCRIPT_RESTORE:
        printf("restore %s\n", step->name);
        return restore_snapshot(s, step, why);
    case HY_SCRIPT_CLOCK:
        printf("clock %s\n", step->name);
        return hy_test_port_number(step->name, &s->port.milliseconds) ? HY_OK : HY_FAIL(FORMAT);
    case HY_SCRIPT_RESET:
        puts("reset");
        return hy_element_reset(s->element, s->work, why);
    default:
        return run_command(s, step, why);
    }
}

static hy_rc run_script(session *s, hy_reason *why)
{
    for (size_t i = 0; i < s->script.count; i++)
        HY_TRY(run_step(s, &s->script.steps[i], why));
    return HY_OK;
}

/* What the script wants and the element cannot. */
static hy_rc check_script(const session *s, hy_reason *why)
{
    bool kept = hy_script_has(&s->script, HY_SCRIPT_SNAPSHOT) ||
                hy_script_has(&s->script, HY_SCRIPT_RESTORE);
    if (kept && (image_of(s->cli) != NULL || tears(s)))
        return hy_reason_set(why, HY_FAIL(UNSUPPORTED),
                             "snapshot and restore are for elements in memory without --tear; for "
                             "an image: hyd element snapshot");
    if (hy_script_has(&s->script, HY_SCRIPT_CLOCK) && hy_cli_get(s->cli, "clock") == NULL)
        return hy_reason_set(why, HY_FAIL(UNSUPPORTED),
                             "a line 'clock' needs a clock that stands still: --clock MS");
    return HY_OK;
}

static hy_rc tear(session *s, hy_reason *why)
{
    HY_TRY(hy_element_flush(s->element, why));
    hy_tear t = {s->cli, &s->card, s->tools, &s->port, s->image, &s->disk, &s->script};
    return hy_tear_run(&t, &s->broken, why);
}

/* The script of the operand, or standard input. */
static hy_rc read_script(session *s, hy_reason *why)
{
    const char *script = script_of(s->cli);
    const char *file = script != NULL ? script : "/dev/stdin";
    hy_buf text;
    HY_TRY(hy_buf_read_file(&text, file, SCRIPT_MAX, why));
    hy_rc rc = hy_script_parse(hy_buf_view(&text), &s->script, why);
    hy_buf_free(&text);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, script != NULL ? script : "script");
}

static hy_rc open_junit(session *s, hy_reason *why)
{
    const char *file = hy_cli_get(s->cli, "junit");
    if (file == NULL)
        return HY_OK;
    s->junit = fopen(file, "we");
    if (s->junit == NULL)
        return hy_reason_set(why, HY_FAIL(IO), "%s: cannot be written", file);
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"apdu\">\n", s->junit);
    return HY_OK;
}

static hy_rc close_junit(session *s, hy_reason *why)
{
    if (s->junit == NULL)
        return HY_OK;
    fputs("</testsuite>\n", s->junit);
    bool good = ferror(s->junit) == 0;
    good = fclose(s->junit) == 0 && good;
    s->junit = NULL;
    return good ? HY_OK
                : hy_reason_set(why, HY_FAIL(IO), "%s: write failed", hy_cli_get(s->cli, "junit"));
}

static hy_rc run_session(session *s, hy_reason *why)
{
    HY_TRY(read_script(s, why));
    HY_TRY(check_script(s, why));
    HY_TRY(open_element(s, why));
    const char *file;
    for (size_t i = 0; (file = hy_cli_nth(s->cli, "cap", i)) != NULL; i++)
        HY_TRY(load(s, file, why));
    if (tears(s))
        return tear(s, why);
    HY_TRY(open_junit(s, why));
    hy_rc rc = run_script(s, why);
    hy_rc closed = close_junit(s, why);
    HY_TRY(rc);
    HY_TRY(closed);
    HY_TRY(hy_card_flush(&s->card, why));
    return hy_element_tools_write(s->cli, s->tools, why);
}

static hy_exit check_options(session *s)
{
    const char *protocol = hy_cli_get(s->cli, "protocol");
    hy_protocol known;
    if (protocol != NULL && !hy_card_profile_protocol(protocol, &known))
        return hy_cli_usage(s->cli, "--protocol %s: T0, T1 or CL", protocol);
    if (hy_cli_get(s->cli, "cap") == NULL && image_of(s->cli) == NULL)
        return hy_cli_usage(s->cli, "IMAGE or --cap is missing");
    if (hy_cli_get(s->cli, "cap") != NULL && s->cli->argc > 1)
        return hy_cli_usage(s->cli, "IMAGE and --cap do not go together");
    if (image_of(s->cli) != NULL &&
        (protocol != NULL || hy_cli_get(s->cli, "card-profile") != NULL))
        return hy_cli_usage(s->cli,
                            "--card-profile and --protocol are settled when the image is made");
    if (image_of(s->cli) != NULL &&
        (tears(s) || hy_cli_get(s->cli, "seed") != NULL || hy_cli_get(s->cli, "clock") != NULL))
        return hy_cli_usage(s->cli, "--tear, --seed and --clock are for elements in memory: --cap");
    if (hy_cli_get(s->cli, "check") != NULL && !tears(s))
        return hy_cli_usage(s->cli, "--check is for --tear");
    uint64_t write;
    if (tears(s) && !hy_tear_choice(hy_cli_get(s->cli, "tear"), &write))
        return hy_cli_usage(s->cli, "--tear %s: the number of a write, or all",
                            hy_cli_get(s->cli, "tear"));
    const char *parameters = hy_cli_get(s->cli, "params");
    s->parameters = hy_buf_new(PARAMETERS_MAX);
    if (parameters != NULL && !hy_ok(hy_hex_decode(parameters, &s->parameters)))
        return hy_cli_usage(s->cli, "--params %s: at most %d bytes in hexadecimal", parameters,
                            PARAMETERS_MAX);
    return hy_element_tools_check(s->cli);
}

static hy_exit run(const hy_cli *cli)
{
    session *s = calloc(1, sizeof *s);
    if (s == NULL)
        return hy_cli_fail("out of memory");
    s->cli = cli;
    hy_reason why = {""};
    hy_exit exit = check_options(s);
    if (exit == HY_EXIT_OK && !hy_ok(run_session(s, &why)))
        exit = hy_cli_fail("%s", why.text);
    if (exit == HY_EXIT_OK && s->failures > 0)
        exit = hy_cli_fail("%zu of %zu expectations failed", s->failures, s->expectations);
    if (exit == HY_EXIT_OK && s->broken > 0)
        exit = hy_cli_fail("%zu cuts break what the check expects", s->broken);
    hy_tools_close(&s->tools);
    hy_card_close(&s->card);
    for (hy_snapshot *k = s->kept, *next; k != NULL; k = next) {
        next = k->next;
        hy_disk_free(&k->disk);
        free(k);
    }
    hy_disk_free(&s->disk);
    hy_script_free(&s->script);
    hy_buf_free(&s->parameters);
    free(s);
    return exit;
}

const hy_command hy_command_element_apdu = {
    .noun = "element",
    .verb = "apdu",
    .operands = "[IMAGE] [SCRIPT]",
    .max_operands = 2,
    .summary = "Run applets by a script of APDUs, in an element in memory or in an image",
    .description =
        "Loads the CAP files into a new element, installs their applets, sends the commands of "
        "SCRIPT\n"
        "(or of standard input) and prints each with its response. Nothing is kept; with "
        "IMAGE\ninstead of CAP files the element of the image does it, and keeps what it did.\n\n"
        "A line of the script is an APDU in hexadecimal, optionally behind '>'. Behind ';' stands "
        "what\n"
        "is expected: a status word, or a whole response, where a dot is any digit and an "
        "asterisk\n"
        "any run of digits. 'reset' resets the card, '#' starts a comment. 'snapshot NAME' keeps "
        "an\n"
        "element in memory as it is, 'restore NAME' goes on from there, as after a restart. When "
        "an\n"
        "expectation fails, the run goes on and the exit code is 1.\n\n"
        "A command that ends in 6F00, and an installation that fails, print the Java stack of the\n"
        "exception. Names and lines come from the Debug component of the CAP file.\n\n"
        "With *--tear* power is cut before a persistent write, or before each in turn, as a card\n"
        "tears: every write outside transactions by itself, transactions whole, non-atomic copies "
        "in\n"
        "the middle. Then the element starts again and *--check* tells whether all is well; the\n"
        "exit code is 1 when it is not.\n",
    .options = options,
    .examples =
        "# The wallet: its PIN is 1234; present it, put 100 in\n"
        "hyd element apdu --cap wallet.cap --params 31323334 wallet.apdu\n"
        "# One command, from the shell\n"
        "echo '00A4040009D27600008501010001 ; 9000' | hyd element apdu --cap wallet.cap\n"
        "# What the applet does with each command\n"
        "hyd element apdu --trace --cap wallet.cap --params 31323334 wallet.apdu\n"
        "# Which lines of Java the script reached, as web pages\n"
        "hyd element apdu --coverage wallet.info --source src --cap wallet.cap wallet.apdu\n"
        "genhtml --branch-coverage -o coverage wallet.info\n"
        "# Does a cut of power leave it consistent, wherever it comes?\n"
        "hyd element apdu --tear all --check holds.apdu --cap wallet.cap wallet.apdu\n"
        "# Line by line: in another terminal, jdb -sourcepath src -attach 5005\n"
        "hyd element apdu --jdwp=suspend=y --cap wallet.cap --params 31323334 wallet.apdu\n",
    .run = run,
};
