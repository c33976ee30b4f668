/* Data flow through a method: what is on the stack and in the locals before every instruction, how
   large it can be, and which values must share a place. The ground for narrow.h and select.h. */
#ifndef HY_CONVERTER_FLOW_H
#define HY_CONVERTER_FLOW_H

#include "converter/bytecode.h"
#include "converter/range.h"

typedef enum hy_flow_kind {
    HY_FLOW_NONE,  /* nothing usable: unset, or different on different ways */
    HY_FLOW_INT,   /* what the JVM calls int: boolean, byte, short, int */
    HY_FLOW_REF,   /* reference */
    HY_FLOW_RET,   /* return address of jsr */
    HY_FLOW_OTHER, /* one word of a float, long or double: the subset check refuses them */
} hy_flow_kind;

/* A value on one JVM stack word or local. Its node names where it was made; nodes that meet where
   ways join are one set, see hy_flow_set. */
typedef struct hy_flow_value {
    uint8_t kind;
    bool nonnull;  /* REF: cannot be null */
    bool is_this;  /* REF: the object of the method */
    int16_t local; /* INT: a copy of this local, which has not changed since; -1 none */
    uint32_t node;
    hy_range range; /* INT; RET: lo is the index of the subroutine */
} hy_flow_value;

/* What an instruction takes and makes. */
typedef struct hy_flow_op {
    bool reached;
    uint16_t in_count;
    hy_flow_value *in; /* words popped, deepest first; loads, iinc, ret: the local's value */
    bool makes;        /* out is set */
    hy_flow_value out; /* the value made anew; its node is hy_flow_node(flow, index) */
} hy_flow_op;

typedef struct hy_flow {
    hy_arena *arena;
    const hy_bytecode *code;
    bool is_static;
    const char *desc;
    uint16_t max_stack, max_locals;
    hy_flow_op *ops;  /* as code->ops */
    uint32_t *parent; /* union-find over nodes */
    uint32_t node_count;
    bool *leader;        /* ways join before this instruction */
    bool this_is_stored; /* the method assigns to local 0 */
} hy_flow;

/* Analyses the code of a method. name and desc are the method's own. FORMAT with the offset in why
   where the code does not even keep the JVM's rules of kinds and depths; MEMORY. */
hy_rc hy_flow_run(hy_arena *arena, const hy_bytecode *code, bool is_static, const char *desc,
                  hy_flow *out, hy_reason *why) HY_USE;

/* The node of a parameter (by JVM local) and of what instruction index makes. */
static inline uint32_t hy_flow_parameter_node(uint32_t local)
{
    return local;
}

static inline uint32_t hy_flow_node(const hy_flow *f, uint32_t index)
{
    return f->max_locals + index;
}

/* The set that the node belongs to, named by one of its nodes. */
uint32_t hy_flow_set(hy_flow *f, uint32_t node);

/* The input word that stands depth words below the top; the instruction has that many. */
static inline const hy_flow_value *hy_flow_top(const hy_flow_op *op, unsigned depth)
{
    return &op->in[op->in_count - 1u - depth];
}

/* Words copied and words that the copies are put under by dup .. dup2_x2; 0, 0 for others. */
void hy_flow_dup_shape(uint8_t jvm_opcode, unsigned *copied, unsigned *under);

#endif
