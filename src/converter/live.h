/* Which locals of a method are still read later: two values that meet in a dead local need not
   share a place. */
#ifndef HY_CONVERTER_LIVE_H
#define HY_CONVERTER_LIVE_H

#include "converter/bytecode.h"

typedef struct hy_live {
    uint64_t *bits; /* words per instruction, a bit a local */
    size_t words;
} hy_live;

/* Computes liveness before every instruction. MEMORY. */
hy_rc hy_live_run(hy_arena *arena, const hy_bytecode *code, uint16_t max_locals,
                  hy_live *out) HY_USE;

/* The local may be read, before it is written, from the instruction on. */
static inline bool hy_live_at(const hy_live *l, uint32_t index, uint32_t local)
{
    return (l->bits[index * l->words + local / 64] >> local % 64 & 1) != 0;
}

#endif
