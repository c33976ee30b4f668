/* Image keys from files and descriptors, and the age counter in a file. */
#include "base/hex.h"
#include "base/secret.h"
#include "hydra/storage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MODE = 0600,
    TEXT = 2 * HY_IMAGE_KEY,
    OTHERS = 077, /* rights that nobody but the owner may have */
    AGE_TEXT = 24,
};

/* ---- keys ---- */

/* Reads up to n bytes; how many there were. */
static size_t read_all(int fd, char *out, size_t n)
{
    size_t have = 0;
    while (have < n) {
        ssize_t got = read(fd, out + have, n - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        have += (size_t)got;
    }
    return have;
}

hy_rc hy_key_read_descriptor(int descriptor, uint8_t key[HY_IMAGE_KEY], hy_reason *why)
{
    char text[TEXT + 2];
    if (fcntl(descriptor, F_GETFD) < 0)
        return hy_reason_set(why, HY_FAIL(IO), "descriptor %d is not open; inherit it (%d<FILE)",
                             descriptor, descriptor);
    hy_buf bytes = hy_buf_new(HY_IMAGE_KEY);
    size_t n = read_all(descriptor, text, sizeof text - 1);
    (void)close(descriptor);
    if (n == TEXT + 1 && text[TEXT] == '\n')
        n = TEXT;
    text[TEXT] = 0;
    hy_rc rc = n == TEXT ? hy_hex_decode(text, &bytes) : HY_FAIL(FORMAT);
    if (hy_ok(rc) && bytes.n == HY_IMAGE_KEY)
        memcpy(key, bytes.p, HY_IMAGE_KEY);
    else
        rc = hy_reason_set(why, HY_FAIL(FORMAT), "a key is %u hexadecimal digits", TEXT);
    hy_wipe(text, sizeof text);
    hy_buf_free(&bytes);
    return rc;
}

hy_rc hy_key_read_file(const char *path, uint8_t key[HY_IMAGE_KEY], hy_reason *why)
{
    struct stat s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return hy_reason_set(why, errno == ENOENT ? HY_FAIL(NOT_FOUND) : HY_FAIL(IO), "%s: %s",
                             path, strerror(errno));
    if (fstat(fd, &s) != 0 || (s.st_mode & OTHERS) != 0) {
        (void)close(fd);
        return hy_reason_set(why, HY_FAIL(DENIED), "%s: others may read the key; chmod 600 %s",
                             path, path);
    }
    hy_rc rc = hy_key_read_descriptor(fd, key, why);
    return hy_ok(rc) ? rc : hy_reason_prefix(why, rc, path);
}

static bool write_all(int fd, const char *from, size_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, from, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        from += put;
        n -= (size_t)put;
    }
    return true;
}

hy_rc hy_key_create_file(const char *path, uint8_t key[HY_IMAGE_KEY], hy_reason *why)
{
    char text[TEXT + 2];
    HY_ENSURE(getrandom(key, HY_IMAGE_KEY, 0) == HY_IMAGE_KEY, IO);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
    if (fd < 0)
        return hy_reason_set(why, errno == EEXIST ? HY_FAIL(EXISTS) : HY_FAIL(IO), "%s: %s", path,
                             strerror(errno));
    (void)hy_hex_encode(hy_view_of(key, HY_IMAGE_KEY), text, sizeof text);
    text[TEXT] = '\n';
    bool done = write_all(fd, text, TEXT + 1) && fsync(fd) == 0;
    done = close(fd) == 0 && done;
    hy_wipe(text, sizeof text);
    return done ? HY_OK : hy_reason_set(why, HY_FAIL(IO), "%s: cannot be written", path);
}

/* ---- the age counter: always as many decimal digits, inside one sector of a file ---- */

static hy_rc read_age(void *context, uint64_t *age)
{
    char text[AGE_TEXT];
    int fd = open(context, O_RDONLY | O_CLOEXEC);
    *age = 0;
    if (fd < 0)
        return errno == ENOENT ? HY_OK : HY_FAIL(IO);
    size_t n = read_all(fd, text, sizeof text);
    (void)close(fd);
    HY_ENSURE(n > 1 && text[n - 1] == '\n', FORMAT);
    for (size_t i = 0; i + 1 < n; i++) {
        HY_ENSURE(text[i] >= '0' && text[i] <= '9', FORMAT);
        *age = *age * 10 + (uint64_t)(text[i] - '0');
    }
    return HY_OK;
}

static hy_rc raise_age(void *context, uint64_t age)
{
    char text[AGE_TEXT];
    int n = snprintf(text, sizeof text, "%020llu\n", (unsigned long long)age);
    int fd = open(context, O_WRONLY | O_CREAT | O_CLOEXEC, MODE);
    HY_ENSURE(fd >= 0, IO);
    bool done = write_all(fd, text, (size_t)n) && fsync(fd) == 0;
    done = close(fd) == 0 && done;
    return done ? HY_OK : HY_FAIL(IO);
}

hy_age hy_age_in_file(const char *path)
{
    void *context; /* only read */
    memcpy(&context, &path, sizeof context);
    return (hy_age){
        .context = context,
        .read = read_age,
        .raise = raise_age,
    };
}
