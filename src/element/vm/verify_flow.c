/* Data flow: what every word is at every place where control can come from elsewhere, followed to
   the fixpoint. A subroutine (jsr) is followed once for each chain of calls that leads to it, so
   that a return address names exactly one place to return to. */
#include "element/vm/verify_in.h"

#include <string.h>

enum { CALLS_MAX = 255, JSR_LENGTH = 3 };

/* A state in v->words: these, then locals and one more, then the stack. */
enum { S_NEXT, S_PC, S_CALL, S_DEPTH, S_QUEUE, S_WORDS };

typedef struct flow {
    hy_verifier *v;
    hy_vcode *code;
    hy_vframe frame;
    size_t size;      /* words of a state */
    size_t used;      /* words of v->words in use; 0 names no state */
    uint32_t waiting; /* states to follow, linked by S_QUEUE (1 + next) */
    struct {
        uint32_t parent, site;
    } calls[CALLS_MAX + 1];
    uint32_t call_count;
} flow;

/* ---- states ---- */

static hy_rc new_state(flow *w, uint32_t pc, uint32_t *state)
{
    hy_verifier *v = w->v;
    if (w->used + w->size > v->words_room) {
        size_t room = 2 * (w->used + w->size) + 4096;
        uint32_t *more = HY_NEW_ARRAY(v->arena, uint32_t, room);
        if (more == NULL)
            return hy_verify_memory(v);
        if (v->words != NULL)
            memcpy(more, v->words, w->used * sizeof *more);
        v->words = more;
        v->words_room = room;
    }
    *state = (uint32_t)w->used;
    w->used += w->size;
    uint32_t *s = &v->words[*state];
    s[S_NEXT] = w->code->states[pc];
    s[S_PC] = pc;
    s[S_CALL] = w->frame.call;
    s[S_DEPTH] = w->frame.depth;
    s[S_QUEUE] = 0;
    size_t locals = (size_t)w->code->locals + 1;
    memcpy(&s[S_WORDS], w->frame.locals, locals * sizeof *s);
    if (w->frame.depth > 0)
        memcpy(&s[S_WORDS + locals], w->frame.stack, w->frame.depth * sizeof *s);
    w->code->states[pc] = *state;
    return HY_OK;
}

static void queue(flow *w, uint32_t state)
{
    uint32_t *s = &w->v->words[state];
    if (s[S_QUEUE] != 0)
        return;
    s[S_QUEUE] = 1 + w->waiting;
    w->waiting = state;
}

static hy_rc merge_words(flow *w, uint32_t *s, uint32_t pc, bool *changed)
{
    hy_verifier *v = w->v;
    size_t locals = (size_t)w->code->locals + 1;
    for (size_t i = 0; i < locals; i++) {
        hy_vtype t = hy_verify_merge(v, s[S_WORDS + i], w->frame.locals[i]);
        *changed = *changed || t != s[S_WORDS + i];
        s[S_WORDS + i] = t;
    }
    for (uint16_t i = 0; i < w->frame.depth; i++) {
        uint32_t *word = &s[S_WORDS + locals + i];
        hy_vtype t = hy_verify_merge(v, *word, w->frame.stack[i]);
        char a[64];
        char b[64];
        if (t == HY_VK_TOP)
            return hy_verify_fail(v,
                                  "at pc %u word %u of the stack is %s on one path and %s on "
                                  "another",
                                  pc, i, hy_verify_type_name(v, *word, a),
                                  hy_verify_type_name(v, w->frame.stack[i], b));
        *changed = *changed || t != *word;
        *word = t;
    }
    return HY_OK;
}

/* The frame reaches pc: merged into what is known there, and followed again if that changed. */
static hy_rc arrive(flow *w, uint32_t pc)
{
    hy_verifier *v = w->v;
    uint32_t state = w->code->states[pc];
    bool changed = false;
    HY_TRY(hy_verify_spend(v));
    while (state != 0 && v->words[state + S_CALL] != w->frame.call)
        state = v->words[state + S_NEXT];
    if (state == 0) {
        HY_TRY(new_state(w, pc, &state));
        queue(w, state);
        return HY_OK;
    }
    uint32_t *s = &v->words[state];
    if (s[S_DEPTH] != w->frame.depth)
        return hy_verify_fail(v, "the stack has %u words at pc %u, and %u on another path",
                              w->frame.depth, pc, s[S_DEPTH]);
    HY_TRY(merge_words(w, s, pc, &changed));
    if (changed)
        queue(w, state);
    return HY_OK;
}

/* ---- handlers ---- */

static hy_rc catch_word(flow *w, const hy_package_handler *h, hy_vtype *out)
{
    hy_verifier *v = w->v;
    *out = hy_vtype_of(HY_VK_SOME, 0);
    if (!v->typed)
        return HY_OK;
    uint32_t c = h->type == 0 ? v->throwable : v->pool[h->type].named;
    if (!hy_verify_subclass(v, c, v->throwable))
        return hy_verify_fail(v, "the catch type, constant pool entry %u, is no Throwable",
                              h->type);
    *out = hy_vtype_of(HY_VK_OBJECT, c);
    return HY_OK;
}

/* What the locals are before an instruction, they may be in every handler that covers it. */
static hy_rc reach_handlers(flow *w, uint32_t pc)
{
    const hy_package_block *b = w->code->block;
    uint32_t at = w->code->start + pc;
    hy_vtype saved = w->frame.stack[0];
    uint16_t depth = w->frame.depth;
    for (uint8_t i = 0; i < b->handler_count; i++) {
        const hy_package_handler *h = &b->handlers[i];
        if (at < h->start || at >= h->end)
            continue;
        if (w->code->method->header.max_stack == 0)
            return hy_verify_fail(w->v, "a handler needs one word of stack, the method has none");
        HY_TRY(catch_word(w, h, &w->frame.stack[0]));
        w->frame.depth = 1;
        HY_TRY(arrive(w, h->target - w->code->start));
    }
    w->frame.stack[0] = saved;
    w->frame.depth = depth;
    return HY_OK;
}

/* ---- subroutines ---- */

/* The call that this jsr makes here: a chain in which it is already the same, or a new one. */
static hy_rc call_of(flow *w, uint32_t site, uint32_t *call)
{
    for (uint32_t c = w->frame.call; c != 0; c = w->calls[c].parent) {
        if (w->calls[c].site == site) {
            *call = c;
            return HY_OK;
        }
    }
    for (uint32_t c = 1; c <= w->call_count; c++) {
        if (w->calls[c].site == site && w->calls[c].parent == w->frame.call) {
            *call = c;
            return HY_OK;
        }
    }
    if (w->call_count == CALLS_MAX)
        return hy_reason_set(w->v->why, HY_FAIL(LIMIT),
                             "method at %u: subroutines are called in more than %u ways",
                             w->code->method->at, CALLS_MAX);
    *call = ++w->call_count;
    w->calls[*call].parent = w->frame.call;
    w->calls[*call].site = site;
    return HY_OK;
}

static hy_rc go_jsr(flow *w, uint32_t pc)
{
    uint32_t index = 0;
    int64_t target = 0;
    uint32_t call = 0;
    HY_TRY(call_of(w, pc, &call));
    w->frame.call = call;
    w->frame.stack[w->frame.depth - 1] = hy_vtype_of(HY_VK_RETURN, call);
    (void)hy_verify_next_target(w->code, pc, &index, &target);
    return arrive(w, (uint32_t)target);
}

static hy_rc go_ret(flow *w, uint32_t pc)
{
    hy_vtype t = w->frame.locals[hy_verify_u1(w->code, pc + 1)];
    uint32_t call = hy_vtype_data(t);
    uint32_t back = w->calls[call].site + JSR_LENGTH;
    if (back >= w->code->bytes.n)
        return hy_verify_fail(w->v, "returns behind the end of the method");
    w->frame.call = w->calls[call].parent;
    return arrive(w, back);
}

/* ---- following ---- */

static hy_rc branch(flow *w, uint32_t pc)
{
    uint32_t index = 0;
    int64_t target;
    while (hy_verify_next_target(w->code, pc, &index, &target))
        HY_TRY(arrive(w, (uint32_t)target));
    return HY_OK;
}

/* From one state on, until control ends or reaches a place that other paths reach, too. */
static hy_rc follow(flow *w, uint32_t state)
{
    hy_verifier *v = w->v;
    hy_vcode *code = w->code;
    const uint32_t *s = &v->words[state];
    size_t locals = (size_t)code->locals + 1;
    bool changed = true;
    w->frame.call = s[S_CALL];
    w->frame.depth = (uint16_t)s[S_DEPTH];
    w->frame.ends = false;
    memcpy(w->frame.locals, &s[S_WORDS], locals * sizeof *s);
    if (w->frame.depth > 0)
        memcpy(w->frame.stack, &s[S_WORDS + locals], w->frame.depth * sizeof *s);
    for (uint32_t pc = s[S_PC];;) {
        uint8_t op = hy_verify_u1(code, pc);
        v->pc = pc;
        HY_TRY(hy_verify_spend(v));
        if ((code->marks[pc] & HY_VMARK_TRY) != 0 &&
            (changed || (code->marks[pc] & HY_VMARK_EDGE) != 0))
            HY_TRY(reach_handlers(w, pc));
        changed = false;
        HY_TRY(hy_verify_step(v, code, &w->frame, &changed));
        if (op == HY_OP_jsr)
            return go_jsr(w, pc);
        if (op == HY_OP_ret)
            return go_ret(w, pc);
        HY_TRY(branch(w, pc));
        if ((hy_opcode_table[op].flags & HY_OPF_END) != 0 || w->frame.ends)
            return HY_OK;
        pc += (uint32_t)hy_opcode_length(code->bytes, pc);
        if (pc >= code->bytes.n || (code->marks[pc] & HY_VMARK_START) == 0)
            return hy_verify_fail(v, "control runs past the end of the method");
        if ((code->marks[pc] & HY_VMARK_LEADER) != 0)
            return arrive(w, pc);
    }
}

/* ---- a method ---- */

static hy_rc enter(flow *w)
{
    const hy_vmethod *m = w->code->method;
    hy_vframe *f = &w->frame;
    for (uint8_t i = 0; i < m->sig.nargs; i++) {
        hy_vkind k = hy_vtype_kind(m->sig.args[i]);
        f->locals[i] = k == HY_VK_UNREAD ? HY_VK_TOP : m->sig.args[i];
    }
    f->locals[w->code->locals] = hy_vtype_of(HY_VK_SHORT, 0);
    bool constructor = m->described != NULL && (m->described->access & HY_ACCESS_INIT) != 0;
    if (constructor && w->v->classes[m->owner].super != HY_VCLASS_NONE) {
        f->locals[0] = hy_vtype_of(HY_VK_THIS, 0);
        f->locals[w->code->locals] = f->locals[0];
    }
    w->code->marks[0] |= HY_VMARK_LEADER;
    return arrive(w, 0);
}

hy_rc hy_verify_flow(hy_verifier *v, hy_vcode *code)
{
    hy_vtype locals[256 + 1] = {0};
    hy_vtype stack[256] = {0};
    flow w = {.v = v, .code = code, .used = 1};
    w.size = S_WORDS + (size_t)code->locals + 1 + code->method->header.max_stack;
    w.frame.locals = locals;
    w.frame.stack = stack;
    HY_TRY(enter(&w));
    while (w.waiting != 0) {
        uint32_t *s = &v->words[w.waiting];
        uint32_t state = w.waiting;
        w.waiting = s[S_QUEUE] - 1;
        s[S_QUEUE] = 0;
        HY_TRY(follow(&w, state));
    }
    return HY_OK;
}
