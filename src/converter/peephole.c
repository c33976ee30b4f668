/* Peepholes: patterns turn instructions to nop until none matches; then the nops are squeezed out.
 */
#include "converter/peephole.h"

#include "element/vm/opcode.h"

#include <string.h>

enum { HOPS_MAX = 8 };

typedef struct run {
    hy_jcode *code;
    bool *label; /* something jumps here */
    bool *alive; /* reached */
    uint32_t *stack;
    uint32_t depth;
    bool changed;
} run;

static bool branches(uint8_t op)
{
    return op >= HY_OP_ifeq && op <= HY_OP_jsr;
}

static bool is_condition(uint8_t op)
{
    return op >= HY_OP_ifeq && op <= HY_OP_if_scmple;
}

/* ---- who is reached from where ---- */

static void reach(run *r, uint32_t i)
{
    if (i >= r->code->count || r->alive[i])
        return;
    r->alive[i] = true;
    r->stack[r->depth++] = i;
}

static void reach_label(run *r, uint32_t i)
{
    if (i < r->code->count)
        r->label[i] = true;
    reach(r, i);
}

static void follow(run *r, uint32_t i)
{
    const hy_jinsn *insn = &r->code->insns[i];
    if (branches(insn->op))
        reach_label(r, insn->target);
    if (insn->cases != NULL) {
        reach_label(r, insn->cases->fallback);
        for (size_t k = 0; k < insn->cases->count; k++)
            reach_label(r, insn->cases->targets[k]);
    }
    if ((hy_opcode_table[insn->op].flags & HY_OPF_END) == 0)
        reach(r, i + 1);
    for (size_t k = 0; k < r->code->handler_count; k++)
        if (i >= r->code->handlers[k].start && i < r->code->handlers[k].end)
            reach_label(r, r->code->handlers[k].target);
}

static void kill_unreached(run *r)
{
    size_t n = r->code->count;
    memset(r->label, 0, n);
    memset(r->alive, 0, n);
    r->depth = 0;
    reach(r, 0);
    while (r->depth > 0)
        follow(r, r->stack[--r->depth]);
    for (uint32_t i = 0; i < n; i++)
        if (!r->alive[i])
            r->code->insns[i] = (hy_jinsn){.op = HY_OP_nop};
}

/* ---- patterns ---- */

/* The instruction behind i that is no nop, where nothing jumps between; NULL when there is none. */
static hy_jinsn *behind(run *r, hy_jinsn *insn)
{
    if (insn == NULL)
        return NULL;
    for (uint32_t i = (uint32_t)(insn - r->code->insns) + 1; i < r->code->count; i++) {
        if (r->label[i])
            return NULL;
        if (r->code->insns[i].op != HY_OP_nop)
            return &r->code->insns[i];
    }
    return NULL;
}

static void drop(run *r, hy_jinsn *insn)
{
    *insn = (hy_jinsn){.op = HY_OP_nop, .line = insn->line};
    r->changed = true;
}

typedef struct increment {
    uint8_t load, push, add, sub, store, inc;
} increment;

/* load k, push c, add or sub, store k; or load and push the other way round. */
static bool match_increment(run *r, hy_jinsn *a, const increment *p)
{
    hy_jinsn *b = behind(r, a), *op = behind(r, b), *to = behind(r, op);
    if (to == NULL || (op->op != p->add && op->op != p->sub) || to->op != p->store)
        return false;
    bool swapped = a->op == p->push && b->op == p->load && op->op == p->add;
    if (!swapped && !(a->op == p->load && b->op == p->push))
        return false;
    int32_t local = swapped ? b->a : a->a;
    int64_t by = swapped ? a->a : b->a;
    by = op->op == p->sub ? -by : by;
    if (to->a != local)
        return false;
    if (p->inc == HY_OP_sinc)
        by = (int16_t)by; /* sums wrap at 16 bits anyway */
    if (by < INT16_MIN || by > INT16_MAX)
        return false;
    *a = (hy_jinsn){.op = p->inc, .a = local, .b = (int32_t)by, .line = a->line};
    drop(r, b);
    drop(r, op);
    drop(r, to);
    return true;
}

static bool increments(run *r, hy_jinsn *insn)
{
    static const increment shorts = {HY_OP_sload, HY_OP_sspush, HY_OP_sadd,
                                     HY_OP_ssub,  HY_OP_sstore, HY_OP_sinc};
    static const increment ints = {HY_OP_iload, HY_OP_iipush, HY_OP_iadd,
                                   HY_OP_isub,  HY_OP_istore, HY_OP_iinc};
    return match_increment(r, insn, &shorts) || match_increment(r, insn, &ints);
}

static bool conversions(run *r, hy_jinsn *a)
{
    hy_jinsn *b = behind(r, a);
    if (b == NULL)
        return false;
    if (a->op == HY_OP_i2s && b->op == HY_OP_s2b) {
        a->op = HY_OP_i2b;
        drop(r, b);
        return true;
    }
    bool pushes = a->op == HY_OP_dup || a->op == HY_OP_aload || a->op == HY_OP_sload ||
                  a->op == HY_OP_sspush || a->op == HY_OP_aconst_null;
    if (!pushes || b->op != HY_OP_pop)
        return false;
    drop(r, a);
    drop(r, b);
    return true;
}

/* The first instruction at i that is no nop; count at the end. */
static uint32_t solid(const run *r, uint32_t i)
{
    while (i < r->code->count && r->code->insns[i].op == HY_OP_nop)
        i++;
    return i;
}

static uint32_t final_target(const run *r, uint32_t target)
{
    for (int hop = 0; hop < HOPS_MAX; hop++) {
        uint32_t at = solid(r, target);
        if (at >= r->code->count || r->code->insns[at].op != HY_OP_goto)
            break;
        target = r->code->insns[at].target;
    }
    return target;
}

static bool jumps(run *r, hy_jinsn *insn)
{
    if (insn->op != HY_OP_goto && !is_condition(insn->op))
        return false;
    uint32_t index = (uint32_t)(insn - r->code->insns);
    uint32_t target = final_target(r, insn->target);
    if (target != insn->target) {
        insn->target = target;
        r->changed = true;
    }
    if (insn->op != HY_OP_goto)
        return false;
    uint32_t at = solid(r, target);
    if (at == solid(r, index + 1)) {
        drop(r, insn);
        return true;
    }
    if (at < r->code->count && r->code->insns[at].op >= HY_OP_areturn &&
        r->code->insns[at].op <= HY_OP_return) {
        *insn = (hy_jinsn){.op = r->code->insns[at].op, .line = insn->line};
        r->changed = true;
        return true;
    }
    return false;
}

/* if x goto behind; goto y; behind: becomes if not x goto y. */
static bool inversions(run *r, hy_jinsn *insn)
{
    if (!is_condition(insn->op))
        return false;
    hy_jinsn *next = behind(r, insn);
    if (next == NULL || next->op != HY_OP_goto)
        return false;
    uint32_t after = (uint32_t)(next - r->code->insns) + 1;
    if (solid(r, insn->target) != solid(r, after))
        return false;
    insn->op ^= 1;
    insn->target = next->target;
    drop(r, next);
    return true;
}

static void pass(run *r)
{
    for (uint32_t i = 0; i < r->code->count; i++) {
        hy_jinsn *insn = &r->code->insns[i];
        bool found =
            increments(r, insn) || conversions(r, insn) || jumps(r, insn) || inversions(r, insn);
        r->changed |= found;
    }
}

/* ---- squeezing ---- */

static void move_switch(hy_jswitch *s, const uint32_t *to)
{
    s->fallback = to[s->fallback];
    for (size_t k = 0; k < s->count; k++)
        s->targets[k] = to[s->targets[k]];
}

static void move_ranges(hy_jcode *code, const uint32_t *to)
{
    size_t kept = 0;
    for (size_t i = 0; i < code->handler_count; i++) {
        hy_jhandler h = code->handlers[i];
        h.start = to[h.start];
        h.end = to[h.end];
        h.target = to[h.target];
        if (h.start < h.end)
            code->handlers[kept++] = h;
    }
    code->handler_count = kept;
    kept = 0;
    for (size_t i = 0; i < code->local_count; i++) {
        hy_jlocal l = code->locals[i];
        l.start = to[l.start];
        l.end = to[l.end];
        if (l.start < l.end)
            code->locals[kept++] = l;
    }
    code->local_count = kept;
}

static void squeeze(hy_jcode *code, uint32_t *to)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < code->count; i++) {
        to[i] = n;
        n += code->insns[i].op != HY_OP_nop;
    }
    to[code->count] = n;
    for (uint32_t i = 0; i < code->count; i++) {
        hy_jinsn insn = code->insns[i];
        if (insn.op == HY_OP_nop)
            continue;
        insn.target = branches(insn.op) ? to[insn.target] : 0;
        if (insn.cases != NULL)
            move_switch(insn.cases, to);
        code->insns[to[i]] = insn;
    }
    code->count = n;
    move_ranges(code, to);
}

hy_rc hy_peephole_run(hy_arena *scratch, hy_jcode *code)
{
    size_t n = code->count + 1u;
    run r = {.code = code,
             .label = HY_NEW_ARRAY(scratch, bool, n),
             .alive = HY_NEW_ARRAY(scratch, bool, n),
             .stack = HY_NEW_ARRAY(scratch, uint32_t, n)};
    uint32_t *to = HY_NEW_ARRAY(scratch, uint32_t, n);
    HY_ENSURE(r.label != NULL && r.alive != NULL && r.stack != NULL && to != NULL, MEMORY);
    do {
        r.changed = false;
        kill_unreached(&r);
        pass(&r);
    } while (r.changed);
    squeeze(code, to);
    return HY_OK;
}
