/* A connection's messages: commands for the card, and the switches of its power. */
#include "transport/client.h"

#include "transport/address.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

hy_client *hy_client_new(int fd, bool tcp)
{
    hy_client *c = calloc(1, sizeof *c);
    if (c == NULL) {
        close(fd);
        return NULL;
    }
    c->fd = fd;
    c->tcp = tcp;
    c->unsent = hy_buf_new(HY_FRAME_HEAD + HY_FRAME_MAX);
    return c;
}

/* ---- power ---- */

static void reset(hy_shared_card *card)
{
    hy_reason why = {""};
    if (!hy_ok(hy_link_reset(card->link, &why)))
        hy_log_line(card->log, HY_LOG_ERROR, "reset: %s", why.text);
}

static void switch_on(hy_client *c, hy_shared_card *card)
{
    card->on += c->on ? 0 : 1;
    c->on = true;
}

static void switch_off(hy_client *c, hy_shared_card *card)
{
    if (c->on && --card->on == 0)
        reset(card);
    c->on = false;
}

void hy_client_free(hy_client **client, hy_shared_card *card)
{
    hy_client *c = *client;
    if (c == NULL)
        return;
    switch_off(c, card);
    close(c->fd);
    hy_buf_free(&c->unsent);
    free(c);
    *client = NULL;
}

/* ---- out ---- */

bool hy_client_waits(const hy_client *c)
{
    return c->unsent.n > 0;
}

/* Writes what the socket takes; false when it is broken. */
static bool write_some(int fd, hy_view bytes, size_t *put)
{
    *put = 0;
    while (*put < bytes.n) {
        hy_view rest = hy_view_part(bytes, *put, bytes.n - *put);
        ssize_t n = send(fd, rest.p, rest.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN || errno == EWOULDBLOCK;
        *put += (size_t)n;
    }
    return true;
}

static bool send_bytes(hy_client *c, hy_view bytes)
{
    size_t put = 0;
    if (!hy_client_waits(c) && !write_some(c->fd, bytes, &put))
        return false;
    return put == bytes.n ||
           hy_ok(hy_buf_append(&c->unsent, hy_view_part(bytes, put, bytes.n - put)));
}

/* ---- in ---- */

static bool answer_command(hy_client *c, hy_shared_card *card, hy_view command)
{
    uint8_t *response = card->out + HY_FRAME_HEAD;
    size_t n = 0;
    hy_reason why = {""};
    switch_on(c, card);
    if (!hy_ok(hy_link_transmit(card->link, command, response, HY_FRAME_MAX, &n, &why))) {
        hy_log_line(card->log, HY_LOG_ERROR, "command: %s", why.text);
        response[0] = 0x6F;
        response[1] = 0x00;
        n = 2;
    }
    hy_frame_put_head(card->out, n);
    return send_bytes(c, hy_view_of(card->out, HY_FRAME_HEAD + n));
}

static bool answer_atr(hy_client *c, hy_shared_card *card)
{
    hy_frame_put_head(card->out, card->atr.n);
    memcpy(card->out + HY_FRAME_HEAD, card->atr.p, card->atr.n);
    return send_bytes(c, hy_view_of(card->out, HY_FRAME_HEAD + card->atr.n));
}

static bool answer(hy_client *c, hy_shared_card *card, hy_view message)
{
    hy_frame_kind kind = hy_frame_kind_of(message);
    c->spoke = true;
    c->switched = kind == HY_FRAME_OFF || kind == HY_FRAME_ON || kind == HY_FRAME_RESET;
    switch (kind) {
    case HY_FRAME_OFF:
        switch_off(c, card);
        return true;
    case HY_FRAME_ON:
        switch_on(c, card);
        return true;
    case HY_FRAME_RESET:
        switch_on(c, card);
        reset(card);
        return true;
    case HY_FRAME_ATR:
        return answer_atr(c, card);
    case HY_FRAME_APDU:
        break;
    }
    return answer_command(c, card, message);
}

/* Answers the whole messages that came, as long as the other end takes the answers. */
static bool answer_all(hy_client *c, hy_shared_card *card)
{
    hy_view message;
    while (!hy_client_waits(c) && hy_frame_next(&c->in, &message))
        if (!answer(c, card, message))
            return false;
    return true;
}

bool hy_client_read(hy_client *c, hy_shared_card *card)
{
    size_t room;
    uint8_t *to = hy_frame_room(&c->in, &room);
    ssize_t got = read(c->fd, to, room);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
    if (got == 0)
        return false;
    hy_frame_came(&c->in, (size_t)got);
    if (c->tcp && !hy_frame_is_whole(&c->in))
        hy_address_set_quickack(c->fd); /* vpcd sends the rest when the length is acknowledged */
    return answer_all(c, card);
}

bool hy_client_write(hy_client *c, hy_shared_card *card)
{
    size_t put;
    hy_view all = hy_buf_view(&c->unsent);
    if (!write_some(c->fd, hy_view_part(all, c->sent, all.n - c->sent), &put))
        return false;
    c->sent += put;
    if (c->sent < all.n)
        return true;
    hy_buf_free(&c->unsent);
    c->sent = 0;
    return answer_all(c, card);
}
