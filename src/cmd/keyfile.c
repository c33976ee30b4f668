/* Key files read and written. */
#include "cmd/keyfile.h"

#include "base/hex.h"
#include "base/secret.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FILE_MAX = 4096,
    OTHERS = 077,
    HEX_MAX = 2 * HY_SCP03_KEY_MAX + 1,
    TEST_KEY = 16,
    TEST_VERSION = 0x30,
};

/* ---- reading ---- */

static hy_rc check_owner(const char *path, int fd, hy_reason *why)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
    if ((st.st_mode & OTHERS) == 0)
        return HY_OK;
    return hy_reason_set(why, HY_FAIL(DENIED),
                         "%s: others may read it (mode %03o); keys are for their owner alone: "
                         "chmod 600 it",
                         path, (unsigned)st.st_mode & 0777);
}

static hy_rc read_text(const char *path, char *text, hy_reason *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return hy_reason_set(why, errno == ENOENT ? HY_FAIL(NOT_FOUND) : HY_FAIL(IO), "%s: %s",
                             path, strerror(errno));
    hy_rc rc = check_owner(path, fd, why);
    size_t used = 0;
    ssize_t got = 1;
    while (hy_ok(rc) && got > 0 && used < FILE_MAX) {
        got = read(fd, text + used, FILE_MAX - used);
        if (got < 0)
            rc = hy_reason_set(why, HY_FAIL(IO), "%s: %s", path, strerror(errno));
        used += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    text[used < FILE_MAX ? used : FILE_MAX] = '\0';
    if (hy_ok(rc) && used == FILE_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT), "%s: too long for a key file", path);
    return rc;
}

static hy_rc set_key(hy_keyfile *k, const char *text, uint8_t *one, uint8_t *other, uint8_t *third)
{
    hy_buf key = hy_buf_new(HY_SCP03_KEY_MAX);
    hy_rc rc = hy_hex_decode(text, &key);
    if (hy_ok(rc) &&
        ((key.n != 16 && key.n != 24 && key.n != 32) || (k->keys.n != 0 && k->keys.n != key.n)))
        rc = HY_FAIL(FORMAT);
    if (hy_ok(rc)) {
        k->keys.n = (uint8_t)key.n;
        memcpy(one, key.p, key.n);
        memcpy(other, key.p, key.n);
        memcpy(third, key.p, key.n);
    }
    hy_buf_free(&key);
    return rc;
}

static hy_rc set_version(hy_keyfile *k, const char *text)
{
    char *end;
    unsigned long v = strtoul(text, &end, 16);
    HY_ENSURE(*text != '\0' && *end == '\0' && v <= 0xFF, FORMAT);
    k->version = (uint8_t)v;
    return HY_OK;
}

static hy_rc set_field(hy_keyfile *k, const char *name, const char *value)
{
    uint8_t *enc = k->keys.enc, *mac = k->keys.mac, *dek = k->keys.dek;
    if (strcmp(name, "enc") == 0)
        return set_key(k, value, enc, enc, enc);
    if (strcmp(name, "mac") == 0)
        return set_key(k, value, mac, mac, mac);
    if (strcmp(name, "dek") == 0)
        return set_key(k, value, dek, dek, dek);
    if (strcmp(name, "key") == 0)
        return set_key(k, value, enc, mac, dek);
    if (strcmp(name, "version") == 0)
        return set_version(k, value);
    return strcmp(name, "diversify") == 0 ? hy_diversify_named(value, &k->diversify)
                                          : HY_FAIL(NOT_FOUND);
}

/* Cuts blanks off both ends, in place. */
static char *trimmed(char *s)
{
    while (isspace((unsigned char)*s))
        s++;
    size_t n = strlen(s);
    while (n > 0 && isspace((unsigned char)s[n - 1]))
        n--;
    s[n] = '\0';
    return s;
}

/* One bit for each name that was seen: enc, mac, dek. */
static unsigned seen_of(const char *name)
{
    static const char *const names[] = {"enc", "mac", "dek"};
    if (strcmp(name, "key") == 0)
        return 7;
    for (unsigned i = 0; i < 3; i++)
        if (strcmp(name, names[i]) == 0)
            return 1u << i;
    return 0;
}

static hy_rc parse_line(hy_keyfile *k, char *line, unsigned *seen)
{
    char *comment = strchr(line, '#');
    if (comment != NULL)
        *comment = '\0';
    char *equals = strchr(line, '=');
    if (equals == NULL && *trimmed(line) == '\0')
        return HY_OK;
    HY_ENSURE(equals != NULL, FORMAT);
    *equals = '\0';
    char *name = trimmed(line);
    unsigned bits = seen_of(name);
    HY_ENSURE((*seen & bits) == 0, FORMAT);
    *seen |= bits;
    return set_field(k, name, trimmed(equals + 1));
}

static hy_rc parse(const char *path, char *text, hy_keyfile *out, hy_reason *why)
{
    unsigned seen = 0;
    char *rest = text, *line;
    for (unsigned number = 1; (line = strsep(&rest, "\n")) != NULL; number++)
        if (!hy_ok(parse_line(out, line, &seen)))
            return hy_reason_set(why, HY_FAIL(FORMAT),
                                 "%s: line %u: expected enc, mac, dek or key = 16, 24 or 32 bytes "
                                 "in hexadecimal, version = two digits, or diversify = emv, visa2 "
                                 "or kdf3",
                                 path, number);
    if (seen != 7)
        return hy_reason_set(why, HY_FAIL(FORMAT),
                             "%s: enc, mac and dek must all be there, or key for all three", path);
    return HY_OK;
}

hy_rc hy_keyfile_read(const char *path, hy_keyfile *out, hy_reason *why)
{
    char text[FILE_MAX + 1];
    *out = (hy_keyfile){0};
    hy_rc rc = read_text(path, text, why);
    if (hy_ok(rc))
        rc = parse(path, text, out, why);
    hy_wipe(text, sizeof text);
    if (!hy_ok(rc))
        hy_wipe(out, sizeof *out);
    return rc;
}

void hy_keyfile_test(hy_keyfile *out)
{
    *out = (hy_keyfile){.keys.n = TEST_KEY, .version = TEST_VERSION};
    for (unsigned i = 0; i < TEST_KEY; i++)
        out->keys.enc[i] = out->keys.mac[i] = out->keys.dek[i] = (uint8_t)(0x40 + i);
}

/* ---- writing ---- */

static void print_key(FILE *f, const char *name, const uint8_t *key, size_t n)
{
    char hex[HEX_MAX];
    fprintf(f, "%s = %s\n", name, hy_hex_encode(hy_view_of(key, n), hex, sizeof hex));
    hy_wipe(hex, sizeof hex);
}

hy_rc hy_keyfile_write(const char *path, const hy_keyfile *keys, hy_reason *why)
{
    static const char *const schemes[] = {"none", "emv", "visa2", "kdf3"};
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (f == NULL)
        return hy_reason_set(why, errno == EEXIST ? HY_FAIL(EXISTS) : HY_FAIL(IO), "%s: %s", path,
                             strerror(errno));
    fprintf(f, "version = %02X\n", keys->version);
    print_key(f, "enc", keys->keys.enc, keys->keys.n);
    print_key(f, "mac", keys->keys.mac, keys->keys.n);
    print_key(f, "dek", keys->keys.dek, keys->keys.n);
    if (keys->diversify != HY_DIVERSIFY_NONE)
        fprintf(f, "diversify = %s\n", schemes[keys->diversify]);
    bool good = ferror(f) == 0 && fflush(f) == 0 && fsync(fd) == 0;
    good = fclose(f) == 0 && good;
    return good ? HY_OK : hy_reason_set(why, HY_FAIL(IO), "%s: write failed", path);
}
