/* Whole files in and out of buffers; the only file access of the base layer. */
#include "base/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static hy_rc read_all(int fd, hy_buf *b, const char *path, hy_reason *why)
{
    for (;;) {
        uint8_t chunk[16384];
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
        if (got == 0)
            return HY_OK;
        if (!hy_ok(hy_buf_append(b, hy_view_of(chunk, (size_t)got))))
            return hy_reason_set(why, HY_FAIL(LIMIT), "%s: larger than %zu bytes", path, b->max);
    }
}

hy_rc hy_buf_read_file(hy_buf *b, const char *path, size_t max, hy_reason *why)
{
    *b = hy_buf_new(max);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "%s: no such file", path);
    if (fd < 0)
        return hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
    hy_rc rc = read_all(fd, b, path, why);
    close(fd);
    if (!hy_ok(rc))
        hy_buf_free(b);
    return rc;
}

static bool write_all(int fd, hy_view v)
{
    while (v.n > 0) {
        ssize_t put = write(fd, v.p, v.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        v = hy_view_of(v.p + put, v.n - (size_t)put);
    }
    return true;
}

hy_rc hy_view_write_file(hy_view v, const char *path, hy_reason *why)
{
    size_t room = strlen(path) + sizeof ".XXXXXX";
    char *temporary = malloc(room);
    if (temporary == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "%s: out of memory", path);
    snprintf(temporary, room, "%s.XXXXXX", path);

    int fd = mkstemp(temporary);
    bool good = fd >= 0 && write_all(fd, v) && fchmod(fd, 0644) == 0;
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && good) {
        good = false;
        error = errno;
    }
    if (good && rename(temporary, path) != 0) {
        good = false;
        error = errno;
    }
    if (!good && fd >= 0)
        unlink(temporary);
    free(temporary);
    return good ? HY_OK : hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(error));
}
