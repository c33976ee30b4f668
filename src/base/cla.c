/* The class byte taken apart and put together. */
#include "base/cla.h"

enum {
    PROPRIETARY = 0x80,
    FURTHER = 0x40, /* channels 4 to 19 */
    OTHER = 0x20,   /* with FURTHER: secure messaging */
    CHAINED = 0x10,
    FIRST_FURTHER = 4,
};

bool hy_cla_read(uint8_t cla, hy_cla *out)
{
    *out = (hy_cla){.proprietary = (cla & PROPRIETARY) != 0, .chained = (cla & CHAINED) != 0};
    if (cla == 0xFF || (cla & 0xE0) == OTHER)
        return false;
    if ((cla & FURTHER) != 0) {
        out->channel = (uint8_t)(FIRST_FURTHER + (cla & 0x0F));
        out->messaging = (cla & OTHER) != 0 ? HY_MESSAGING_GLOBALPLATFORM : HY_MESSAGING_NONE;
        return true;
    }
    out->other = (cla & OTHER) != 0;
    out->channel = cla & 0x03;
    out->messaging = (hy_messaging)((cla >> 2) & 0x03);
    return true;
}

uint8_t hy_cla_write(hy_cla c)
{
    unsigned cla = (c.proprietary ? PROPRIETARY : 0u) | (c.chained ? CHAINED : 0u);
    if (c.channel >= FIRST_FURTHER)
        cla |= FURTHER | (c.messaging != HY_MESSAGING_NONE ? OTHER : 0u) |
               ((c.channel - (unsigned)FIRST_FURTHER) & 0x0F);
    else
        cla |= (c.other ? OTHER : 0u) | (unsigned)c.messaging << 2 | c.channel;
    return (uint8_t)cla;
}

int hy_cla_channel(uint8_t cla)
{
    hy_cla c;
    return hy_cla_read(cla, &c) ? c.channel : -1;
}

bool hy_cla_is_secure(uint8_t cla)
{
    hy_cla c;
    return hy_cla_read(cla, &c) && c.messaging != HY_MESSAGING_NONE;
}

uint8_t hy_cla_on(uint8_t cla, uint8_t channel)
{
    hy_cla c;
    if (!hy_cla_read(cla, &c))
        return cla;
    c.channel = channel;
    return hy_cla_write(c);
}

static uint8_t with(uint8_t cla, hy_messaging messaging)
{
    hy_cla c;
    if (!hy_cla_read(cla, &c))
        return cla;
    c.messaging = messaging;
    return hy_cla_write(c);
}

uint8_t hy_cla_secured(uint8_t cla)
{
    return with(cla, HY_MESSAGING_GLOBALPLATFORM);
}

uint8_t hy_cla_bare(uint8_t cla)
{
    return with(cla, HY_MESSAGING_NONE);
}

uint8_t hy_cla_for_mac(uint8_t cla)
{
    hy_cla c;
    if (!hy_cla_read(cla, &c))
        return cla;
    c.channel = 0;
    c.messaging = HY_MESSAGING_GLOBALPLATFORM;
    return hy_cla_write(c);
}
