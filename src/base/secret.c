/* Constant-time comparison and wiping, with compiler barriers instead of volatile loops. */
#include "base/secret.h"

#include <stdint.h>
#include <string.h>

hy_verdict hy_secret_compare(const void *a, const void *b, size_t n)
{
    const uint8_t *x = a;
    const uint8_t *y = b;
    unsigned difference = n == 0;
    for (size_t i = 0; i < n; i++) {
        difference |= (unsigned)(x[i] ^ y[i]);
        __asm__ volatile("" : "+r"(difference)); /* no early exit may be invented */
    }
    return difference == 0 ? HY_VERDICT_EQUAL : HY_VERDICT_DIFFERENT;
}

void hy_wipe(void *p, size_t n)
{
    if (n == 0)
        return;
    memset(p, 0, n);
    __asm__ volatile("" : : "r"(p) : "memory");
}
