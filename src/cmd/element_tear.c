/* Cuts of power in an APDU script: found by counting, tried one by one, printed. */
#include "cmd/element_tear.h"

#include "base/clock.h"
#include "base/hex.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    RESPONSE_MAX = 65538,
    SCRIPT_MAX = 16 << 20,
    PLACE_SIZE = 300,
    GOT_SIZE = 80,
    BAR = 40,
    PATIENCE = 2000, /* milliseconds before the progress is shown */
};

/* A persistent write, and what the check said when power was cut before it. The last one is none:
   the script ran to its end. */
typedef struct cut {
    unsigned line; /* of the script */
    char place[PLACE_SIZE];
    bool tried, holds;
    unsigned check_line;
    const char *expected;
    char got[GOT_SIZE];
} cut;

typedef struct run {
    hy_tear *t;
    hy_disk start; /* what is there before the script */
    hy_script check;
    cut *cuts; /* [count + 1] */
    size_t count, room;
    unsigned line; /* of the script, that runs */
    bool out_of_memory;
    uint8_t response[RESPONSE_MAX];
    char hex[2 * RESPONSE_MAX + 1];
} run;

bool hy_tear_choice(const char *text, uint64_t *write)
{
    *write = 0;
    return strcmp(text, "all") == 0 || (hy_test_port_number(text, write) && *write > 0);
}

/* ---- a script on the element ---- */

/* Runs a step; good: its expectation, if there is one, is met. */
static hy_rc run_step(run *r, const hy_script_step *step, bool *good, hy_reason *why)
{
    size_t n = 0;
    *good = true;
    if (step->kind == HY_SCRIPT_RESET)
        return hy_element_reset(r->t->card->element, r->t->card->work, why);
    if (step->kind == HY_SCRIPT_CLOCK)
        return hy_test_port_number(step->name, &r->t->port->milliseconds) ? HY_OK : HY_FAIL(FORMAT);
    if (step->kind != HY_SCRIPT_COMMAND)
        return hy_reason_set(why, HY_FAIL(UNSUPPORTED),
                             "line %u: snapshot and restore do not go with --tear", step->line);
    HY_TRY(hy_element_transmit(r->t->card->element, r->t->card->work, hy_buf_view(&step->command),
                               r->response, sizeof r->response, &n, why));
    hy_hex_encode(hy_view_of(r->response, n), r->hex, sizeof r->hex);
    *good = hy_script_fits(step, r->hex);
    return HY_OK;
}

/* Runs the script until it ends or power is cut. */
static hy_rc run_script(run *r, hy_reason *why)
{
    for (size_t i = 0; i < r->t->script->count; i++) {
        const hy_script_step *step = &r->t->script->steps[i];
        bool good;
        r->line = step->line;
        hy_rc rc = run_step(r, step, &good, why);
        if (r->t->disk->dark)
            return HY_OK;
        HY_TRY(rc);
        if (!good)
            return hy_reason_set(why, HY_FAIL(MISMATCH),
                                 "line %u: expected %s, got %.60s, before any cut", step->line,
                                 step->expected, r->hex);
    }
    return HY_OK;
}

/* The element of the start, in every run with the same randomness and time. */
static hy_rc begin(run *r, uint64_t seed, uint64_t time, hy_reason *why)
{
    hy_tear *t = r->t;
    hy_element_close(&t->card->element);
    hy_disk_free(t->disk);
    t->port->random.seed = seed;
    t->port->milliseconds = time;
    HY_TRY(hy_disk_copy(t->disk, &r->start));
    const hy_port port = hy_test_port_of(t->port);
    HY_TRY(hy_card_open_again(t->card, &port, &t->image, why));
    t->disk->syncs = 0;
    return HY_OK;
}

/* ---- the writes, counted ---- */

static void note_write(void *context)
{
    run *r = context;
    if (r->count + 1 >= r->room) {
        size_t room = r->room * 2 + 64;
        cut *more = realloc(r->cuts, room * sizeof *more);
        r->out_of_memory = r->out_of_memory || more == NULL;
        if (more == NULL)
            return;
        memset(more + r->room, 0, (room - r->room) * sizeof *more);
        r->cuts = more;
        r->room = room;
    }
    cut *c = &r->cuts[r->count++];
    c->line = r->line;
    hy_tools_write_place(r->t->tools, c->place, sizeof c->place);
}

static hy_rc count_writes(run *r, hy_reason *why)
{
    hy_disk *d = r->t->disk;
    hy_tools_moved(r->t->tools, r->t->card->element);
    hy_tools_note_writes(r->t->tools);
    d->context = r;
    d->synced = note_write;
    HY_TRY(run_script(r, why));
    d->synced = NULL;
    if (r->out_of_memory)
        return hy_reason_set(why, HY_FAIL(MEMORY), "out of memory");
    if (r->count == 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "the script makes no persistent write");
    return HY_OK;
}

/* ---- a cut ---- */

/* After the restart. What the check's own commands write is not cut. */
static hy_rc run_check(run *r, cut *c, hy_reason *why)
{
    c->tried = c->holds = true;
    for (size_t i = 0; i < r->check.count; i++) {
        const hy_script_step *step = &r->check.steps[i];
        bool good;
        HY_TRY(run_step(r, step, &good, why));
        if (good)
            continue;
        c->holds = false;
        c->check_line = step->line;
        c->expected = step->expected;
        snprintf(c->got, sizeof c->got, "%.*s", GOT_SIZE - 1, r->hex);
        return HY_OK;
    }
    return HY_OK;
}

static hy_rc try_cut(run *r, size_t index, uint64_t seed, uint64_t time, hy_reason *why)
{
    const hy_port port = hy_test_port_of(r->t->port);
    HY_TRY(begin(r, seed, time, why));
    r->t->disk->cut_at = index + 1;
    HY_TRY(run_script(r, why));
    hy_element_close(&r->t->card->element);
    hy_disk_restart(r->t->disk);
    HY_TRY(hy_card_open_again(r->t->card, &port, &r->t->image, why));
    return run_check(r, &r->cuts[index], why);
}

static void show_progress(size_t done, size_t all, int64_t since)
{
    const hy_clock clock = hy_clock_system();
    if (!isatty(STDERR_FILENO) || hy_clock_ticks(&clock) - since < PATIENCE)
        return;
    size_t full = done * BAR / all;
    fprintf(stderr, "\rtearing [%.*s%*s] %zu of %zu%s", (int)full,
            "########################################", (int)(BAR - full), "", done, all,
            done == all ? "\n" : "");
}

static hy_rc try_cuts(run *r, uint64_t chosen, uint64_t seed, uint64_t time, hy_reason *why)
{
    const hy_clock clock = hy_clock_system();
    int64_t since = hy_clock_ticks(&clock);
    if (chosen > r->count)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "--tear %llu: the script makes %zu writes",
                             (unsigned long long)chosen, r->count);
    for (size_t i = 0; i <= r->count; i++) {
        if (chosen == 0 || i + 1 == chosen || i == r->count)
            HY_TRY(try_cut(r, i, seed, time, why));
        show_progress(i + 1, r->count + 1, since);
    }
    return HY_OK;
}

/* ---- the outcome ---- */

static const char *place_text(const cut *c)
{
    return c->place[0] == '\0' ? "the platform" : c->place;
}

static void print_text(const run *r, size_t broken)
{
    for (size_t i = 0; i <= r->count; i++) {
        const cut *c = &r->cuts[i];
        if (!c->tried)
            continue;
        if (i < r->count)
            printf("cut before write %zu of %zu, line %u, %s: %s\n", i + 1, r->count, c->line,
                   place_text(c), c->holds ? "holds" : "BREAKS");
        else
            printf("no cut: %s\n", c->holds ? "holds" : "BREAKS");
        if (!c->holds)
            printf("    check, line %u: expected %s, got %s\n", c->check_line, c->expected, c->got);
    }
    printf("%zu persistent writes, %zu broken\n", r->count, broken);
}

static hy_rc print_json(const run *r, size_t broken)
{
    json_t *cuts = json_array();
    for (size_t i = 0; i <= r->count; i++) {
        const cut *c = &r->cuts[i];
        if (!c->tried)
            continue;
        json_t *one = json_pack("{s:b}", "holds", c->holds);
        if (i < r->count)
            json_object_update_new(one, json_pack("{s:I, s:i, s:s}", "write", (json_int_t)i + 1,
                                                  "line", (int)c->line, "place", c->place));
        if (!c->holds)
            json_object_update_new(one,
                                   json_pack("{s:i, s:s, s:s}", "check_line", (int)c->check_line,
                                             "expected", c->expected, "got", c->got));
        json_array_append_new(cuts, one);
    }
    json_t *all = json_pack("{s:I, s:I, s:o}", "writes", (json_int_t)r->count, "broken",
                            (json_int_t)broken, "cuts", cuts);
    bool good = all != NULL && json_dumpf(all, stdout, JSON_INDENT(2)) == 0;
    json_decref(all);
    puts("");
    return good ? HY_OK : HY_FAIL(MEMORY);
}

/* Java's characters < > & of <init> and lambdas are written as XML has them. */
static void print_xml(const char *text, FILE *out)
{
    for (; *text != '\0'; text++)
        if (*text == '<' || *text == '>' || *text == '&' || *text == '"')
            fprintf(out, "&#%d;", *text);
        else
            fputc(*text, out);
}

static hy_rc write_junit(const run *r, const char *file, size_t broken, hy_reason *why)
{
    FILE *out = fopen(file, "we");
    if (out == NULL)
        return hy_reason_set(why, HY_FAIL(IO), "%s: cannot be written", file);
    fprintf(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"tear\" "
            "failures=\"%zu\">\n",
            broken);
    for (size_t i = 0; i <= r->count; i++) {
        const cut *c = &r->cuts[i];
        if (!c->tried)
            continue;
        fprintf(out, "  <testcase classname=\"tear\" name=\"write %zu, line %u, ", i + 1, c->line);
        print_xml(i < r->count ? place_text(c) : "no cut", out);
        fputs("\">", out);
        if (!c->holds)
            fprintf(out, "<failure message=\"check, line %u: expected %s, got %s\"/>",
                    c->check_line, c->expected, c->got);
        fputs("</testcase>\n", out);
    }
    fputs("</testsuite>\n", out);
    bool good = ferror(out) == 0;
    good = fclose(out) == 0 && good;
    return good ? HY_OK : hy_reason_set(why, HY_FAIL(IO), "%s: write failed", file);
}

static hy_rc report(run *r, size_t broken, hy_reason *why)
{
    const char *junit = hy_cli_get(r->t->cli, "junit");
    if (hy_cli_flag(r->t->cli, "json"))
        HY_TRY(print_json(r, broken));
    else
        print_text(r, broken);
    return junit == NULL ? HY_OK : write_junit(r, junit, broken, why);
}

/* ---- all of it ---- */

static hy_rc read_check(run *r, hy_reason *why)
{
    const char *file = hy_cli_get(r->t->cli, "check");
    hy_buf text;
    if (file == NULL)
        return HY_OK;
    HY_TRY(hy_buf_read_file(&text, file, SCRIPT_MAX, why));
    hy_rc rc = hy_script_parse(hy_buf_view(&text), &r->check, why);
    hy_buf_free(&text);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, file);
}

static hy_rc tear(run *r, size_t *broken, hy_reason *why)
{
    uint64_t chosen;
    const uint64_t seed = r->t->port->random.seed, time = r->t->port->milliseconds;
    HY_ENSURE(hy_tear_choice(hy_cli_get(r->t->cli, "tear"), &chosen), ARGUMENT);
    HY_TRY(read_check(r, why));
    HY_TRY(hy_disk_copy(&r->start, r->t->disk));
    HY_TRY(begin(r, seed, time, why));
    HY_TRY(count_writes(r, why));
    HY_TRY(try_cuts(r, chosen, seed, time, why));
    for (size_t i = 0; i <= r->count; i++)
        *broken += r->cuts[i].tried && !r->cuts[i].holds;
    return report(r, *broken, why);
}

hy_rc hy_tear_run(hy_tear *t, size_t *broken, hy_reason *why)
{
    run *r = calloc(1, sizeof *r);
    *broken = 0;
    if (r == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "out of memory");
    r->t = t;
    hy_rc rc = tear(r, broken, why);
    hy_element_close(&t->card->element); /* it tells the disk, which tells this run */
    hy_script_free(&r->check);
    hy_disk_free(&r->start);
    free(r->cuts);
    free(r);
    return rc;
}
