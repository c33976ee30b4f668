/* What secrets need: comparison without a timing trace, and wiping that is not optimised away.
   A verdict is its own type, so that it is compared explicitly and 0 never means "equal". */
#ifndef HY_BASE_SECRET_H
#define HY_BASE_SECRET_H

#include <stddef.h>

/* Far apart in Hamming distance, neither 0 nor 1: one flipped bit makes neither of them. */
typedef enum hy_verdict {
    HY_VERDICT_DIFFERENT = 0x5AA5,
    HY_VERDICT_EQUAL = 0xA55A,
} hy_verdict;

/* Compares n bytes in time that depends on n alone. n = 0 is DIFFERENT: an empty secret proves
   nothing. */
hy_verdict hy_secret_compare(const void *a, const void *b, size_t n);

/* Overwrites n bytes with zeros; the compiler may not drop it. p may be NULL when n is 0. */
void hy_wipe(void *p, size_t n);

#endif
