/* The loop that serves a card: sockets that listen, the reader that is dialled, the owner's control
   socket, the signals that end it. */
#include "transport/server.h"

#include "transport/address.h"
#include "transport/client.h"
#include "transport/control.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
    LISTEN_MAX = 8,
    CLIENTS_MAX = 32,
    OWNERS_MAX = 4,   /* connections to the control socket */
    PAUSE_FIRST = 50, /* milliseconds before the reader is dialled again */
    PAUSE_MAX = 2000,
    QUIET_MAX = 3000, /* milliseconds that a reader may be quiet after a control */
};

/* A connection of the owner's. */
typedef struct owner {
    int fd; /* -1: none */
    hy_buf request;
} owner;

/* The way out to a virtual reader. */
typedef struct dial {
    bool wanted;
    hy_address address;
    int attempt;       /* socket of an attempt that is under way; -1: none */
    int64_t pause;     /* milliseconds to the attempt after the next failure */
    int64_t next;      /* ticks of the next attempt */
    hy_client *reader; /* NULL: not connected */
    int64_t heard;     /* ticks when it last said something */
} dial;

struct hy_server {
    hy_server_config config;
    hy_shared_card card;
    bool ended;
    int signals;
    size_t listen_count;
    hy_address address[LISTEN_MAX];
    int listener[LISTEN_MAX];
    int control; /* -1: none */
    hy_address control_address;
    dial dial;
    hy_client *clients[CLIENTS_MAX];
    owner owners[OWNERS_MAX];
};

/* For whom a round of the loop waits. */
typedef enum source_kind {
    SOURCE_SIGNAL,
    SOURCE_CONTROL,
    SOURCE_ATTEMPT,
    SOURCE_READER,
    SOURCE_LISTENER,
    SOURCE_CLIENT,
    SOURCE_OWNER,
    SOURCE_BESIDE,
} source_kind;

enum { SOURCES_MAX = 6 + LISTEN_MAX + CLIENTS_MAX + OWNERS_MAX };

typedef struct round_set {
    struct pollfd polled[SOURCES_MAX];
    struct {
        source_kind kind;
        size_t index;
    } source[SOURCES_MAX];
    nfds_t n;
} round_set;

/* ---- opening ---- */

static hy_rc open_signals(hy_server *s, hy_reason *why)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    s->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return s->signals >= 0 ? HY_OK
                           : hy_reason_set(why, HY_FAIL(IO), "signals: %s", strerror(errno));
}

static hy_rc open_listener(hy_server *s, const char *text, hy_reason *why)
{
    hy_address *a = &s->address[s->listen_count];
    if (s->listen_count == LISTEN_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "%s: %d addresses are the most", text,
                             LISTEN_MAX);
    HY_TRY(hy_address_read(text, a, why));
    if (!s->config.anywhere && !hy_address_is_local(a))
        return hy_reason_set(why, HY_FAIL(DENIED),
                             "%s: not on this machine: whoever reaches it could use the card; "
                             "listen on 127.0.0.1, or allow it",
                             text);
    HY_TRY(hy_address_listen(a, &s->listener[s->listen_count], why));
    s->listen_count++;
    return HY_OK;
}

static hy_rc open_control(hy_server *s, hy_reason *why)
{
    char text[HY_ADDRESS_TEXT];
    if (s->config.control == NULL)
        return HY_OK;
    if ((size_t)snprintf(text, sizeof text, "unix:%s", s->config.control) >= sizeof text)
        return hy_reason_set(why, HY_FAIL(FORMAT), "%.60s…: too long for a socket's path",
                             s->config.control);
    HY_TRY(hy_address_read(text, &s->control_address, why));
    return hy_address_listen(&s->control_address, &s->control, why);
}

static hy_rc open_all(hy_server *s, hy_reason *why)
{
    HY_TRY(hy_link_atr(s->config.card, &s->card.atr, why));
    for (size_t i = 0; i < s->config.listen_count; i++)
        HY_TRY(open_listener(s, s->config.listen[i], why));
    HY_TRY(open_control(s, why));
    if (s->config.vpcd != NULL)
        HY_TRY(hy_address_read_host(s->config.vpcd, HY_VPCD_HOST, HY_VPCD_PORT, &s->dial.address,
                                    why));
    return open_signals(s, why);
}

hy_rc hy_server_open(const hy_server_config *config, hy_server **out, hy_reason *why)
{
    hy_server *s = calloc(1, sizeof *s);
    *out = NULL;
    if (s == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "server: out of memory");
    s->config = *config;
    s->card.link = config->card;
    s->card.log = config->log;
    s->signals = s->control = s->dial.attempt = -1;
    s->dial.wanted = config->vpcd != NULL;
    s->dial.pause = PAUSE_FIRST;
    for (size_t i = 0; i < OWNERS_MAX; i++)
        s->owners[i] = (owner){-1, hy_buf_new(HY_CONTROL_HEAD + HY_CONTROL_MAX)};
    hy_rc rc = open_all(s, why);
    if (!hy_ok(rc))
        hy_server_close(&s);
    *out = s;
    return rc;
}

static void close_descriptor(int fd)
{
    if (fd >= 0)
        close(fd);
}

static void drop_owner(owner *o)
{
    close_descriptor(o->fd);
    hy_buf_free(&o->request);
    o->fd = -1;
}

void hy_server_close(hy_server **server)
{
    hy_server *s = *server;
    if (s == NULL)
        return;
    for (size_t i = 0; i < CLIENTS_MAX; i++)
        hy_client_free(&s->clients[i], &s->card);
    hy_client_free(&s->dial.reader, &s->card);
    for (size_t i = 0; i < OWNERS_MAX; i++)
        drop_owner(&s->owners[i]);
    for (size_t i = 0; i < s->listen_count; i++) {
        close(s->listener[i]);
        hy_address_remove(&s->address[i]);
    }
    if (s->control >= 0)
        hy_address_remove(&s->control_address);
    close_descriptor(s->control);
    close_descriptor(s->dial.attempt);
    close_descriptor(s->signals);
    free(s);
    *server = NULL;
}

const char *hy_server_listens(const hy_server *server, size_t index)
{
    return index < server->listen_count ? server->address[index].text : NULL;
}

void hy_server_stop(hy_server *server)
{
    server->ended = true;
}

/* ---- programs that connect ---- */

static int accept_one(int listener)
{
    return accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

static void accept_client(hy_server *s, size_t listener)
{
    bool tcp = s->address[listener].socket.ss_family != AF_UNIX;
    int fd = accept_one(s->listener[listener]);
    if (fd < 0)
        return;
    if (tcp)
        hy_address_set_nodelay(fd);
    for (size_t i = 0; i < CLIENTS_MAX; i++)
        if (s->clients[i] == NULL) {
            s->clients[i] = hy_client_new(fd, tcp);
            return;
        }
    hy_log_line(s->config.log, HY_LOG_WARNING, "%s: refused, %d connections are the most",
                s->address[listener].text, CLIENTS_MAX);
    close(fd);
}

/* What came of a poll for a connection; true when it is over. */
static bool serve_client(hy_server *s, hy_client *c, short events)
{
    if ((events & POLLOUT) != 0 && !hy_client_write(c, &s->card))
        return true;
    return (events & (POLLIN | POLLHUP | POLLERR)) != 0 && !hy_client_read(c, &s->card);
}

/* ---- the reader that is dialled ---- */

static void try_later(hy_server *s, const char *what)
{
    dial *d = &s->dial;
    if (d->pause == PAUSE_FIRST)
        hy_log_line(s->config.log, HY_LOG_INFO, "%s: %s; trying again", d->address.text, what);
    d->next = hy_clock_ticks(&s->config.clock) + d->pause;
    d->pause = d->pause * 2 < PAUSE_MAX ? d->pause * 2 : PAUSE_MAX;
}

static void begin_dialling(hy_server *s)
{
    dial *d = &s->dial;
    if (!d->wanted || d->reader != NULL || d->attempt >= 0 ||
        hy_clock_ticks(&s->config.clock) < d->next)
        return;
    hy_reason why = {""};
    if (hy_ok(hy_address_begin(&d->address, &d->attempt, &why)))
        return;
    d->attempt = -1;
    try_later(s, "no reader there");
}

static void finish_dialling(hy_server *s)
{
    dial *d = &s->dial;
    int error = 0;
    socklen_t length = sizeof error;
    int fd = d->attempt;
    d->attempt = -1;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0 || error != 0) {
        close(fd);
        try_later(s, "no reader there");
        return;
    }
    d->reader = hy_client_new(fd, true);
    d->heard = hy_clock_ticks(&s->config.clock);
    hy_log_line(s->config.log, HY_LOG_INFO, "%s: connected to the reader", d->address.text);
}

static void serve_reader(hy_server *s, short events)
{
    dial *d = &s->dial;
    bool over = serve_client(s, d->reader, events);
    d->heard = hy_clock_ticks(&s->config.clock);
    if (d->reader->spoke)
        d->pause = PAUSE_FIRST;
    if (!over)
        return;
    hy_client_free(&d->reader, &s->card);
    try_later(s, "the reader is gone");
}

/* An APDU of the single byte 00, 01 or 02 looks like a control, and the reader waits for an answer
   that a control must not have. Real controls are soon followed by something: pcscd looks for the
   card several times a second. So a reader that falls silent then waits in vain; hanging up is the
   answer that it cannot mistake for another. */
static void drop_waiting_reader(hy_server *s)
{
    dial *d = &s->dial;
    if (d->reader == NULL || !d->reader->switched ||
        hy_clock_ticks(&s->config.clock) - d->heard < QUIET_MAX)
        return;
    hy_log_line(s->config.log, HY_LOG_WARNING,
                "%s: the reader is silent after a control of one byte; connecting anew",
                d->address.text);
    hy_client_free(&d->reader, &s->card);
    d->next = 0;
}

/* Milliseconds that the loop may sleep. */
static int patience(const hy_server *s)
{
    const dial *d = &s->dial;
    bool quiet = d->reader != NULL && d->reader->switched;
    if (!d->wanted || d->attempt >= 0 || (d->reader != NULL && !quiet))
        return -1;
    int64_t until = quiet ? d->heard + QUIET_MAX : d->next;
    int64_t left = until - hy_clock_ticks(&s->config.clock);
    return left > 0 ? (int)left : 0;
}

/* ---- the owner ---- */

static void accept_owner(hy_server *s)
{
    int fd = accept_one(s->control);
    for (size_t i = 0; fd >= 0 && i < OWNERS_MAX; i++)
        if (s->owners[i].fd < 0) {
            s->owners[i].fd = fd;
            return;
        }
    close_descriptor(fd);
}

/* The reply goes out whole: the owner waits for it, and nobody else is kept waiting longer than
   that takes. */
static void send_reply(int fd, hy_view bytes)
{
    while (bytes.n > 0) {
        struct pollfd p = {.fd = fd, .events = POLLOUT};
        ssize_t put = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (put < 0 && (errno == EAGAIN || errno == EINTR) && poll(&p, 1, 1000) >= 0)
            continue;
        if (put < 0)
            return;
        bytes = hy_view_part(bytes, (size_t)put, bytes.n - (size_t)put);
    }
}

static void reply_to(hy_server *s, int fd, hy_view request)
{
    hy_reason why = {""};
    hy_buf reply = hy_buf_new(HY_CONTROL_HEAD + HY_CONTROL_MAX);
    hy_writer w = hy_writer_of(&reply);
    hy_write_u32(&w, 0);
    hy_write_u8(&w, HY_CONTROL_DONE);
    hy_rc rc = s->config.on_control(s->config.context, request, &reply, &why);
    if (hy_ok(w.rc) && !hy_ok(rc)) {
        reply.n = HY_CONTROL_HEAD;
        hy_write_u8(&w, HY_CONTROL_REFUSED);
        hy_write_bytes(&w, hy_view_str(why.text[0] == '\0' ? hy_rc_text(rc) : why.text));
    }
    hy_patch_u32(&w, 0, (uint32_t)(reply.n - HY_CONTROL_HEAD));
    if (hy_ok(w.rc))
        send_reply(fd, hy_buf_view(&reply));
    hy_buf_free(&reply);
}

/* True when the connection is over: its request was answered, or it is none. */
static bool serve_owner(hy_server *s, owner *o)
{
    uint8_t chunk[16384];
    hy_view request;
    hy_rc rc;
    ssize_t got = read(o->fd, chunk, sizeof chunk);
    if (got < 0)
        return errno != EINTR && errno != EAGAIN;
    if (got == 0 || !hy_ok(hy_buf_append(&o->request, hy_view_of(chunk, (size_t)got))))
        return true;
    if (!hy_control_next(hy_buf_view(&o->request), &request, &rc))
        return !hy_ok(rc);
    reply_to(s, o->fd, request);
    return true;
}

/* ---- the loop ---- */

static void wait_for(round_set *r, int fd, short events, source_kind kind, size_t index)
{
    if (fd < 0)
        return;
    r->polled[r->n] = (struct pollfd){.fd = fd, .events = events};
    r->source[r->n].kind = kind;
    r->source[r->n++].index = index;
}

static void wait_for_client(round_set *r, const hy_client *c, source_kind kind, size_t index)
{
    if (c != NULL)
        wait_for(r, c->fd, hy_client_waits(c) ? POLLOUT : POLLIN, kind, index);
}

static void collect(const hy_server *s, round_set *r)
{
    r->n = 0;
    wait_for(r, s->signals, POLLIN, SOURCE_SIGNAL, 0);
    wait_for(r, s->control, POLLIN, SOURCE_CONTROL, 0);
    wait_for(r, s->dial.attempt, POLLOUT, SOURCE_ATTEMPT, 0);
    wait_for_client(r, s->dial.reader, SOURCE_READER, 0);
    for (size_t i = 0; i < s->listen_count; i++)
        wait_for(r, s->listener[i], POLLIN, SOURCE_LISTENER, i);
    for (size_t i = 0; i < CLIENTS_MAX; i++)
        wait_for_client(r, s->clients[i], SOURCE_CLIENT, i);
    for (size_t i = 0; i < OWNERS_MAX; i++)
        wait_for(r, s->owners[i].fd, POLLIN, SOURCE_OWNER, i);
    int beside[2] = {-1, -1};
    if (s->config.beside_waits != NULL)
        s->config.beside_waits(s->config.beside, beside);
    for (size_t i = 0; i < 2; i++)
        wait_for(r, beside[i], POLLIN, SOURCE_BESIDE, i);
}

static void serve(hy_server *s, source_kind kind, size_t index, short events)
{
    switch (kind) {
    case SOURCE_SIGNAL:
        s->ended = true;
        return;
    case SOURCE_CONTROL:
        accept_owner(s);
        return;
    case SOURCE_ATTEMPT:
        finish_dialling(s);
        return;
    case SOURCE_READER:
        serve_reader(s, events);
        return;
    case SOURCE_LISTENER:
        accept_client(s, index);
        return;
    case SOURCE_CLIENT:
        if (serve_client(s, s->clients[index], events))
            hy_client_free(&s->clients[index], &s->card);
        return;
    case SOURCE_OWNER:
        if (serve_owner(s, &s->owners[index]))
            drop_owner(&s->owners[index]);
        return;
    case SOURCE_BESIDE:
        s->config.on_beside(s->config.beside);
        return;
    }
}

hy_rc hy_server_run(hy_server *server, hy_reason *why)
{
    round_set r;
    while (!server->ended) {
        drop_waiting_reader(server);
        begin_dialling(server);
        collect(server, &r);
        int ready = poll(r.polled, r.n, patience(server));
        if (ready < 0 && errno != EINTR)
            return hy_reason_set(why, HY_FAIL(IO), "poll: %s", strerror(errno));
        for (nfds_t i = 0; ready > 0 && i < r.n; i++)
            if (r.polled[i].revents != 0)
                serve(server, r.source[i].kind, r.source[i].index, r.polled[i].revents);
    }
    return HY_OK;
}
