/* Two passes over a method: forms and addresses until no branch has to grow, then the bytes.
   Clauses: JCVM 7.5 (instructions), 6.10 (exception handlers). */
#include "converter/assemble.h"

#include "converter/tokens.h"
#include "element/vm/opcode.h"

#include <string.h>

typedef struct assembler {
    hy_arena *arena;
    hy_diag *diag;
    const hy_jmethod *m;
    const hy_jcode *code;
    uint32_t *start;
    bool *wide; /* this branch needs two bytes */
    bool complained;
} assembler;

static void complain(assembler *a, int line, const char *mend, const char *what)
{
    if (a->complained)
        return;
    a->complained = true;
    hy_diag_add(a->diag, HY_SEVERITY_ERROR, a->m->owner->source, line > 0 ? line : a->m->line, mend,
                "method %s.%s: %s", hy_token_dotted(a->arena, a->m->owner->name), a->m->name, what);
}

/* ---- forms: which of its encodings an instruction takes ---- */

static bool fits1(int32_t v)
{
    return v >= INT8_MIN && v <= INT8_MAX;
}

static bool fits2(int32_t v)
{
    return v >= INT16_MIN && v <= INT16_MAX;
}

static uint8_t push_form(const hy_jinsn *i)
{
    bool small = i->a >= -1 && i->a <= 5;
    if (i->op == HY_OP_sspush)
        return small ? (uint8_t)(HY_OP_sconst_0 + i->a) : fits1(i->a) ? HY_OP_bspush : HY_OP_sspush;
    if (small)
        return (uint8_t)(HY_OP_iconst_0 + i->a);
    return fits1(i->a) ? HY_OP_bipush : fits2(i->a) ? HY_OP_sipush : HY_OP_iipush;
}

/* aload … istore have forms without an operand for locals 0 to 3. */
static uint8_t local_form(const hy_jinsn *i)
{
    static const struct {
        uint8_t op, first;
    } forms[] = {
        {HY_OP_aload, HY_OP_aload_0},   {HY_OP_sload, HY_OP_sload_0},
        {HY_OP_iload, HY_OP_iload_0},   {HY_OP_astore, HY_OP_astore_0},
        {HY_OP_sstore, HY_OP_sstore_0}, {HY_OP_istore, HY_OP_istore_0},
    };
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        if (forms[k].op == i->op && i->a >= 0 && i->a <= 3)
            return (uint8_t)(forms[k].first + i->a);
    return i->op;
}

static uint8_t field_form(const hy_jinsn *i)
{
    if (i->ref->index <= UINT8_MAX)
        return i->op;
    if (i->op >= HY_OP_getfield_a && i->op <= HY_OP_getfield_i)
        return (uint8_t)(i->op - HY_OP_getfield_a + HY_OP_getfield_a_w);
    if (i->op >= HY_OP_putfield_a && i->op <= HY_OP_putfield_i)
        return (uint8_t)(i->op - HY_OP_putfield_a + HY_OP_putfield_a_w);
    if (i->op >= HY_OP_getfield_a_this && i->op <= HY_OP_getfield_i_this)
        return (uint8_t)(i->op - HY_OP_getfield_a_this + HY_OP_getfield_a_w);
    return (uint8_t)(i->op - HY_OP_putfield_a_this + HY_OP_putfield_a_w);
}

/* Instructions that must fetch `this` themselves when the index does not fit the short form:
   aload_0 before a getfield; aload_0 and swap_x before a putfield, whose value is there already. */
static unsigned fetch_length(const hy_jinsn *i)
{
    if (i->op < HY_OP_getfield_a_this || i->ref == NULL || i->ref->index <= UINT8_MAX)
        return 0;
    if (i->op <= HY_OP_getfield_i_this)
        return 1;
    return i->op >= HY_OP_putfield_a_this && i->op <= HY_OP_putfield_i_this ? 3 : 0;
}

static uint8_t branch_form(uint8_t op, bool wide)
{
    if (!wide || op == HY_OP_jsr)
        return op;
    return op == HY_OP_goto ? HY_OP_goto_w : (uint8_t)(op - HY_OP_ifeq + HY_OP_ifeq_w);
}

static bool is_table_shorter(const hy_jswitch *s, bool is_int)
{
    if (s->count == 0)
        return false;
    int64_t slots = (int64_t)s->keys[s->count - 1] - s->keys[0] + 1;
    int64_t table = (is_int ? 8 : 4) + 2 * slots;
    int64_t lookup = 2 + (int64_t)(is_int ? 6 : 4) * (int64_t)s->count;
    return table <= lookup;
}

static uint8_t switch_form(const hy_jinsn *i)
{
    bool is_int = i->op == HY_OP_itableswitch;
    if (is_table_shorter(i->cases, is_int))
        return i->op;
    return is_int ? HY_OP_ilookupswitch : HY_OP_slookupswitch;
}

/* The opcode that stands for the instruction in the CAP file. */
static uint8_t form_of(const assembler *a, uint32_t index)
{
    const hy_jinsn *i = &a->code->insns[index];
    switch (i->op) {
    case HY_OP_sspush:
    case HY_OP_iipush:
        return push_form(i);
    case HY_OP_sinc:
        return fits1(i->b) ? HY_OP_sinc : HY_OP_sinc_w;
    case HY_OP_iinc:
        return fits1(i->b) ? HY_OP_iinc : HY_OP_iinc_w;
    case HY_OP_stableswitch:
    case HY_OP_itableswitch:
        return switch_form(i);
    default:
        break;
    }
    switch (hy_opcode_table[i->op].operands) {
    case HY_OPERAND_LOCAL:
        return local_form(i);
    case HY_OPERAND_CP1:
        return field_form(i);
    case HY_OPERAND_BRANCH1:
    case HY_OPERAND_BRANCH2:
        return branch_form(i->op, a->wide[index]);
    default:
        return i->op;
    }
}

static size_t switch_length(uint8_t form, const hy_jswitch *s)
{
    size_t slots = s->count == 0 ? 0 : (size_t)((int64_t)s->keys[s->count - 1] - s->keys[0] + 1);
    switch (form) {
    case HY_OP_stableswitch:
        return 7 + 2 * slots;
    case HY_OP_itableswitch:
        return 11 + 2 * slots;
    case HY_OP_slookupswitch:
        return 5 + 4 * s->count;
    default:
        return 5 + 6 * s->count;
    }
}

/* ---- addresses ---- */

static void place(assembler *a)
{
    uint32_t at = 0;
    for (uint32_t k = 0; k < a->code->count; k++) {
        const hy_jinsn *i = &a->code->insns[k];
        a->start[k] = at;
        uint8_t form = form_of(a, k);
        size_t length = hy_opcode_table[form].length;
        if (i->cases != NULL)
            length = switch_length(form, i->cases);
        at += (uint32_t)length + fetch_length(i);
    }
    a->start[a->code->count] = at;
}

static int32_t distance(const assembler *a, uint32_t from, uint32_t to)
{
    return (int32_t)a->start[to] - (int32_t)a->start[from];
}

/* Branches only ever grow, so this ends; what fits in the last round fits. */
static void relax(assembler *a)
{
    bool grew = true;
    while (grew) {
        place(a);
        grew = false;
        for (uint32_t k = 0; k < a->code->count; k++) {
            const hy_jinsn *i = &a->code->insns[k];
            bool is_branch = hy_opcode_table[i->op].operands == HY_OPERAND_BRANCH1;
            if (!is_branch || a->wide[k] || fits1(distance(a, k, i->target)))
                continue;
            a->wide[k] = true;
            grew = true;
        }
    }
}

/* ---- bytes ---- */

typedef struct output {
    hy_writer w;
    hy_location *locations;
    size_t count;
} output;

static void put_index(output *o, const hy_jref *ref, bool wide)
{
    o->locations[o->count++] = (hy_location){(uint32_t)o->w.b->n, wide};
    if (wide)
        hy_write_u16(&o->w, ref->index);
    else
        hy_write_u8(&o->w, (uint8_t)ref->index);
}

static void put_distance(assembler *a, output *o, uint32_t from, uint32_t to)
{
    hy_write_u16(&o->w, (uint16_t)distance(a, from, to));
}

static void put_key(output *o, int32_t key, bool is_int)
{
    if (is_int)
        hy_write_u32(&o->w, (uint32_t)key);
    else
        hy_write_u16(&o->w, (uint16_t)key);
}

static void put_switch(assembler *a, output *o, uint32_t k, uint8_t form)
{
    const hy_jswitch *s = a->code->insns[k].cases;
    bool is_int = form == HY_OP_itableswitch || form == HY_OP_ilookupswitch;
    put_distance(a, o, k, s->fallback);
    if (form == HY_OP_slookupswitch || form == HY_OP_ilookupswitch) {
        hy_write_u16(&o->w, (uint16_t)s->count);
        for (size_t c = 0; c < s->count; c++) {
            put_key(o, s->keys[c], is_int);
            put_distance(a, o, k, s->targets[c]);
        }
        return;
    }
    put_key(o, s->keys[0], is_int);
    put_key(o, s->keys[s->count - 1], is_int);
    for (size_t c = 0; c < s->count; c++) {
        put_distance(a, o, k, s->targets[c]);
        for (int64_t key = (int64_t)s->keys[c] + 1; c + 1 < s->count && key < s->keys[c + 1]; key++)
            put_distance(a, o, k, s->fallback);
    }
}

static hy_rc put_interface(output *o, const hy_jinsn *i)
{
    int token = hy_token_virtual(i->ref->owner, i->method->name, i->method->desc);
    HY_ENSURE(token >= 0, LINK);
    hy_write_u8(&o->w, (uint8_t)i->a);
    put_index(o, i->ref, true);
    hy_write_u8(&o->w, (uint8_t)token);
    return HY_OK;
}

static void put_array_type(output *o, const hy_jinsn *i)
{
    hy_write_u8(&o->w, (uint8_t)i->a);
    if (i->ref != NULL)
        put_index(o, i->ref, true);
    else
        hy_write_u16(&o->w, 0);
}

static void put_fetch(output *o, const hy_jinsn *i)
{
    unsigned length = fetch_length(i);
    if (length > 0)
        hy_write_u8(&o->w, HY_OP_aload_0);
    if (length > 1) {
        /* m = 1, the reference on top; n = the words of the value below it. */
        hy_write_u8(&o->w, HY_OP_swap_x);
        hy_write_u8(&o->w, i->op == HY_OP_putfield_i_this ? 0x12 : 0x11);
    }
}

static hy_rc put_operands(assembler *a, output *o, uint32_t k, uint8_t form)
{
    const hy_jinsn *i = &a->code->insns[k];
    switch (hy_opcode_table[form].operands) {
    case HY_OPERAND_IMM1:
    case HY_OPERAND_LOCAL:
    case HY_OPERAND_MN:
    case HY_OPERAND_ATYPE:
        hy_write_u8(&o->w, (uint8_t)i->a);
        return HY_OK;
    case HY_OPERAND_IMM2:
        hy_write_u16(&o->w, (uint16_t)i->a);
        return HY_OK;
    case HY_OPERAND_IMM4:
        hy_write_u32(&o->w, (uint32_t)i->a);
        return HY_OK;
    case HY_OPERAND_LOCAL_IMM1:
        hy_write_u8(&o->w, (uint8_t)i->a);
        hy_write_u8(&o->w, (uint8_t)i->b);
        return HY_OK;
    case HY_OPERAND_LOCAL_IMM2:
        hy_write_u8(&o->w, (uint8_t)i->a);
        hy_write_u16(&o->w, (uint16_t)i->b);
        return HY_OK;
    case HY_OPERAND_BRANCH1:
        hy_write_u8(&o->w, (uint8_t)distance(a, k, i->target));
        return HY_OK;
    case HY_OPERAND_BRANCH2:
        put_distance(a, o, k, i->target);
        return HY_OK;
    case HY_OPERAND_CP1:
        put_index(o, i->ref, false);
        return HY_OK;
    case HY_OPERAND_CP2:
        put_index(o, i->ref, true);
        return HY_OK;
    case HY_OPERAND_INTERFACE:
        return put_interface(o, i);
    case HY_OPERAND_ATYPE_CP2:
        put_array_type(o, i);
        return HY_OK;
    case HY_OPERAND_NONE:
        return HY_OK;
    default:
        put_switch(a, o, k, form);
        return HY_OK;
    }
}

static hy_rc put_all(assembler *a, output *o)
{
    for (uint32_t k = 0; k < a->code->count; k++) {
        uint8_t form = form_of(a, k);
        put_fetch(o, &a->code->insns[k]);
        hy_write_u8(&o->w, form);
        HY_TRY(put_operands(a, o, k, form));
    }
    return o->w.rc;
}

/* ---- limits, ranges, the whole ---- */

static unsigned stack_of(const hy_jcode *code)
{
    for (uint32_t k = 0; k < code->count; k++)
        if (fetch_length(&code->insns[k]) > 1)
            return code->max_stack + 1u;
    return code->max_stack;
}

static void check_limits(assembler *a, unsigned max_stack)
{
    for (uint32_t k = 0; k < a->code->count; k++) {
        const hy_jinsn *i = &a->code->insns[k];
        unsigned operands = hy_opcode_table[i->op].operands;
        bool local = operands == HY_OPERAND_LOCAL || operands == HY_OPERAND_LOCAL_IMM1;
        if (local && (i->a < 0 || i->a > UINT8_MAX))
            complain(a, i->line, "use fewer local variables", "more than 255 words of locals");
    }
    if (a->code->nargs > UINT8_MAX || a->code->max_locals > UINT8_MAX)
        complain(a, 0, "use fewer local variables", "more than 255 words of locals");
    if (max_stack > UINT8_MAX)
        complain(a, 0, "split the expression", "needs a stack of more than 255 words");
    if (a->start[a->code->count] > HY_CODE_MAX)
        complain(a, 0, "split it into several methods", "has more than 32,767 bytes of bytecode");
}

static bool overlaps(const hy_assembly_range *a, const hy_assembly_range *b)
{
    return a->start < b->end && b->start < a->end;
}

static hy_rc put_ranges(assembler *a, hy_assembly *out)
{
    size_t count = a->code->handler_count;
    out->ranges = HY_NEW_ARRAY(a->arena, hy_assembly_range, count == 0 ? 1 : count);
    HY_ENSURE(out->ranges != NULL, MEMORY);
    for (size_t i = 0; i < count; i++) {
        const hy_jhandler *h = &a->code->handlers[i];
        hy_assembly_range r = {.start = (uint16_t)a->start[h->start],
                               .end = (uint16_t)a->start[h->end],
                               .target = (uint16_t)a->start[h->target],
                               .last = true,
                               .type = h->type};
        if (r.start == r.end)
            continue;
        for (size_t k = 0; k < out->range_count; k++)
            if (overlaps(&out->ranges[k], &r))
                out->ranges[k].last = false;
        out->ranges[out->range_count++] = r;
    }
    return HY_OK;
}

static hy_rc put_bytes(assembler *a, hy_assembly *out)
{
    /* An instruction names the pool at most once. */
    out->locations = HY_NEW_ARRAY(a->arena, hy_location, a->code->count + 1);
    HY_ENSURE(out->locations != NULL, MEMORY);
    hy_buf bytes = hy_buf_new(HY_CODE_MAX);
    output o = {.w = hy_writer_of(&bytes), .locations = out->locations};
    hy_rc rc = put_all(a, &o);
    if (hy_ok(rc) && !hy_arena_view(a->arena, hy_buf_view(&bytes), &out->bytes))
        rc = HY_FAIL(MEMORY);
    out->location_count = o.count;
    hy_buf_free(&bytes);
    return rc;
}

hy_rc hy_assemble(hy_arena *arena, hy_diag *diag, const hy_jmethod *m, hy_assembly *out)
{
    *out = (hy_assembly){0};
    assembler a = {.arena = arena, .diag = diag, .m = m, .code = m->code};
    a.start = HY_NEW_ARRAY(arena, uint32_t, (size_t)m->code->count + 1);
    a.wide = HY_NEW_ARRAY(arena, bool, (size_t)m->code->count + 1);
    HY_ENSURE(a.start != NULL && a.wide != NULL, MEMORY);
    relax(&a);
    out->start = a.start;
    out->max_stack = stack_of(m->code);
    check_limits(&a, out->max_stack);
    if (a.complained)
        return HY_OK;
    HY_TRY(put_ranges(&a, out));
    return put_bytes(&a, out);
}
