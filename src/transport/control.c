/* The control socket's messages, and the asking end. */
#include "transport/control.h"

#include "transport/address.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static hy_rc address_of(const char *path, hy_address *a, hy_reason *why)
{
    char text[HY_ADDRESS_TEXT];
    if ((size_t)snprintf(text, sizeof text, "unix:%s", path) >= sizeof text)
        return hy_reason_set(why, HY_FAIL(FORMAT), "%.60s…: too long for a socket's path", path);
    return hy_address_read(text, a, why);
}

static hy_rc connect_to(const char *path, int *fd, hy_reason *why)
{
    hy_address a;
    HY_TRY(address_of(path, &a, why));
    if (!hy_ok(hy_address_connect(&a, fd, why)))
        return HY_FAIL(NOT_FOUND);
    return HY_OK;
}

bool hy_control_is_there(const char *path)
{
    int fd;
    if (!hy_ok(connect_to(path, &fd, NULL)))
        return false;
    close(fd);
    return true;
}

bool hy_control_next(hy_view came, hy_view *message, hy_rc *rc)
{
    hy_reader r = hy_reader_of(came);
    uint32_t n = hy_read_u32(&r);
    *rc = hy_reader_ok(&r) && n > HY_CONTROL_MAX ? HY_FAIL(LIMIT) : HY_OK;
    *message = hy_read_bytes(&r, n);
    return hy_ok(*rc) && hy_reader_ok(&r);
}

hy_rc hy_control_split(hy_view request, char *words, size_t room, hy_view *bytes)
{
    const uint8_t *end = request.n == 0 ? NULL : memchr(request.p, '\n', request.n);
    HY_ENSURE(end != NULL, FORMAT);
    size_t n = (size_t)(end - request.p);
    HY_ENSURE(n < room && memchr(request.p, '\0', n) == NULL, FORMAT);
    memcpy(words, request.p, n);
    words[n] = '\0';
    *bytes = hy_view_part(request, n + 1, request.n - n - 1);
    return HY_OK;
}

static hy_rc send_all(int fd, hy_view bytes)
{
    while (bytes.n > 0) {
        ssize_t put = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (put < 0 && errno == EINTR)
            continue;
        HY_ENSURE(put >= 0, IO);
        bytes = hy_view_part(bytes, (size_t)put, bytes.n - (size_t)put);
    }
    return HY_OK;
}

static hy_rc receive(int fd, hy_buf *came, hy_view *message)
{
    for (;;) {
        hy_rc rc;
        if (hy_control_next(hy_buf_view(came), message, &rc) || !hy_ok(rc))
            return rc;
        uint8_t chunk[16384];
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        HY_ENSURE(got > 0, IO);
        HY_TRY(hy_buf_append(came, hy_view_of(chunk, (size_t)got)));
    }
}

static hy_rc write_request(hy_buf *out, const char *words, hy_view bytes)
{
    hy_writer w = hy_writer_of(out);
    hy_write_u32(&w, (uint32_t)(strlen(words) + 1 + bytes.n));
    hy_write_bytes(&w, hy_view_str(words));
    hy_write_u8(&w, '\n');
    hy_write_bytes(&w, bytes);
    return w.rc;
}

static hy_rc read_reply(hy_view message, hy_buf *reply, hy_reason *why)
{
    hy_reader r = hy_reader_of(message);
    uint8_t verdict = hy_read_u8(&r);
    hy_view rest = hy_read_bytes(&r, hy_reader_left(&r));
    HY_ENSURE(hy_reader_ok(&r), FORMAT);
    if (verdict == HY_CONTROL_DONE)
        return hy_buf_append(reply, rest);
    return hy_reason_set(why, HY_FAIL(DENIED), "%.*s", (int)rest.n, (const char *)rest.p);
}

static hy_rc call(int fd, const char *words, hy_view bytes, hy_buf *reply, hy_reason *why)
{
    hy_buf buffer = hy_buf_new(HY_CONTROL_HEAD + HY_CONTROL_MAX);
    hy_view message = {0};
    hy_rc rc = write_request(&buffer, words, bytes);
    if (hy_ok(rc))
        rc = send_all(fd, hy_buf_view(&buffer));
    buffer.n = 0;
    if (hy_ok(rc))
        rc = receive(fd, &buffer, &message);
    if (!hy_ok(rc))
        rc = hy_reason_set(why, rc, "the running element does not answer: %s", hy_rc_text(rc));
    else
        rc = read_reply(message, reply, why);
    hy_buf_free(&buffer);
    return rc;
}

hy_rc hy_control_call(const char *path, const char *words, hy_view bytes, hy_buf *reply,
                      hy_reason *why)
{
    int fd;
    HY_TRY(connect_to(path, &fd, why));
    hy_rc rc = call(fd, words, bytes, reply, why);
    close(fd);
    return rc;
}
