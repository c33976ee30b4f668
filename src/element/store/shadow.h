/* The memory as it is durable, beside the memory as it is: what differs goes to the journal. */
#ifndef HY_STORE_SHADOW_H
#define HY_STORE_SHADOW_H

#include "element/store/journal.h"

/* Puts an item for each run of [from, to) that differs, and makes the shadow equal there. Both are
   blocks of at least `to` bytes. What putting says. */
hy_rc hy_shadow_put(hy_journal *j, uint8_t *shadow, const uint8_t *memory, uint32_t from,
                    uint32_t to) HY_USE;

/* Puts the whole range as it is in the shadow. */
hy_rc hy_shadow_put_all(hy_journal *j, const uint8_t *shadow, uint32_t from, uint32_t to) HY_USE;

#endif
