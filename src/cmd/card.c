/* An element opened, filled and closed for a command of hyd. */
#include "cmd/card.h"

hy_rc hy_card_open_memory(hy_card *card, const hy_card_profile *profile, hy_reason *why)
{
    const hy_port port = hy_port_system();
    uint8_t atr[HY_LINK_ATR_MAX];
    *card = (hy_card){.profile = *profile};
    const hy_element_config config = hy_card_profile_config(&card->profile);
    const hy_view answer = hy_view_of(atr, hy_card_profile_atr(&card->profile, atr));
    HY_TRY(hy_pool_open(&port, NULL, &card->pool, why));
    HY_TRY(hy_workspace_open(&port, NULL, &card->work, why));
    HY_TRY(hy_element_create(card->pool, card->work, &port, &config, &card->element, why));
    return hy_link_open_element(card->element, card->work, answer, &card->link, why);
}

void hy_card_close(hy_card *card)
{
    hy_link_close(&card->link);
    hy_element_close(&card->element);
    hy_workspace_close(&card->work);
    hy_pool_close(&card->pool);
}
