/* Instructions as bytes: that each is one, that its operands are what they may be, where control
   goes from it, and that ReferenceLocation knows its constant pool operand. */
#include "element/vm/verify_in.h"

enum { BRANCH_BYTE_AT = 1, DUP_MAX = 4, SWAP_MAX = 2 };

hy_rc hy_verify_open(hy_verifier *v, hy_vmethod *m)
{
    hy_vcode *code = HY_NEW(v->arena, hy_vcode);
    if (code == NULL)
        return hy_verify_memory(v);
    code->method = m;
    code->start = m->header.code;
    code->bytes =
        hy_view_part(v->p->info[HY_COMPONENT_METHOD], m->header.code, m->end - m->header.code);
    code->marks = HY_NEW_ARRAY(v->arena, uint8_t, code->bytes.n + 1);
    code->states = HY_NEW_ARRAY(v->arena, uint32_t, code->bytes.n + 1);
    code->block = hy_package_block_of(v->p, m->at);
    code->locals = (uint16_t)(m->header.nargs + m->header.max_locals);
    if (code->marks == NULL || code->states == NULL)
        return hy_verify_memory(v);
    m->code = code;
    v->code = code;
    if (code->bytes.n == 0)
        return hy_verify_fail(v, "the method has no code");
    if (code->locals > 255)
        return hy_verify_fail(v, "%u locals; 255 are allowed", code->locals);
    return HY_OK;
}

uint8_t hy_verify_u1(const hy_vcode *code, uint32_t at)
{
    return at < code->bytes.n ? code->bytes.p[at] : 0;
}

uint16_t hy_verify_u2(const hy_vcode *code, uint32_t at)
{
    return (uint16_t)(hy_verify_u1(code, at) << 8 | hy_verify_u1(code, at + 1));
}

static int32_t read_s4(const hy_vcode *code, uint32_t at)
{
    return (int32_t)((uint32_t)hy_verify_u2(code, at) << 16 | hy_verify_u2(code, at + 2));
}

/* ---- locals ---- */

/* Ranges of the short forms: four opcodes each, by local. */
static const struct {
    uint8_t first;
    char what, kind;
} short_locals[] = {
    {HY_OP_aload_0, 'l', 'a'},  {HY_OP_sload_0, 'l', 's'},  {HY_OP_iload_0, 'l', 'i'},
    {HY_OP_astore_0, 's', 'a'}, {HY_OP_sstore_0, 's', 's'}, {HY_OP_istore_0, 's', 'i'},
};

char hy_verify_local(const hy_vcode *code, uint32_t pc, uint8_t *local, char *kind)
{
    uint8_t op = hy_verify_u1(code, pc);
    for (size_t i = 0; i < sizeof short_locals / sizeof *short_locals; i++) {
        if (op >= short_locals[i].first && op < short_locals[i].first + 4) {
            *local = (uint8_t)(op - short_locals[i].first);
            *kind = short_locals[i].kind;
            return short_locals[i].what;
        }
    }
    *local = hy_verify_u1(code, pc + 1);
    switch (op) {
    case HY_OP_aload:
    case HY_OP_sload:
    case HY_OP_iload:
        *kind = "asi"[op - HY_OP_aload];
        return 'l';
    case HY_OP_astore:
    case HY_OP_sstore:
    case HY_OP_istore:
        *kind = "asi"[op - HY_OP_astore];
        return 's';
    case HY_OP_sinc:
    case HY_OP_sinc_w:
        *kind = 's';
        return '+';
    case HY_OP_iinc:
    case HY_OP_iinc_w:
        *kind = 'i';
        return '+';
    case HY_OP_ret:
        *kind = 'a';
        return 'r';
    default:
        return 0;
    }
}

static hy_rc check_local(hy_verifier *v, const hy_vcode *code, uint32_t pc)
{
    uint8_t local;
    char kind;
    if (hy_verify_local(code, pc, &local, &kind) == 0)
        return HY_OK;
    if (local + (kind == 'i' ? 2 : 1) > code->locals)
        return hy_verify_fail(v, "local %u, but the method has %u", local, code->locals);
    return HY_OK;
}

/* ---- constant pool operands ---- */

/* Which entries an instruction takes, as a set of bits by tag. */
static unsigned pool_tags(uint8_t op)
{
    switch (op) {
    case HY_OP_invokevirtual:
        return 1u << HY_POOL_VIRTUAL;
    case HY_OP_invokespecial:
        return 1u << HY_POOL_STATIC_METHOD | 1u << HY_POOL_SUPER;
    case HY_OP_invokestatic:
        return 1u << HY_POOL_STATIC_METHOD;
    case HY_OP_invokeinterface:
    case HY_OP_new:
    case HY_OP_anewarray:
    case HY_OP_checkcast:
    case HY_OP_instanceof:
        return 1u << HY_POOL_CLASS;
    default:
        return op >= HY_OP_getstatic_a && op <= HY_OP_putstatic_i ? 1u << HY_POOL_STATIC_FIELD
                                                                  : 1u << HY_POOL_FIELD;
    }
}

/* Offset of the pool index in the instruction, and its bytes; 0 when it has none. */
static uint32_t pool_operand(const hy_vcode *code, uint32_t pc, uint8_t *width)
{
    *width = 2;
    switch (hy_opcode_table[hy_verify_u1(code, pc)].operands) {
    case HY_OPERAND_CP1:
        *width = 1;
        return 1;
    case HY_OPERAND_CP2:
        return 1;
    case HY_OPERAND_INTERFACE:
        return 2;
    case HY_OPERAND_ATYPE_CP2: {
        uint8_t atype = hy_verify_u1(code, pc + 1);
        return atype == 0 || atype == HY_ATYPE_REFERENCE ? 2 : 0;
    }
    default:
        return 0;
    }
}

/* Every byte of the instruction is listed in ReferenceLocation just as it should be. */
static hy_rc check_locations(hy_verifier *v, const hy_vcode *code, uint32_t pc, uint32_t length)
{
    uint8_t width;
    uint32_t operand = pool_operand(code, pc, &width);
    for (uint32_t i = 0; i < length; i++) {
        uint8_t expected = operand != 0 && i == operand ? width : 0;
        uint8_t listed = v->locations[code->start + pc + i];
        if (listed != expected)
            return hy_verify_fail(v,
                                  "ReferenceLocation lists %u bytes at offset %u of Method, "
                                  "where the instruction has %u",
                                  listed, code->start + pc + i, expected);
        v->location_used += listed != 0;
    }
    return HY_OK;
}

static hy_rc check_pool(hy_verifier *v, const hy_vcode *code, uint32_t pc, uint32_t length)
{
    uint8_t width;
    uint32_t operand = pool_operand(code, pc, &width);
    HY_TRY(check_locations(v, code, pc, length));
    if (operand == 0)
        return HY_OK;
    uint16_t index =
        width == 1 ? hy_verify_u1(code, pc + operand) : hy_verify_u2(code, pc + operand);
    if (index >= v->p->pool_count)
        return hy_verify_fail(v, "constant pool entry %u of %u", index, v->p->pool_count);
    if ((pool_tags(hy_verify_u1(code, pc)) & 1u << v->p->pool[index].tag) == 0)
        return hy_verify_fail(v,
                              "constant pool entry %u has tag %u, which this instruction does "
                              "not take",
                              index, v->p->pool[index].tag);
    return HY_OK;
}

/* ---- other operands ---- */

static hy_rc check_array_type(hy_verifier *v, const hy_vcode *code, uint32_t pc)
{
    uint8_t op = hy_verify_u1(code, pc);
    uint8_t atype = hy_verify_u1(code, pc + 1);
    bool primitive = atype >= HY_ATYPE_BOOLEAN && atype <= HY_ATYPE_INT;
    if (atype == HY_ATYPE_INT && (v->p->flags & HY_PACKAGE_INT) == 0)
        return hy_verify_fail(v, "an int array, but ACC_INT is not set");
    if (op == HY_OP_newarray && !primitive)
        return hy_verify_fail(v, "array type %u; 10 to 13 are allowed", atype);
    if (op != HY_OP_newarray && !primitive && atype != 0 && atype != HY_ATYPE_REFERENCE)
        return hy_verify_fail(v, "array type %u; 0 and 10 to 14 are allowed", atype);
    if (op != HY_OP_newarray && primitive && hy_verify_u2(code, pc + 2) != 0)
        return hy_verify_fail(v, "an array of primitives with constant pool entry %u, not 0",
                              hy_verify_u2(code, pc + 2));
    return HY_OK;
}

/* dup_x: m words of 1 to 4 go below n of m to m + 4, or n is 0 (JCVM 7.5.17); swap_x: 1 or 2 each.
 */
static hy_rc check_words(hy_verifier *v, const hy_vcode *code, uint32_t pc)
{
    uint8_t m = hy_verify_u1(code, pc + 1) >> 4;
    uint8_t n = hy_verify_u1(code, pc + 1) & 0x0F;
    bool ok = hy_verify_u1(code, pc) == HY_OP_dup_x
                  ? m >= 1 && m <= DUP_MAX && (n == 0 || (n >= m && n <= m + DUP_MAX))
                  : m >= 1 && m <= SWAP_MAX && n >= 1 && n <= SWAP_MAX;
    return ok ? HY_OK : hy_verify_fail(v, "m = %u and n = %u are not allowed", m, n);
}

static hy_rc check_lookup(hy_verifier *v, const hy_vcode *code, uint32_t pc, uint32_t key)
{
    uint16_t pairs = hy_verify_u2(code, pc + 3);
    for (uint16_t i = 1; i < pairs; i++) {
        uint32_t at = pc + 5 + i * (key + 2);
        int32_t a = key == 2 ? (int16_t)hy_verify_u2(code, at - key - 2) : read_s4(code, at - 6);
        int32_t b = key == 2 ? (int16_t)hy_verify_u2(code, at) : read_s4(code, at);
        if (a >= b)
            return hy_verify_fail(v, "keys are not ascending at pair %u", i);
    }
    return HY_OK;
}

hy_rc hy_verify_operands(hy_verifier *v, hy_vcode *code, uint32_t pc, uint32_t *length)
{
    const hy_opcode_info *op = &hy_opcode_table[hy_verify_u1(code, pc)];
    v->pc = pc;
    *length = (uint32_t)hy_opcode_length(code->bytes, pc);
    if (op->name == NULL || (op->flags & HY_OPF_RESERVED) != 0)
        return hy_verify_fail(v, "opcode 0x%02X is not allowed", hy_verify_u1(code, pc));
    if (*length == 0)
        return hy_verify_fail(v, "the instruction is malformed or goes past the method's end");
    if ((op->flags & HY_OPF_INT) != 0 && (v->p->flags & HY_PACKAGE_INT) == 0)
        return hy_verify_fail(v, "an int instruction, but ACC_INT is not set");
    HY_TRY(check_local(v, code, pc));
    HY_TRY(check_pool(v, code, pc, *length));
    switch (op->operands) {
    case HY_OPERAND_MN:
        return check_words(v, code, pc);
    case HY_OPERAND_ATYPE:
    case HY_OPERAND_ATYPE_CP2:
        return check_array_type(v, code, pc);
    case HY_OPERAND_LOOKUP_S:
        return check_lookup(v, code, pc, 2);
    case HY_OPERAND_LOOKUP_I:
        return check_lookup(v, code, pc, 4);
    default:
        return HY_OK;
    }
}

/* ---- targets ---- */

/* Offset in the instruction of branch number index of a switch, 0 when there are no more. */
static uint32_t switch_branch(const hy_vcode *code, uint32_t pc, uint8_t operands, uint32_t index)
{
    uint32_t length = (uint32_t)hy_opcode_length(code->bytes, pc);
    uint32_t first = operands == HY_OPERAND_TABLE_S    ? 7
                     : operands == HY_OPERAND_TABLE_I  ? 11
                     : operands == HY_OPERAND_LOOKUP_S ? 7
                                                       : 9;
    uint32_t step = operands == HY_OPERAND_LOOKUP_S ? 4 : operands == HY_OPERAND_LOOKUP_I ? 6 : 2;
    if (index == 0)
        return 1;
    uint32_t at = first + (index - 1) * step;
    return at + 2 <= length ? at : 0;
}

bool hy_verify_next_target(const hy_vcode *code, uint32_t pc, uint32_t *index, int64_t *target)
{
    uint8_t operands = hy_opcode_table[hy_verify_u1(code, pc)].operands;
    uint32_t at;
    switch (operands) {
    case HY_OPERAND_BRANCH1:
        *target = (int64_t)pc + (int8_t)hy_verify_u1(code, pc + 1);
        return (*index)++ == 0;
    case HY_OPERAND_BRANCH2:
        *target = (int64_t)pc + (int16_t)hy_verify_u2(code, pc + 1);
        return (*index)++ == 0;
    case HY_OPERAND_TABLE_S:
    case HY_OPERAND_TABLE_I:
    case HY_OPERAND_LOOKUP_S:
    case HY_OPERAND_LOOKUP_I:
        at = switch_branch(code, pc, operands, (*index)++);
        *target = (int64_t)pc + (int16_t)hy_verify_u2(code, pc + at);
        return at != 0;
    default:
        return false;
    }
}

/* ---- a whole method ---- */

static hy_rc mark_targets(hy_verifier *v, hy_vcode *code, uint32_t pc)
{
    uint32_t index = 0;
    int64_t target;
    v->pc = pc;
    while (hy_verify_next_target(code, pc, &index, &target)) {
        if (target < 0 || target >= (int64_t)code->bytes.n ||
            (code->marks[target] & HY_VMARK_START) == 0)
            return hy_verify_fail(v,
                                  "branches to pc %lld, where no instruction of this method "
                                  "starts",
                                  (long long)target);
        code->marks[target] |= HY_VMARK_LEADER;
    }
    return HY_OK;
}

hy_rc hy_verify_decode(hy_verifier *v, hy_vcode *code)
{
    uint32_t length;
    for (uint32_t pc = 0; pc < code->bytes.n; pc += length) {
        HY_TRY(hy_verify_operands(v, code, pc, &length));
        code->marks[pc] |= HY_VMARK_START;
        for (uint32_t i = 1; i < length; i++)
            code->marks[pc + i] |= HY_VMARK_BODY;
        v->result.instructions++;
    }
    for (uint32_t pc = 0; pc < code->bytes.n; pc++) {
        if ((code->marks[pc] & HY_VMARK_START) != 0)
            HY_TRY(mark_targets(v, code, pc));
    }
    return HY_OK;
}

/* ---- handlers ---- */

/* Covers the code with one handler. */
static hy_rc place_handler(hy_verifier *v, hy_vcode *code, const hy_package_handler *h, unsigned i)
{
    uint32_t end = code->start + (uint32_t)code->bytes.n;
    if (h->start < code->start || h->end > end || h->target < code->start || h->target >= end)
        return hy_verify_fail(v,
                              "handler %u covers %u to %u and goes to %u, outside the method's "
                              "code %u to %u",
                              i, h->start, h->end, h->target, code->start, end);
    uint32_t from = h->start - code->start;
    uint32_t to = h->end - code->start;
    uint32_t target = h->target - code->start;
    bool covers = false;
    for (uint32_t pc = from; pc < to; pc++) {
        covers = covers || (code->marks[pc] & HY_VMARK_START) != 0;
        code->marks[pc] |= HY_VMARK_TRY;
    }
    if ((code->marks[from] & HY_VMARK_BODY) != 0 || (code->marks[to] & HY_VMARK_BODY) != 0 ||
        (covers && (code->marks[target] & HY_VMARK_START) == 0))
        return hy_verify_fail(v, "handler %u (pc %u to %u, to %u) cuts an instruction", i, from, to,
                              target);
    code->marks[from] |= HY_VMARK_EDGE;
    code->marks[target] |= HY_VMARK_LEADER;
    return HY_OK;
}

/* stop_bit is 0 when a later handler covers all that this one does, and 1 when none covers any of
   it (JCVM 6.10.1). In between it may be either: the search only goes on longer. */
static hy_rc check_stop(hy_verifier *v, const hy_package_block *b, uint8_t index)
{
    const hy_package_handler *h = &b->handlers[index];
    bool contained = false;
    bool touched = false;
    for (uint8_t i = (uint8_t)(index + 1); i < b->handler_count; i++) {
        const hy_package_handler *later = &b->handlers[i];
        contained = contained || (later->start <= h->start && later->end >= h->end);
        touched = touched || (later->start < h->end && later->end > h->start);
    }
    if (h->stop ? contained : !touched)
        return hy_verify_fail(v, "handler %u has the wrong stop bit, %u", index, h->stop);
    return HY_OK;
}

hy_rc hy_verify_handlers(hy_verifier *v, hy_vcode *code)
{
    const hy_package_block *b = code->block;
    uint32_t end = code->start + (uint32_t)code->bytes.n;
    v->pc = UINT32_MAX;
    for (uint8_t i = 0; i < b->handler_count; i++) {
        const hy_package_handler *h = &b->handlers[i];
        bool mine = h->start < end && h->end > code->start;
        const hy_package_method *d = code->method->described;
        bool said = d != NULL && i >= d->handler_index && i < d->handler_index + d->handler_count;
        if (d != NULL && mine != said)
            return hy_verify_fail(v, "handler %u %s this method, the Descriptor says otherwise", i,
                                  mine ? "covers" : "does not cover");
        if (!mine)
            continue;
        HY_TRY(place_handler(v, code, h, i));
        HY_TRY(check_stop(v, b, i));
    }
    return HY_OK;
}
