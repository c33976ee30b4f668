/* What the files of the pool share. */
#ifndef HY_RUNTIME_POOL_IN_H
#define HY_RUNTIME_POOL_IN_H

#include "element/runtime/pool.h"

/* SHA-256. CRYPTO, MEMORY. */
hy_rc hy_pool_hash(hy_pool *p, hy_view bytes, uint8_t hash[32], hy_reason *why) HY_USE;

#endif
