/* Decoding JVM bytecode (JVMS chapter 6): one pass over the bytes, one to turn offsets into
 * indices.
 */
#include "converter/bytecode.h"

#include <string.h>

const hy_jvm_info hy_jvm_table[256] = {
#define HY_JVM(hex, name, operands, pops, pushes, means, constant, subset)                         \
    [hex] = {#name,                                                                                \
             pops,                                                                                 \
             pushes,                                                                               \
             HY_JVM_OPERAND_##operands,                                                            \
             HY_JVM_##means,                                                                       \
             (uint8_t)(constant),                                                                  \
             HY_SUBSET_##subset},
#include "converter/jvm.def"
#undef HY_JVM
};

typedef struct decode {
    hy_arena *arena;
    const hy_classfile *c;
    hy_reader r;
    hy_bytecode *out;
    uint32_t *index_of; /* offset to index + 1; 0: inside an instruction */
    size_t size;
    hy_reason *why;
} decode;

static hy_rc bad(decode *d, size_t at, const char *what)
{
    return hy_reason_set(d->why, HY_FAIL(FORMAT), "code, offset %zu: %s", at, what);
}

/* ---- operands ---- */

static hy_rc read_constant(decode *d, hy_bytecode_op *op, uint16_t index, uint32_t allowed)
{
    if (index == 0 || index >= d->c->constant_count)
        return bad(d, op->at, "no such constant");
    op->constant = &d->c->constants[index];
    if ((allowed >> op->constant->tag & 1) == 0)
        return bad(d, op->at, "a constant of the wrong kind");
    return HY_OK;
}

enum {
    TAGS_FIELD = 1 << HY_CONSTANT_FIELD,
    TAGS_METHOD = 1 << HY_CONSTANT_METHOD | 1 << HY_CONSTANT_INTERFACE_METHOD,
    TAGS_INTERFACE = 1 << HY_CONSTANT_INTERFACE_METHOD,
    TAGS_CLASS = 1 << HY_CONSTANT_CLASS,
    TAGS_DYNAMIC = 1 << HY_CONSTANT_INVOKE_DYNAMIC,
    TAGS_WIDE = 1 << HY_CONSTANT_LONG | 1 << HY_CONSTANT_DOUBLE,
    TAGS_LOADABLE = 1 << HY_CONSTANT_INTEGER | 1 << HY_CONSTANT_FLOAT | 1 << HY_CONSTANT_STRING |
                    1 << HY_CONSTANT_CLASS | 1 << HY_CONSTANT_METHOD_HANDLE |
                    1 << HY_CONSTANT_METHOD_TYPE,
};

static hy_rc read_loadable(decode *d, hy_bytecode_op *op, uint16_t index, bool wide)
{
    HY_TRY(read_constant(d, op, index, wide ? TAGS_WIDE : TAGS_LOADABLE));
    if (op->constant->tag == HY_CONSTANT_INTEGER) {
        op->op = HY_JVM_sipush;
        op->a = op->constant->value;
    }
    return HY_OK;
}

/* A target as an offset; turned into an index when all instructions are known. */
static hy_rc read_target(decode *d, const hy_bytecode_op *op, bool wide, uint32_t *target)
{
    int64_t offset = wide ? (int32_t)hy_read_u32(&d->r) : (int16_t)hy_read_u16(&d->r);
    int64_t to = op->at + offset;
    if (!hy_reader_ok(&d->r) || to < 0 || (size_t)to >= d->size)
        return bad(d, op->at, "branch out of the method");
    *target = (uint32_t)to;
    return HY_OK;
}

static hy_rc read_switch(decode *d, hy_bytecode_op *op, bool table)
{
    hy_bytecode_switch *s = HY_NEW(d->arena, hy_bytecode_switch);
    HY_ENSURE(s != NULL, MEMORY);
    op->cases = s;
    op->op = HY_JVM_lookupswitch;
    hy_read_bytes(&d->r, (4 - d->r.at % 4) % 4);
    HY_TRY(read_target(d, op, true, &s->fallback));
    int64_t low = (int32_t)hy_read_u32(&d->r);
    int64_t count = table ? (int32_t)hy_read_u32(&d->r) - low + 1 : low;
    if (count < 0 || (uint64_t)count > hy_reader_left(&d->r) / (table ? 4 : 8))
        return bad(d, op->at, "malformed switch");
    s->count = (size_t)count;
    s->keys = HY_NEW_ARRAY(d->arena, int32_t, s->count);
    s->targets = HY_NEW_ARRAY(d->arena, uint32_t, s->count);
    HY_ENSURE(s->keys != NULL && s->targets != NULL, MEMORY);
    for (size_t i = 0; i < s->count; i++) {
        s->keys[i] = (int32_t)(table ? low + (int64_t)i : (int32_t)hy_read_u32(&d->r));
        if (i > 0 && s->keys[i] <= s->keys[i - 1])
            return bad(d, op->at, "switch with keys out of order");
        HY_TRY(read_target(d, op, true, &s->targets[i]));
    }
    return HY_OK;
}

static hy_rc read_wide(decode *d, hy_bytecode_op *op)
{
    const hy_jvm_info *info = &hy_jvm_table[hy_read_u8(&d->r)];
    if (info->operands != HY_JVM_OPERAND_LOCAL && info->operands != HY_JVM_OPERAND_IINC)
        return bad(d, op->at, "wide before an instruction that has no wide form");
    op->op = info->means;
    op->a = hy_read_u16(&d->r);
    if (info->operands == HY_JVM_OPERAND_IINC)
        op->b = (int16_t)hy_read_u16(&d->r);
    return HY_OK;
}

/* The next byte as a number with a sign. */
static int32_t read_s1(decode *d)
{
    int32_t v = hy_read_u8(&d->r);
    return v < 0x80 ? v : v - 0x100;
}

static hy_rc read_operands(decode *d, hy_bytecode_op *op, hy_jvm_operands operands)
{
    switch (operands) {
    case HY_JVM_OPERAND_NONE:
        return HY_OK;
    case HY_JVM_OPERAND_S1:
        op->a = read_s1(d);
        return HY_OK;
    case HY_JVM_OPERAND_S2:
        op->a = (int16_t)hy_read_u16(&d->r);
        return HY_OK;
    case HY_JVM_OPERAND_CONST1:
        return read_loadable(d, op, hy_read_u8(&d->r), false);
    case HY_JVM_OPERAND_CONST2:
        return read_loadable(d, op, hy_read_u16(&d->r), op->op == HY_JVM_ldc2_w);
    case HY_JVM_OPERAND_LOCAL:
    case HY_JVM_OPERAND_ATYPE:
        op->a = hy_read_u8(&d->r);
        return HY_OK;
    case HY_JVM_OPERAND_IINC:
        op->a = hy_read_u8(&d->r);
        op->b = read_s1(d);
        return HY_OK;
    case HY_JVM_OPERAND_BRANCH2:
    case HY_JVM_OPERAND_BRANCH4:
        return read_target(d, op, operands == HY_JVM_OPERAND_BRANCH4, &op->target);
    case HY_JVM_OPERAND_TABLE:
    case HY_JVM_OPERAND_LOOKUP:
        return read_switch(d, op, operands == HY_JVM_OPERAND_TABLE);
    case HY_JVM_OPERAND_FIELD:
        return read_constant(d, op, hy_read_u16(&d->r), TAGS_FIELD);
    case HY_JVM_OPERAND_METHOD:
        return read_constant(d, op, hy_read_u16(&d->r), TAGS_METHOD);
    case HY_JVM_OPERAND_INTERFACE:
        HY_TRY(read_constant(d, op, hy_read_u16(&d->r), TAGS_INTERFACE));
        hy_read_u16(&d->r);
        return HY_OK;
    case HY_JVM_OPERAND_DYNAMIC:
        HY_TRY(read_constant(d, op, hy_read_u16(&d->r), TAGS_DYNAMIC));
        hy_read_u16(&d->r);
        return HY_OK;
    case HY_JVM_OPERAND_CLASS:
        return read_constant(d, op, hy_read_u16(&d->r), TAGS_CLASS);
    case HY_JVM_OPERAND_MULTI:
        HY_TRY(read_constant(d, op, hy_read_u16(&d->r), TAGS_CLASS));
        op->b = hy_read_u8(&d->r);
        return HY_OK;
    case HY_JVM_OPERAND_WIDE:
        return read_wide(d, op);
    }
    return HY_FAIL(INTERNAL);
}

static hy_rc check_constant(decode *d, const hy_bytecode_op *op)
{
    const hy_constant *k = op->constant;
    bool special = op->op == HY_JVM_invokespecial;
    bool invokes = k != NULL && hy_jvm_table[op->op].operands == HY_JVM_OPERAND_METHOD;
    if (invokes && k->name[0] == '<' && (!special || strcmp(k->name, "<init>") != 0))
        return bad(d, op->at, "a call of a class or instance initialiser");
    if (op->op == HY_JVM_new && k != NULL && k->text[0] == '[')
        return bad(d, op->at, "new of an array class");
    if (op->op == HY_JVM_newarray && (op->a < 4 || op->a > 11))
        return bad(d, op->at, "newarray of an unknown type");
    return HY_OK;
}

static hy_rc decode_one(decode *d)
{
    hy_bytecode_op *op = &d->out->ops[d->out->count];
    op->at = (uint16_t)d->r.at;
    const hy_jvm_info *info = &hy_jvm_table[hy_read_u8(&d->r)];
    if (info->name == NULL)
        return bad(d, op->at, "unknown opcode");
    d->index_of[op->at] = ++d->out->count;
    op->op = info->means;
    op->a = info->constant == 0xFF ? -1 : info->constant;
    HY_TRY(read_operands(d, op, info->operands));
    if (!hy_reader_ok(&d->r))
        return bad(d, op->at, "instruction cut off by the end of the code");
    return check_constant(d, op);
}

/* ---- offsets to indices ---- */

static hy_rc resolve_target(decode *d, size_t at, uint32_t *target)
{
    if (d->index_of[*target] == 0)
        return bad(d, at, "branch into the middle of an instruction");
    *target = d->index_of[*target] - 1;
    return HY_OK;
}

static hy_rc resolve_op(decode *d, hy_bytecode_op *op)
{
    if (hy_bytecode_branches(op->op))
        HY_TRY(resolve_target(d, op->at, &op->target));
    if (op->cases == NULL)
        return HY_OK;
    HY_TRY(resolve_target(d, op->at, &op->cases->fallback));
    for (size_t i = 0; i < op->cases->count; i++)
        HY_TRY(resolve_target(d, op->at, &op->cases->targets[i]));
    return HY_OK;
}

static hy_rc resolve_handlers(decode *d, const hy_classfile_code *code)
{
    hy_bytecode *out = d->out;
    out->handlers = HY_NEW_ARRAY(d->arena, hy_bytecode_handler, code->handler_count);
    HY_ENSURE(out->handlers != NULL, MEMORY);
    for (size_t i = 0; i < code->handler_count; i++) {
        const hy_classfile_handler *from = &code->handlers[i];
        hy_bytecode_handler h = {from->start, 0, from->target, from->type};
        HY_TRY(resolve_target(d, from->start, &h.start));
        HY_TRY(resolve_target(d, from->target, &h.target));
        h.end = hy_bytecode_index(out, from->end);
        out->handlers[out->handler_count++] = h;
    }
    return HY_OK;
}

/* Lines in the table come in any order; each holds from its offset to the next entry's. */
static void attach_lines(decode *d, const hy_classfile_code *code)
{
    for (size_t i = 0; i < code->line_count; i++)
        if (code->lines[i].at < d->size && d->index_of[code->lines[i].at] != 0)
            d->out->ops[d->index_of[code->lines[i].at] - 1].line = code->lines[i].line;
    for (uint32_t i = 1; i < d->out->count; i++)
        if (d->out->ops[i].line == 0)
            d->out->ops[i].line = d->out->ops[i - 1].line;
}

hy_rc hy_bytecode_decode(hy_arena *arena, const hy_classfile *c, const hy_classfile_code *code,
                         hy_bytecode *out, hy_reason *why)
{
    *out = (hy_bytecode){.code = code};
    decode d = {arena, c, hy_reader_of(code->bytes), out, NULL, code->bytes.n, why};
    out->ops = HY_NEW_ARRAY(arena, hy_bytecode_op, code->bytes.n);
    d.index_of = HY_NEW_ARRAY(arena, uint32_t, code->bytes.n + 1);
    if (out->ops == NULL || d.index_of == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "code: out of memory");
    while (hy_reader_left(&d.r) > 0)
        HY_TRY(decode_one(&d));
    for (uint32_t i = 0; i < out->count; i++)
        HY_TRY(resolve_op(&d, &out->ops[i]));
    attach_lines(&d, code);
    return resolve_handlers(&d, code);
}

/* ---- questions ---- */

uint32_t hy_bytecode_index(const hy_bytecode *b, uint32_t offset)
{
    uint32_t low = 0, high = b->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (b->ops[middle].at < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const hy_classfile_local *hy_bytecode_local(const hy_bytecode *b, uint32_t index, int32_t local)
{
    uint32_t at = b->ops[index].at;
    uint32_t next = index + 1 < b->count ? b->ops[index + 1].at : at;
    bool stores = b->ops[index].op >= HY_JVM_istore && b->ops[index].op <= HY_JVM_astore;
    if (stores)
        at = next;
    for (size_t i = 0; i < b->code->local_count; i++) {
        const hy_classfile_local *l = &b->code->locals[i];
        if (l->index == local && l->at <= at && at < (uint32_t)l->at + l->length)
            return l;
    }
    return NULL;
}

bool hy_bytecode_ends(uint8_t op)
{
    return op == HY_JVM_goto || op == HY_JVM_ret || op == HY_JVM_lookupswitch ||
           op == HY_JVM_athrow || (op >= HY_JVM_ireturn && op <= HY_JVM_return);
}

bool hy_bytecode_branches(uint8_t op)
{
    return (op >= HY_JVM_ifeq && op <= HY_JVM_jsr) || op == HY_JVM_ifnull || op == HY_JVM_ifnonnull;
}

static hy_rc each_return(const hy_bytecode *b, hy_bytecode_next_fn fn, void *context)
{
    for (uint32_t i = 0; i < b->count; i++)
        if (b->ops[i].op == HY_JVM_jsr)
            HY_TRY(fn(context, i + 1));
    return HY_OK;
}

hy_rc hy_bytecode_each_next(const hy_bytecode *b, uint32_t index, hy_bytecode_next_fn fn,
                            void *context)
{
    const hy_bytecode_op *op = &b->ops[index];
    if (op->op == HY_JVM_ret)
        return each_return(b, fn, context);
    if (hy_bytecode_branches(op->op))
        HY_TRY(fn(context, op->target));
    for (size_t i = 0; op->cases != NULL && i < op->cases->count; i++)
        HY_TRY(fn(context, op->cases->targets[i]));
    if (op->cases != NULL)
        return fn(context, op->cases->fallback);
    return hy_bytecode_ends(op->op) || op->op == HY_JVM_jsr ? HY_OK : fn(context, index + 1);
}

bool hy_bytecode_throws(uint8_t op)
{
    switch (op) {
    case HY_JVM_idiv:
    case HY_JVM_irem:
    case HY_JVM_arraylength:
    case HY_JVM_athrow:
    case HY_JVM_checkcast:
    case HY_JVM_instanceof:
        return true;
    default:
        return (op >= HY_JVM_iaload && op <= HY_JVM_saload) ||
               (op >= HY_JVM_iastore && op <= HY_JVM_sastore) ||
               (op >= HY_JVM_ldiv && op <= HY_JVM_drem) ||
               (op >= HY_JVM_getstatic && op <= HY_JVM_anewarray) || op == HY_JVM_monitorenter ||
               op == HY_JVM_monitorexit || op == HY_JVM_multianewarray ||
               (op >= HY_JVM_ireturn && op <= HY_JVM_return);
    }
}
