/* The part of a link that all kinds share: opening by address, bounds, and the exchanges that T=0
   cuts a command into. */
#include "transport/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAME_MAX_LENGTH = 127,
    COMMAND_MAX = 65535,
    HEADER = 4,
    SHORT_MAX = 261,
    ROUNDS_MAX = 512, /* GET RESPONSEs for one command: more is a card that never ends */
    INS_GET_RESPONSE = 0xC0,
    SW1_MORE = 0x61,
    SW1_WRONG_LE = 0x6C,
};

struct hy_link {
    const hy_link_kind *kind;
    void *state;
    char name[NAME_MAX_LENGTH + 1];
    uint8_t atr[HY_LINK_ATR_MAX];
};

hy_rc hy_link_new(const hy_link_kind *kind, void *state, const char *name, hy_link **out,
                  hy_reason *why)
{
    hy_link *link = calloc(1, sizeof *link);
    *out = link;
    if (link == NULL) {
        kind->close(state);
        return hy_reason_set(why, HY_FAIL(MEMORY), "%s: out of memory", name);
    }
    link->kind = kind;
    link->state = state;
    snprintf(link->name, sizeof link->name, "%s", name);
    return HY_OK;
}

hy_rc hy_link_open(const char *address, hy_link **out, hy_reason *why)
{
    static const char reader[] = "reader:";
    *out = NULL;
    if (strncmp(address, reader, sizeof reader - 1) == 0)
        return hy_link_open_reader(address + sizeof reader - 1, out, why);
    return hy_link_open_socket(address, out, why);
}

void hy_link_close(hy_link **link)
{
    if (*link == NULL)
        return;
    (*link)->kind->close((*link)->state);
    free(*link);
    *link = NULL;
}

const char *hy_link_name(const hy_link *link)
{
    return link->name;
}

hy_rc hy_link_reset(hy_link *link, hy_reason *why)
{
    return link->kind->reset(link->state, why);
}

hy_rc hy_link_atr(hy_link *link, hy_view *atr, hy_reason *why)
{
    size_t n = 0;
    HY_TRY(link->kind->atr(link->state, link->atr, &n, why));
    *atr = hy_view_of(link->atr, n);
    return HY_OK;
}

hy_rc hy_link_transmit(hy_link *link, hy_view command, uint8_t *response, size_t room, size_t *n,
                       hy_reason *why)
{
    *n = 0;
    if (command.n > COMMAND_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "%s: a command of %zu bytes; %d is the most",
                             link->name, command.n, COMMAND_MAX);
    HY_TRY(link->kind->transmit(link->state, command, response, room, n, why));
    if (*n < 2)
        return hy_reason_set(why, HY_FAIL(IO), "%s: a response without a status word", link->name);
    return HY_OK;
}

/* The command's Le is the card's: ISO 7816-3, 10.3.2. Short commands only; case 2 has five bytes,
   case 4 ends in Le behind its data. */
static hy_rc transmit_again(hy_link *link, hy_view command, uint8_t le, uint8_t *response,
                            size_t room, size_t *n, hy_reason *why)
{
    uint8_t again[SHORT_MAX];
    size_t data = command.n > HEADER + 1 ? command.p[HEADER] : 0;
    size_t length = data == 0 ? HEADER + 1 : HEADER + 1 + data + 1;
    bool extended = command.n > HEADER + 1 && data == 0;
    if (command.n < HEADER || extended || length > sizeof again || command.n < length - 1)
        return HY_OK; /* no short command: what came is the answer */
    memcpy(again, command.p, length - 1);
    again[length - 1] = le;
    return hy_link_transmit(link, hy_view_of(again, length), response, room, n, why);
}

/* CLA of a GET RESPONSE for a command of class cla: its channel, nothing else
   (ISO 7816-4, 5.4.1). */
static uint8_t class_of_channel(uint8_t cla)
{
    return (cla & 0x40) != 0 ? (uint8_t)(0x40 | (cla & 0x0F)) : (uint8_t)(cla & 0x03);
}

/* Collects what 61XX announces: response[0..*n) ends in 61XX and grows in place. */
static hy_rc collect(hy_link *link, uint8_t cla, uint8_t *response, size_t room, size_t *n,
                     hy_reason *why)
{
    for (int round = 0; round < ROUNDS_MAX && response[*n - 2] == SW1_MORE; round++) {
        uint8_t more[HEADER + 1] = {class_of_channel(cla), INS_GET_RESPONSE, 0, 0,
                                    response[*n - 1]};
        size_t have = *n - 2, got = 0;
        HY_TRY(hy_link_transmit(link, hy_view_of(more, sizeof more), response + have, room - have,
                                &got, why));
        if (got == 2 && response[have] == SW1_WRONG_LE) {
            more[HEADER] = response[have + 1];
            HY_TRY(hy_link_transmit(link, hy_view_of(more, sizeof more), response + have,
                                    room - have, &got, why));
        }
        *n = have + got;
    }
    return HY_OK;
}

hy_rc hy_link_exchange(hy_link *link, hy_view command, uint8_t *response, size_t room, size_t *n,
                       hy_reason *why)
{
    HY_TRY(hy_link_transmit(link, command, response, room, n, why));
    if (*n == 2 && response[0] == SW1_WRONG_LE)
        HY_TRY(transmit_again(link, command, response[1], response, room, n, why));
    return command.n == 0 ? HY_OK : collect(link, command.p[0], response, room, n, why);
}
