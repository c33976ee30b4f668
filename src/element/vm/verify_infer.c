/* Methods and their signatures without a Descriptor: methods are what anything refers to; their
   code is what is reached from their start; arguments are what the code reads them as, results
   what it returns, and methods that override or implement each other share what is known. */
#include "element/vm/verify_in.h"

enum { ARGUMENTS_MAX = 64, QUEUED = 0x80 };

/* ---- which methods there are ---- */

static void mark_table(uint8_t *starts, const uint32_t *table, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++) {
        if (table[i] != HY_METHOD_ELSEWHERE)
            starts[table[i]] = 1;
    }
}

static void mark_starts(const hy_package *p, uint8_t *starts)
{
    for (uint16_t i = 0; i < p->pool_count; i++) {
        if (p->pool[i].tag == HY_POOL_STATIC_METHOD && !p->pool[i].imported)
            starts[p->pool[i].at] = 1;
    }
    for (uint16_t i = 0; i < p->class_count; i++) {
        mark_table(starts, p->classes[i].public_table, p->classes[i].public_count);
        mark_table(starts, p->classes[i].package_table, p->classes[i].package_count);
    }
    for (uint8_t i = 0; i < p->applet_count; i++)
        starts[p->applets[i].install] = 1;
    for (uint8_t i = 0; i < p->member_count; i++) {
        for (uint8_t k = 0; k < p->members[i].export_count; k++)
            mark_table(starts, p->members[i].exports[k].methods,
                       p->members[i].exports[k].method_count);
    }
}

static hy_rc add_method(hy_verifier *v, uint32_t at)
{
    hy_vmethod *m = &v->methods[v->method_count];
    *m = (hy_vmethod){.at = at, .owner = HY_VCLASS_NONE, .same = v->method_count, .entered = true};
    v->method_count++;
    if (!hy_package_method_header(v->p, at, &m->header))
        return hy_verify_fail(v, "no method can start at %u of Method", at);
    m->has_code = (m->header.flags & HY_METHOD_ABSTRACT) == 0;
    m->words = HY_NEW_ARRAY(v->arena, hy_vtype, m->header.nargs);
    if (m->words == NULL)
        return hy_verify_memory(v);
    if (m->header.nargs > ARGUMENTS_MAX)
        return hy_verify_fail(v, "method at %u: more than %u argument words need the Descriptor",
                              at, ARGUMENTS_MAX);
    for (uint8_t i = 0; i < m->header.nargs; i++)
        m->words[i] = hy_vtype_of(HY_VK_UNREAD, 0);
    m->sig = (hy_vsig){m->words, m->header.nargs, hy_vtype_of(HY_VK_UNKNOWN, 0)};
    return HY_OK;
}

/* Each method ends at the latest where the next begins. */
static hy_rc find_methods(hy_verifier *v)
{
    uint32_t size = (uint32_t)v->p->info[HY_COMPONENT_METHOD].n;
    uint8_t *starts = HY_NEW_ARRAY(v->arena, uint8_t, size);
    size_t count = 0;
    if (starts == NULL)
        return hy_verify_memory(v);
    mark_starts(v->p, starts);
    for (uint32_t at = 0; at < size; at++)
        count += starts[at];
    v->methods = HY_NEW_ARRAY(v->arena, hy_vmethod, count);
    if (v->methods == NULL)
        return hy_verify_memory(v);
    for (uint32_t at = 0; at < size; at++) {
        if (starts[at] != 0)
            HY_TRY(add_method(v, at));
    }
    for (uint32_t i = 0; i < v->method_count; i++) {
        hy_vmethod *m = &v->methods[i];
        const hy_package_block *b = hy_package_block_of(v->p, m->at);
        m->end = i + 1 < v->method_count && v->methods[i + 1].at < b->end ? v->methods[i + 1].at
                                                                          : b->end;
        if (m->header.code > m->end)
            return hy_verify_fail(v, "the methods at %u and %u overlap", m->at, m->end);
    }
    return HY_OK;
}

/* ---- what a body tells ---- */

/* Two findings about one word; UNREAD and UNKNOWN give way. */
static bool agree(hy_vtype *known, hy_vtype found)
{
    hy_vkind k = hy_vtype_kind(*known);
    hy_vkind f = hy_vtype_kind(found);
    if (f == HY_VK_UNREAD || f == HY_VK_UNKNOWN || *known == found)
        return true;
    if (k != HY_VK_UNREAD && k != HY_VK_UNKNOWN)
        return false;
    *known = found;
    return true;
}

static hy_rc note_word(hy_verifier *v, hy_vmethod *m, uint8_t word, hy_vkind kind)
{
    char a[64];
    char b[64];
    if (!agree(&m->words[word], hy_vtype_of(kind, 0)))
        return hy_verify_fail(v,
                              "argument word %u of the method at %u is %s in one place and %s "
                              "in another",
                              word, m->at, hy_verify_type_name(v, m->words[word], a),
                              hy_verify_type_name(v, hy_vtype_of(kind, 0), b));
    return HY_OK;
}

static hy_rc note_result(hy_verifier *v, hy_vmethod *m, hy_vkind kind)
{
    if (!agree(&m->sig.result, hy_vtype_of(kind, 0)))
        return hy_verify_fail(v, "the method at %u returns different kinds of result", m->at);
    return HY_OK;
}

/* A walk over the code that is reached: which argument words may still hold what was passed. */
typedef struct walk {
    hy_verifier *v;
    hy_vcode *code;
    uint64_t *passed; /* [pc], a bit per argument word */
    uint32_t *queue;  /* pcs to look at */
    size_t queued;
} walk;

static hy_rc reach(walk *w, int64_t pc, uint64_t passed, uint8_t mark)
{
    hy_vcode *code = w->code;
    HY_TRY(hy_verify_spend(w->v));
    if (pc < 0 || pc >= (int64_t)code->bytes.n)
        return hy_verify_fail(w->v, "control leaves the method, to pc %lld", (long long)pc);
    if ((code->marks[pc] & HY_VMARK_BODY) != 0)
        return hy_verify_fail(w->v, "control goes to pc %lld, into an instruction", (long long)pc);
    bool fresh = (code->marks[pc] & (HY_VMARK_START | QUEUED)) == 0;
    code->marks[pc] |= mark;
    if (!fresh && (w->passed[pc] | passed) == w->passed[pc])
        return HY_OK;
    w->passed[pc] |= passed;
    if ((code->marks[pc] & QUEUED) == 0)
        w->queue[w->queued++] = (uint32_t)pc;
    code->marks[pc] |= QUEUED;
    return HY_OK;
}

/* The instruction's own bytes, the first time it is met. */
static hy_rc decode(walk *w, uint32_t pc, uint32_t *length)
{
    hy_vcode *code = w->code;
    if ((code->marks[pc] & HY_VMARK_START) != 0) {
        *length = (uint32_t)hy_opcode_length(code->bytes, pc);
        return HY_OK;
    }
    HY_TRY(hy_verify_operands(w->v, code, pc, length));
    w->v->result.instructions++;
    code->marks[pc] |= HY_VMARK_START;
    for (uint32_t i = 1; i < *length; i++) {
        if ((code->marks[pc + i] & (HY_VMARK_START | QUEUED)) != 0)
            return hy_verify_fail(w->v, "another instruction starts at pc %u, inside this one",
                                  pc + i);
        code->marks[pc + i] |= HY_VMARK_BODY;
    }
    return HY_OK;
}

/* Argument words that the instruction reads or overwrites, and results that it returns. */
static hy_rc note(walk *w, uint32_t pc, uint64_t *passed)
{
    hy_vmethod *m = w->code->method;
    uint8_t op = hy_verify_u1(w->code, pc);
    uint8_t local;
    char kind;
    char what = hy_verify_local(w->code, pc, &local, &kind);
    if ((op >= HY_OP_getfield_a_this && op <= HY_OP_getfield_i_this) ||
        (op >= HY_OP_putfield_a_this && op <= HY_OP_putfield_i_this)) {
        what = 'l';
        local = 0;
        kind = 'a';
    }
    bool argument = what != 0 && local < m->header.nargs && (*passed >> local & 1) != 0;
    if (argument && (what == 'l' || what == '+')) {
        HY_TRY(note_word(w->v, m, local,
                         kind == 'a'   ? HY_VK_SOME
                         : kind == 's' ? HY_VK_SHORT
                                       : HY_VK_INT));
        if (kind == 'i' && local + 1 < m->header.nargs)
            HY_TRY(note_word(w->v, m, (uint8_t)(local + 1), HY_VK_INT_LOW));
    }
    if (what == 's' && local < ARGUMENTS_MAX)
        *passed &= ~((uint64_t)(kind == 'i' ? 3 : 1) << local);
    switch (op) {
    case HY_OP_areturn:
        return note_result(w->v, m, HY_VK_SOME);
    case HY_OP_sreturn:
        return note_result(w->v, m, HY_VK_SHORT);
    case HY_OP_ireturn:
        return note_result(w->v, m, HY_VK_INT);
    case HY_OP_return:
        return note_result(w->v, m, HY_VK_VOID);
    default:
        return HY_OK;
    }
}

static hy_rc reach_handlers(walk *w, uint32_t pc, uint64_t passed)
{
    const hy_package_block *b = w->code->block;
    uint32_t at = w->code->start + pc;
    for (uint8_t i = 0; i < b->handler_count; i++) {
        const hy_package_handler *h = &b->handlers[i];
        if (at >= h->start && at < h->end)
            HY_TRY(reach(w, (int64_t)h->target - w->code->start, passed, HY_VMARK_LEADER));
    }
    return HY_OK;
}

static hy_rc visit(walk *w, uint32_t pc)
{
    uint32_t length;
    uint32_t index = 0;
    int64_t target;
    uint64_t passed = w->passed[pc];
    w->code->marks[pc] &= (uint8_t)~QUEUED;
    w->v->pc = pc;
    HY_TRY(decode(w, pc, &length));
    HY_TRY(reach_handlers(w, pc, passed));
    HY_TRY(note(w, pc, &passed));
    while (hy_verify_next_target(w->code, pc, &index, &target))
        HY_TRY(reach(w, target, passed, HY_VMARK_LEADER));
    if ((hy_opcode_table[hy_verify_u1(w->code, pc)].flags & HY_OPF_END) != 0)
        return HY_OK;
    return reach(w, (int64_t)pc + length, passed, 0);
}

static hy_rc walk_method(hy_verifier *v, hy_vmethod *m)
{
    HY_TRY(hy_verify_open(v, m));
    v->pc = UINT32_MAX;
    size_t n = m->code->bytes.n;
    walk w = {.v = v, .code = m->code};
    w.passed = HY_NEW_ARRAY(v->arena, uint64_t, n);
    w.queue = HY_NEW_ARRAY(v->arena, uint32_t, n);
    if (w.passed == NULL || w.queue == NULL)
        return hy_verify_memory(v);
    uint64_t all =
        m->header.nargs == ARGUMENTS_MAX ? UINT64_MAX : ((uint64_t)1 << m->header.nargs) - 1;
    HY_TRY(reach(&w, 0, all, HY_VMARK_LEADER));
    while (w.queued > 0)
        HY_TRY(visit(&w, w.queue[--w.queued]));
    v->code = NULL;
    return HY_OK;
}

/* ---- what methods tell each other ---- */

static hy_vmethod *best(hy_verifier *v, hy_vmethod *m)
{
    while (v->methods[m->same].same != m->same)
        m->same = v->methods[m->same].same;
    return &v->methods[m->same];
}

/* What is known of m and a signature that it must have. */
static hy_rc join_sig(hy_verifier *v, hy_vmethod *m, const hy_vsig *sig)
{
    hy_vmethod *b = best(v, m);
    if (b->sig.nargs != sig->nargs)
        return hy_verify_fail(v,
                              "the method at %u takes %u words, what it overrides or implements "
                              "takes %u",
                              m->at, b->sig.nargs, sig->nargs);
    for (uint8_t i = 0; i < sig->nargs; i++) {
        if (hy_vtype_kind(sig->args[i]) != HY_VK_UNREAD)
            HY_TRY(note_word(v, b, i, hy_vtype_kind(sig->args[i])));
    }
    if (hy_vtype_kind(sig->result) == HY_VK_UNKNOWN)
        return HY_OK;
    return note_result(v, b, hy_vtype_kind(sig->result));
}

static hy_rc join(hy_verifier *v, hy_vmethod *m, const hy_vmember *other)
{
    if (other->method == UINT32_MAX)
        return join_sig(v, m, &other->sig);
    hy_vmethod *a = best(v, m);
    hy_vmethod *b = best(v, &v->methods[other->method]);
    if (a == b)
        return HY_OK;
    HY_TRY(join_sig(v, b, &a->sig));
    b->has_code = b->has_code || a->has_code;
    a->same = b->same;
    return HY_OK;
}

static hy_rc join_super(hy_verifier *v, uint32_t c, uint8_t token, uint32_t at)
{
    uint8_t above;
    hy_vmember over = {0};
    if (at == HY_METHOD_ELSEWHERE)
        return HY_OK;
    hy_vmethod *m = hy_verify_method_at(v, at);
    HY_TRY(note_word(v, best(v, m), 0, HY_VK_SOME));
    if (!hy_verify_inherited(v, c, token, &above))
        return HY_OK;
    HY_TRY(hy_verify_virtual(v, v->classes[c].super, above, &over));
    return join(v, m, &over);
}

static hy_rc join_interface(hy_verifier *v, uint32_t c, const hy_package_implemented *im)
{
    uint32_t interface;
    HY_TRY(hy_verify_class_ref(v, im->interface, &interface));
    for (size_t t = 0; t < im->tokens.n; t++) {
        hy_vmember wanted = {0};
        hy_vmember found = {0};
        HY_TRY(hy_verify_virtual(v, c, im->tokens.p[t], &found));
        HY_TRY(hy_verify_interface_method(v, interface, (uint8_t)t, &wanted));
        if (found.method != UINT32_MAX && !wanted.open)
            HY_TRY(join(v, &v->methods[found.method], &wanted));
    }
    return HY_OK;
}

static hy_rc join_class(hy_verifier *v, uint32_t c)
{
    const hy_package_class *r = v->classes[c].record;
    for (uint8_t i = 0; i < r->public_count; i++)
        HY_TRY(join_super(v, c, (uint8_t)(r->public_base + i), r->public_table[i]));
    for (uint8_t i = 0; i < r->package_count; i++)
        HY_TRY(join_super(v, c, (uint8_t)((r->package_base + i) | 0x80), r->package_table[i]));
    for (uint8_t i = 0; i < r->implemented_count; i++)
        HY_TRY(join_interface(v, c, &r->implemented[i]));
    return HY_OK;
}

/* install(byte[], short, byte) */
static hy_rc join_applets(hy_verifier *v)
{
    const hy_vtype args[] = {hy_vtype_of(HY_VK_SOME, 0), hy_vtype_of(HY_VK_SHORT, 0),
                             hy_vtype_of(HY_VK_SHORT, 0)};
    const hy_vsig install = {args, 3, hy_vtype_of(HY_VK_VOID, 0)};
    for (uint8_t i = 0; i < v->p->applet_count; i++)
        HY_TRY(join_sig(v, hy_verify_method_at(v, v->p->applets[i].install), &install));
    return HY_OK;
}

hy_rc hy_verify_infer(hy_verifier *v)
{
    HY_TRY(find_methods(v));
    for (uint32_t i = 0; i < v->method_count; i++) {
        if (v->methods[i].has_code)
            HY_TRY(walk_method(v, &v->methods[i]));
    }
    for (uint32_t c = 0; c < v->p->class_count; c++)
        HY_TRY(join_class(v, c));
    HY_TRY(join_applets(v));
    for (uint32_t i = 0; i < v->method_count; i++) {
        const hy_vmethod *b = best(v, &v->methods[i]);
        v->methods[i].sig = b->sig;
        v->methods[i].has_code = b->has_code;
    }
    return HY_OK;
}
