/* The instruction set as an enum and a table, from opcodes.def; knows bytes, runs nothing. */
#ifndef HY_VM_OPCODE_H
#define HY_VM_OPCODE_H

#include "base/bytes.h"

typedef enum hy_operands {
    HY_OPERAND_NONE,
    HY_OPERAND_IMM1,       /* s1 value */
    HY_OPERAND_IMM2,       /* s2 value */
    HY_OPERAND_IMM4,       /* s4 value */
    HY_OPERAND_LOCAL,      /* u1 local variable (word index) */
    HY_OPERAND_LOCAL_IMM1, /* u1 local variable, s1 value */
    HY_OPERAND_LOCAL_IMM2, /* u1 local variable, s2 value */
    HY_OPERAND_MN,         /* u1: m in the high nibble, n in the low one */
    HY_OPERAND_BRANCH1,    /* s1, from the opcode's own address */
    HY_OPERAND_BRANCH2,    /* s2, from the opcode's own address */
    HY_OPERAND_TABLE_S,    /* s2 default, s2 low, s2 high, s2 offset[high - low + 1] */
    HY_OPERAND_TABLE_I,    /* s2 default, s4 low, s4 high, s2 offset[high - low + 1] */
    HY_OPERAND_LOOKUP_S,   /* s2 default, u2 pairs, {s2 match, s2 offset}[pairs] */
    HY_OPERAND_LOOKUP_I,   /* s2 default, u2 pairs, {s4 match, s2 offset}[pairs] */
    HY_OPERAND_CP1,        /* u1 constant pool index */
    HY_OPERAND_CP2,        /* u2 constant pool index */
    HY_OPERAND_INTERFACE,  /* u1 argument words with the object, u2 pool index, u1 method token */
    HY_OPERAND_ATYPE,      /* u1 array type */
    HY_OPERAND_ATYPE_CP2,  /* u1 array type or 0, u2 pool index */
} hy_operands;

enum {
    HY_OPF_INT = 1,      /* needs ACC_INT */
    HY_OPF_END = 2,      /* does not go on to the next instruction */
    HY_OPF_RESERVED = 4, /* impdep1, impdep2 */
};

/* Array types of newarray, checkcast and instanceof (JCVM 7.5, newarray). */
enum {
    HY_ATYPE_BOOLEAN = 10,
    HY_ATYPE_BYTE = 11,
    HY_ATYPE_SHORT = 12,
    HY_ATYPE_INT = 13,
    HY_ATYPE_REFERENCE = 14, /* checkcast and instanceof only */
};

typedef enum hy_opcode {
#define HY_OPCODE(hex, name, operands, length, pops, pushes, flags) HY_OP_##name = hex,
#include "element/vm/opcodes.def"
#undef HY_OPCODE
} hy_opcode;

typedef struct hy_opcode_info {
    const char *name; /* NULL: no such opcode */
    const char *pops;
    const char *pushes;
    uint8_t operands; /* hy_operands */
    uint8_t length;   /* bytes with operands, 0 for the switches */
    uint8_t flags;    /* HY_OPF_... */
} hy_opcode_info;

/* What opcodes.def says of any byte. */
extern const hy_opcode_info hy_opcode_table[256];

/* Bytes of the instruction at code.p[at] with its operands; 0 when there is no such opcode or the
   code ends before the instruction does. A switch whose high is below its low is malformed: 0. */
size_t hy_opcode_length(hy_view code, size_t at);

#endif
