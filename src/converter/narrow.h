/* Narrowing: which int values of the JVM live in one word on the card and which need two, and
   where a 16-bit result could differ from Java's 32-bit one.

   A short always holds the low 16 bits of Java's value. That is enough for adding, subtracting,
   multiplying, negating, shifting left and bit by bit logic (low bits of results depend on low bits
   of operands only), for casts and for storing. Dividing, shifting right, comparing, indexing,
   switching, passing and returning need the exact value: it must provably fit in 16 bits, or be
   computed as int where the package has int. */
#ifndef HY_CONVERTER_NARROW_H
#define HY_CONVERTER_NARROW_H

#include "converter/flow.h"

/* Told of each place where the value could differ; the texts are the callee's to copy. */
typedef void (*hy_narrow_report_fn)(void *context, int line, const char *text, const char *mend);

typedef struct hy_narrow {
    hy_flow *flow;
    bool int_support;
    bool *wide;    /* by set of nodes: two words */
    bool *exact;   /* by set: somebody needs all 32 bits */
    bool *op_wide; /* by instruction: it computes in int */
    bool changed;
    int reported_line;
    hy_narrow_report_fn report;
    void *context;
    size_t reports;
} hy_narrow;

/* Decides for a method whose flow is known. Problems go to report; out->reports counts them and is
   0 when the method can be converted. result is the method's descriptor's return type. MEMORY. */
hy_rc hy_narrow_run(hy_flow *flow, bool int_support, hy_narrow_report_fn report, void *context,
                    hy_narrow *out) HY_USE;

/* The value of this node takes two words. */
static inline bool hy_narrow_is_wide(const hy_narrow *n, uint32_t node)
{
    return n->wide[hy_flow_set(n->flow, node)];
}

#endif
