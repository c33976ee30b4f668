/* `hyd element apdu`: applets run in an element in memory, by a script of APDUs. */
#include "base/hex.h"
#include "cmd/apdu_script.h"
#include "cmd/element.h"
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
    {"protocol", 0, "NAME", false, "T0, T1 (as if nothing is said) or CL"},
    {"junit", 0, "FILE", false, "Also write the outcome of each expectation as JUnit XML"},
    HY_ELEMENT_TOOLS_OPTIONS,
    {NULL, 0, NULL, false, NULL},
};

/* Everything that a run owns. */
typedef struct session {
    const hy_cli *cli;
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
    hy_tools *tools;
    hy_script script;
    hy_buf parameters;
    FILE *junit;
    size_t expectations, failures;
    uint8_t response[RESPONSE_MAX];
    char hex[HEX_MAX];
} session;

static hy_rc open_element(session *s, hy_reason *why)
{
    hy_port port = hy_port_system();
    hy_element_config config = {0};
    const char *protocol = hy_cli_get(s->cli, "protocol");
    if (protocol != NULL && strcmp(protocol, "T0") == 0)
        config.protocol = HY_PROTOCOL_T0;
    else if (protocol != NULL && strcmp(protocol, "CL") == 0)
        config.protocol = HY_PROTOCOL_CL;
    HY_TRY(hy_pool_open(&port, NULL, &s->pool, why));
    HY_TRY(hy_workspace_open(&port, NULL, &s->work, why));
    HY_TRY(hy_element_create(s->pool, s->work, &port, &config, &s->element, why));
    return hy_element_tools_open(s->cli, s->pool, s->element, s->work, &s->tools, why);
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

static hy_rc run_script(session *s, hy_reason *why)
{
    for (size_t i = 0; i < s->script.count; i++) {
        const hy_script_step *step = &s->script.steps[i];
        if (step->kind == HY_SCRIPT_COMMAND) {
            HY_TRY(run_command(s, step, why));
            continue;
        }
        puts("reset");
        HY_TRY(hy_element_reset(s->element, s->work, why));
    }
    return HY_OK;
}

/* The script of the operand, or standard input. */
static hy_rc read_script(session *s, hy_reason *why)
{
    const char *file = s->cli->argc > 0 ? s->cli->argv[0] : "/dev/stdin";
    hy_buf text;
    HY_TRY(hy_buf_read_file(&text, file, SCRIPT_MAX, why));
    hy_rc rc = hy_script_parse(hy_buf_view(&text), &s->script, why);
    hy_buf_free(&text);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, s->cli->argc > 0 ? file : "script");
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
    HY_TRY(open_element(s, why));
    const char *file;
    for (size_t i = 0; (file = hy_cli_nth(s->cli, "cap", i)) != NULL; i++)
        HY_TRY(load(s, file, why));
    HY_TRY(open_junit(s, why));
    hy_rc rc = run_script(s, why);
    hy_rc closed = close_junit(s, why);
    HY_TRY(rc);
    HY_TRY(closed);
    return hy_element_tools_write(s->cli, s->tools, why);
}

static hy_exit check_options(session *s)
{
    const char *protocol = hy_cli_get(s->cli, "protocol");
    if (protocol != NULL && strcmp(protocol, "T0") != 0 && strcmp(protocol, "T1") != 0 &&
        strcmp(protocol, "CL") != 0)
        return hy_cli_usage(s->cli, "--protocol %s: T0, T1 or CL", protocol);
    if (hy_cli_get(s->cli, "cap") == NULL)
        return hy_cli_usage(s->cli, "--cap is missing");
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
    hy_tools_close(&s->tools);
    hy_element_close(&s->element);
    hy_workspace_close(&s->work);
    hy_pool_close(&s->pool);
    hy_script_free(&s->script);
    hy_buf_free(&s->parameters);
    free(s);
    return exit;
}

const hy_command hy_command_element_apdu = {
    .noun = "element",
    .verb = "apdu",
    .operands = "[SCRIPT]",
    .max_operands = 1,
    .summary = "Run applets in an element in memory, by a script of APDUs",
    .description =
        "Loads the CAP files into a new element, installs their applets, sends the commands of "
        "SCRIPT\n"
        "(or of standard input) and prints each with its response. Nothing is kept.\n\n"
        "A line of the script is an APDU in hexadecimal, optionally behind '>'. Behind ';' stands "
        "what\n"
        "is expected: a status word, or a whole response, where a dot is any digit and an "
        "asterisk\n"
        "any run of digits. 'reset' resets the card, '#' starts a comment. When an expectation\n"
        "fails, the run goes on and the exit code is 1.\n\n"
        "A command that ends in 6F00, and an installation that fails, print the Java stack of the\n"
        "exception. Names and lines come from the Debug component of the CAP file.\n",
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
        "# Line by line: in another terminal, jdb -sourcepath src -attach 5005\n"
        "hyd element apdu --jdwp=suspend=y --cap wallet.cap --params 31323334 wallet.apdu\n",
    .run = run,
};
