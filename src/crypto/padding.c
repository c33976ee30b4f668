/* Adding and removing padding. */
#include "crypto/padding.h"

#include <string.h>

hy_rc hy_padding_add(hy_padding padding, size_t block, uint8_t *p, size_t used, size_t room,
                     size_t *n)
{
    *n = 0;
    HY_ENSURE(block >= 1 && block <= 255, ARGUMENT);
    HY_ENSURE(used <= room, LIMIT);
    size_t broken = used % block;
    size_t add = broken == 0 ? 0 : block - broken;
    HY_ENSURE(padding != HY_PADDING_NONE || add == 0, ARGUMENT);
    if (add == 0 && (padding == HY_PADDING_ISO9797_M2 || padding == HY_PADDING_PKCS5))
        add = block;
    HY_ENSURE(add <= room - used, LIMIT);
    if (add > 0) {
        memset(p + used, padding == HY_PADDING_PKCS5 ? (int)add : 0, add);
        if (padding == HY_PADDING_ISO9797_M2)
            p[used] = 0x80;
    }
    *n = used + add;
    return HY_OK;
}

/* All ones when a is below b (both below 2^31), otherwise zero; no branch. */
static uint32_t mask_below(uint32_t a, uint32_t b)
{
    return 0u - ((a - b) >> 31);
}

static uint32_t mask_equal(uint32_t a, uint32_t b)
{
    return ~(mask_below(a, b) | mask_below(b, a));
}

/* Looks at the whole last block whatever it holds. Gives the length of the padding, 0 when wrong.
 */
static uint32_t pkcs5_length(const uint8_t *last, uint32_t block)
{
    uint32_t length = last[block - 1];
    uint32_t good = ~mask_below(length, 1) & ~mask_below(block, length);
    for (uint32_t i = 0; i < block; i++) {
        uint32_t inside = mask_below(block - 1 - i, length);
        good &= ~inside | mask_equal(last[i], length);
    }
    return length & good;
}

static uint32_t method2_length(const uint8_t *last, uint32_t block)
{
    uint32_t length = 0;
    uint32_t zeros = ~0u; /* only zeros seen so far, from the end */
    for (uint32_t i = 1; i <= block; i++) {
        uint32_t byte = last[block - i];
        length |= i & zeros & mask_equal(byte, 0x80);
        zeros &= mask_equal(byte, 0);
    }
    return length;
}

hy_rc hy_padding_remove(hy_padding padding, size_t block, hy_view v, size_t *n)
{
    *n = 0;
    HY_ENSURE(block >= 1 && block <= 255 && v.n % block == 0, ARGUMENT);
    if (padding == HY_PADDING_NONE || padding == HY_PADDING_ISO9797_M1) {
        *n = v.n;
        return HY_OK;
    }
    HY_ENSURE(v.n > 0, FORMAT);
    const uint8_t *last = hy_view_part(v, v.n - block, block).p;
    size_t length = padding == HY_PADDING_PKCS5 ? pkcs5_length(last, (uint32_t)block)
                                                : method2_length(last, (uint32_t)block);
    HY_ENSURE(length > 0, FORMAT);
    *n = v.n - length;
    return HY_OK;
}
