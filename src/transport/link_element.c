/* A link to an element of this process: a function call. */
#include "transport/link.h"

#include <stdlib.h>
#include <string.h>

typedef struct leaf {
    hy_element *element;
    hy_workspace *work;
    size_t atr_length;
    uint8_t atr[HY_LINK_ATR_MAX];
} leaf;

static hy_rc transmit(void *state, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    leaf *l = state;
    return hy_element_transmit(l->element, l->work, command, response, room, n, why);
}

static hy_rc reset(void *state, hy_reason *why)
{
    leaf *l = state;
    return hy_element_reset(l->element, l->work, why);
}

static hy_rc get_atr(void *state, uint8_t *atr, size_t *n, hy_reason *why)
{
    const leaf *l = state;
    (void)why;
    memcpy(atr, l->atr, l->atr_length);
    *n = l->atr_length;
    return HY_OK;
}

static const hy_link_kind kind = {transmit, reset, get_atr, free};

hy_rc hy_link_open_element(hy_element *element, hy_workspace *work, hy_view atr, hy_link **out,
                           hy_reason *why)
{
    *out = NULL;
    if (atr.n > HY_LINK_ATR_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "ATR: %zu bytes; %d is the most", atr.n,
                             HY_LINK_ATR_MAX);
    leaf *l = calloc(1, sizeof *l);
    if (l == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "element: out of memory");
    l->element = element;
    l->work = work;
    l->atr_length = atr.n;
    if (atr.n > 0)
        memcpy(l->atr, atr.p, atr.n);
    return hy_link_new(&kind, l, "element", out, why);
}
