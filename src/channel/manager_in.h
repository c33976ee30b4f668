/* What the files of the manager share; included by them and by nothing else. */
#ifndef HY_CHANNEL_MANAGER_IN_H
#define HY_CHANNEL_MANAGER_IN_H

#include "channel/manager.h"

enum {
    HY_MANAGER_CLA = 0x80,
    HY_MANAGER_PUT_KEY = 0xD8,
    HY_MANAGER_STORE_DATA = 0xE2,
    HY_MANAGER_DELETE = 0xE4,
    HY_MANAGER_INSTALL = 0xE6,
    HY_MANAGER_LOAD = 0xE8,
    HY_MANAGER_SET_STATUS = 0xF0,
    HY_MANAGER_GET_STATUS = 0xF2,
    HY_MANAGER_GET_DATA = 0xCA,
    HY_MANAGER_SELECT = 0xA4,
    HY_SW_OK = 0x9000,
    HY_MANAGER_DATA_MAX = 255,
};

/* Builds a short command and sends it; whatever the status word. */
hy_rc hy_manager_build(hy_manager *m, const uint8_t header[4], hy_view data, hy_reason *why) HY_USE;

/* DENIED with words for the last status word. */
hy_rc hy_manager_denied(const hy_manager *m, hy_reason *why) HY_USE;

/* A command of GlobalPlatform's class that must succeed. */
static inline hy_rc hy_manager_call(hy_manager *m, uint8_t ins, uint8_t p1, uint8_t p2,
                                    hy_view data, hy_reason *why)
{
    return hy_manager_send(m, HY_MANAGER_CLA, ins, p1, p2, data, why);
}

/* A length of one byte and a value; sticky ARGUMENT above 127 bytes. */
void hy_manager_lv(hy_writer *w, hy_view v);

#endif
