/* What the files of the admin share; included by them and by nothing else. */
#ifndef HY_CHANNEL_ADMIN_IN_H
#define HY_CHANNEL_ADMIN_IN_H

#include "channel/admin.h"

enum {
    HY_ADMIN_CLA = 0x80,
    HY_ADMIN_PUT_KEY = 0xD8,
    HY_ADMIN_STORE_DATA = 0xE2,
    HY_ADMIN_DELETE = 0xE4,
    HY_ADMIN_INSTALL = 0xE6,
    HY_ADMIN_LOAD = 0xE8,
    HY_ADMIN_SET_STATUS = 0xF0,
    HY_ADMIN_GET_STATUS = 0xF2,
    HY_ADMIN_GET_DATA = 0xCA,
    HY_ADMIN_SELECT = 0xA4,
    HY_SW_OK = 0x9000,
    HY_ADMIN_DATA_MAX = 255,
};

/* Builds a short command and sends it; whatever the status word. */
hy_rc hy_admin_build(hy_admin *m, const uint8_t header[4], hy_view data, hy_reason *why) HY_USE;

/* DENIED with words for the last status word. */
hy_rc hy_admin_denied(const hy_admin *m, hy_reason *why) HY_USE;

/* A command of GlobalPlatform's class that must succeed. */
static inline hy_rc hy_admin_call(hy_admin *m, uint8_t ins, uint8_t p1, uint8_t p2, hy_view data,
                                  hy_reason *why)
{
    return hy_admin_send(m, HY_ADMIN_CLA, ins, p1, p2, data, why);
}

/* A length of one byte and a value; sticky ARGUMENT above 127 bytes. */
void hy_admin_lv(hy_writer *w, hy_view v);

#endif
