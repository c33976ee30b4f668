/* Counting what runs, for coverage: cells, and which way each branch went. */
#include "debugger/coverage.h"

enum { ARENA_MAX = 256 << 20 };

static hy_coverage_package *find(const hy_coverage *c, const hy_linked *l)
{
    hy_coverage_package *p = c->packages;
    while (p != NULL && p->linked != l)
        p = p->next;
    return p;
}

hy_rc hy_coverage_add(hy_coverage *c, const hy_linked *l, hy_reason *why)
{
    if (find(c, l) != NULL)
        return HY_OK;
    hy_coverage_package *p = HY_NEW(&c->arena, hy_coverage_package);
    if (p != NULL)
        p->methods = HY_NEW_ARRAY(&c->arena, hy_coverage_method, l->method_count + 1u);
    if (p == NULL || p->methods == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "coverage: out of memory");
    for (uint16_t i = 0; i < l->method_count; i++) {
        size_t cells = l->methods[i].cells == NULL ? 0 : l->methods[i].cell_count;
        p->methods[i].run = HY_NEW_ARRAY(&c->arena, uint32_t, cells + 1);
        p->methods[i].taken = HY_NEW_ARRAY(&c->arena, uint32_t, cells + 1);
        if (p->methods[i].run == NULL || p->methods[i].taken == NULL)
            return hy_reason_set(why, HY_FAIL(MEMORY), "coverage: out of memory");
    }
    p->linked = l;
    p->next = c->packages;
    c->packages = p;
    return HY_OK;
}

static hy_coverage_method *method_of(const hy_coverage *c, const hy_method *m)
{
    const hy_coverage_package *p = find(c, m->linked);
    return p == NULL ? NULL : &p->methods[m - m->linked->methods];
}

static bool is_conditional(uint16_t op)
{
    return op >= HY_CELL_IFEQ && op <= HY_CELL_IF_SCMPLE;
}

static bool is_switch(uint16_t op)
{
    return op >= HY_CELL_TABLE && op <= HY_CELL_LOOKUP_INT;
}

/* The DATA cell of a switch with the target that was taken: the first that has it. */
static const hy_cell *taken_case(const hy_cell *at, const hy_cell *to)
{
    bool table = at->op == HY_CELL_TABLE || at->op == HY_CELL_TABLE_INT;
    ptrdiff_t way = to - at;
    const hy_cell *end = at + (table ? 3 + ((int64_t)at[2].i - at->i + 1) : 2 + 2 * (int64_t)at->i);
    for (const hy_cell *d = at + 3; d < end; d += table ? 1 : 2)
        if (d->i == way)
            return d;
    return at + 1;
}

/* Where the branch before went. */
static void count_branch(const hy_coverage *c, const hy_method *method, const hy_cell *to)
{
    const hy_cell *at = c->before;
    if (is_conditional(at->op) && to - at == at->i)
        c->in->taken[at - method->cells]++;
    else if (is_switch(at->op))
        c->in->taken[taken_case(at, to) - method->cells]++;
}

static void step(void *context, hy_machine *m)
{
    hy_coverage *c = context;
    const hy_frame *f = &m->frames[m->depth - 1];
    hy_coverage_method *in = method_of(c, f->method);
    if (in == NULL) {
        c->in = NULL;
        return;
    }
    if (c->in == in && c->depth == m->depth && c->before != NULL)
        count_branch(c, f->method, f->pc);
    in->run[f->pc - f->method->cells]++;
    c->in = in;
    c->before = f->pc;
    c->depth = m->depth;
}

static void enter(void *context, hy_machine *m)
{
    hy_coverage *c = context;
    hy_coverage_method *in = method_of(c, m->frames[m->depth - 1].method);
    if (in != NULL)
        in->entered++;
    c->before = NULL;
}

static void end(void *context)
{
    hy_coverage *c = context;
    c->before = NULL;
    c->in = NULL;
}

void hy_coverage_open(hy_coverage *c, hy_symbols *symbols)
{
    *c = (hy_coverage){.symbols = symbols, .arena = hy_arena_new(ARENA_MAX)};
    c->watcher =
        (hy_watcher){.context = c, .steps = true, .step = step, .enter = enter, .end = end};
}

void hy_coverage_close(hy_coverage *c)
{
    hy_arena_free(&c->arena);
    c->packages = NULL;
}
