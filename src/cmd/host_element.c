/* A link to the element of an image: opened in this process, or through the control socket of the
   process that runs it. */
#include "base/hex.h"
#include "cmd/host.h"
#include "cmd/owner.h"
#include "transport/control.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct leaf {
    hy_card card; /* when no process runs it */
    hy_owner owner;
    char control[HY_CARD_PATH];
} leaf;

static hy_rc transmit(void *state, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    const leaf *l = state;
    hy_buf reply = hy_buf_new(HY_LINK_RESPONSE_MAX);
    hy_rc rc = hy_owner_ask(&l->owner, "apdu", command, &reply, why);
    if (hy_ok(rc) && reply.n > room)
        rc = hy_reason_set(why, HY_FAIL(LIMIT), "the response has %zu bytes", reply.n);
    *n = hy_ok(rc) ? reply.n : 0;
    if (*n > 0)
        memcpy(response, reply.p, *n);
    hy_buf_free(&reply);
    return rc;
}

static hy_rc reset(void *state, hy_reason *why)
{
    const leaf *l = state;
    hy_buf none = hy_buf_new(0);
    return hy_owner_ask(&l->owner, "reset", hy_view_of(NULL, 0), &none, why);
}

static hy_rc get_atr(void *state, uint8_t *atr, size_t *n, hy_reason *why)
{
    const leaf *l = state;
    hy_buf reply = hy_buf_new(HY_CONTROL_MAX);
    hy_buf out = {atr, 0, HY_LINK_ATR_MAX, HY_LINK_ATR_MAX};
    hy_rc rc = hy_owner_ask(&l->owner, "info", hy_view_of(NULL, 0), &reply, why);
    if (hy_ok(rc)) {
        json_t *info = json_loadb((const char *)reply.p, reply.n, 0, NULL);
        const char *hex = json_string_value(json_object_get(info, "atr"));
        rc = hex != NULL ? hy_hex_decode(hex, &out) : HY_FAIL(FORMAT);
        json_decref(info);
    }
    *n = out.n;
    hy_buf_free(&reply);
    return rc;
}

/* What a command answered is durable already; the age is stepped a last time. */
static void close_leaf(void *state)
{
    leaf *l = state;
    hy_reason why = {""};
    if (l->owner.control == NULL && l->card.element != NULL &&
        !hy_ok(hy_card_flush(&l->card, &why)))
        fprintf(stderr, "hyd: %s\n", why.text);
    hy_card_close(&l->card);
    free(l);
}

static const hy_link_kind kind = {transmit, reset, get_atr, close_leaf};

static hy_rc find(leaf *l, const hy_cli *cli, const char *image, hy_reason *why)
{
    HY_TRY(hy_card_beside(image, "control", l->control, why));
    if (hy_control_is_there(l->control)) {
        l->owner.control = l->control;
        return HY_OK;
    }
    l->owner.card = &l->card;
    return hy_card_open_image(&l->card, cli, image, why);
}

hy_rc hy_host_open_element(const hy_cli *cli, const char *image, hy_link **out, hy_reason *why)
{
    leaf *l = calloc(1, sizeof *l);
    *out = NULL;
    if (l == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "out of memory");
    hy_rc rc = find(l, cli, image, why);
    if (hy_ok(rc))
        return hy_link_new(&kind, l, image, out, why);
    close_leaf(l);
    return rc;
}
