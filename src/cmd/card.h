/* An element opened for a command of hyd: with its pool and workspace, its profile, a link to it.
 */
#ifndef HY_CMD_CARD_H
#define HY_CMD_CARD_H

#include "cmd/card_profile.h"
#include "transport/link.h"

typedef struct hy_card {
    hy_card_profile profile;
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
    hy_link *link; /* borrows element and workspace */
} hy_card;

/* A new element in memory, by a profile. Close it also after a failure. */
hy_rc hy_card_open_memory(hy_card *card, const hy_card_profile *profile, hy_reason *why) HY_USE;

void hy_card_close(hy_card *card);

#endif
