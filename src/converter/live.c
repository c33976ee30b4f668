/* Liveness of locals: the usual backward iteration, a bit set an instruction.
 */
#include "converter/live.h"

#include <string.h>

typedef struct run {
    const hy_bytecode *code;
    hy_live *live;
    uint64_t *set; /* of the instruction at hand */
} run;

static void add(run *r, uint32_t from)
{
    for (size_t i = 0; i < r->live->words; i++)
        r->set[i] |= r->live->bits[from * r->live->words + i];
}

static hy_rc add_next(void *context, uint32_t next)
{
    run *r = context;
    if (next < r->code->count)
        add(r, next);
    return HY_OK;
}

static void apply(run *r, const hy_bytecode_op *op)
{
    bool writes = op->op >= HY_JVM_istore && op->op <= HY_JVM_astore;
    bool reads = (op->op >= HY_JVM_iload && op->op <= HY_JVM_aload) || op->op == HY_JVM_iinc ||
                 op->op == HY_JVM_ret;
    uint32_t local = (uint32_t)op->a;
    if ((!writes && !reads) || local / 64 >= r->live->words)
        return; /* a local that the frame does not have is for flow.c to refuse */
    uint64_t bit = (uint64_t)1 << local % 64;
    if (writes)
        r->set[local / 64] &= ~bit;
    else
        r->set[local / 64] |= bit;
}

/* A handler sees the locals as they were before each instruction that it covers. */
static void add_handlers(run *r, uint32_t index)
{
    for (size_t i = 0; i < r->code->handler_count; i++)
        if (index >= r->code->handlers[i].start && index < r->code->handlers[i].end)
            add(r, r->code->handlers[i].target);
}

static hy_rc update(run *r, uint32_t index, bool *changed)
{
    size_t size = r->live->words * sizeof *r->set;
    uint64_t *before = &r->live->bits[index * r->live->words];
    memset(r->set, 0, size);
    HY_TRY(hy_bytecode_each_next(r->code, index, add_next, r));
    apply(r, &r->code->ops[index]);
    add_handlers(r, index);
    if (memcmp(before, r->set, size) != 0) {
        memcpy(before, r->set, size);
        *changed = true;
    }
    return HY_OK;
}

hy_rc hy_live_run(hy_arena *arena, const hy_bytecode *code, uint16_t max_locals, hy_live *out)
{
    out->words = max_locals / 64u + 1;
    out->bits = HY_NEW_ARRAY(arena, uint64_t, out->words * code->count);
    run r = {code, out, HY_NEW_ARRAY(arena, uint64_t, out->words)};
    HY_ENSURE(out->bits != NULL && r.set != NULL, MEMORY);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = code->count; i-- > 0;)
            HY_TRY(update(&r, i, &changed));
    }
    return HY_OK;
}
