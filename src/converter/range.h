/* Ranges of int values, and what arithmetic does to them: how the converter knows that a result
   fits 16 bits. Every function gives a range that holds all results Java can compute. */
#ifndef HY_CONVERTER_RANGE_H
#define HY_CONVERTER_RANGE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct hy_range {
    int32_t lo, hi; /* lo <= hi */
} hy_range;

#define HY_RANGE_INT ((hy_range){INT32_MIN, INT32_MAX})
#define HY_RANGE_SHORT ((hy_range){INT16_MIN, INT16_MAX})
#define HY_RANGE_BYTE ((hy_range){INT8_MIN, INT8_MAX})
#define HY_RANGE_BOOLEAN ((hy_range){0, 1})
#define HY_RANGE_LENGTH ((hy_range){0, INT16_MAX})

static inline hy_range hy_range_of(int32_t value)
{
    return (hy_range){value, value};
}

/* All of inner is in outer. */
bool hy_range_within(hy_range inner, hy_range outer);

static inline bool hy_range_is_short(hy_range r)
{
    return hy_range_within(r, HY_RANGE_SHORT);
}

/* The values of a field, parameter or result of this descriptor; all ints for other types. */
hy_range hy_range_of_type(const char *desc);

/* The smallest range that holds both. */
hy_range hy_range_join(hy_range a, hy_range b);

/* Like join, but in few steps at most, so that loops come to an end. */
hy_range hy_range_widen(hy_range old, hy_range grown);

/* The result of a JVM instruction iadd .. ixor, ineg (b is ignored). */
hy_range hy_range_binary(uint8_t jvm_opcode, hy_range a, hy_range b);

/* a after the conversion to the type of outer (byte or short), which wraps. */
hy_range hy_range_cast(hy_range a, hy_range outer);

/* What a can still be where "a <op> b" holds, op being one of if_icmpeq .. if_icmple; a itself when
   nothing can be said. */
hy_range hy_range_where(uint8_t jvm_opcode, hy_range a, hy_range b);

/* a == b exactly when their low 16 bits agree, for all values in the ranges. */
bool hy_range_equality_is_short(hy_range a, hy_range b);

#endif
