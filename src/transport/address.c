/* Sockets by their addresses: reading, resolving, connecting, listening. */
#include "transport/address.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { HOST_MAX = 256, BACKLOG = 16 };

static hy_rc failed(const hy_address *a, const char *what, hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(IO), "%s: %s: %s", a->text, what, strerror(errno));
}

/* ---- reading ---- */

static hy_rc read_unix(const char *path, hy_address *out, hy_reason *why)
{
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof un.sun_path)
        return hy_reason_set(why, HY_FAIL(FORMAT), "unix:%.60s: a path of 1 to %zu characters",
                             path, sizeof un.sun_path - 1);
    memcpy(un.sun_path, path, n + 1);
    memcpy(&out->socket, &un, sizeof un);
    out->length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + 1);
    return HY_OK;
}

static hy_rc resolve(const char *host, const char *port, hy_address *out, hy_reason *why)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int error = getaddrinfo(host, port, &hints, &found);
    if (error != 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "%s: %s", out->text, gai_strerror(error));
    memcpy(&out->socket, found->ai_addr, found->ai_addrlen);
    out->length = found->ai_addrlen;
    freeaddrinfo(found);
    return HY_OK;
}

/* Cuts HOST:PORT at its last colon; brackets go from around an IPv6 address. */
static hy_rc split(const char *text, char *host, const char **port, hy_reason *why)
{
    bool bracket = text[0] == '[';
    const char *end = bracket ? strchr(text, ']') : strrchr(text, ':');
    if (end == NULL)
        end = text + strlen(text);
    const char *start = bracket ? text + 1 : text;
    size_t n = (size_t)(end - start);
    const char *rest = bracket && *end == ']' ? end + 1 : end;
    bool good = n < HOST_MAX && (*rest == '\0' || *rest == ':') && memchr(start, '[', n) == NULL &&
                (bracket || memchr(start, ':', n) == NULL);
    if (!good)
        return hy_reason_set(why, HY_FAIL(FORMAT), "%s: HOST:PORT is wanted", text);
    memcpy(host, start, n);
    host[n] = '\0';
    *port = *rest == ':' ? rest + 1 : "";
    return HY_OK;
}

static bool is_port(const char *text)
{
    size_t n = strspn(text, "0123456789");
    return n > 0 && n <= 5 && text[n] == '\0' && strtol(text, NULL, 10) <= 65535;
}

hy_rc hy_address_read_host(const char *text, const char *usual_host, const char *usual_port,
                           hy_address *out, hy_reason *why)
{
    char host[HOST_MAX] = "";
    const char *port = "";
    *out = (hy_address){.length = 0};
    snprintf(out->text, sizeof out->text, "tcp:%s", text);
    HY_TRY(split(text, host, &port, why));
    if (port[0] == '\0' && usual_port != NULL)
        port = usual_port;
    if (!is_port(port))
        return hy_reason_set(why, HY_FAIL(FORMAT), "%s: the port is 0 to 65535", out->text);
    if (host[0] == '\0' && usual_host == NULL)
        return hy_reason_set(why, HY_FAIL(FORMAT), "%s: a host is wanted", out->text);
    snprintf(out->text, sizeof out->text, "tcp:%.100s:%s", host[0] == '\0' ? usual_host : host,
             port);
    return resolve(host[0] == '\0' ? usual_host : host, port, out, why);
}

hy_rc hy_address_read(const char *text, hy_address *out, hy_reason *why)
{
    *out = (hy_address){.length = 0};
    snprintf(out->text, sizeof out->text, "%s", text);
    if (strncmp(text, "unix:", 5) == 0)
        return read_unix(text + 5, out, why);
    if (strncmp(text, "tcp:", 4) == 0)
        return hy_address_read_host(text + 4, NULL, NULL, out, why);
    return hy_reason_set(why, HY_FAIL(FORMAT), "%s: unix:PATH or tcp:HOST:PORT is wanted", text);
}

bool hy_address_is_local(const hy_address *a)
{
    if (a->socket.ss_family == AF_UNIX)
        return true;
    if (a->socket.ss_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, &a->socket, sizeof in);
        return ntohl(in.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    }
    struct sockaddr_in6 in6;
    memcpy(&in6, &a->socket, sizeof in6);
    return a->socket.ss_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

/* ---- sockets ---- */

void hy_address_set_nodelay(int fd)
{
    const int on = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void hy_address_set_quickack(int fd)
{
    const int on = 1;
    (void)setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

static hy_rc new_socket(const hy_address *a, int flags, int *fd, hy_reason *why)
{
    *fd = socket(a->socket.ss_family, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    if (*fd < 0)
        return failed(a, "no socket", why);
    if (a->socket.ss_family != AF_UNIX)
        hy_address_set_nodelay(*fd);
    return HY_OK;
}

static int connect_to(const hy_address *a, int fd)
{
    return connect(fd, (const struct sockaddr *)&a->socket, a->length);
}

hy_rc hy_address_connect(const hy_address *a, int *fd, hy_reason *why)
{
    HY_TRY(new_socket(a, 0, fd, why));
    if (connect_to(a, *fd) == 0)
        return HY_OK;
    hy_rc rc = failed(a, "cannot connect", why);
    close(*fd);
    return rc;
}

hy_rc hy_address_begin(const hy_address *a, int *fd, hy_reason *why)
{
    HY_TRY(new_socket(a, SOCK_NONBLOCK, fd, why));
    if (connect_to(a, *fd) == 0 || errno == EINPROGRESS)
        return HY_OK;
    hy_rc rc = failed(a, "cannot connect", why);
    close(*fd);
    return rc;
}

/* A file that nobody listens behind was left by a process that died. */
static hy_rc clear_path(const hy_address *a, hy_reason *why)
{
    struct sockaddr_un un;
    struct stat status;
    memcpy(&un, &a->socket, sizeof un);
    if (lstat(un.sun_path, &status) != 0)
        return HY_OK;
    if (!S_ISSOCK(status.st_mode))
        return hy_reason_set(why, HY_FAIL(EXISTS), "%s: there is a file; choose another path",
                             a->text);
    int fd;
    if (hy_ok(hy_address_connect(a, &fd, NULL))) {
        close(fd);
        return hy_reason_set(why, HY_FAIL(EXISTS), "%s: a process listens there already", a->text);
    }
    return unlink(un.sun_path) == 0 ? HY_OK : failed(a, "cannot be replaced", why);
}

/* Writes the port that the system chose into the address. */
static void learn_port(hy_address *a, int fd)
{
    char host[64], port[8];
    a->length = sizeof a->socket;
    (void)getsockname(fd, (struct sockaddr *)&a->socket, &a->length);
    if (getnameinfo((const struct sockaddr *)&a->socket, a->length, host, sizeof host, port,
                    sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return;
    bool six = a->socket.ss_family == AF_INET6;
    snprintf(a->text, sizeof a->text, six ? "tcp:[%s]:%s" : "tcp:%s:%s", host, port);
}

static hy_rc bind_and_listen(const hy_address *a, int fd, hy_reason *why)
{
    const int on = 1;
    bool is_file = a->socket.ss_family == AF_UNIX;
    if (!is_file)
        (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    mode_t mask = umask(0177);
    int bound = bind(fd, (const struct sockaddr *)&a->socket, a->length);
    umask(mask);
    if (bound != 0 || listen(fd, BACKLOG) != 0)
        return failed(a, "cannot listen", why);
    return HY_OK;
}

hy_rc hy_address_listen(hy_address *a, int *fd, hy_reason *why)
{
    if (a->socket.ss_family == AF_UNIX)
        HY_TRY(clear_path(a, why));
    HY_TRY(new_socket(a, SOCK_NONBLOCK, fd, why));
    hy_rc rc = bind_and_listen(a, *fd, why);
    if (!hy_ok(rc))
        close(*fd);
    else if (a->socket.ss_family != AF_UNIX)
        learn_port(a, *fd);
    return rc;
}

void hy_address_remove(const hy_address *a)
{
    struct sockaddr_un un;
    if (a->socket.ss_family != AF_UNIX)
        return;
    memcpy(&un, &a->socket, sizeof un);
    (void)unlink(un.sun_path);
}
