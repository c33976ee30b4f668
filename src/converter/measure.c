/* The depth of the stack, followed along every way through the code.
 */
#include "converter/measure.h"

#include "converter/descriptor.h"
#include "element/vm/opcode.h"

#include <string.h>

enum { UNREACHED = -1 };

static unsigned words_of(const char *kinds)
{
    unsigned n = 0;
    for (; *kinds != '\0'; kinds++)
        n += *kinds == 'i' ? 2 : 1;
    return n;
}

static void call_effect(const hy_jinsn *insn, unsigned *pops, unsigned *pushes)
{
    const hy_jmethod *m = insn->op == HY_OP_invokeinterface ? insn->method : insn->ref->method;
    *pops = hy_descriptor_argument_words(m->desc) + (insn->op != HY_OP_invokestatic);
    *pushes = hy_descriptor_words(hy_descriptor_result(m->desc));
}

/* Words that an instruction takes from the stack and puts there. */
static void effect_of(const hy_jinsn *insn, unsigned *pops, unsigned *pushes)
{
    unsigned m = (unsigned)insn->a >> 4, n = (unsigned)insn->a & 15;
    switch (insn->op) {
    case HY_OP_dup_x:
        *pops = n == 0 ? m : n;
        *pushes = *pops + m;
        break;
    case HY_OP_swap_x:
        *pops = *pushes = m + n;
        break;
    case HY_OP_invokevirtual:
    case HY_OP_invokespecial:
    case HY_OP_invokestatic:
    case HY_OP_invokeinterface:
        call_effect(insn, pops, pushes);
        break;
    default:
        *pops = words_of(hy_opcode_table[insn->op].pops);
        *pushes = words_of(hy_opcode_table[insn->op].pushes);
        break;
    }
}

typedef struct run {
    hy_jcode *code;
    int32_t *depth; /* before each instruction */
    uint32_t *todo;
    uint32_t todo_count;
    unsigned deepest;
    bool good;
} run;

static void enter(run *r, uint32_t index, unsigned depth)
{
    if (index >= r->code->count) {
        r->good = false;
        return;
    }
    if (r->depth[index] == UNREACHED) {
        r->depth[index] = (int32_t)depth;
        r->todo[r->todo_count++] = index;
    }
    r->good = r->good && r->depth[index] == (int32_t)depth;
    r->deepest = depth > r->deepest ? depth : r->deepest;
}

static void enter_handlers(run *r, uint32_t index)
{
    for (size_t i = 0; i < r->code->handler_count; i++)
        if (index >= r->code->handlers[i].start && index < r->code->handlers[i].end)
            enter(r, r->code->handlers[i].target, 1);
}

static void step(run *r, uint32_t index)
{
    const hy_jinsn *insn = &r->code->insns[index];
    unsigned pops, pushes, depth = (unsigned)r->depth[index];
    effect_of(insn, &pops, &pushes);
    if (pops > depth) {
        r->good = false;
        return;
    }
    enter_handlers(r, index);
    unsigned after = depth - pops + pushes;
    r->deepest = after > r->deepest ? after : r->deepest;
    if (insn->op >= HY_OP_ifeq && insn->op <= HY_OP_jsr)
        enter(r, insn->target, after);
    for (size_t i = 0; insn->cases != NULL && i < insn->cases->count; i++)
        enter(r, insn->cases->targets[i], after);
    if (insn->cases != NULL)
        enter(r, insn->cases->fallback, after);
    if (insn->op == HY_OP_jsr)
        enter(r, index + 1, depth); /* the subroutine takes its return address away */
    else if ((hy_opcode_table[insn->op].flags & HY_OPF_END) == 0)
        enter(r, index + 1, after);
}

hy_rc hy_measure_stack(hy_arena *scratch, hy_jcode *code, hy_reason *why)
{
    run r = {code,
             HY_NEW_ARRAY(scratch, int32_t, code->count),
             HY_NEW_ARRAY(scratch, uint32_t, code->count),
             0,
             0,
             true};
    HY_ENSURE(r.depth != NULL && r.todo != NULL, MEMORY);
    for (uint32_t i = 0; i < code->count; i++)
        r.depth[i] = UNREACHED;
    enter(&r, 0, 0);
    while (r.todo_count > 0 && r.good)
        step(&r, r.todo[--r.todo_count]);
    if (!r.good)
        return hy_reason_set(why, HY_FAIL(INTERNAL), "the depth of the stack does not agree");
    code->max_stack = (uint16_t)r.deepest;
    return HY_OK;
}
