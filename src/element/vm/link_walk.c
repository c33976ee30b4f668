/* Walking a method: every instruction that can be reached, with the height of the stack. The static
   half of the second net; it shares nothing with the verifier. */
#include "element/vm/link_in.h"

#include <string.h>

enum { ACTIVE_SIZE = 256 }; /* handlers of a block */

/* ---- instructions ---- */

static uint8_t opcode_at(const hy_walk *w, uint32_t pc)
{
    return w->code.p[pc];
}

hy_reader hy_walk_operands(const hy_walk *w, uint32_t pc)
{
    return hy_reader_of(hy_view_part(w->code, pc + 1, w->code.n - pc - 1));
}

static hy_rc refuse(hy_linker *k, const hy_walk *w, uint32_t pc, const char *what)
{
    const char *name = pc < w->code.n ? hy_opcode_table[opcode_at(w, pc)].name : NULL;
    return hy_link_refuse(k, "Method %u, pc %u, %s: %s", w->method->at, pc,
                          name == NULL ? "no instruction" : name, what);
}

uint16_t hy_walk_constant(const hy_walk *w, uint32_t pc)
{
    hy_reader r = hy_walk_operands(w, pc);
    switch (hy_opcode_table[opcode_at(w, pc)].operands) {
    case HY_OPERAND_CP1:
        return hy_read_u8(&r);
    case HY_OPERAND_INTERFACE:
    case HY_OPERAND_ATYPE_CP2:
        hy_read_u8(&r);
        return hy_read_u16(&r);
    default:
        return hy_read_u16(&r);
    }
}

hy_switch hy_switch_read(const hy_walk *w, uint32_t pc)
{
    hy_switch s = {.cases = hy_walk_operands(w, pc)};
    uint8_t op = opcode_at(w, pc);
    s.table = op == HY_OP_stableswitch || op == HY_OP_itableswitch;
    s.wide = op == HY_OP_itableswitch || op == HY_OP_ilookupswitch;
    s.fallback = (uint32_t)((int32_t)pc + (int16_t)hy_read_u16(&s.cases));
    if (!s.table) {
        s.count = hy_read_u16(&s.cases);
        return s;
    }
    s.low = s.wide ? (int32_t)hy_read_u32(&s.cases) : (int16_t)hy_read_u16(&s.cases);
    s.high = s.wide ? (int32_t)hy_read_u32(&s.cases) : (int16_t)hy_read_u16(&s.cases);
    s.count = (uint32_t)((int64_t)s.high - s.low + 1);
    return s;
}

bool hy_switch_next(hy_switch *s, uint32_t pc, int32_t *key, uint32_t *target)
{
    if (s->count == 0)
        return false;
    s->count--;
    if (s->table)
        *key = s->high - (int32_t)s->count;
    else
        *key = s->wide ? (int32_t)hy_read_u32(&s->cases) : (int16_t)hy_read_u16(&s->cases);
    *target = (uint32_t)((int32_t)pc + (int16_t)hy_read_u16(&s->cases));
    return true;
}

/* ---- results that nothing tells: guessed, and the guess stands when the method's heights agree
   with it. The machine compares at each call what it gets, so that a wrong guess does no harm. ----
 */

static uint8_t guessed(hy_unit *u, const void *of, uint8_t token)
{
    for (uint32_t i = 0; i < u->guess_count; i++)
        if (u->guesses[i].of == of && u->guesses[i].token == token)
            return u->guesses[i].result;
    if (u->guess_count < HY_GUESSES_MAX)
        u->guesses[u->guess_count++] = (hy_guess){of, token, 0};
    return 0;
}

/* The next combination of the guesses from number `settled` on; false when all were tried. */
static bool next_guesses(hy_unit *u, uint32_t settled)
{
    while (u->guess_count > settled) {
        hy_guess *last = &u->guesses[u->guess_count - 1];
        if (last->result < 2) {
            last->result++;
            return true;
        }
        u->guess_count--;
    }
    return false;
}

static hy_rc interface_call(hy_linker *k, const hy_walk *w, uint32_t pc, const hy_resolved *r,
                            hy_call *out)
{
    if (r->tag != HY_POOL_CLASS || !r->class_of->interface)
        return refuse(k, w, pc, "its constant is no interface");
    hy_reader o = hy_walk_operands(w, pc);
    out->nargs = hy_read_u8(&o);
    hy_read_u16(&o);
    uint8_t token = hy_read_u8(&o);
    if (out->nargs == 0)
        return refuse(k, w, pc, "passes no object");
    out->result =
        token < r->class_of->result_count ? r->class_of->results[token] : HY_RESULT_UNKNOWN;
    if (out->result == HY_RESULT_UNKNOWN)
        out->result = guessed(w->u, r->class_of, token);
    return HY_OK;
}

hy_rc hy_walk_call(hy_linker *k, const hy_walk *w, uint32_t pc, hy_call *out)
{
    const hy_resolved *r = &w->u->constants[hy_walk_constant(w, pc)];
    uint8_t op = opcode_at(w, pc);
    if (op == HY_OP_invokeinterface)
        return interface_call(k, w, pc, r, out);
    bool fits = op == HY_OP_invokevirtual ? r->tag == HY_POOL_VIRTUAL
                : op == HY_OP_invokestatic
                    ? r->tag == HY_POOL_STATIC_METHOD
                    : r->tag == HY_POOL_STATIC_METHOD || r->tag == HY_POOL_SUPER;
    if (!fits)
        return refuse(k, w, pc, "its constant is of another kind");
    if (r->method->abstract && op != HY_OP_invokevirtual)
        return refuse(k, w, pc, "calls an abstract method");
    if (r->method->nargs == 0 && op != HY_OP_invokestatic)
        return refuse(k, w, pc, "calls a method without an object");
    out->nargs = r->method->nargs;
    out->result = r->method->result;
    if (out->result == HY_RESULT_UNKNOWN)
        out->result = guessed(w->u, r->method, 0);
    return HY_OK;
}

/* ---- operands ---- */

static hy_rc check_local(hy_linker *k, const hy_walk *w, uint32_t pc, unsigned index,
                         unsigned slots)
{
    if (index + slots > (unsigned)w->method->nargs + w->method->locals)
        return refuse(k, w, pc, "names a local variable outside the frame");
    return HY_OK;
}

static hy_rc check_static(hy_linker *k, const hy_walk *w, uint32_t pc, const hy_resolved *r,
                          char type)
{
    const hy_package_statics *s = &w->u->homes[r->home]->statics;
    unsigned size = type == 'b' ? 1 : type == 'i' ? 4 : 2;
    unsigned references = 2u * s->reference_count;
    bool inside = r->place + size <= s->image_size;
    bool fits =
        type == 'a' ? r->place + size <= references && r->place % 2 == 0 : r->place >= references;
    return inside && fits ? HY_OK : refuse(k, w, pc, "names no static field of its type");
}

static hy_rc check_field(hy_linker *k, const hy_walk *w, uint32_t pc, const hy_resolved *r,
                         char type)
{
    const hy_class *c = r->class_of;
    bool fits = r->place + (type == 'i' ? 2u : 1u) <= c->words;
    for (uint16_t i = 0; fits && i < (type == 'i' ? 2 : 1); i++)
        fits = hy_class_is_reference(c, (uint16_t)(r->place + i)) == (type == 'a');
    return fits ? HY_OK : refuse(k, w, pc, "names no field of its type");
}

/* The letter behind the underscore: getfield_a_this, putstatic_b. */
static char field_type(const char *name)
{
    return strchr(name, '_')[1];
}

static hy_rc check_constant(hy_linker *k, const hy_walk *w, uint32_t pc)
{
    const hy_opcode_info *op = &hy_opcode_table[opcode_at(w, pc)];
    uint16_t index = hy_walk_constant(w, pc);
    if (index >= w->u->l->constant_count)
        return refuse(k, w, pc, "names a constant that is not there");
    const hy_resolved *r = &w->u->constants[index];
    if (strncmp(op->name, "getstatic", 9) == 0 || strncmp(op->name, "putstatic", 9) == 0)
        return r->tag == HY_POOL_STATIC_FIELD ? check_static(k, w, pc, r, field_type(op->name))
                                              : refuse(k, w, pc, "its constant is no static field");
    if (strncmp(op->name, "getfield", 8) == 0 || strncmp(op->name, "putfield", 8) == 0)
        return r->tag == HY_POOL_FIELD ? check_field(k, w, pc, r, field_type(op->name))
                                       : refuse(k, w, pc, "its constant is no field");
    if (strncmp(op->name, "invoke", 6) == 0)
        return HY_OK; /* hy_walk_call looks */
    if (r->tag != HY_POOL_CLASS)
        return refuse(k, w, pc, "its constant is no class");
    if (opcode_at(w, pc) == HY_OP_new && r->class_of->abstract)
        return refuse(k, w, pc, "creates an instance of an interface or an abstract class");
    return HY_OK;
}

static hy_rc check_atype(hy_linker *k, const hy_walk *w, uint32_t pc)
{
    hy_reader o = hy_walk_operands(w, pc);
    uint8_t atype = hy_read_u8(&o);
    bool primitive = atype >= HY_ATYPE_BOOLEAN && atype <= HY_ATYPE_INT;
    if (opcode_at(w, pc) == HY_OP_newarray)
        return primitive ? HY_OK : refuse(k, w, pc, "names no type of array");
    if (primitive)
        return hy_read_u16(&o) == 0 ? HY_OK : refuse(k, w, pc, "names a class and a type of array");
    if (atype != 0 && atype != HY_ATYPE_REFERENCE)
        return refuse(k, w, pc, "names no type of array");
    return check_constant(k, w, pc);
}

static hy_rc check_mn(hy_linker *k, const hy_walk *w, uint32_t pc)
{
    hy_reader o = hy_walk_operands(w, pc);
    uint8_t mn = hy_read_u8(&o);
    unsigned m = mn >> 4, n = mn & 15;
    bool fits = opcode_at(w, pc) == HY_OP_swap_x
                    ? m >= 1 && m <= 2 && n >= 1 && n <= 2
                    : m >= 1 && m <= 4 && (n == 0 || (n >= m && n <= m + 4));
    return fits ? HY_OK : refuse(k, w, pc, "its operand is out of range");
}

/* Slots that a local of this instruction takes: the letter says its type. */
static unsigned local_slots(const char *name)
{
    return name[0] == 'i' ? 2 : 1;
}

static hy_rc check_operands(hy_linker *k, const hy_walk *w, uint32_t pc)
{
    const hy_opcode_info *op = &hy_opcode_table[opcode_at(w, pc)];
    hy_reader o = hy_walk_operands(w, pc);
    switch ((hy_operands)op->operands) {
    case HY_OPERAND_LOCAL:
    case HY_OPERAND_LOCAL_IMM1:
    case HY_OPERAND_LOCAL_IMM2:
        return check_local(k, w, pc, hy_read_u8(&o), local_slots(op->name));
    case HY_OPERAND_NONE: { /* sload_0 and its like */
        const char *digit = strchr(op->name, '_');
        bool local = strstr(op->name, "load_") != NULL || strstr(op->name, "store_") != NULL;
        return local ? check_local(k, w, pc, (unsigned)(digit[1] - '0'), local_slots(op->name))
                     : HY_OK;
    }
    case HY_OPERAND_MN:
        return check_mn(k, w, pc);
    case HY_OPERAND_CP1:
        if (strstr(op->name, "_this") != NULL)
            HY_TRY(check_local(k, w, pc, 0, 1));
        return check_constant(k, w, pc);
    case HY_OPERAND_CP2:
    case HY_OPERAND_INTERFACE:
        return check_constant(k, w, pc);
    case HY_OPERAND_ATYPE:
    case HY_OPERAND_ATYPE_CP2:
        return check_atype(k, w, pc);
    default:
        return HY_OK;
    }
}

/* ---- heights ---- */

static unsigned slots_in(const char *kinds)
{
    unsigned n = 0;
    for (; *kinds != '\0'; kinds++)
        n += *kinds == 'i' ? 2 : 1;
    return n;
}

/* What the instruction needs on the stack and what it leaves in its place. */
static hy_rc effect(hy_linker *k, const hy_walk *w, uint32_t pc, unsigned *pops, unsigned *pushes)
{
    const hy_opcode_info *op = &hy_opcode_table[opcode_at(w, pc)];
    if (op->pops[0] != '*') {
        *pops = slots_in(op->pops);
        *pushes = slots_in(op->pushes);
        return HY_OK;
    }
    if (op->operands == HY_OPERAND_MN) {
        hy_reader o = hy_walk_operands(w, pc);
        uint8_t mn = hy_read_u8(&o);
        unsigned m = mn >> 4, n = mn & 15;
        bool swap = opcode_at(w, pc) == HY_OP_swap_x;
        *pops = swap ? m + n : n == 0 ? m : n;
        *pushes = swap ? *pops : *pops + m;
        return HY_OK;
    }
    hy_call call;
    HY_TRY(hy_walk_call(k, w, pc, &call));
    *pops = call.nargs;
    *pushes = call.result;
    return HY_OK;
}

static hy_rc height_after(hy_linker *k, const hy_walk *w, uint32_t pc, int16_t *after)
{
    unsigned pops, pushes;
    HY_TRY(effect(k, w, pc, &pops, &pushes));
    unsigned height = (unsigned)w->height[pc];
    if (pops > height)
        return refuse(k, w, pc, "takes more from the stack than there is");
    if (height - pops + pushes > w->method->stack)
        return refuse(k, w, pc, "the stack grows past what the method declares");
    *after = (int16_t)(height - pops + pushes);
    return HY_OK;
}

/* ---- the walk ---- */

/* An instruction starts here, with this height: new, or the same as before. */
static hy_rc reach(hy_linker *k, hy_walk *w, uint32_t from, uint32_t pc, int16_t height)
{
    if (pc >= w->code.n)
        return refuse(k, w, from, "leaves the code of the method");
    if (w->height[pc] == HY_HEIGHT_INSIDE)
        return refuse(k, w, from, "leads into the middle of an instruction");
    if (w->height[pc] == HY_HEIGHT_UNSEEN) {
        w->height[pc] = height;
        w->todo[w->todo_count++] = pc;
        return HY_OK;
    }
    if (w->height[pc] != height)
        return refuse(k, w, from, "paths meet with stacks of different heights");
    return HY_OK;
}

static hy_rc claim_bytes(hy_linker *k, hy_walk *w, uint32_t pc, size_t length)
{
    for (size_t i = 1; i < length; i++) {
        if (w->height[pc + i] >= 0)
            return refuse(k, w, pc, "has an instruction inside");
        w->height[pc + i] = HY_HEIGHT_INSIDE;
    }
    if (pc + length > w->end)
        w->end = (uint32_t)(pc + length);
    return HY_OK;
}

static hy_rc jump_cases(hy_linker *k, hy_walk *w, uint32_t pc, int16_t height)
{
    hy_switch s = hy_switch_read(w, pc);
    HY_TRY(reach(k, w, pc, s.fallback, height));
    int32_t key, before = 0;
    uint32_t target;
    for (bool first = true; hy_switch_next(&s, pc, &key, &target); first = false, before = key) {
        if (!first && key <= before)
            return refuse(k, w, pc, "its keys do not ascend");
        HY_TRY(reach(k, w, pc, target, height));
    }
    return HY_OK;
}

static hy_rc jump_targets(hy_linker *k, hy_walk *w, uint32_t pc, int16_t height)
{
    hy_reader o = hy_walk_operands(w, pc);
    switch ((hy_operands)hy_opcode_table[opcode_at(w, pc)].operands) {
    case HY_OPERAND_BRANCH1:
        return reach(k, w, pc, (uint32_t)((int32_t)pc + (int8_t)hy_read_u8(&o)), height);
    case HY_OPERAND_BRANCH2:
        return reach(k, w, pc, (uint32_t)((int32_t)pc + (int16_t)hy_read_u16(&o)), height);
    case HY_OPERAND_TABLE_S:
    case HY_OPERAND_TABLE_I:
    case HY_OPERAND_LOOKUP_S:
    case HY_OPERAND_LOOKUP_I:
        return jump_cases(k, w, pc, height);
    default:
        return HY_OK;
    }
}

/* All returns of a method return the same, and what its Descriptor says. */
static hy_rc note_return(hy_linker *k, hy_walk *w, uint32_t pc)
{
    uint8_t op = opcode_at(w, pc);
    if (op < HY_OP_areturn || op > HY_OP_return)
        return HY_OK;
    uint8_t slots = op == HY_OP_return ? 0 : op == HY_OP_ireturn ? 2 : 1;
    uint8_t expected = w->returns != HY_RESULT_UNKNOWN ? w->returns : w->method->result;
    if (expected != HY_RESULT_UNKNOWN && expected != slots)
        return refuse(k, w, pc, "the method returns something else");
    w->returns = slots;
    return HY_OK;
}

static hy_rc visit(hy_linker *k, hy_walk *w, uint32_t pc)
{
    const hy_opcode_info *op = &hy_opcode_table[opcode_at(w, pc)];
    size_t length = hy_opcode_length(w->code, pc);
    if (length == 0)
        return refuse(k, w, pc, "is no whole instruction");
    if ((op->flags & HY_OPF_RESERVED) != 0)
        return refuse(k, w, pc, "is reserved");
    if ((op->flags & HY_OPF_INT) != 0 && (w->u->p->flags & HY_PACKAGE_INT) == 0)
        return refuse(k, w, pc, "uses int, and Header does not say that the package does");
    HY_TRY(claim_bytes(k, w, pc, length));
    HY_TRY(note_return(k, w, pc));
    int16_t after = 0;
    if (!w->results_only) {
        HY_TRY(check_operands(k, w, pc));
        HY_TRY(height_after(k, w, pc, &after));
    }
    HY_TRY(jump_targets(k, w, pc, after));
    if ((op->flags & HY_OPF_END) != 0)
        return HY_OK;
    /* A jsr goes on behind itself when its subroutine returns, with the address taken. */
    bool jsr = opcode_at(w, pc) == HY_OP_jsr;
    if (jsr)
        after = w->height[pc];
    return reach(k, w, pc, (uint32_t)(pc + length), after);
}

/* ---- handlers ---- */

/* For each pc the first one from there on that was reached. */
static void note_reached(const hy_walk *w)
{
    uint32_t next = UINT32_MAX;
    for (size_t pc = w->code.n; pc-- > 0;) {
        if (w->height[pc] >= 0)
            next = (uint32_t)pc;
        w->reached[pc] = next;
    }
}

static bool on_boundary(const hy_walk *w, uint32_t pc)
{
    return pc <= w->code.n && (pc == w->code.n || w->height[pc] != HY_HEIGHT_INSIDE);
}

/* Handlers that cover what was reached are reached with the exception alone on the stack. */
static hy_rc open_handlers(hy_linker *k, hy_walk *w, bool *opened)
{
    *opened = false;
    if (w->handler_count > 0)
        note_reached(w);
    for (uint32_t i = 0; i < w->handler_count; i++) {
        const hy_package_handler *h = &w->handlers[i];
        if (w->active[i] || h->start < w->start || h->start >= w->start + w->code.n)
            continue;
        uint32_t start = h->start - w->start, end = h->end - w->start;
        if (end > w->code.n || end <= start || h->target < w->start)
            return refuse(k, w, start, "a handler covers what is outside the method");
        if (w->reached[start] >= end)
            continue;
        if (h->type >= w->u->p->pool_count && h->type != 0)
            return refuse(k, w, start, "a handler names a constant that is not there");
        if (!w->results_only && h->type != 0 && w->u->constants[h->type].tag != HY_POOL_CLASS)
            return refuse(k, w, start, "a handler catches what is no class");
        if (!w->results_only && w->method->stack == 0)
            return refuse(k, w, start, "a handler has no room for the exception");
        HY_TRY(reach(k, w, start, h->target - w->start, w->results_only ? 0 : 1));
        w->active[i] = *opened = true;
    }
    return HY_OK;
}

static hy_rc check_handlers(hy_linker *k, const hy_walk *w)
{
    for (uint32_t i = 0; i < w->handler_count; i++) {
        const hy_package_handler *h = &w->handlers[i];
        if (w->active[i] &&
            !(on_boundary(w, h->start - w->start) && on_boundary(w, h->end - w->start)))
            return refuse(k, w, h->start - w->start, "a handler starts or ends in an instruction");
    }
    return HY_OK;
}

static hy_rc open_walk(hy_linker *k, hy_unit *u, hy_method *m, hy_walk *w)
{
    hy_method_header h;
    const hy_package_block *block = hy_package_block_of(u->p, m->at);
    if (block == NULL || !hy_package_method_header(u->p, m->at, &h))
        return hy_link_refuse(k, "Method: no method starts at offset %u", m->at);
    uint32_t end = block->end;
    if (m + 1 < u->l->methods + u->l->method_count && m[1].at < end)
        end = m[1].at;
    if (h.code >= end)
        return hy_link_refuse(k, "Method %u: has no code", m->at);
    uint32_t size = end - h.code;
    *w = (hy_walk){
        .u = u,
        .method = m,
        .code = hy_view_part(u->p->info[HY_COMPONENT_METHOD], h.code, size),
        .start = h.code,
        .height = u->walk_height,
        .todo = u->walk_todo,
        .reached = u->walk_reached,
        .active = u->walk_active,
        .handlers = block->handlers,
        .handler_count = block->handler_count,
        .returns = HY_RESULT_UNKNOWN,
    };
    return HY_OK;
}

/* The arrays of a walk have room for the whole component. */
static hy_rc need_room(hy_linker *k, hy_unit *u)
{
    size_t size = u->p->info[HY_COMPONENT_METHOD].n + 1;
    if (u->walk_height != NULL)
        return HY_OK;
    u->walk_todo = HY_NEW_ARRAY(k->scratch, uint32_t, size);
    u->walk_reached = HY_NEW_ARRAY(k->scratch, uint32_t, size);
    u->walk_active = HY_NEW_ARRAY(k->scratch, bool, ACTIVE_SIZE);
    if (u->walk_todo == NULL || u->walk_reached == NULL || u->walk_active == NULL)
        return hy_link_memory(k);
    u->walk_height = HY_NEW_ARRAY(k->scratch, int16_t, size);
    return u->walk_height == NULL ? hy_link_memory(k) : HY_OK;
}

static hy_rc walk(hy_linker *k, hy_unit *u, hy_method *m, hy_walk *w, bool results_only)
{
    HY_TRY(need_room(k, u));
    HY_TRY(open_walk(k, u, m, w));
    HY_ENSURE(w->height != NULL && w->active != NULL && w->todo != NULL, INTERNAL);
    w->results_only = results_only;
    memset(w->height, 0xFF, (w->code.n + 1) * sizeof w->height[0]); /* UNSEEN */
    memset(w->active, 0, ACTIVE_SIZE);
    HY_TRY(reach(k, w, 0, 0, 0));
    for (bool opened = true; opened;) {
        while (w->todo_count > 0)
            HY_TRY(visit(k, w, w->todo[--w->todo_count]));
        HY_TRY(open_handlers(k, w, &opened));
    }
    return check_handlers(k, w);
}

hy_rc hy_walk_result(hy_linker *k, hy_unit *u, hy_method *m, uint8_t *result)
{
    hy_walk w = {0};
    HY_TRY(walk(k, u, m, &w, true));
    *result = w.returns;
    return HY_OK;
}

hy_rc hy_walk_run(hy_linker *k, hy_unit *u, hy_method *m, hy_walk *w)
{
    uint32_t settled = u->guess_count;
    hy_rc first = walk(k, u, m, w, false);
    hy_rc rc = first;
    hy_reason *why = k->why;
    k->why = NULL; /* when no guess fits, the first reason is the one to tell */
    for (int tries = 0; rc.code == HY_E_FORMAT && tries < 256 && next_guesses(u, settled); tries++)
        rc = walk(k, u, m, w, false);
    k->why = why;
    if (hy_ok(rc) && why != NULL)
        why->text[0] = '\0';
    return hy_ok(rc) ? rc : first;
}
