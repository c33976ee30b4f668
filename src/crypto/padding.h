/* Padding to whole blocks: ISO 9797-1 methods 1 and 2 and PKCS #5. Glue, no cryptography. */
#ifndef HY_CRYPTO_PADDING_H
#define HY_CRYPTO_PADDING_H

#include "base/bytes.h"

typedef enum hy_padding {
    HY_PADDING_NONE,       /* the data must be whole blocks */
    HY_PADDING_ISO9797_M1, /* zeros up to a whole block; none when it is one already */
    HY_PADDING_ISO9797_M2, /* 80, then zeros: at least a byte */
    HY_PADDING_PKCS5,      /* n bytes of value n: at least a byte */
} hy_padding;

/* Pads the `used` bytes at p up to a multiple of block (1..255) and gives the whole length in *n.
   LIMIT when it passes room, ARGUMENT for HY_PADDING_NONE with a broken block. */
hy_rc hy_padding_add(hy_padding padding, size_t block, uint8_t *p, size_t used, size_t room,
                     size_t *n) HY_USE;

/* Gives in *n how many of the v.n bytes are data. Method 1 cannot be told from data, so nothing is
   removed. ARGUMENT unless v is whole blocks; FORMAT for a padding that is not there: one error for
   every way in which it is wrong, found in a time that does not tell which. */
hy_rc hy_padding_remove(hy_padding padding, size_t block, hy_view v, size_t *n) HY_USE;

#endif
