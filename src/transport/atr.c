/* The answer to reset, made and checked. */
#include "transport/atr.h"

#include <string.h>

enum {
    TS_DIRECT = 0x3B,
    TS_INVERSE = 0x3F,
    TCK_LENGTH = 1,
    CHANNELS_TOLD_MAX = 8, /* the most that the historical bytes can tell */
};

static uint8_t exclusive_or(hy_view v)
{
    uint8_t x = 0;
    for (size_t i = 0; i < v.n; i++)
        x ^= v.p[i];
    return x;
}

size_t hy_atr_make(hy_protocol protocol, unsigned channels, uint8_t atr[HY_LINK_ATR_MAX])
{
    static const uint8_t t1[] = {0x81, 0x31, 0xFE, 0x45}; /* T=1; IFSC 254, BWI 4, CWI 5 */
    static const uint8_t cl[] = {0x80, 0x01};             /* as PC/SC part 3, 3.1.3.2.3 wants */
    static const hy_view interface[] = {
        [HY_PROTOCOL_T1] = {t1, sizeof t1},
        [HY_PROTOCOL_T0] = {NULL, 0},
        [HY_PROTOCOL_CL] = {cl, sizeof cl},
    };
    unsigned told = channels < CHANNELS_TOLD_MAX ? channels : CHANNELS_TOLD_MAX;
    /* Category 80; 7: card capabilities (selection by whole and by partial AID; byte-wise data;
       extended lengths, channels that either side chooses, how many); 5: issuer's data. */
    const uint8_t history[] = {
        0x80, 0x73, 0xC0, 0x01, (uint8_t)(told > 1 ? 0x58 | (told - 1) : 0x40), 0x55, 'H',
        'y',  'd',  'r',  'a'};
    const hy_view middle = interface[protocol];
    size_t n = 0;
    atr[n++] = TS_DIRECT;
    atr[n++] = (uint8_t)((middle.n > 0 ? 0x80 : 0) | sizeof history);
    for (size_t i = 0; i < middle.n; i++)
        atr[n++] = middle.p[i];
    memcpy(atr + n, history, sizeof history);
    n += sizeof history;
    if (middle.n > 0) {
        atr[n] = exclusive_or(hy_view_of(atr + 1, n - 1));
        n++;
    }
    return n;
}

hy_rc hy_atr_check(hy_view atr, uint8_t *first, hy_reason *why)
{
    hy_reader r = hy_reader_of(atr);
    uint8_t ts = hy_read_u8(&r);
    uint8_t next = hy_read_u8(&r); /* T0, then TD1, TD2 …: which bytes follow */
    size_t history = next & 0x0F;
    bool checked = false;
    uint8_t offered = 0;
    if (ts != TS_DIRECT && ts != TS_INVERSE)
        return hy_reason_set(why, HY_FAIL(FORMAT), "ATR: starts with 3B or 3F");
    for (int round = 0; hy_reader_ok(&r); round++) {
        hy_read_bytes(&r, (size_t)__builtin_popcount(next & 0x70));
        if ((next & 0x80) == 0)
            break;
        next = hy_read_u8(&r);
        checked |= (next & 0x0F) != 0;
        offered = round == 0 ? next & 0x0F : offered;
    }
    hy_read_bytes(&r, history);
    hy_read_bytes(&r, checked ? TCK_LENGTH : 0);
    if (!hy_reader_done(&r))
        return hy_reason_set(why, HY_FAIL(FORMAT), "ATR: it announces %s bytes than its %zu",
                             hy_reader_ok(&r) ? "fewer" : "more", atr.n);
    if (checked && exclusive_or(hy_view_part(atr, 1, atr.n - 1)) != 0)
        return hy_reason_set(why, HY_FAIL(FORMAT), "ATR: its last byte, TCK, is not the sum");
    if (first != NULL)
        *first = offered;
    return HY_OK;
}
