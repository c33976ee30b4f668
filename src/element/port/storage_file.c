/* The storage port to POSIX files: one file, the next one beside it, a lock. */
#include "hydra/storage.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE = 0600 };

struct hy_storage_posix {
    int fd[2]; /* by hy_storage_file; -1: not open */
    char *path, *next;
};

static hy_rc failed(void)
{
    return errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? HY_FAIL(LIMIT) : HY_FAIL(IO);
}

/* ---- the port's functions ---- */

static hy_rc get_size(void *context, uint64_t *n)
{
    struct stat s;
    const hy_storage_posix *f = context;
    HY_ENSURE(fstat(f->fd[HY_STORAGE_CURRENT], &s) == 0, IO);
    *n = (uint64_t)s.st_size;
    return HY_OK;
}

/* Locked before it has the name, so that whoever finds it under the name finds it locked. */
static hy_rc open_next(hy_storage_posix *f)
{
    if (f->fd[HY_STORAGE_NEXT] >= 0)
        (void)close(f->fd[HY_STORAGE_NEXT]);
    int fd = open(f->next, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, MODE);
    f->fd[HY_STORAGE_NEXT] = fd;
    if (fd < 0)
        return failed();
    return flock(fd, LOCK_EX | LOCK_NB) == 0 ? HY_OK : HY_FAIL(STATE);
}

/* A next file that does not come to be takes no room from the current one. */
static void drop_next(hy_storage_posix *f)
{
    if (f->fd[HY_STORAGE_NEXT] < 0)
        return;
    (void)unlink(f->next);
    (void)close(f->fd[HY_STORAGE_NEXT]);
    f->fd[HY_STORAGE_NEXT] = -1;
}

static hy_rc resize(void *context, hy_storage_file file, uint64_t n)
{
    hy_storage_posix *f = context;
    if (file == HY_STORAGE_NEXT)
        HY_TRY(open_next(f));
    int fd = f->fd[file];
    errno = posix_fallocate(fd, 0, (off_t)n);
    hy_rc rc = errno == 0 && fsync(fd) == 0 ? HY_OK : failed();
    if (!hy_ok(rc) && file == HY_STORAGE_NEXT)
        drop_next(f);
    return rc;
}

static hy_rc read_at(void *context, uint64_t at, uint8_t *out, size_t n)
{
    const hy_storage_posix *f = context;
    for (size_t done = 0; done < n;) {
        ssize_t got = pread(f->fd[HY_STORAGE_CURRENT], out + done, n - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        HY_ENSURE(got > 0, IO);
        done += (size_t)got;
    }
    return HY_OK;
}

static hy_rc write_at(void *context, hy_storage_file file, uint64_t at, const uint8_t *from,
                      size_t n)
{
    const hy_storage_posix *f = context;
    for (size_t done = 0; done < n;) {
        ssize_t put = pwrite(f->fd[file], from + done, n - done, (off_t)(at + done));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return failed();
        done += (size_t)put;
    }
    return HY_OK;
}

static hy_rc sync_file(void *context, hy_storage_file file)
{
    const hy_storage_posix *f = context;
    return fdatasync(f->fd[file]) == 0 ? HY_OK : failed();
}

/* The folder's entry is durable when the folder is synced. */
static hy_rc sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX];
    size_t n = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    HY_ENSURE(n < sizeof folder - 1, LIMIT);
    memcpy(folder, slash == NULL ? "." : path, slash == NULL ? 1 : n);
    folder[slash == NULL ? 1 : n] = 0;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    HY_ENSURE(fd >= 0, IO);
    bool done = fsync(fd) == 0;
    (void)close(fd);
    return done ? HY_OK : HY_FAIL(IO);
}

static hy_rc replace(void *context)
{
    hy_storage_posix *f = context;
    if (rename(f->next, f->path) != 0)
        return failed();
    HY_TRY(sync_folder(f->path));
    (void)close(f->fd[HY_STORAGE_CURRENT]);
    f->fd[HY_STORAGE_CURRENT] = f->fd[HY_STORAGE_NEXT];
    f->fd[HY_STORAGE_NEXT] = -1;
    return HY_OK;
}

/* ---- open, close ---- */

static hy_storage_posix *new_storage(const char *path)
{
    hy_storage_posix *f = calloc(1, sizeof *f);
    if (f == NULL)
        return NULL;
    f->fd[0] = f->fd[1] = -1;
    size_t n = strlen(path);
    f->path = strdup(path);
    f->next = calloc(1, n + sizeof ".next");
    if (f->path == NULL || f->next == NULL) {
        hy_storage_close_file(&f);
        return NULL;
    }
    (void)snprintf(f->next, n + sizeof ".next", "%s.next", path);
    return f;
}

/* Is what was opened still what the name stands for? A compaction may have come between. */
static bool has_name(int fd, const char *path)
{
    struct stat a, b;
    return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_ino == b.st_ino &&
           a.st_dev == b.st_dev;
}

static hy_rc open_and_lock(hy_storage_posix *f, int flags, hy_reason *why)
{
    for (;;) {
        int fd = open(f->path, O_RDWR | O_CLOEXEC | flags, MODE);
        if (fd < 0 && errno == EEXIST)
            return hy_reason_set(why, HY_FAIL(EXISTS), "%s: there already", f->path);
        if (fd < 0 && errno == ENOENT)
            return hy_reason_set(why, HY_FAIL(NOT_FOUND), "%s: no such file", f->path);
        if (fd < 0)
            return hy_reason_set(why, HY_FAIL(IO), "%s: %s", f->path, strerror(errno));
        f->fd[HY_STORAGE_CURRENT] = fd;
        if (flock(fd, LOCK_EX | LOCK_NB) != 0)
            return hy_reason_set(why, HY_FAIL(STATE), "%s: in use by another process", f->path);
        if (has_name(fd, f->path))
            return HY_OK;
        (void)close(fd);
        f->fd[HY_STORAGE_CURRENT] = -1;
    }
}

static hy_rc open_storage(const char *path, int flags, hy_storage_posix **out, hy_storage *storage,
                          hy_reason *why)
{
    hy_storage_posix *f = new_storage(path);
    *out = NULL;
    HY_ENSURE(f != NULL, MEMORY);
    hy_rc rc = open_and_lock(f, flags, why);
    if (!hy_ok(rc)) {
        hy_storage_close_file(&f);
        return rc;
    }
    *storage = (hy_storage){
        .context = f,
        .size = get_size,
        .resize = resize,
        .read = read_at,
        .write = write_at,
        .sync = sync_file,
        .replace = replace,
    };
    *out = f;
    return HY_OK;
}

hy_rc hy_storage_create_file(const char *path, hy_storage_posix **out, hy_storage *storage,
                             hy_reason *why)
{
    return open_storage(path, O_CREAT | O_EXCL, out, storage, why);
}

hy_rc hy_storage_open_file(const char *path, hy_storage_posix **out, hy_storage *storage,
                           hy_reason *why)
{
    return open_storage(path, 0, out, storage, why);
}

void hy_storage_close_file(hy_storage_posix **file)
{
    hy_storage_posix *f = *file;
    if (f == NULL)
        return;
    drop_next(f);
    if (f->fd[HY_STORAGE_CURRENT] >= 0)
        (void)close(f->fd[HY_STORAGE_CURRENT]);
    free(f->path);
    free(f->next);
    free(f);
    *file = NULL;
}
