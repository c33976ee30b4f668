/* Bytecode taken apart, one instruction at a time, from bytes that nobody has verified. */
#ifndef HY_CONVERTER_DISASM_H
#define HY_CONVERTER_DISASM_H

#include "element/vm/opcode.h"

typedef struct hy_insn {
    uint32_t pc;
    uint32_t length; /* bytes */
    uint8_t op;
    uint8_t operands; /* hy_operands */
    int32_t a, b;     /* numbers in the order of the operands: values, locals, m and n, array type,
                         argument words and method token */
    int32_t pool;     /* constant pool index; -1 none */
    int64_t target;   /* of a branch, and a switch's default; may lie outside; -1 none */
    uint32_t cases;   /* of a switch */
} hy_insn;

/* Decodes the instruction at pc. False when there is none: an unknown opcode, or the code ends in
   it. */
bool hy_disasm_at(hy_view code, uint32_t pc, hy_insn *out);

/* Case i of a switch: its key and its target, which may lie outside. */
void hy_disasm_case(hy_view code, const hy_insn *insn, uint32_t i, int32_t *key, int64_t *target);

#endif
