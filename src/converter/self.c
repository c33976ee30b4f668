/* Finding the copies of `this` that only serve fields: all sets that hold nothing else start as
   candidates; every other use strikes its set, until no more are struck. */
#include "converter/self.h"

enum { UNKNOWN, CANDIDATE, STRUCK };

typedef struct run {
    hy_flow *f;
    uint8_t *mark; /* by set */
    bool changed;
} run;

static void strike(run *r, uint32_t node)
{
    uint8_t *mark = &r->mark[hy_flow_set(r->f, node)];
    r->changed |= *mark != STRUCK;
    *mark = STRUCK;
}

static bool is_struck(run *r, uint32_t node)
{
    return r->mark[hy_flow_set(r->f, node)] != CANDIDATE;
}

static bool moves(uint8_t op)
{
    return (op >= HY_JVM_dup && op <= HY_JVM_swap) || op == HY_JVM_pop || op == HY_JVM_pop2;
}

/* Whoever makes something else strikes its set. */
static void mark_makers(run *r)
{
    hy_flow *f = r->f;
    for (uint32_t node = 0; node < f->node_count; node++) {
        uint32_t index = node - f->max_locals;
        bool by_op = node >= f->max_locals && index < f->code->count;
        uint8_t op = by_op ? f->code->ops[index].op : HY_JVM_nop;
        bool self = by_op && f->ops[index].reached && f->ops[index].makes &&
                    f->ops[index].out.kind == HY_FLOW_REF && f->ops[index].out.is_this &&
                    (op == HY_JVM_aload || (op >= HY_JVM_dup && op <= HY_JVM_dup2_x2));
        uint8_t *mark = &r->mark[hy_flow_set(f, node)];
        if (!self)
            *mark = STRUCK;
        else if (*mark == UNKNOWN)
            *mark = CANDIDATE;
    }
}

static void mark_users(run *r, uint32_t index)
{
    const hy_flow_op *op = &r->f->ops[index];
    uint8_t code = r->f->code->ops[index].op;
    if (!op->reached || moves(code) || (code >= HY_JVM_iload && code <= HY_JVM_aload))
        return;
    bool field = code == HY_JVM_getfield || code == HY_JVM_putfield;
    for (unsigned i = field ? 1 : 0; i < op->in_count; i++)
        strike(r, op->in[i].node);
}

/* A copy and what it was copied from go together or stay together. */
static void tie_copies(run *r, uint32_t index)
{
    const hy_flow_op *op = &r->f->ops[index];
    uint8_t code = r->f->code->ops[index].op;
    if (!op->reached || code < HY_JVM_dup || code > HY_JVM_dup2_x2)
        return;
    const hy_flow_value *from = hy_flow_top(op, 0);
    if (is_struck(r, from->node) != is_struck(r, op->out.node)) {
        strike(r, from->node);
        strike(r, op->out.node);
    }
}

hy_rc hy_self_run(hy_flow *flow, bool **gone)
{
    run r = {flow, HY_NEW_ARRAY(flow->arena, uint8_t, flow->node_count), true};
    *gone = HY_NEW_ARRAY(flow->arena, bool, flow->node_count);
    HY_ENSURE(r.mark != NULL && *gone != NULL, MEMORY);
    if (flow->is_static || flow->this_is_stored)
        return HY_OK;
    mark_makers(&r);
    for (uint32_t i = 0; i < flow->code->count; i++)
        mark_users(&r, i);
    while (r.changed) {
        r.changed = false;
        for (uint32_t i = 0; i < flow->code->count; i++)
            tie_copies(&r, i);
    }
    for (uint32_t node = 0; node < flow->node_count; node++)
        (*gone)[node] = r.mark[node] == CANDIDATE && hy_flow_set(flow, node) == node;
    return HY_OK;
}
