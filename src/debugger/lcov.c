/* Coverage as a tracefile of lcov: a section for each source file, with its functions, branches and
   lines in the order of the lines. */
#include "debugger/coverage.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, NAME_SIZE = 700 };

/* One Java file: lines that have code, how often each ran, 0 where there is none. */
typedef struct writing {
    const hy_coverage *c;
    const hy_symbol_package *named;
    const hy_coverage_package *counted;
    const char *source;  /* "Wallet.java" */
    const char *package; /* "com/example/wallet" */
    bool *has_code;      /* [line] */
    uint32_t *count;     /* [line] */
    FILE *out;
} writing;

enum { LINES = UINT16_MAX + 1 };

/* ---- the file's place ---- */

static bool is_there(const char *folder, const char *package, const char *source, char *path)
{
    int n = package == NULL ? snprintf(path, PATH_SIZE, "%s/%s", folder, source)
                            : snprintf(path, PATH_SIZE, "%s/%s/%s", folder, package, source);
    return n < PATH_SIZE && access(path, R_OK) == 0;
}

static void find_source(const writing *w, const char *const *folders, size_t count, char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (!is_there(folders[i], w->package, w->source, path) &&
            !is_there(folders[i], NULL, w->source, path))
            continue;
        char *whole = realpath(path, NULL);
        if (whole != NULL)
            snprintf(path, PATH_SIZE, "%s", whole);
        free(whole);
        return;
    }
    snprintf(path, PATH_SIZE, "%s/%s", w->package, w->source);
}

/* ---- methods of the file ---- */

typedef void (*method_fn)(writing *w, const hy_symbol_method *m, const hy_coverage_method *counts);

static bool is_in_file(const writing *w, const hy_symbol_method *m)
{
    return m->owner->source != NULL && m->debug != NULL && m->of->cells != NULL &&
           m->debug->line_count > 0 && strcmp(m->owner->source, w->source) == 0;
}

static void each_method(writing *w, method_fn visit)
{
    for (uint16_t i = 0; i < w->named->linked->method_count; i++)
        if (is_in_file(w, w->named->methods[i]))
            visit(w, w->named->methods[i], &w->counted->methods[i]);
}

static void print_function(writing *w, const hy_symbol_method *m, const hy_coverage_method *counts)
{
    char name[NAME_SIZE];
    hy_symbol_text(m, name, sizeof name);
    unsigned line = hy_symbol_line(m, 0);
    if (line == 0)
        line = m->debug->lines[0].line;
    fprintf(w->out, "FN:%u,%s%s\nFNDA:%u,%s%s\n", line, name, m->desc, counts->entered, name,
            m->desc);
}

/* A line has run as often as that of its cells which ran most. */
static void add_lines(writing *w, const hy_symbol_method *m, const hy_coverage_method *counts)
{
    for (uint32_t i = 0; i < m->of->cell_count; i++) {
        unsigned line = hy_symbol_line(m, m->of->offsets[i]);
        if (line == 0 || m->of->cells[i].op == HY_CELL_DATA)
            continue;
        w->has_code[line] = true;
        if (counts->run[i] > w->count[line])
            w->count[line] = counts->run[i];
    }
}

static void print_way(const writing *w, unsigned line, uint32_t block, unsigned branch,
                      uint32_t run, uint32_t taken)
{
    if (run == 0)
        fprintf(w->out, "BRDA:%u,%u,%u,-\n", line, (unsigned)block, branch);
    else
        fprintf(w->out, "BRDA:%u,%u,%u,%u\n", line, (unsigned)block, branch, taken);
}

/* The cases of a switch that go to different places: its default and the first DATA cell of each
   target. */
static void print_switch(const writing *w, const hy_method *m, const hy_coverage_method *counts,
                         uint32_t at, unsigned line, uint32_t block)
{
    const hy_cell *s = &m->cells[at];
    bool table = s->op == HY_CELL_TABLE || s->op == HY_CELL_TABLE_INT;
    int64_t end = table ? 3 + ((int64_t)s[2].i - s->i + 1) : 2 + 2 * (int64_t)s->i;
    unsigned branch = 0;
    print_way(w, line, block, branch++, counts->run[at], counts->taken[at + 1]);
    for (int64_t d = 3; d < end; d += table ? 1 : 2) {
        bool first = s[d].i != s[1].i;
        for (int64_t k = 3; k < d && first; k += table ? 1 : 2)
            first = s[k].i != s[d].i;
        if (first)
            print_way(w, line, block, branch++, counts->run[at], counts->taken[at + d]);
    }
}

static void print_branches(writing *w, const hy_symbol_method *m, const hy_coverage_method *counts)
{
    for (uint32_t i = 0; i < m->of->cell_count; i++) {
        uint16_t op = m->of->cells[i].op;
        uint32_t block = m->of->at + m->of->offsets[i];
        unsigned line = hy_symbol_line(m, m->of->offsets[i]);
        if (line == 0)
            continue;
        if (op >= HY_CELL_IFEQ && op <= HY_CELL_IF_SCMPLE) {
            print_way(w, line, block, 0, counts->run[i], counts->taken[i]);
            print_way(w, line, block, 1, counts->run[i], counts->run[i] - counts->taken[i]);
        } else if (op >= HY_CELL_TABLE && op <= HY_CELL_LOOKUP_INT) {
            print_switch(w, m->of, counts, i, line, block);
        }
    }
}

static void print_file(writing *w, const char *const *folders, size_t folder_count)
{
    char path[PATH_SIZE];
    find_source(w, folders, folder_count, path);
    memset(w->has_code, 0, LINES * sizeof *w->has_code);
    memset(w->count, 0, LINES * sizeof *w->count);
    fprintf(w->out, "TN:\nSF:%s\n", path);
    each_method(w, print_function);
    each_method(w, print_branches);
    each_method(w, add_lines);
    unsigned found = 0, hit = 0;
    for (unsigned line = 1; line < LINES; line++) {
        if (!w->has_code[line])
            continue;
        fprintf(w->out, "DA:%u,%u\n", line, w->count[line]);
        found++;
        hit += w->count[line] > 0;
    }
    fprintf(w->out, "LF:%u\nLH:%u\nend_of_record\n", found, hit);
}

/* Was this file written for an earlier class? */
static bool is_first(const hy_symbol_package *p, uint16_t at)
{
    for (uint16_t i = 0; i < at; i++)
        if (p->classes[i].source != NULL &&
            strcmp(p->classes[i].source, p->classes[at].source) == 0)
            return false;
    return true;
}

static void print_package(writing *w, const char *const *folders, size_t folder_count)
{
    const hy_symbol_package *p = w->named;
    for (uint16_t i = 0; i < p->linked->class_count; i++) {
        const hy_symbol_class *k = &p->classes[i];
        if (k->debug == NULL || k->source == NULL || !is_first(p, i))
            continue;
        w->source = k->source;
        w->package = k->debug->package;
        print_file(w, folders, folder_count);
    }
}

hy_rc hy_coverage_write(const hy_coverage *c, const char *const *folders, size_t folder_count,
                        FILE *out, hy_reason *why)
{
    writing w = {.c = c, .out = out};
    w.has_code = calloc(LINES, sizeof *w.has_code);
    w.count = calloc(LINES, sizeof *w.count);
    bool room = w.has_code != NULL && w.count != NULL;
    for (const hy_coverage_package *p = c->packages; room && p != NULL; p = p->next) {
        w.counted = p;
        w.named = hy_symbols_package(c->symbols, p->linked);
        if (w.named->linked != NULL)
            print_package(&w, folders, folder_count);
    }
    free(w.has_code);
    free(w.count);
    if (!room)
        return hy_reason_set(why, HY_FAIL(MEMORY), "coverage: out of memory");
    return ferror(out) != 0 ? hy_reason_set(why, HY_FAIL(IO), "coverage: write failed") : HY_OK;
}
