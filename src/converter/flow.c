/* Abstract interpretation of a method: states are kept where ways join and computed between; first
   until nothing changes, then once more to record what every instruction takes and makes. */
#include "converter/flow.h"

#include "converter/descriptor.h"
#include "converter/live.h"

#include <string.h>

enum {
    LOCALS_MAX = 512, /* far beyond what a card can hold; keeps states small */
    STACK_MAX = 1024,
    TAKEN_MAX = 520, /* words that one instruction pops: 255 arguments of two words, an object */
    WIDEN_AFTER = 4, /* joins before ranges are widened */
};

typedef struct state {
    uint16_t depth;
    uint8_t joins;
    bool dirty;
    hy_flow_value *locals, *stack;
} state;

typedef struct run {
    hy_flow *f;
    hy_live live;
    state **in;     /* per instruction: NULL but for reached leaders */
    state **at_jsr; /* per instruction: the state before a jsr */
    state now;
    uint32_t index;
    hy_flow_value taken[TAKEN_MAX];
    uint16_t taken_count;
    bool recording;
    hy_reason *why;
} run;

static hy_rc bad(run *r, const char *what)
{
    return hy_reason_set(r->why, HY_FAIL(FORMAT), "code, offset %u: %s",
                         r->f->code->ops[r->index].at, what);
}

static hy_rc no_memory(run *r)
{
    return hy_reason_set(r->why, HY_FAIL(MEMORY), "code: out of memory; the method is too large");
}

/* ---- sets of nodes ---- */

uint32_t hy_flow_set(hy_flow *f, uint32_t node)
{
    while (f->parent[node] != node) {
        f->parent[node] = f->parent[f->parent[node]];
        node = f->parent[node];
    }
    return node;
}

static void join_nodes(hy_flow *f, uint32_t a, uint32_t b)
{
    a = hy_flow_set(f, a);
    b = hy_flow_set(f, b);
    f->parent[a > b ? a : b] = a > b ? b : a;
}

/* ---- states ---- */

static state *new_state(run *r, const state *from)
{
    hy_flow *f = r->f;
    state *s = HY_NEW(f->arena, state);
    size_t n = (size_t)f->max_locals + f->max_stack;
    hy_flow_value *values = HY_NEW_ARRAY(f->arena, hy_flow_value, n);
    if (s == NULL || values == NULL)
        return NULL;
    *s = (state){.locals = values, .stack = values + f->max_locals};
    if (from != NULL) {
        s->depth = from->depth;
        memcpy(s->locals, from->locals, f->max_locals * sizeof *values);
        memcpy(s->stack, from->stack, from->depth * sizeof *values);
    }
    return s;
}

static void copy_state(run *r, state *to, const state *from)
{
    to->depth = from->depth;
    memcpy(to->locals, from->locals, r->f->max_locals * sizeof *to->locals);
    memcpy(to->stack, from->stack, from->depth * sizeof *to->stack);
}

/* Joins from into *to; true when *to changed. */
static bool join_value(run *r, hy_flow_value *to, const hy_flow_value *from, bool widen)
{
    hy_flow_value old = *to;
    if (to->kind != from->kind || (to->kind == HY_FLOW_RET && to->range.lo != from->range.lo))
        to->kind = HY_FLOW_NONE;
    if (to->kind == HY_FLOW_NONE)
        return old.kind != HY_FLOW_NONE;
    if (r->recording)
        join_nodes(r->f, to->node, from->node);
    to->nonnull = to->nonnull && from->nonnull;
    to->is_this = to->is_this && from->is_this;
    if (to->local != from->local)
        to->local = -1;
    to->range =
        widen ? hy_range_widen(to->range, from->range) : hy_range_join(to->range, from->range);
    return old.nonnull != to->nonnull || old.is_this != to->is_this || old.local != to->local ||
           old.range.lo != to->range.lo || old.range.hi != to->range.hi;
}

static void drop_dead(run *r, state *s, uint32_t target)
{
    for (uint32_t i = 0; i < r->f->max_locals; i++)
        if (!hy_live_at(&r->live, target, i))
            s->locals[i].kind = HY_FLOW_NONE;
}

/* A way from the instruction at hand to target, in this state. */
static hy_rc flow_to(run *r, uint32_t target, const state *from)
{
    hy_flow *f = r->f;
    if (target >= f->code->count)
        return bad(r, "runs off the end of the method");
    state *to = r->in[target];
    if (to == NULL) {
        to = r->in[target] = new_state(r, from);
        if (to == NULL)
            return no_memory(r);
        drop_dead(r, to, target);
        to->dirty = true;
        return HY_OK;
    }
    if (to->depth != from->depth)
        return bad(r, "ways join with different depths of the stack");
    bool widen = to->joins >= WIDEN_AFTER && r->index >= target; /* every loop goes back once */
    bool changed = false;
    for (uint32_t i = 0; i < to->depth; i++) {
        changed |= join_value(r, &to->stack[i], &from->stack[i], widen);
        if (to->stack[i].kind == HY_FLOW_NONE)
            return bad(r, "ways join with different kinds on the stack");
    }
    for (uint32_t i = 0; i < f->max_locals; i++)
        if (to->locals[i].kind != HY_FLOW_NONE)
            changed |= join_value(r, &to->locals[i], &from->locals[i], widen);
    to->dirty = to->dirty || changed;
    to->joins = (uint8_t)(to->joins + (changed && to->joins < WIDEN_AFTER));
    return HY_OK;
}

/* ---- stack and locals of the state at hand ---- */

static hy_rc push(run *r, hy_flow_value v)
{
    if (r->now.depth >= r->f->max_stack)
        return bad(r, "stack overflow");
    r->now.stack[r->now.depth++] = v;
    return HY_OK;
}

static bool fits(char wanted, const hy_flow_value *v)
{
    switch (wanted) {
    case 'i':
        return v->kind == HY_FLOW_INT;
    case 'a':
        return v->kind == HY_FLOW_REF;
    case 'A':
        return v->kind == HY_FLOW_REF || v->kind == HY_FLOW_RET;
    case 'w':
        return true;
    default:
        return v->kind == HY_FLOW_OTHER;
    }
}

/* Pops what the string says into r->taken, deepest first. */
static hy_rc pop_all(run *r, const char *kinds)
{
    uint16_t words = 0;
    for (const char *k = kinds; *k != '\0'; k++)
        words = (uint16_t)(words + (*k == 'l' || *k == 'd' ? 2 : 1));
    if (words > r->now.depth || words > TAKEN_MAX)
        return bad(r, "stack underflow");
    r->now.depth = (uint16_t)(r->now.depth - words);
    r->taken_count = words;
    memcpy(r->taken, &r->now.stack[r->now.depth], words * sizeof *r->taken);
    const hy_flow_value *v = r->taken;
    for (const char *k = kinds; *k != '\0'; v += *k == 'l' || *k == 'd' ? 2 : 1, k++)
        if (!fits(*k, v) || ((*k == 'l' || *k == 'd') && !fits(*k, v + 1)))
            return bad(r, "an operand of the wrong kind");
    return HY_OK;
}

static void forget_copies(run *r, int32_t local)
{
    for (uint32_t i = 0; i < r->now.depth; i++)
        if (r->now.stack[i].local == local)
            r->now.stack[i].local = -1;
}

static hy_rc set_local(run *r, int32_t local, hy_flow_value v)
{
    if (r->now.locals == NULL || local >= r->f->max_locals)
        return bad(r, "no such local");
    v.local = -1;
    r->now.locals[local] = v;
    forget_copies(r, local);
    r->f->this_is_stored |= local == 0;
    return HY_OK;
}

/* Notes what the instruction makes; the value of that node. */
static hy_flow_value made(run *r, hy_flow_value v)
{
    v.node = hy_flow_node(r->f, r->index);
    if (r->recording) {
        r->f->ops[r->index].makes = true;
        r->f->ops[r->index].out = v;
    }
    return v;
}

static hy_flow_value int_value(hy_range range)
{
    return (hy_flow_value){.kind = HY_FLOW_INT, .local = -1, .range = range};
}

static hy_flow_value ref_value(bool nonnull)
{
    return (hy_flow_value){.kind = HY_FLOW_REF, .local = -1, .nonnull = nonnull};
}

/* ---- instructions ---- */

/* The kind letters of jvm.def for a descriptor's type. */
static char kind_of(const char *type)
{
    switch (*type) {
    case 'J':
        return 'l';
    case 'D':
        return 'd';
    case 'F':
        return 'f';
    case 'L':
    case '[':
        return 'a';
    case 'V':
        return '\0';
    default:
        return 'i';
    }
}

static hy_rc call_kinds(run *r, const hy_bytecode_op *op, char *pops, size_t room)
{
    size_t n = 0;
    if (op->op != HY_JVM_invokestatic && op->op != HY_JVM_invokedynamic)
        pops[n++] = 'a';
    const char *desc = op->constant->desc;
    for (const char *p = hy_descriptor_first(desc); *p != ')'; p = hy_descriptor_next(p)) {
        if (n + 1 >= room)
            return bad(r, "too many arguments");
        pops[n++] = kind_of(p);
    }
    pops[n] = '\0';
    return HY_OK;
}

/* The kinds that the instruction pops and the one it pushes, where jvm.def leaves them open. */
static hy_rc open_kinds(run *r, const hy_bytecode_op *op, char *pops, size_t room, char *pushed)
{
    const char *desc = op->constant->desc;
    switch (op->op) {
    case HY_JVM_putstatic:
        pops[0] = kind_of(desc);
        return HY_OK;
    case HY_JVM_putfield:
        pops[0] = 'a';
        pops[1] = kind_of(desc);
        return HY_OK;
    case HY_JVM_getstatic:
    case HY_JVM_getfield:
        pops[0] = op->op == HY_JVM_getfield ? 'a' : '\0';
        *pushed = kind_of(desc);
        return HY_OK;
    case HY_JVM_multianewarray:
        memset(pops, 'i', (size_t)op->b);
        return HY_OK;
    case HY_JVM_ldc_w:
        *pushed = op->constant->tag == HY_CONSTANT_FLOAT ? 'f' : 'a';
        return HY_OK;
    case HY_JVM_ldc2_w:
        *pushed = 'l';
        return HY_OK;
    default:
        *pushed = kind_of(hy_descriptor_result(desc));
        return call_kinds(r, op, pops, room);
    }
}

static hy_range int_result(run *r, const hy_bytecode_op *op)
{
    const hy_flow_value *in = r->taken;
    switch (op->op) {
    case HY_JVM_sipush:
        return hy_range_of(op->a);
    case HY_JVM_baload:
        return HY_RANGE_BYTE;
    case HY_JVM_saload:
        return HY_RANGE_SHORT;
    case HY_JVM_caload:
        return hy_range_of_type("C");
    case HY_JVM_arraylength:
        return HY_RANGE_LENGTH;
    case HY_JVM_instanceof:
        return HY_RANGE_BOOLEAN;
    case HY_JVM_i2b:
        return hy_range_cast(in[0].range, HY_RANGE_BYTE);
    case HY_JVM_i2s:
        return hy_range_cast(in[0].range, HY_RANGE_SHORT);
    case HY_JVM_i2c:
        return hy_range_cast(in[0].range, hy_range_of_type("C"));
    case HY_JVM_getfield:
    case HY_JVM_getstatic:
        return hy_range_of_type(op->constant->desc);
    case HY_JVM_invokevirtual:
    case HY_JVM_invokespecial:
    case HY_JVM_invokestatic:
    case HY_JVM_invokeinterface:
        return hy_range_of_type(hy_descriptor_result(op->constant->desc));
    case HY_JVM_ineg:
        return hy_range_binary(op->op, in[0].range, in[0].range);
    default:
        return r->taken_count < 2 ? HY_RANGE_INT
                                  : hy_range_binary(op->op, in[0].range, in[1].range);
    }
}

static hy_rc push_kind(run *r, const hy_bytecode_op *op, char kind)
{
    hy_flow_value other = {.kind = HY_FLOW_OTHER, .local = -1};
    switch (kind) {
    case '\0':
        return HY_OK;
    case 'i':
        return push(r, made(r, int_value(int_result(r, op))));
    case 'a':
        return push(r, made(r, ref_value(op->op == HY_JVM_new || op->op == HY_JVM_newarray ||
                                         op->op == HY_JVM_anewarray ||
                                         (op->op == HY_JVM_checkcast && r->taken[0].nonnull))));
    case 'r': {
        hy_flow_value back = {.kind = HY_FLOW_RET, .local = -1};
        back.range = hy_range_of((int32_t)op->target);
        return push(r, made(r, back));
    }
    case 'l':
    case 'd':
        HY_TRY(push(r, made(r, other)));
        return push(r, made(r, other));
    default:
        return push(r, made(r, other));
    }
}

static hy_rc step_plain(run *r, const hy_bytecode_op *op)
{
    const hy_jvm_info *info = &hy_jvm_table[op->op];
    char open[STACK_MAX] = "";
    const char *pops = info->pops;
    char pushed = info->pushes[0];
    if (pops[0] == '*' || pushed == '*') {
        if (pushed == '*')
            pushed = '\0';
        HY_TRY(open_kinds(r, op, open, sizeof open, &pushed));
        pops = open;
    }
    HY_TRY(pop_all(r, pops));
    return push_kind(r, op, pushed);
}

static hy_rc step_load(run *r, const hy_bytecode_op *op)
{
    static const char kinds[] = "ilfda";
    if (op->a >= r->f->max_locals)
        return bad(r, "no such local");
    char kind = kinds[op->op - HY_JVM_iload];
    hy_flow_value v = r->now.locals[op->a];
    r->taken[0] = v;
    r->taken_count = 1;
    if (kind == 'l' || kind == 'd')
        HY_TRY(push(r, made(r, v)));
    if (!fits(kind, &v))
        return bad(r, "reads a local that does not hold such a value");
    v.local = (int16_t)op->a;
    return push(r, made(r, v));
}

static hy_rc step_store(run *r, const hy_bytecode_op *op)
{
    static const char *const kinds[] = {"i", "l", "f", "d", "A"};
    HY_TRY(pop_all(r, kinds[op->op - HY_JVM_istore]));
    hy_flow_value v = made(r, r->taken[0]);
    v.is_this = false;
    if (r->taken_count == 2)
        HY_TRY(set_local(r, op->a + 1, v));
    return set_local(r, op->a, v);
}

static hy_rc step_iinc(run *r, const hy_bytecode_op *op)
{
    if (op->a >= r->f->max_locals || r->now.locals[op->a].kind != HY_FLOW_INT)
        return bad(r, "increments a local that holds no int");
    r->taken[0] = r->now.locals[op->a];
    r->taken_count = 1;
    hy_range sum = hy_range_binary(HY_JVM_iadd, r->taken[0].range, hy_range_of(op->b));
    return set_local(r, op->a, made(r, int_value(sum)));
}

void hy_flow_dup_shape(uint8_t jvm_opcode, unsigned *copied, unsigned *under)
{
    bool dup = jvm_opcode >= HY_JVM_dup && jvm_opcode <= HY_JVM_dup2_x2;
    *copied = !dup ? 0 : jvm_opcode >= HY_JVM_dup2 ? 2 : 1;
    *under = !dup ? 0 : (unsigned)(jvm_opcode - HY_JVM_dup) % 3;
}

/* The copies underneath are the values themselves, moved; of those on top, the last is made anew,
   so that it can be converted right there. */
static hy_rc step_dup(run *r, const hy_bytecode_op *op)
{
    unsigned copied, under;
    hy_flow_dup_shape(op->op, &copied, &under);
    HY_TRY(pop_all(r, &"wwww"[4 - copied - under]));
    for (unsigned i = 0; i < copied; i++)
        HY_TRY(push(r, r->taken[under + i]));
    for (unsigned i = 0; i < copied + under; i++) {
        bool last = i + 1 == copied + under;
        HY_TRY(push(r, last ? made(r, r->taken[i]) : r->taken[i]));
    }
    return HY_OK;
}

static hy_rc step_swap(run *r)
{
    HY_TRY(pop_all(r, "ww"));
    HY_TRY(push(r, r->taken[1]));
    return push(r, r->taken[0]);
}

static hy_rc step_ret(run *r, const hy_bytecode_op *op)
{
    if (op->a >= r->f->max_locals || r->now.locals[op->a].kind != HY_FLOW_RET)
        return bad(r, "ret of a local that holds no return address");
    r->taken[0] = r->now.locals[op->a];
    r->taken_count = 1;
    return HY_OK;
}

static hy_rc step(run *r, const hy_bytecode_op *op)
{
    r->taken_count = 0;
    if (op->op >= HY_JVM_iload && op->op <= HY_JVM_aload)
        return step_load(r, op);
    if (op->op >= HY_JVM_istore && op->op <= HY_JVM_astore)
        return step_store(r, op);
    if (op->op >= HY_JVM_dup && op->op <= HY_JVM_dup2_x2)
        return step_dup(r, op);
    switch (op->op) {
    case HY_JVM_swap:
        return step_swap(r);
    case HY_JVM_iinc:
        return step_iinc(r, op);
    case HY_JVM_ret:
        return step_ret(r, op);
    default:
        return step_plain(r, op);
    }
}

/* ---- ways out of an instruction ---- */

/* Narrows the range of the locals that a comparison looked at, where it comes out as op says. */
static void refine(run *r, state *s, uint8_t op)
{
    static const uint8_t mirrored[] = {HY_JVM_if_icmpeq, HY_JVM_if_icmpne, HY_JVM_if_icmpgt,
                                       HY_JVM_if_icmple, HY_JVM_if_icmplt, HY_JVM_if_icmpge};
    bool with_zero = op >= HY_JVM_ifeq && op <= HY_JVM_ifle;
    if (!with_zero && (op < HY_JVM_if_icmpeq || op > HY_JVM_if_icmple))
        return;
    uint8_t compare = with_zero ? (uint8_t)(op - HY_JVM_ifeq + HY_JVM_if_icmpeq) : op;
    hy_flow_value a = r->taken[0];
    hy_flow_value b = with_zero ? int_value(hy_range_of(0)) : r->taken[1];
    if (a.local >= 0)
        s->locals[a.local].range = hy_range_where(compare, a.range, b.range);
    if (b.local >= 0)
        s->locals[b.local].range =
            hy_range_where(mirrored[compare - HY_JVM_if_icmpeq], b.range, a.range);
}

/* The condition under which an if goes on to the next instruction. */
static uint8_t opposite(uint8_t op)
{
    return (uint8_t)(((op - HY_JVM_ifeq) ^ 1) + HY_JVM_ifeq);
}

static hy_rc flow_if(run *r, const hy_bytecode_op *op)
{
    bool refinable = op->op >= HY_JVM_ifeq && op->op <= HY_JVM_if_icmple;
    if (!refinable)
        return flow_to(r, op->target, &r->now);
    state *taken = new_state(r, &r->now);
    if (taken == NULL)
        return no_memory(r);
    refine(r, taken, op->op);
    HY_TRY(flow_to(r, op->target, taken));
    refine(r, &r->now, opposite(op->op));
    return HY_OK;
}

/* Back from a subroutine: locals that it left alone are as they were before the jsr. */
static hy_rc flow_return(run *r, uint32_t entry)
{
    for (uint32_t i = 0; i < r->f->code->count; i++) {
        if (r->at_jsr[i] == NULL || r->f->code->ops[i].target != entry)
            continue;
        state *back = new_state(r, &r->now);
        if (back == NULL)
            return no_memory(r);
        for (uint32_t k = 0; k < r->f->max_locals; k++)
            if (r->now.locals[k].node == r->in[entry]->locals[k].node)
                back->locals[k] = r->at_jsr[i]->locals[k];
        HY_TRY(flow_to(r, i + 1, back));
    }
    return HY_OK;
}

/* Whoever returned from a subroutine must look again when it is called from one more place. */
static hy_rc flow_jsr(run *r, const hy_bytecode_op *op)
{
    r->at_jsr[r->index] = new_state(r, &r->now);
    if (r->at_jsr[r->index] == NULL)
        return no_memory(r);
    HY_TRY(flow_to(r, op->target, &r->now));
    for (uint32_t i = 0; !r->recording && i < r->f->code->count; i++)
        if (r->in[i] != NULL && r->f->code->ops[i].op == HY_JVM_ret)
            r->in[i]->dirty = true;
    return HY_OK;
}

/* Sends the state on to where it goes; *next: the next instruction is reached and no leader. */
static hy_rc flow_on(run *r, const hy_bytecode_op *op, bool *next)
{
    *next = false;
    if (op->op == HY_JVM_ret)
        return flow_return(r, (uint32_t)r->taken[0].range.lo);
    if (op->op == HY_JVM_jsr)
        return flow_jsr(r, op);
    for (size_t i = 0; op->cases != NULL && i < op->cases->count; i++)
        HY_TRY(flow_to(r, op->cases->targets[i], &r->now));
    if (op->cases != NULL)
        return flow_to(r, op->cases->fallback, &r->now);
    if (hy_bytecode_branches(op->op))
        HY_TRY(flow_if(r, op));
    if (hy_bytecode_ends(op->op))
        return HY_OK;
    if (r->index + 1 < r->f->code->count && !r->f->leader[r->index + 1]) {
        *next = true;
        return HY_OK;
    }
    return flow_to(r, r->index + 1, &r->now);
}

static hy_rc flow_to_handlers(run *r)
{
    const hy_bytecode *code = r->f->code;
    for (size_t i = 0; i < code->handler_count; i++) {
        const hy_bytecode_handler *h = &code->handlers[i];
        if (r->index < h->start || r->index >= h->end)
            continue;
        if (r->f->max_stack == 0)
            return bad(r, "no room on the stack for an exception");
        hy_flow_value thrown = ref_value(true);
        thrown.node = r->f->max_locals + code->count + (uint32_t)i;
        state s = {.depth = 1, .locals = r->now.locals, .stack = &thrown};
        HY_TRY(flow_to(r, h->target, &s));
    }
    return HY_OK;
}

static hy_rc record(run *r)
{
    hy_flow_op *op = &r->f->ops[r->index];
    op->reached = true;
    op->in_count = r->taken_count;
    op->in = HY_NEW_ARRAY(r->f->arena, hy_flow_value, r->taken_count);
    if (op->in == NULL)
        return no_memory(r);
    memcpy(op->in, r->taken, r->taken_count * sizeof *op->in);
    return HY_OK;
}

/* From a leader to the next, or to an end. */
static hy_rc run_block(run *r, uint32_t start)
{
    copy_state(r, &r->now, r->in[start]);
    bool next = true;
    for (r->index = start; next; r->index++) {
        const hy_bytecode_op *op = &r->f->code->ops[r->index];
        bool assigns =
            (op->op >= HY_JVM_istore && op->op <= HY_JVM_astore) || op->op == HY_JVM_iinc;
        HY_TRY(flow_to_handlers(r));
        HY_TRY(step(r, op));
        if (assigns)
            HY_TRY(flow_to_handlers(r));
        if (r->recording)
            HY_TRY(record(r));
        HY_TRY(flow_on(r, op, &next));
    }
    return HY_OK;
}

/* ---- setting up ---- */

static void find_leaders(hy_flow *f)
{
    f->leader[0] = true;
    for (uint32_t i = 0; i < f->code->count; i++) {
        const hy_bytecode_op *op = &f->code->ops[i];
        if (op->op == HY_JVM_ret)
            f->leader[i] = true; /* so that its state is kept: see flow_jsr */
        if (op->op == HY_JVM_jsr && i + 1 < f->code->count)
            f->leader[i + 1] = true;
        if (hy_bytecode_branches(op->op))
            f->leader[op->target] = true;
        if (op->cases == NULL)
            continue;
        f->leader[op->cases->fallback] = true;
        for (size_t k = 0; k < op->cases->count; k++)
            f->leader[op->cases->targets[k]] = true;
    }
    for (size_t i = 0; i < f->code->handler_count; i++)
        f->leader[f->code->handlers[i].target] = true;
}

static hy_rc enter_parameters(run *r)
{
    hy_flow *f = r->f;
    int32_t local = 0;
    if (!f->is_static) {
        hy_flow_value self = ref_value(true);
        self.is_this = true;
        HY_TRY(set_local(r, local++, self));
    }
    for (const char *p = hy_descriptor_first(f->desc); *p != ')'; p = hy_descriptor_next(p)) {
        char kind = kind_of(p);
        hy_flow_value v = kind == 'i'   ? int_value(hy_range_of_type(p))
                          : kind == 'a' ? ref_value(false)
                                        : (hy_flow_value){.kind = HY_FLOW_OTHER, .local = -1};
        v.node = hy_flow_parameter_node((uint32_t)local);
        HY_TRY(set_local(r, local++, v));
        if (kind == 'l' || kind == 'd')
            HY_TRY(set_local(r, local++, v));
    }
    f->this_is_stored = false;
    return flow_to(r, 0, &r->now);
}

static hy_rc set_up(run *r)
{
    hy_flow *f = r->f;
    size_t count = f->code->count;
    if (f->max_locals > LOCALS_MAX || f->max_stack > STACK_MAX)
        return hy_reason_set(r->why, HY_FAIL(LIMIT), "method with %u locals and a stack of %u",
                             f->max_locals, f->max_stack);
    f->node_count = (uint32_t)(f->max_locals + count + f->code->handler_count);
    f->ops = HY_NEW_ARRAY(f->arena, hy_flow_op, count);
    f->leader = HY_NEW_ARRAY(f->arena, bool, count);
    f->parent = HY_NEW_ARRAY(f->arena, uint32_t, f->node_count);
    r->in = HY_NEW_ARRAY(f->arena, state *, count);
    r->at_jsr = HY_NEW_ARRAY(f->arena, state *, count);
    state *now = new_state(r, NULL);
    if (f->ops == NULL || f->leader == NULL || f->parent == NULL || r->in == NULL ||
        r->at_jsr == NULL || now == NULL)
        return no_memory(r);
    r->now = *now;
    for (uint32_t i = 0; i < f->node_count; i++)
        f->parent[i] = i;
    find_leaders(f);
    return hy_live_run(f->arena, f->code, f->max_locals, &r->live);
}

static hy_rc run_until_stable(run *r)
{
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < r->f->code->count; i++) {
            if (r->in[i] == NULL || !r->in[i]->dirty)
                continue;
            r->in[i]->dirty = false;
            again = true;
            HY_TRY(run_block(r, i));
        }
    }
    return HY_OK;
}

hy_rc hy_flow_run(hy_arena *arena, const hy_bytecode *code, bool is_static, const char *desc,
                  hy_flow *out, hy_reason *why)
{
    *out = (hy_flow){.arena = arena,
                     .code = code,
                     .is_static = is_static,
                     .desc = desc,
                     .max_stack = code->code->max_stack,
                     .max_locals = code->code->max_locals};
    run *r = HY_NEW(arena, run);
    if (r == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "code: out of memory");
    *r = (run){.f = out, .why = why};
    HY_TRY(set_up(r));
    HY_TRY(enter_parameters(r));
    HY_TRY(run_until_stable(r));
    r->recording = true;
    for (uint32_t i = 0; i < code->count; i++)
        if (r->in[i] != NULL)
            HY_TRY(run_block(r, i));
    return HY_OK;
}
