/* The instruction table and the length of an instruction in code. */
#include "element/vm/opcode.h"

const hy_opcode_info hy_opcode_table[256] = {
#define HY_OPCODE(hex, name, operands, length, pops, pushes, flags)                                \
    [hex] = {#name, pops, pushes, HY_OPERAND_##operands, length, flags},
#include "element/vm/opcodes.def"
#undef HY_OPCODE
};

/* Bytes of a switch, read after its opcode; 64 bits, so that no bound overflows. */
static uint64_t switch_length(hy_reader *r, hy_operands operands)
{
    hy_read_u16(r); /* default */
    switch (operands) {
    case HY_OPERAND_TABLE_S:
    case HY_OPERAND_TABLE_I: {
        bool wide = operands == HY_OPERAND_TABLE_I;
        int64_t low = wide ? (int32_t)hy_read_u32(r) : (int16_t)hy_read_u16(r);
        int64_t high = wide ? (int32_t)hy_read_u32(r) : (int16_t)hy_read_u16(r);
        if (high < low)
            r->bad = true;
        return (wide ? 11u : 7u) + 2 * (uint64_t)(high - low + 1);
    }
    case HY_OPERAND_LOOKUP_S:
        return 5 + 4 * (uint64_t)hy_read_u16(r);
    default:
        return 5 + 6 * (uint64_t)hy_read_u16(r);
    }
}

size_t hy_opcode_length(hy_view code, size_t at)
{
    hy_reader r = hy_reader_of(hy_view_part(code, at, at < code.n ? code.n - at : 0));
    if (hy_reader_left(&r) == 0)
        return 0;
    const hy_opcode_info *op = &hy_opcode_table[hy_read_u8(&r)];
    if (op->name == NULL)
        return 0;
    uint64_t length = op->length != 0 ? op->length : switch_length(&r, op->operands);
    if (!hy_reader_ok(&r) || length > code.n - at)
        return 0;
    return (size_t)length;
}
