/* The answer to reset (ISO 7816-3, chapter 8): made for an element that has none of its own, and
   checked when somebody gives one. */
#ifndef HY_TRANSPORT_ATR_H
#define HY_TRANSPORT_ATR_H

#include "transport/link.h"

/* An element's own ATR for its protocol: Hydra in the historical bytes, with what the card can do
   (ISO 7816-4, 12.1.1): selection by AID, extended lengths, as many logical channels as this (1 to
   20). For contactless cards the one that PC/SC part 3 gives a reader to make up. Returns its
   length. */
size_t hy_atr_make(hy_protocol protocol, unsigned channels, uint8_t atr[HY_LINK_ATR_MAX]);

/* Is this a whole ATR: TS, as many interface and historical bytes as it announces, and TCK where it
   must be? FORMAT with what is wrong. *first, when not NULL, is the protocol offered first. */
hy_rc hy_atr_check(hy_view atr, uint8_t *first, hy_reason *why) HY_USE;

#endif
