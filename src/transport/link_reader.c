/* A link to a card in a PC/SC reader, through pcsclite. */
#include "transport/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <winscard.h>

enum { NAMES_MAX = 4096 };

typedef struct leaf {
    SCARDCONTEXT context;
    SCARDHANDLE card;
    DWORD protocol;
} leaf;

static hy_rc failed(const char *what, LONG code, hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(IO), "%s: %s", what, pcsc_stringify_error(code));
}

static hy_rc reconnect(leaf *l, DWORD how, hy_reason *why)
{
    LONG code = SCardReconnect(l->card, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                               how, &l->protocol);
    return code == SCARD_S_SUCCESS ? HY_OK : failed("reader", code, why);
}

static LONG transmit_once(const leaf *l, hy_view command, uint8_t *response, size_t room, DWORD *n)
{
    *n = (DWORD)room;
    return SCardTransmit(l->card, l->protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1,
                         command.p, (DWORD)command.n, NULL, response, n);
}

/* Somebody else reset the card: nothing was sent, so the command goes once more. */
static hy_rc transmit(void *state, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    leaf *l = state;
    DWORD got;
    LONG code = transmit_once(l, command, response, room, &got);
    if (code == SCARD_W_RESET_CARD) {
        HY_TRY(reconnect(l, SCARD_LEAVE_CARD, why));
        code = transmit_once(l, command, response, room, &got);
    }
    if (code == SCARD_E_INSUFFICIENT_BUFFER)
        return hy_reason_set(why, HY_FAIL(LIMIT), "reader: the response does not fit into %zu",
                             room);
    if (code != SCARD_S_SUCCESS)
        return failed("reader", code, why);
    *n = got;
    return HY_OK;
}

static hy_rc reset(void *state, hy_reason *why)
{
    return reconnect(state, SCARD_RESET_CARD, why);
}

static hy_rc get_atr(void *state, uint8_t *atr, size_t *n, hy_reason *why)
{
    const leaf *l = state;
    char name[MAX_READERNAME];
    DWORD name_length = sizeof name, status, protocol, length = HY_LINK_ATR_MAX;
    LONG code = SCardStatus(l->card, name, &name_length, &status, &protocol, atr, &length);
    if (code != SCARD_S_SUCCESS)
        return failed("reader", code, why);
    *n = length;
    return HY_OK;
}

static void close_leaf(void *state)
{
    leaf *l = state;
    if (l->card != 0)
        SCardDisconnect(l->card, SCARD_LEAVE_CARD);
    SCardReleaseContext(l->context);
    free(l);
}

static const hy_link_kind kind = {transmit, reset, get_atr, close_leaf};

static LONG connect_card(leaf *l, const char *reader)
{
    return SCardConnect(l->context, reader, SCARD_SHARE_SHARED,
                        SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1, &l->card, &l->protocol);
}

/* Tries the readers in order; names is a list of strings that an empty one ends. */
static hy_rc connect_first(leaf *l, const char *wanted, const char *names, const char **found,
                           hy_reason *why)
{
    char seen[160] = "";
    for (const char *name = names; *name != '\0'; name += strlen(name) + 1) {
        size_t used = strlen(seen);
        snprintf(seen + used, sizeof seen - used, "%s%s", used == 0 ? "" : ", ", name);
        if (strstr(name, wanted) == NULL)
            continue;
        LONG code = connect_card(l, name);
        *found = name;
        if (code == SCARD_S_SUCCESS)
            return HY_OK;
        if (wanted[0] != '\0' && code != SCARD_E_NO_SMARTCARD)
            return failed(name, code, why);
    }
    return hy_reason_set(why, HY_FAIL(NOT_FOUND), "no card in %s%s; readers: %s",
                         wanted[0] == '\0' ? "any reader" : "a reader named ", wanted,
                         seen[0] == '\0' ? "none" : seen);
}

static hy_rc open_leaf(leaf *l, const char *wanted, char *names, const char **found, hy_reason *why)
{
    DWORD length = NAMES_MAX;
    LONG code = SCardListReaders(l->context, NULL, names, &length);
    if (code == SCARD_E_NO_READERS_AVAILABLE)
        names[0] = '\0';
    else if (code != SCARD_S_SUCCESS)
        return failed("PC/SC", code, why);
    return connect_first(l, wanted, names, found, why);
}

hy_rc hy_link_open_reader(const char *name, hy_link **out, hy_reason *why)
{
    char names[NAMES_MAX + 1] = "";
    const char *found = "";
    *out = NULL;
    leaf *l = calloc(1, sizeof *l);
    if (l == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "PC/SC: out of memory");
    LONG code = SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &l->context);
    if (code != SCARD_S_SUCCESS) {
        free(l);
        return failed("PC/SC (is pcscd running?)", code, why);
    }
    hy_rc rc = open_leaf(l, name, names, &found, why);
    if (!hy_ok(rc)) {
        close_leaf(l);
        return rc;
    }
    return hy_link_new(&kind, l, found, out, why);
}
