/* The JVM's bytecode as a list of instructions: short forms spelt out, targets as indices,
   constants looked up, lines attached. Checked for form only; flow.h knows what the instructions
   do. */
#ifndef HY_CONVERTER_BYTECODE_H
#define HY_CONVERTER_BYTECODE_H

#include "converter/classfile.h"

typedef enum hy_jvm_opcode {
#define HY_JVM(hex, name, operands, pops, pushes, means, constant, subset) HY_JVM_##name = hex,
#include "converter/jvm.def"
#undef HY_JVM
} hy_jvm_opcode;

typedef enum hy_jvm_operands {
    HY_JVM_OPERAND_NONE,
    HY_JVM_OPERAND_S1,
    HY_JVM_OPERAND_S2,
    HY_JVM_OPERAND_CONST1, /* u1 index of a loadable constant */
    HY_JVM_OPERAND_CONST2,
    HY_JVM_OPERAND_LOCAL, /* u1 local, u2 after wide */
    HY_JVM_OPERAND_IINC,  /* u1 local, s1 value; u2, s2 after wide */
    HY_JVM_OPERAND_BRANCH2,
    HY_JVM_OPERAND_BRANCH4,
    HY_JVM_OPERAND_TABLE,
    HY_JVM_OPERAND_LOOKUP,
    HY_JVM_OPERAND_FIELD, /* u2 index of the constant */
    HY_JVM_OPERAND_METHOD,
    HY_JVM_OPERAND_INTERFACE, /* likewise, then u1 words, u1 zero */
    HY_JVM_OPERAND_DYNAMIC,
    HY_JVM_OPERAND_CLASS,
    HY_JVM_OPERAND_ATYPE, /* u1: 4 boolean, 5 char, 6 float, 7 double, 8 byte, 9 short, 10 int, 11
                             long */
    HY_JVM_OPERAND_WIDE,
    HY_JVM_OPERAND_MULTI, /* u2 index of a class, u1 dimensions */
} hy_jvm_operands;

/* What of Java an instruction needs that a card does not have. */
typedef enum hy_subset_lack {
    HY_SUBSET_OK,
    HY_SUBSET_LONG,
    HY_SUBSET_FLOAT,
    HY_SUBSET_DOUBLE,
    HY_SUBSET_CHAR,
    HY_SUBSET_THREAD,
    HY_SUBSET_LAMBDA,
    HY_SUBSET_MULTI,
} hy_subset_lack;

typedef struct hy_jvm_info {
    const char *name; /* NULL: no such opcode */
    const char *pops, *pushes;
    uint8_t operands; /* hy_jvm_operands */
    uint8_t means;    /* hy_jvm_opcode */
    uint8_t constant;
    uint8_t lack; /* hy_subset_lack */
} hy_jvm_info;

extern const hy_jvm_info hy_jvm_table[256];

typedef struct hy_bytecode_switch {
    uint32_t fallback; /* index of an instruction, as all targets */
    size_t count;
    int32_t *keys; /* strictly ascending */
    uint32_t *targets;
} hy_bytecode_switch;

/* One instruction, in the form that it is short for: iconst_1, bipush, sipush and ldc of an integer
   are all sipush; iload_0 is iload; goto_w is goto. */
typedef struct hy_bytecode_op {
    uint8_t op; /* hy_jvm_opcode */
    uint16_t at;
    int32_t a; /* sipush: value; loads, stores, iinc, ret: local; newarray: type */
    int32_t b; /* iinc: value; multianewarray: dimensions */
    uint32_t target;
    const hy_constant *constant; /* fields, methods, classes, ldc of other than an integer */
    hy_bytecode_switch *cases;
    int line; /* 0 unknown */
} hy_bytecode_op;

typedef struct hy_bytecode_handler {
    uint32_t start, end, target; /* indices; end may be the count */
    const char *type;            /* class name; NULL: any */
} hy_bytecode_handler;

typedef struct hy_bytecode {
    hy_bytecode_op *ops;
    uint32_t count;
    hy_bytecode_handler *handlers;
    size_t handler_count;
    const hy_classfile_code *code;
} hy_bytecode;

/* Decodes the code of a method. FORMAT with the offset in why when an instruction, a target or a
   constant is malformed; MEMORY. */
hy_rc hy_bytecode_decode(hy_arena *arena, const hy_classfile *c, const hy_classfile_code *code,
                         hy_bytecode *out, hy_reason *why) HY_USE;

/* The index of the first instruction at or behind this offset. */
uint32_t hy_bytecode_index(const hy_bytecode *b, uint32_t offset);

/* The source variable that local holds at the instruction, or that it holds right behind it (after
   a store); NULL when the class file does not say. */
const hy_classfile_local *hy_bytecode_local(const hy_bytecode *b, uint32_t index, int32_t local);

/* Never goes on to the next instruction. */
bool hy_bytecode_ends(uint8_t op);

/* Branches to op->target when it likes: ifs, goto, jsr. */
bool hy_bytecode_branches(uint8_t op);

/* Calls fn with the index of every instruction that can come next, but for handlers; ret can go
   behind every jsr. Stops at the first failure and returns it. An index may be the count, where
   code runs off its end. */
typedef hy_rc (*hy_bytecode_next_fn)(void *context, uint32_t next);
hy_rc hy_bytecode_each_next(const hy_bytecode *b, uint32_t index, hy_bytecode_next_fn fn,
                            void *context) HY_USE;

/* Can throw an exception on a card. */
bool hy_bytecode_throws(uint8_t op);

#endif
