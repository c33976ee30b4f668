/* Counting for profiles, and printing them. */
#include "debugger/profile.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

enum {
    ARENA_MAX = 64 << 20,
    OBJECT_OVERHEAD = 20, /* its entry in the handle table, and its reference before the body */
    NAME_SIZE = 700,
};

static hy_profile_package *find(hy_profile *p, const hy_linked *l)
{
    hy_profile_package *k = p->packages;
    while (k != NULL && k->linked != l)
        k = k->next;
    if (k != NULL)
        return k;
    k = HY_NEW(&p->arena, hy_profile_package);
    hy_profile_row *rows = HY_NEW_ARRAY(&p->arena, hy_profile_row, l->method_count + 1u);
    if (k == NULL || rows == NULL)
        return NULL;
    *k = (hy_profile_package){.linked = l, .rows = rows, .next = p->packages};
    p->packages = k;
    return k;
}

static hy_profile_row *row_of(hy_profile *p, const hy_method *m)
{
    hy_profile_package *k = find(p, m->linked);
    if (k == NULL)
        return &p->outside;
    hy_profile_row *row = &k->rows[m - m->linked->methods];
    row->method = m;
    return row;
}

static void step(void *context, hy_machine *m)
{
    row_of(context, m->frames[m->depth - 1].method)->bytecodes++;
}

static void enter(void *context, hy_machine *m)
{
    row_of(context, m->frames[m->depth - 1].method)->calls++;
}

static void native(void *context, hy_machine *m, const hy_method *method)
{
    (void)m;
    row_of(context, method)->calls++;
}

static void made(void *context, hy_machine *m, const hy_object_spec *spec)
{
    hy_profile *p = context;
    hy_profile_row *row = m->depth == 0 ? &p->outside : row_of(p, m->frames[m->depth - 1].method);
    row->objects++;
    row->bytes += OBJECT_OVERHEAD + (hy_heap_size_of(spec->shape, spec->length) + 3u) / 4 * 4;
}

void hy_profile_open(hy_profile *p, hy_symbols *symbols)
{
    *p = (hy_profile){.symbols = symbols, .arena = hy_arena_new(ARENA_MAX)};
    p->watcher = (hy_watcher){
        .context = p, .steps = true, .step = step, .enter = enter, .native = native, .made = made};
}

void hy_profile_close(hy_profile *p)
{
    hy_arena_free(&p->arena);
    p->packages = NULL;
}

/* ---- printing ---- */

/* Most bytecodes first; then most calls; then the order of the package. */
static int compare(const void *left, const void *right)
{
    const hy_profile_row *a = *(const hy_profile_row *const *)left;
    const hy_profile_row *b = *(const hy_profile_row *const *)right;
    if (a->bytecodes != b->bytecodes)
        return a->bytecodes < b->bytecodes ? 1 : -1;
    if (a->calls != b->calls)
        return a->calls < b->calls ? 1 : -1;
    return a->method->at < b->method->at ? -1 : 1;
}

static size_t gather(const hy_profile *p, const hy_profile_row **rows)
{
    size_t n = 0;
    for (const hy_profile_package *k = p->packages; k != NULL; k = k->next)
        for (uint16_t i = 0; i < k->linked->method_count; i++) {
            if (k->rows[i].method == NULL)
                continue;
            if (rows != NULL)
                rows[n] = &k->rows[i];
            n++;
        }
    return n;
}

static void print_table(const hy_profile *p, const hy_profile_row **rows, size_t n, FILE *out)
{
    char name[NAME_SIZE];
    uint64_t all = 0;
    for (size_t i = 0; i < n; i++)
        all += rows[i]->bytecodes;
    fputs("   bytecodes  share     calls  objects     bytes  method\n", out);
    for (size_t i = 0; i < n; i++) {
        const hy_profile_row *r = rows[i];
        const hy_symbol_method *m = hy_symbols_method(p->symbols, r->method);
        double share = all == 0 ? 0 : 100.0 * (double)r->bytecodes / (double)all;
        fprintf(out, "%12" PRIu64 " %5.1f%% %9" PRIu64 " %8" PRIu64 " %9" PRIu64 "  %s%s\n",
                r->bytecodes, share, r->calls, r->objects, r->bytes,
                r->method->native != HY_NOT_NATIVE ? "native " : "",
                r->method->native != HY_NOT_NATIVE ? hy_symbol_text(m, name, sizeof name)
                                                   : hy_symbol_place(m, 0, name, sizeof name));
    }
    fprintf(out, "%12" PRIu64 " bytecodes in %zu methods\n", all, n);
}

static json_t *row_to_json(const hy_profile *p, const hy_profile_row *r)
{
    char name[NAME_SIZE];
    const hy_symbol_method *m = hy_symbols_method(p->symbols, r->method);
    bool has_file = m->owner->source != NULL;
    json_t *file = has_file ? json_string(m->owner->source) : json_null();
    return json_pack(
        "{s:s, s:o, s:i, s:I, s:I, s:I, s:I}", "method", hy_symbol_text(m, name, sizeof name),
        "file", file, "line", (int)hy_symbol_line(m, 0), "calls", (json_int_t)r->calls, "bytecodes",
        (json_int_t)r->bytecodes, "objects", (json_int_t)r->objects, "bytes", (json_int_t)r->bytes);
}

static hy_rc print_json(const hy_profile *p, const hy_profile_row **rows, size_t n, FILE *out)
{
    json_t *list = json_array();
    bool good = list != NULL;
    for (size_t i = 0; good && i < n; i++)
        good = json_array_append_new(list, row_to_json(p, rows[i])) == 0;
    good = good && json_dumpf(list, out, JSON_INDENT(2)) == 0;
    json_decref(list);
    fputc('\n', out);
    return good ? HY_OK : HY_FAIL(MEMORY);
}

hy_rc hy_profile_print(const hy_profile *p, bool json, FILE *out, hy_reason *why)
{
    size_t n = gather(p, NULL);
    const hy_profile_row **rows = calloc(n + 1, sizeof *rows);
    if (rows == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "profile: out of memory");
    gather(p, rows);
    qsort((void *)rows, n, sizeof *rows, compare);
    hy_rc rc = HY_OK;
    if (json)
        rc = print_json(p, rows, n, out);
    else
        print_table(p, rows, n, out);
    free((void *)rows);
    if (!hy_ok(rc))
        return hy_reason_set(why, rc, "profile: out of memory");
    return ferror(out) != 0 ? hy_reason_set(why, HY_FAIL(IO), "profile: write failed") : HY_OK;
}
