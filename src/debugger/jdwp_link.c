/* TCP for JDWP. Nothing here knows what packets mean. */
#include "debugger/jdwp_link.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    STREAM_MAX = 2 * HY_JDWP_PACKET_MAX,
    CHUNK = 4096,
    HANDSHAKE_MS = 5000,
    HOST_MAX = 64,
};

static const char handshake[] = "JDWP-Handshake";

/* ---- listening ---- */

/* "HOST:PORT" taken apart; the last colon counts, brackets around IPv6 addresses are taken off. */
static bool split(const char *where, char *host, const char **port)
{
    const char *colon = strrchr(where, ':');
    if (colon == NULL) {
        memcpy(host, "127.0.0.1", sizeof "127.0.0.1");
        *port = where;
        return true;
    }
    size_t n = (size_t)(colon - where);
    bool brackets = n >= 2 && where[0] == '[' && where[n - 1] == ']';
    if (n >= HOST_MAX)
        return false;
    size_t around = brackets ? 1 : 0;
    memcpy(host, where + around, n - 2 * around);
    host[n - 2 * around] = '\0';
    *port = colon + 1;
    return true;
}

static int bind_to(const struct addrinfo *a)
{
    int yes = 1;
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, 1) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static void write_address(hy_jdwp_link *l)
{
    struct sockaddr_storage at = {0};
    socklen_t size = sizeof at;
    char host[HOST_MAX] = "?", port[16] = "?";
    if (getsockname(l->listener, (struct sockaddr *)&at, &size) == 0)
        (void)getnameinfo((struct sockaddr *)&at, size, host, sizeof host, port, sizeof port,
                          NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(l->address, sizeof l->address, strchr(host, ':') == NULL ? "%s:%s" : "[%s]:%s", host,
             port);
}

hy_rc hy_jdwp_link_open(hy_jdwp_link *l, const char *where, hy_reason *why)
{
    *l = (hy_jdwp_link){.listener = -1, .connection = -1, .in = hy_buf_new(STREAM_MAX)};
    char host[HOST_MAX];
    const char *port;
    if (!split(where, host, &port))
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "debugger: %s is no HOST:PORT", where);
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    bool any = strcmp(host, "*") == 0;
    int error = getaddrinfo(any ? NULL : host, port, &hints, &found);
    if (error != 0)
        return hy_reason_set(why, HY_FAIL(ARGUMENT), "debugger: %s: %s", where,
                             gai_strerror(error));
    for (const struct addrinfo *a = found; a != NULL && l->listener < 0; a = a->ai_next)
        l->listener = bind_to(a);
    freeaddrinfo(found);
    if (l->listener < 0)
        return hy_reason_set(why, HY_FAIL(IO), "debugger: cannot listen on %s: %s", where,
                             strerror(errno));
    write_address(l);
    return HY_OK;
}

void hy_jdwp_link_drop(hy_jdwp_link *l)
{
    if (l->connection >= 0)
        close(l->connection);
    l->connection = -1;
    hy_buf_free(&l->in);
    l->taken = 0;
}

void hy_jdwp_link_close(hy_jdwp_link *l)
{
    hy_jdwp_link_drop(l);
    if (l->listener >= 0)
        close(l->listener);
    l->listener = -1;
}

/* ---- the connection ---- */

static bool is_ready(int fd, int milliseconds)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int n;
    do
        n = poll(&p, 1, milliseconds);
    while (n < 0 && errno == EINTR);
    return n > 0;
}

static bool shake_hands(int fd)
{
    char got[sizeof handshake - 1] = {0};
    size_t n = 0;
    while (n < sizeof got) {
        ssize_t more = is_ready(fd, HANDSHAKE_MS) ? recv(fd, got + n, sizeof got - n, 0) : -1;
        if (more <= 0)
            return false;
        n += (size_t)more;
    }
    return memcmp(got, handshake, sizeof got) == 0 &&
           send(fd, handshake, sizeof got, MSG_NOSIGNAL) == (ssize_t)sizeof got;
}

bool hy_jdwp_link_accept(hy_jdwp_link *l, bool wait)
{
    if (l->listener < 0 || l->connection >= 0 || (!wait && !is_ready(l->listener, 0)))
        return false;
    int yes = 1;
    do {
        int fd = accept4(l->listener, NULL, NULL, SOCK_CLOEXEC);
        if (fd >= 0 && shake_hands(fd)) {
            (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
            l->connection = fd;
            return true;
        }
        if (fd < 0 && errno != EINTR && errno != ECONNABORTED)
            return false;
        if (fd >= 0)
            close(fd);
    } while (wait);
    return false;
}

/* Reads what is there; false when the connection has ended. */
static bool fill(hy_jdwp_link *l)
{
    uint8_t chunk[CHUNK];
    ssize_t n = recv(l->connection, chunk, sizeof chunk, 0);
    if (n < 0 && errno == EINTR)
        return true;
    if (n > 0 && hy_ok(hy_buf_append(&l->in, hy_view_of(chunk, (size_t)n))))
        return true;
    hy_jdwp_link_drop(l);
    return false;
}

/* Forgets the packets that were taken. */
static void move_up(hy_jdwp_link *l)
{
    if (l->taken == 0)
        return;
    memmove(l->in.p, l->in.p + l->taken, l->in.n - l->taken);
    l->in.n -= l->taken;
    l->taken = 0;
}

bool hy_jdwp_link_receive(hy_jdwp_link *l, bool wait, hy_jdwp_packet *out)
{
    while (l->connection >= 0) {
        move_up(l);
        hy_rc rc = hy_jdwp_packet_read(hy_buf_view(&l->in), out, &l->taken);
        if (hy_ok(rc))
            return true;
        if (rc.code != HY_E_TRUNCATED) {
            hy_jdwp_link_drop(l);
            return false;
        }
        if (!wait && !is_ready(l->connection, 0))
            return false;
        if (!fill(l))
            return false;
    }
    return false;
}

void hy_jdwp_link_send(hy_jdwp_link *l, hy_view bytes)
{
    while (l->connection >= 0 && bytes.n > 0) {
        ssize_t n = send(l->connection, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            hy_jdwp_link_drop(l);
        else
            bytes = hy_view_part(bytes, (size_t)n, bytes.n - (size_t)n);
    }
}
