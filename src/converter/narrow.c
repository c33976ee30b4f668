/* The rules of narrowing, instruction by instruction, repeated until nothing more becomes int: a
   set of values only ever goes from one word to two, so this ends. */
#include "converter/narrow.h"

#include "converter/descriptor.h"
#include "converter/expression.h"

#include <string.h>

static bool is_wide(hy_narrow *n, const hy_flow_value *v)
{
    return hy_narrow_is_wide(n, v->node);
}

static void raise(hy_narrow *n, bool *flags, uint32_t node)
{
    uint32_t set = hy_flow_set(n->flow, node);
    n->changed |= !flags[set];
    flags[set] = true;
}

static void make_wide(hy_narrow *n, const hy_flow_value *v)
{
    raise(n, n->wide, v->node);
    raise(n, n->exact, v->node);
}

/* Says that v at the instruction may not fit; once a line, for one mistake often shows twice. */
static void complain(hy_narrow *n, uint32_t index, const hy_flow_value *v, const char *act,
                     const char *where)
{
    hy_arena *arena = n->flow->arena;
    int line = n->flow->code->ops[index].line;
    n->reports++;
    if (n->reported_line == line && line != 0)
        return;
    n->reported_line = line;
    const char *s = hy_expression_text(arena, n->flow, v);
    const char *text, *mend;
    const char *other = n->int_support ? "" : ", or convert with --int";
    if (v->range.lo == v->range.hi) {
        text = hy_arena_format(arena, "the constant %d does not fit in a short", v->range.lo);
        mend = hy_arena_format(arena, "write (short)0x%X%s", (unsigned)v->range.lo & 0xFFFF, other);
    } else if (s == NULL) {
        text =
            hy_arena_format(arena, "a value may not fit in a short: %s needs the exact one", act);
        mend = hy_arena_format(arena, "cast the value to short %s%s", where, other);
    } else {
        text =
            hy_arena_format(arena, "%s may not fit in a short: %s needs the exact value", s, act);
        mend = hy_arena_format(arena, "write (short)(%s) %s%s", s, where, other);
    }
    n->report(n->context, line, text == NULL ? "out of memory" : text, mend);
}

/* The act needs v's exact value, as a short or an int. */
static void need_exact(hy_narrow *n, uint32_t index, const hy_flow_value *v, const char *act,
                       const char *where)
{
    if (hy_range_is_short(v->range))
        return;
    if (n->int_support)
        make_wide(n, v);
    else
        complain(n, index, v, act, where);
}

/* The act needs v as a short, whatever the package has. */
static void need_short(hy_narrow *n, uint32_t index, const hy_flow_value *v, const char *act,
                       const char *where)
{
    if (!hy_range_is_short(v->range))
        complain(n, index, v, act, where);
}

/* The act takes an int. Without int support the subset check has refused it already. */
static void need_int(hy_narrow *n, const hy_flow_value *v)
{
    if (n->int_support)
        make_wide(n, v);
}

static void need_type(hy_narrow *n, uint32_t index, const hy_flow_value *v, const char *type,
                      const char *act, const char *where)
{
    if (*type == 'I')
        need_int(n, v);
    else if (v->kind == HY_FLOW_INT)
        need_short(n, index, v, act, where);
}

/* What is made can be more than a short and somebody needs all of it. */
static void settle_out(hy_narrow *n, uint32_t index)
{
    const hy_flow_op *op = &n->flow->ops[index];
    if (n->int_support && op->makes && op->out.kind == HY_FLOW_INT &&
        n->exact[hy_flow_set(n->flow, op->out.node)] && !hy_range_is_short(op->out.range))
        make_wide(n, &op->out);
}

/* ---- arithmetic ---- */

static bool is_shift(uint8_t op)
{
    return op == HY_JVM_ishl || op == HY_JVM_ishr || op == HY_JVM_iushr;
}

static const char *exact_act(uint8_t op)
{
    switch (op) {
    case HY_JVM_idiv:
        return "dividing";
    case HY_JVM_irem:
        return "taking the remainder";
    case HY_JVM_ishr:
    case HY_JVM_iushr:
        return "shifting right";
    default:
        return NULL;
    }
}

/* The low 16 bits of the result can be had from shorts, and they are all that is needed. */
static bool can_be_short(hy_narrow *n, uint32_t index)
{
    const hy_flow_op *op = &n->flow->ops[index];
    uint8_t code = n->flow->code->ops[index].op;
    unsigned values = is_shift(code) ? 1 : op->in_count;
    bool low_only = !n->exact[hy_flow_set(n->flow, op->out.node)];
    if (!hy_range_is_short(op->out.range) && !low_only)
        return false;
    for (unsigned i = 0; i < values; i++)
        if (is_wide(n, &op->in[i]) ||
            (exact_act(code) != NULL && !hy_range_is_short(op->in[i].range)))
            return false;
    return true;
}

static void arithmetic(hy_narrow *n, uint32_t index)
{
    const hy_flow_op *op = &n->flow->ops[index];
    uint8_t code = n->flow->code->ops[index].op;
    const char *act = exact_act(code);
    unsigned values = is_shift(code) ? 1 : op->in_count;
    if (!n->int_support) {
        for (unsigned i = 0; act != NULL && i < values; i++)
            need_exact(n, index, &op->in[i], act,
                       hy_arena_format(n->flow->arena, "before %s", act));
        return;
    }
    if (!n->op_wide[index] && can_be_short(n, index))
        return;
    n->changed |= !n->op_wide[index];
    n->op_wide[index] = true;
    for (unsigned i = 0; i < op->in_count; i++)
        make_wide(n, &op->in[i]);
}

/* ---- comparing ---- */

static void compare(hy_narrow *n, uint32_t index, const hy_flow_value *a, const hy_flow_value *b,
                    bool equality)
{
    if (is_wide(n, a) || (b != NULL && is_wide(n, b))) {
        make_wide(n, a);
        if (b != NULL)
            make_wide(n, b);
        return;
    }
    hy_range other = b == NULL ? hy_range_of(0) : b->range;
    if (equality && hy_range_equality_is_short(a->range, other))
        return;
    need_exact(n, index, a, "comparing", "before comparing");
    if (b != NULL)
        need_exact(n, index, b, "comparing", "before comparing");
}

/* ---- locals ---- */

static void store(hy_narrow *n, uint32_t index, const hy_flow_value *v)
{
    const hy_flow_value *local = &n->flow->ops[index].out;
    const hy_bytecode_op *op = &n->flow->code->ops[index];
    const hy_classfile_local *variable = hy_bytecode_local(n->flow->code, index, op->a);
    if (v->kind != HY_FLOW_INT)
        return;
    if (!n->int_support) {
        need_short(n, index, local, "a local variable", "before storing it");
        return;
    }
    if ((variable != NULL && variable->desc[0] == 'I') || !hy_range_is_short(local->range))
        make_wide(n, local);
    if (is_wide(n, local))
        make_wide(n, v);
}

/* ---- instructions ---- */

static void arguments(hy_narrow *n, uint32_t index)
{
    const hy_bytecode_op *op = &n->flow->code->ops[index];
    const hy_flow_value *v = n->flow->ops[index].in + (op->op != HY_JVM_invokestatic);
    const char *desc = op->constant->desc;
    for (const char *p = hy_descriptor_first(desc); *p != ')'; p = hy_descriptor_next(p), v++) {
        need_type(n, index, v, p, "passing it", "before passing it");
        v += *p == 'J' || *p == 'D';
    }
}

static void array_access(hy_narrow *n, uint32_t index, uint8_t code)
{
    const hy_flow_op *op = &n->flow->ops[index];
    need_short(n, index, &op->in[1], "an array index", "as the index");
    if (code == HY_JVM_iastore)
        need_int(n, &op->in[2]);
}

static void copy_top(hy_narrow *n, uint32_t index)
{
    const hy_flow_op *op = &n->flow->ops[index];
    if (op->out.kind == HY_FLOW_INT && n->exact[hy_flow_set(n->flow, op->out.node)] &&
        !hy_range_is_short(op->out.range))
        make_wide(n, hy_flow_top(op, 0));
}

static const char *result_type(const hy_narrow *n)
{
    return hy_descriptor_result(n->flow->desc);
}

static void other(hy_narrow *n, uint32_t index, uint8_t code)
{
    const hy_flow_op *op = &n->flow->ops[index];
    const hy_constant *k = n->flow->code->ops[index].constant;
    switch (code) {
    case HY_JVM_ireturn:
        need_type(n, index, &op->in[0], result_type(n), "returning it", "before returning it");
        break;
    case HY_JVM_putstatic:
    case HY_JVM_putfield:
        if (*k->desc == 'I')
            need_int(n, hy_flow_top(op, 0));
        break;
    case HY_JVM_newarray:
    case HY_JVM_anewarray:
        need_short(n, index, &op->in[0], "an array's length", "as the length");
        break;
    case HY_JVM_lookupswitch:
        need_exact(n, index, &op->in[0], "a switch", "in the switch");
        break;
    case HY_JVM_invokevirtual:
    case HY_JVM_invokespecial:
    case HY_JVM_invokestatic:
    case HY_JVM_invokeinterface:
        arguments(n, index);
        break;
    default:
        break;
    }
}

static void examine(hy_narrow *n, uint32_t index)
{
    const hy_flow_op *op = &n->flow->ops[index];
    uint8_t code = n->flow->code->ops[index].op;
    bool equality = code == HY_JVM_ifeq || code == HY_JVM_ifne || code == HY_JVM_if_icmpeq ||
                    code == HY_JVM_if_icmpne;
    if (code == HY_JVM_istore || code == HY_JVM_iinc)
        store(n, index, &op->in[0]);
    else if (code >= HY_JVM_ifeq && code <= HY_JVM_ifle)
        compare(n, index, &op->in[0], NULL, equality);
    else if (code >= HY_JVM_if_icmpeq && code <= HY_JVM_if_icmple)
        compare(n, index, &op->in[0], &op->in[1], equality);
    else if (code >= HY_JVM_iadd && code <= HY_JVM_lxor && hy_jvm_table[code].pushes[0] == 'i')
        arithmetic(n, index);
    else if ((code >= HY_JVM_iaload && code <= HY_JVM_saload) ||
             (code >= HY_JVM_iastore && code <= HY_JVM_sastore))
        array_access(n, index, code);
    else if (code >= HY_JVM_dup && code <= HY_JVM_dup2_x2)
        copy_top(n, index);
    else
        other(n, index, code);
    settle_out(n, index);
}

/* int parameters are wide, and a local that iinc changes stays where it is. */
static void enter(hy_narrow *n)
{
    hy_flow *f = n->flow;
    uint32_t local = f->is_static ? 0 : 1;
    for (const char *p = hy_descriptor_first(f->desc); *p != ')'; p = hy_descriptor_next(p)) {
        if (*p == 'I' && n->int_support)
            n->wide[hy_flow_set(f, hy_flow_parameter_node(local))] = true;
        local += *p == 'J' || *p == 'D' ? 2 : 1;
    }
}

/* A local of the JVM that another int is stored to, and a wide one: loads come as they lie there.
 */
static void share_increments(hy_flow *f)
{
    for (uint32_t i = 0; i < f->code->count; i++) {
        if (!f->ops[i].reached || f->code->ops[i].op != HY_JVM_iinc)
            continue;
        uint32_t a = hy_flow_set(f, f->ops[i].in[0].node);
        uint32_t b = hy_flow_set(f, f->ops[i].out.node);
        f->parent[a > b ? a : b] = a > b ? b : a;
    }
}

hy_rc hy_narrow_run(hy_flow *flow, bool int_support, hy_narrow_report_fn report, void *context,
                    hy_narrow *out)
{
    *out = (hy_narrow){.flow = flow,
                       .int_support = int_support,
                       .wide = HY_NEW_ARRAY(flow->arena, bool, flow->node_count),
                       .exact = HY_NEW_ARRAY(flow->arena, bool, flow->node_count),
                       .op_wide = HY_NEW_ARRAY(flow->arena, bool, flow->code->count),
                       .report = report,
                       .context = context};
    HY_ENSURE(out->wide != NULL && out->exact != NULL && out->op_wide != NULL, MEMORY);
    share_increments(flow);
    enter(out);
    do {
        out->changed = false;
        out->reports = 0;
        for (uint32_t i = 0; i < flow->code->count; i++)
            if (flow->ops[i].reached)
                examine(out, i);
    } while (out->changed);
    return HY_OK;
}
