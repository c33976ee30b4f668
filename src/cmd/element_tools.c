/* Tools as the options ask for them, and the files that they write. */
#include "cmd/element_tools.h"

#include "cmd/share.h"

#include <stdlib.h>
#include <string.h>

enum { FOLDERS_MAX = 64, ARENA_MAX = 64 * 1024 };

hy_exit hy_element_tools_check(const hy_cli *cli)
{
    const char *trace = hy_cli_get(cli, "trace");
    const char *jdwp = hy_cli_get(cli, "jdwp");
    hy_reason why;
    if (jdwp != NULL && !hy_ok(hy_tools_check_jdwp(jdwp, &why)))
        return hy_cli_usage(cli, "--%s", why.text);
    if (trace != NULL && !hy_ok(hy_tools_check_trace(trace, &why)))
        return hy_cli_usage(cli, "--%s", why.text);
    if (hy_cli_flag(cli, "json") && hy_cli_get(cli, "profile") == NULL &&
        hy_cli_get(cli, "tear") == NULL)
        return hy_cli_usage(cli, "--json is for --profile and --tear");
    if (hy_cli_get(cli, "source") != NULL && hy_cli_get(cli, "coverage") == NULL)
        return hy_cli_usage(cli, "--source is for --coverage");
    return HY_EXIT_OK;
}

hy_rc hy_element_tools_open(const hy_cli *cli, hy_pool *pool, hy_element *element,
                            hy_workspace *work, hy_tools **out, hy_reason *why)
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_tools_options options = {
        .trace = hy_cli_get(cli, "trace"),
        .trace_out = stdout,
        .stack_out = stderr,
        .coverage = hy_cli_get(cli, "coverage") != NULL,
        .jdwp = hy_cli_get(cli, "jdwp"),
        .profile = hy_cli_get(cli, "profile") != NULL,
    };
    if (!hy_ok(hy_share_find(&arena, "exports", &options.exports, why))) {
        fprintf(stderr, "hyd: %s; the platform's names are not shown\n", why->text);
        options.exports = NULL;
    }
    hy_rc rc = hy_tools_open(&options, pool, element, work, out, why);
    hy_arena_free(&arena);
    return rc;
}

bool hy_element_tools_wanted(const hy_cli *cli)
{
    static const char *const names[] = {"trace", "coverage", "profile", "jdwp"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (hy_cli_get(cli, names[i]) != NULL)
            return true;
    return false;
}

/* ---- a link that tells the tools ---- */

typedef struct told {
    hy_tools *tools; /* borrowed */
    hy_link *link;   /* owned */
} told;

static hy_rc transmit(void *state, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    told *t = state;
    hy_tools_command(t->tools, command);
    HY_TRY(hy_link_transmit(t->link, command, response, room, n, why));
    hy_tools_response(t->tools, hy_view_of(response, *n));
    fflush(stdout);
    return HY_OK;
}

static hy_rc reset(void *state, hy_reason *why)
{
    return hy_link_reset(((told *)state)->link, why);
}

static hy_rc get_atr(void *state, uint8_t *atr, size_t *n, hy_reason *why)
{
    hy_view answer;
    HY_TRY(hy_link_atr(((told *)state)->link, &answer, why));
    memcpy(atr, answer.p, answer.n);
    *n = answer.n;
    return HY_OK;
}

static void close_told(void *state)
{
    told *t = state;
    hy_link_close(&t->link);
    free(t);
}

hy_rc hy_element_tools_join(hy_tools *tools, hy_link **link, hy_reason *why)
{
    static const hy_link_kind kind = {transmit, reset, get_atr, close_told};
    told *t = calloc(1, sizeof *t);
    if (t == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "tools: out of memory");
    *t = (told){tools, *link};
    *link = NULL;
    return hy_link_new(&kind, t, "element", link, why);
}

/* ---- what is written at the end ---- */

static hy_rc open_file(const char *name, FILE **out, hy_reason *why)
{
    *out = strcmp(name, "-") == 0 ? stdout : fopen(name, "we");
    return *out != NULL ? HY_OK : hy_reason_set(why, HY_FAIL(IO), "%s: cannot be written", name);
}

static hy_rc close_file(FILE *file, const char *name, hy_rc rc, hy_reason *why)
{
    bool good = ferror(file) == 0;
    if (file != stdout)
        good = fclose(file) == 0 && good;
    HY_TRY(rc);
    return good ? HY_OK : hy_reason_set(why, HY_FAIL(IO), "%s: write failed", name);
}

static hy_rc write_coverage(const hy_cli *cli, const hy_tools *t, hy_reason *why)
{
    const char *name = hy_cli_get(cli, "coverage");
    const char *folders[FOLDERS_MAX];
    size_t count = 0;
    FILE *out;
    while (count < FOLDERS_MAX - 1 && (folders[count] = hy_cli_nth(cli, "source", count)) != NULL)
        count++;
    folders[count++] = ".";
    HY_TRY(open_file(name, &out, why));
    return close_file(out, name, hy_tools_write_coverage(t, folders, count, out, why), why);
}

static hy_rc write_profile(const hy_cli *cli, const hy_tools *t, hy_reason *why)
{
    const char *name = hy_cli_get(cli, "profile");
    FILE *out;
    HY_TRY(open_file(name, &out, why));
    hy_rc rc = hy_tools_write_profile(t, hy_cli_flag(cli, "json"), out, why);
    return close_file(out, name, rc, why);
}

hy_rc hy_element_tools_write(const hy_cli *cli, const hy_tools *t, hy_reason *why)
{
    if (hy_cli_get(cli, "coverage") != NULL)
        HY_TRY(write_coverage(cli, t, why));
    return hy_cli_get(cli, "profile") != NULL ? write_profile(cli, t, why) : HY_OK;
}
