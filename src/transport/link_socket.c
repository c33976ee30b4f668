/* A link over a stream socket: the reader's end of the vpcd framing. */
#include "transport/address.h"
#include "transport/frame.h"
#include "transport/link.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct leaf {
    int fd;
    hy_frame_in in;
    uint8_t out[HY_FRAME_HEAD + HY_FRAME_MAX];
} leaf;

static hy_rc lost(const char *what, hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(IO), "card: %s", what);
}

static hy_rc write_all(int fd, hy_view bytes, hy_reason *why)
{
    while (bytes.n > 0) {
        ssize_t put = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return lost(strerror(errno), why);
        bytes = hy_view_part(bytes, (size_t)put, bytes.n - (size_t)put);
    }
    return HY_OK;
}

/* Length and bytes leave together: two writes would wait for an acknowledgement between them. */
static hy_rc write_message(leaf *l, hy_view message, hy_reason *why)
{
    hy_frame_put_head(l->out, message.n);
    if (message.n > 0)
        memcpy(l->out + HY_FRAME_HEAD, message.p, message.n);
    return write_all(l->fd, hy_view_of(l->out, HY_FRAME_HEAD + message.n), why);
}

/* The next message; it lives until the one after it. */
static hy_rc read_message(leaf *l, hy_view *message, hy_reason *why)
{
    while (!hy_frame_next(&l->in, message)) {
        size_t room;
        uint8_t *to = hy_frame_room(&l->in, &room);
        ssize_t got = read(l->fd, to, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return lost(strerror(errno), why);
        if (got == 0)
            return lost("the other end closed the connection", why);
        hy_frame_came(&l->in, (size_t)got);
    }
    return HY_OK;
}

static hy_rc transmit(void *state, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    leaf *l = state;
    hy_view message;
    if (hy_frame_kind_of(command) != HY_FRAME_APDU)
        return hy_reason_set(why, HY_FAIL(ARGUMENT),
                             "command: one byte of %02X would be a control message", command.p[0]);
    HY_TRY(write_message(l, command, why));
    HY_TRY(read_message(l, &message, why));
    if (message.n > room)
        return hy_reason_set(why, HY_FAIL(LIMIT), "card: a response of %zu bytes; %zu is the most",
                             message.n, room);
    if (message.n > 0)
        memcpy(response, message.p, message.n);
    *n = message.n;
    return HY_OK;
}

static hy_rc send_control(leaf *l, hy_frame_kind what, hy_reason *why)
{
    const uint8_t byte = hy_frame_control(what);
    return write_message(l, hy_view_of(&byte, 1), why);
}

static hy_rc reset(void *state, hy_reason *why)
{
    return send_control(state, HY_FRAME_RESET, why);
}

static hy_rc get_atr(void *state, uint8_t *atr, size_t *n, hy_reason *why)
{
    leaf *l = state;
    hy_view message;
    HY_TRY(send_control(l, HY_FRAME_ATR, why));
    HY_TRY(read_message(l, &message, why));
    if (message.n == 0 || message.n > HY_LINK_ATR_MAX)
        return lost("its ATR is not of 1 to 33 bytes", why);
    memcpy(atr, message.p, message.n);
    *n = message.n;
    return HY_OK;
}

static void close_leaf(void *state)
{
    leaf *l = state;
    close(l->fd);
    free(l);
}

static const hy_link_kind kind = {transmit, reset, get_atr, close_leaf};

static hy_rc open_named(int fd, const char *name, hy_link **out, hy_reason *why)
{
    leaf *l = calloc(1, sizeof *l);
    *out = NULL;
    if (l == NULL) {
        close(fd);
        return hy_reason_set(why, HY_FAIL(MEMORY), "%s: out of memory", name);
    }
    l->fd = fd;
    return hy_link_new(&kind, l, name, out, why);
}

hy_rc hy_link_open_descriptor(int fd, hy_link **out, hy_reason *why)
{
    return open_named(fd, "socket", out, why);
}

hy_rc hy_link_open_socket(const char *address, hy_link **out, hy_reason *why)
{
    hy_address a;
    int fd;
    *out = NULL;
    HY_TRY(hy_address_read(address, &a, why));
    HY_TRY(hy_address_connect(&a, &fd, why));
    return open_named(fd, address, out, why);
}
