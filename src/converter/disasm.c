/* Decodes instructions by the operand kinds of opcodes.def. */
#include "converter/disasm.h"

static int32_t read_s1(hy_reader *r)
{
    return (int8_t)hy_read_u8(r);
}

static int32_t read_s2(hy_reader *r)
{
    return (int16_t)hy_read_u16(r);
}

static int32_t read_s4(hy_reader *r)
{
    return (int32_t)hy_read_u32(r);
}

static void read_switch(hy_reader *r, hy_insn *i)
{
    i->target = i->pc + (int64_t)read_s2(r);
    switch ((hy_operands)i->operands) {
    case HY_OPERAND_TABLE_S:
        i->a = read_s2(r);
        i->b = read_s2(r);
        i->cases = (uint32_t)((int64_t)i->b - i->a + 1);
        break;
    case HY_OPERAND_TABLE_I:
        i->a = read_s4(r);
        i->b = read_s4(r);
        i->cases = (uint32_t)((int64_t)i->b - i->a + 1);
        break;
    default:
        i->cases = hy_read_u16(r);
        break;
    }
}

static void read_numbers(hy_reader *r, hy_insn *i)
{
    switch ((hy_operands)i->operands) {
    case HY_OPERAND_IMM1:
        i->a = read_s1(r);
        break;
    case HY_OPERAND_IMM2:
        i->a = read_s2(r);
        break;
    case HY_OPERAND_IMM4:
        i->a = read_s4(r);
        break;
    case HY_OPERAND_LOCAL:
    case HY_OPERAND_ATYPE:
        i->a = hy_read_u8(r);
        break;
    case HY_OPERAND_LOCAL_IMM1:
        i->a = hy_read_u8(r);
        i->b = read_s1(r);
        break;
    case HY_OPERAND_LOCAL_IMM2:
        i->a = hy_read_u8(r);
        i->b = read_s2(r);
        break;
    case HY_OPERAND_MN:
        i->a = hy_read_u8(r);
        i->b = i->a & 0x0F;
        i->a >>= 4;
        break;
    default:
        break;
    }
}

static void read_references(hy_reader *r, hy_insn *i)
{
    switch ((hy_operands)i->operands) {
    case HY_OPERAND_BRANCH1:
        i->target = i->pc + (int64_t)read_s1(r);
        break;
    case HY_OPERAND_BRANCH2:
        i->target = i->pc + (int64_t)read_s2(r);
        break;
    case HY_OPERAND_CP1:
        i->pool = hy_read_u8(r);
        break;
    case HY_OPERAND_CP2:
        i->pool = hy_read_u16(r);
        break;
    case HY_OPERAND_INTERFACE:
        i->a = hy_read_u8(r);
        i->pool = hy_read_u16(r);
        i->b = hy_read_u8(r);
        break;
    case HY_OPERAND_ATYPE_CP2:
        i->a = hy_read_u8(r);
        i->pool = hy_read_u16(r);
        break;
    case HY_OPERAND_TABLE_S:
    case HY_OPERAND_TABLE_I:
    case HY_OPERAND_LOOKUP_S:
    case HY_OPERAND_LOOKUP_I:
        read_switch(r, i);
        break;
    default:
        break;
    }
}

bool hy_disasm_at(hy_view code, uint32_t pc, hy_insn *out)
{
    size_t length = hy_opcode_length(code, pc);
    if (length == 0)
        return false;
    hy_reader r = hy_reader_of(hy_view_part(code, pc, length));
    *out = (hy_insn){.pc = pc, .length = (uint32_t)length, .pool = -1, .target = -1};
    out->op = hy_read_u8(&r);
    out->operands = hy_opcode_table[out->op].operands;
    read_numbers(&r, out);
    read_references(&r, out);
    return true;
}

void hy_disasm_case(hy_view code, const hy_insn *insn, uint32_t i, int32_t *key, int64_t *target)
{
    hy_reader r = hy_reader_of(hy_view_part(code, insn->pc, insn->length));
    bool ints = insn->operands == HY_OPERAND_TABLE_I || insn->operands == HY_OPERAND_LOOKUP_I;
    bool table = insn->operands == HY_OPERAND_TABLE_S || insn->operands == HY_OPERAND_TABLE_I;
    size_t key_size = ints ? 4 : 2;
    if (table) {
        (void)hy_read_bytes(&r, 3 + 2 * key_size + (size_t)i * 2);
        *key = (int32_t)(insn->a + (int64_t)i);
    } else {
        (void)hy_read_bytes(&r, 5 + (size_t)i * (key_size + 2));
        *key = ints ? read_s4(&r) : read_s2(&r);
    }
    *target = insn->pc + (int64_t)read_s2(&r);
}
