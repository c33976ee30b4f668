/* Making cells: the instructions that a walk reached, with their operands resolved. */
#include "element/vm/link_in.h"

/* What becomes of instructions without operands, or with a local variable or value inside. */
typedef struct form {
    uint8_t cell;
    int16_t value; /* of the operand that the opcode implies */
} form;

#define LOCALS(op, cell_op)                                                                        \
    [HY_OP_##op##_0] = {HY_CELL_##cell_op, 0}, [HY_OP_##op##_1] = {HY_CELL_##cell_op, 1},          \
    [HY_OP_##op##_2] = {HY_CELL_##cell_op, 2}, [HY_OP_##op##_3] = {HY_CELL_##cell_op, 3},          \
    [HY_OP_##op] = {HY_CELL_##cell_op, 0}

#define CONSTANTS(op, cell_op)                                                                     \
    [HY_OP_##op##_m1] = {HY_CELL_##cell_op, -1}, [HY_OP_##op##_0] = {HY_CELL_##cell_op, 0},        \
    [HY_OP_##op##_1] = {HY_CELL_##cell_op, 1}, [HY_OP_##op##_2] = {HY_CELL_##cell_op, 2},          \
    [HY_OP_##op##_3] = {HY_CELL_##cell_op, 3}, [HY_OP_##op##_4] = {HY_CELL_##cell_op, 4},          \
    [HY_OP_##op##_5] = {HY_CELL_##cell_op, 5}

#define BRANCH(op, cell_op)                                                                        \
    [HY_OP_##op] = {HY_CELL_##cell_op, 0}, [HY_OP_##op##_w] = {HY_CELL_##cell_op, 0}

#define FIELDS(op, cell_op, type)                                                                  \
    [HY_OP_##op] = {HY_CELL_##cell_op##_##type, 0},                                                \
    [HY_OP_##op##_w] = {HY_CELL_##cell_op##_##type, 0},                                            \
    [HY_OP_##op##_this] = {HY_CELL_##cell_op##_##type##_THIS, 0}

#define SAME(op, cell_op) [HY_OP_##op] = {HY_CELL_##cell_op, 0}

static const form forms[256] = {
    SAME(aconst_null, PUSH_NULL),
    CONSTANTS(sconst, PUSH),
    CONSTANTS(iconst, PUSH_INT),
    SAME(bspush, PUSH),
    SAME(sspush, PUSH),
    SAME(bipush, PUSH_INT),
    SAME(sipush, PUSH_INT),
    SAME(iipush, PUSH_INT),
    LOCALS(aload, LOAD),
    LOCALS(sload, LOAD),
    LOCALS(iload, LOAD_INT),
    LOCALS(astore, STORE),
    LOCALS(sstore, STORE),
    LOCALS(istore, STORE_INT),
    SAME(aaload, AALOAD),
    SAME(baload, BALOAD),
    SAME(saload, SALOAD),
    SAME(iaload, IALOAD),
    SAME(aastore, AASTORE),
    SAME(bastore, BASTORE),
    SAME(sastore, SASTORE),
    SAME(iastore, IASTORE),
    SAME(pop, POP),
    SAME(pop2, POP2),
    SAME(dup, DUP),
    SAME(dup2, DUP2),
    SAME(dup_x, DUP_X),
    SAME(swap_x, SWAP_X),
    SAME(sadd, SADD),
    SAME(ssub, SSUB),
    SAME(smul, SMUL),
    SAME(sdiv, SDIV),
    SAME(srem, SREM),
    SAME(sneg, SNEG),
    SAME(sshl, SSHL),
    SAME(sshr, SSHR),
    SAME(sushr, SUSHR),
    SAME(sand, SAND),
    SAME(sor, SOR),
    SAME(sxor, SXOR),
    SAME(iadd, IADD),
    SAME(isub, ISUB),
    SAME(imul, IMUL),
    SAME(idiv, IDIV),
    SAME(irem, IREM),
    SAME(ineg, INEG),
    SAME(ishl, ISHL),
    SAME(ishr, ISHR),
    SAME(iushr, IUSHR),
    SAME(iand, IAND),
    SAME(ior, IOR),
    SAME(ixor, IXOR),
    SAME(sinc, SINC),
    SAME(iinc, IINC),
    SAME(sinc_w, SINC),
    SAME(iinc_w, IINC),
    SAME(s2b, S2B),
    SAME(s2i, S2I),
    SAME(i2b, I2B),
    SAME(i2s, I2S),
    SAME(icmp, ICMP),
    BRANCH(ifeq, IFEQ),
    BRANCH(ifne, IFNE),
    BRANCH(iflt, IFLT),
    BRANCH(ifge, IFGE),
    BRANCH(ifgt, IFGT),
    BRANCH(ifle, IFLE),
    BRANCH(ifnull, IFNULL),
    BRANCH(ifnonnull, IFNONNULL),
    BRANCH(if_acmpeq, IF_ACMPEQ),
    BRANCH(if_acmpne, IF_ACMPNE),
    BRANCH(if_scmpeq, IF_SCMPEQ),
    BRANCH(if_scmpne, IF_SCMPNE),
    BRANCH(if_scmplt, IF_SCMPLT),
    BRANCH(if_scmpge, IF_SCMPGE),
    BRANCH(if_scmpgt, IF_SCMPGT),
    BRANCH(if_scmple, IF_SCMPLE),
    BRANCH(goto, GOTO),
    SAME(jsr, JSR),
    SAME(ret, RET),
    SAME(stableswitch, TABLE),
    SAME(itableswitch, TABLE_INT),
    SAME(slookupswitch, LOOKUP),
    SAME(ilookupswitch, LOOKUP_INT),
    SAME(areturn, RETURN_WORD),
    SAME(sreturn, RETURN_WORD),
    SAME(ireturn, RETURN_INT),
    SAME(return, RETURN),
    SAME(getstatic_a, GETSTATIC_A),
    SAME(getstatic_b, GETSTATIC_B),
    SAME(getstatic_s, GETSTATIC_S),
    SAME(getstatic_i, GETSTATIC_I),
    SAME(putstatic_a, PUTSTATIC_A),
    SAME(putstatic_b, PUTSTATIC_B),
    SAME(putstatic_s, PUTSTATIC_S),
    SAME(putstatic_i, PUTSTATIC_I),
    FIELDS(getfield_a, GETFIELD, A),
    FIELDS(getfield_b, GETFIELD, B),
    FIELDS(getfield_s, GETFIELD, S),
    FIELDS(getfield_i, GETFIELD, I),
    FIELDS(putfield_a, PUTFIELD, A),
    FIELDS(putfield_b, PUTFIELD, B),
    FIELDS(putfield_s, PUTFIELD, S),
    FIELDS(putfield_i, PUTFIELD, I),
    SAME(invokevirtual, INVOKEVIRTUAL),
    SAME(invokespecial, INVOKESPECIAL),
    SAME(invokestatic, INVOKESTATIC),
    SAME(invokeinterface, INVOKEINTERFACE),
    SAME(new, NEW),
    SAME(newarray, NEWARRAY),
    SAME(anewarray, ANEWARRAY),
    SAME(arraylength, ARRAYLENGTH),
    SAME(athrow, ATHROW),
    SAME(checkcast, CHECKCAST),
    SAME(instanceof, INSTANCEOF),
};

/* The method's cells as they grow. */
typedef struct maker {
    hy_linker *k;
    hy_walk *w;
    hy_cell *cells;
    uint16_t *offsets;
    uint32_t count;
    uint32_t *index; /* [pc] of the cell: the walk's list of things to do, which is empty now */
} maker;

static bool is_switch(uint8_t op)
{
    return op >= HY_OP_stableswitch && op <= HY_OP_ilookupswitch;
}

/* Cells of an instruction: nop has none, switches have one for each field. */
static uint32_t cells_of(const hy_walk *w, uint32_t pc)
{
    uint8_t op = w->code.p[pc];
    if (op == HY_OP_nop)
        return 0;
    if (!is_switch(op))
        return 1;
    hy_switch s = hy_switch_read(w, pc);
    return s.table ? 3 + s.count : 2 + 2 * s.count;
}

/* The next instruction at or behind pc, or the end. */
static uint32_t next_instruction(const hy_walk *w, uint32_t pc)
{
    while (pc < w->end && w->height[pc] < 0)
        pc++;
    return pc;
}

static hy_cell *append(maker *m, uint32_t pc, uint8_t op)
{
    m->offsets[m->count] = (uint16_t)pc;
    m->cells[m->count].op = op;
    return &m->cells[m->count++];
}

static int32_t distance(const maker *m, uint32_t from, uint32_t to)
{
    return (int32_t)m->index[to] - (int32_t)m->index[from];
}

static void append_switch(maker *m, uint32_t pc, uint8_t op)
{
    hy_switch s = hy_switch_read(m->w, pc);
    append(m, pc, op)->i = s.table ? s.low : (int32_t)s.count;
    append(m, pc, HY_CELL_DATA)->i = distance(m, pc, s.fallback);
    if (s.table)
        append(m, pc, HY_CELL_DATA)->i = s.high;
    int32_t key;
    uint32_t target;
    bool table = s.table;
    while (hy_switch_next(&s, pc, &key, &target)) {
        if (!table)
            append(m, pc, HY_CELL_DATA)->i = key;
        append(m, pc, HY_CELL_DATA)->i = distance(m, pc, target);
    }
}

static uint32_t branch_target(const hy_walk *w, uint32_t pc)
{
    hy_reader o = hy_walk_operands(w, pc);
    bool wide = hy_opcode_table[w->code.p[pc]].operands == HY_OPERAND_BRANCH2;
    int32_t by = wide ? (int16_t)hy_read_u16(&o) : (int16_t)(int8_t)hy_read_u8(&o);
    return (uint32_t)((int32_t)pc + by);
}

static hy_shape shape_of(uint8_t atype)
{
    switch (atype) {
    case HY_ATYPE_BOOLEAN:
        return HY_SHAPE_BOOLEANS;
    case HY_ATYPE_BYTE:
        return HY_SHAPE_BYTES;
    case HY_ATYPE_SHORT:
        return HY_SHAPE_SHORTS;
    case HY_ATYPE_INT:
        return HY_SHAPE_INTS;
    default:
        return HY_SHAPE_REFERENCES;
    }
}

/* Instructions with a constant. */
static hy_rc fill_constant(maker *m, uint32_t pc, hy_cell *c)
{
    uint16_t index = hy_walk_constant(m->w, pc);
    const hy_resolved *r = &m->w->u->constants[index];
    hy_reader o = hy_walk_operands(m->w, pc);
    uint8_t op = m->w->code.p[pc];
    if (op >= HY_OP_getstatic_a && op <= HY_OP_putstatic_i) {
        c->a = r->home;
        c->i = r->place;
        return HY_OK;
    }
    c->b = index;
    if (op >= HY_OP_invokevirtual && op <= HY_OP_invokeinterface) {
        hy_call call;
        HY_TRY(hy_walk_call(m->k, m->w, pc, &call));
        c->a = r->place;
        c->c = (uint16_t)(call.nargs << 8 | call.result);
        if (op == HY_OP_invokeinterface)
            c->a = m->w->code.p[pc + 4];
        return HY_OK;
    }
    if (op == HY_OP_checkcast || op == HY_OP_instanceof) {
        uint8_t atype = hy_read_u8(&o);
        c->a = atype == 0 ? 0 : (uint16_t)shape_of(atype);
        if (atype != 0)
            c->op = op == HY_OP_checkcast ? HY_CELL_CHECKCAST_ARRAY : HY_CELL_INSTANCEOF_ARRAY;
        return HY_OK;
    }
    if (r->tag == HY_POOL_FIELD) {
        c->a = (uint16_t)(2 * r->place);
        c->b = r->home == 0 ? r->class_of->ordinal : HY_ORDINAL_NONE;
        c->c = index;
    }
    return HY_OK;
}

static hy_rc append_cell(maker *m, uint32_t pc)
{
    const hy_walk *w = m->w;
    uint8_t op = w->code.p[pc];
    if (op == HY_OP_nop)
        return HY_OK;
    if (is_switch(op)) {
        append_switch(m, pc, forms[op].cell);
        return HY_OK;
    }
    hy_cell *c = append(m, pc, forms[op].cell);
    hy_reader o = hy_walk_operands(w, pc);
    switch ((hy_operands)hy_opcode_table[op].operands) {
    case HY_OPERAND_NONE:
        c->a = (uint16_t)(forms[op].value < 0 ? 0 : forms[op].value);
        c->i = forms[op].value;
        return HY_OK;
    case HY_OPERAND_IMM1:
        c->i = (int16_t)(int8_t)hy_read_u8(&o);
        return HY_OK;
    case HY_OPERAND_IMM2:
        c->i = (int16_t)hy_read_u16(&o);
        return HY_OK;
    case HY_OPERAND_IMM4:
        c->i = (int32_t)hy_read_u32(&o);
        return HY_OK;
    case HY_OPERAND_LOCAL:
        c->a = hy_read_u8(&o);
        c->b = (uint16_t)w->height[pc];
        return HY_OK;
    case HY_OPERAND_LOCAL_IMM1:
        c->a = hy_read_u8(&o);
        c->i = (int16_t)(int8_t)hy_read_u8(&o);
        return HY_OK;
    case HY_OPERAND_LOCAL_IMM2:
        c->a = hy_read_u8(&o);
        c->i = (int16_t)hy_read_u16(&o);
        return HY_OK;
    case HY_OPERAND_MN: {
        uint8_t mn = hy_read_u8(&o);
        c->a = mn >> 4;
        c->b = mn & 15;
        return HY_OK;
    }
    case HY_OPERAND_BRANCH1:
    case HY_OPERAND_BRANCH2:
        c->a = (uint16_t)w->height[pc];
        c->i = distance(m, pc, branch_target(w, pc));
        return HY_OK;
    case HY_OPERAND_ATYPE:
        c->a = (uint16_t)shape_of(hy_read_u8(&o));
        return HY_OK;
    default:
        return fill_constant(m, pc, c);
    }
}

/* Numbers the cells; those of a nop are those of what follows. */
static uint32_t number_cells(maker *m)
{
    uint32_t count = 0;
    for (uint32_t pc = 0; pc < m->w->end; pc++) {
        m->index[pc] = count;
        if (m->w->height[pc] >= 0)
            count += cells_of(m->w, pc);
    }
    m->index[m->w->end] = count;
    return count;
}

static hy_rc keep_catches(maker *m)
{
    const hy_walk *w = m->w;
    uint16_t count = 0;
    for (uint32_t i = 0; i < w->handler_count; i++)
        count = (uint16_t)(count + w->active[i]);
    hy_catch *catches = HY_NEW_ARRAY(m->k->arena, hy_catch, count);
    if (catches == NULL)
        return hy_link_memory(m->k);
    uint16_t n = 0;
    for (uint32_t i = 0; i < w->handler_count; i++) {
        const hy_package_handler *h = &w->handlers[i];
        if (!w->active[i])
            continue;
        uint32_t end = h->end - w->start < w->end ? h->end - w->start : w->end;
        catches[n++] = (hy_catch){
            .start = m->index[next_instruction(w, h->start - w->start)],
            .end = m->index[next_instruction(w, end)],
            .target = m->index[h->target - w->start],
            .type = h->type,
        };
    }
    w->method->catches = catches;
    w->method->catch_count = count;
    return HY_OK;
}

/* ---- fusions ---- */

typedef struct fusion {
    uint8_t length;
    uint8_t ops[3];
} fusion;

static const fusion fusions[] = {
#define HY_FUSION2(a, b) {2, {HY_CELL_##a, HY_CELL_##b, HY_CELL_TRAP}},
#define HY_FUSION3(a, b, c) {3, {HY_CELL_##a, HY_CELL_##b, HY_CELL_##c}},
#include "element/vm/fusions.def"
#undef HY_FUSION2
#undef HY_FUSION3
};

/* The handler for what starts at a cell; behind the last one is a TRAP. */
static uint8_t run_of(const hy_cell *c)
{
    for (uint32_t i = 0; i < sizeof fusions / sizeof fusions[0]; i++) {
        const fusion *f = &fusions[i];
        uint8_t same = 0;
        while (same < f->length && c[same].op == f->ops[same])
            same++;
        if (same == f->length)
            return (uint8_t)(HY_FUSED_FIRST + 1 + i);
    }
    return c->op;
}

static hy_rc make_cells(hy_linker *k, hy_walk *w)
{
    maker m = {.k = k, .w = w, .index = w->todo};
    uint32_t count = number_cells(&m);
    m.cells = HY_NEW_ARRAY(k->arena, hy_cell, count + 1); /* the last is TRAP */
    m.offsets = HY_NEW_ARRAY(k->arena, uint16_t, count + 1);
    if (m.cells == NULL || m.offsets == NULL)
        return hy_link_memory(k);
    for (uint32_t pc = 0; pc < w->end; pc++)
        if (w->height[pc] >= 0)
            HY_TRY(append_cell(&m, pc));
    for (uint32_t i = 0; i < count; i++)
        m.cells[i].run = run_of(&m.cells[i]);
    w->method->cells = m.cells;
    w->method->offsets = m.offsets;
    w->method->cell_count = count;
    return keep_catches(&m);
}

hy_rc hy_link_code(hy_linker *k, hy_unit *u)
{
    for (uint16_t i = 0; i < u->l->method_count; i++) {
        hy_method *m = &u->l->methods[i];
        if (m->abstract || m->native != HY_NOT_NATIVE)
            continue;
        hy_walk w = {0};
        HY_TRY(hy_walk_run(k, u, m, &w));
        HY_TRY(make_cells(k, &w));
    }
    return HY_OK;
}
