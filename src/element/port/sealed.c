/* The file of a sealed key, read and written: docs/formats/sealed.md. */
#include "element/port/sealed.h"

#include <string.h>

enum { VERSION = 1, INDEX_FIRST = 0x01800000, INDEX_LAST = 0x01BFFFFF };

static const char magic[] = "HYDRATPM";

static hy_view read_part(hy_reader *r)
{
    uint16_t n = hy_read_u16(r);
    return hy_read_bytes(r, n);
}

hy_rc hy_sealed_read(hy_view bytes, hy_sealed *out, hy_reason *why)
{
    hy_reader r = hy_reader_of(bytes);
    *out = (hy_sealed){0};
    if (!hy_view_equal(hy_read_bytes(&r, sizeof magic - 1), hy_view_str(magic)))
        return hy_reason_set(why, HY_FAIL(FORMAT), "not the file of a key sealed in a TPM");
    (void)hy_read_u16(&r);
    if (hy_read_u16(&r) > VERSION)
        return hy_reason_set(why, HY_FAIL(VERSION), "written by a newer Hydra; install that one");
    hy_sealed s = {.counter = hy_read_u32(&r)};
    s.parent = read_part(&r);
    s.public_part = read_part(&r);
    s.private_part = read_part(&r);
    s.tcti = read_part(&r);
    if (!hy_reader_done(&r) || s.counter < INDEX_FIRST || s.counter > INDEX_LAST ||
        s.tcti.n > HY_SEALED_TCTI_MAX)
        return hy_reason_set(why, HY_FAIL(FORMAT), "edited or cut short; restore a copy");
    *out = s;
    return HY_OK;
}

static void write_part(hy_writer *w, hy_view part)
{
    hy_write_u16(w, (uint16_t)part.n);
    hy_write_bytes(w, part);
}

hy_rc hy_sealed_write(const hy_sealed *s, hy_buf *out)
{
    HY_ENSURE(s->tcti.n <= HY_SEALED_TCTI_MAX, LIMIT);
    HY_ENSURE(s->parent.n <= HY_SEALED_MAX && s->public_part.n <= HY_SEALED_MAX &&
                  s->private_part.n <= HY_SEALED_MAX,
              LIMIT);
    hy_writer w = hy_writer_of(out);
    hy_write_bytes(&w, hy_view_str(magic));
    hy_write_u16(&w, VERSION);
    hy_write_u16(&w, VERSION);
    hy_write_u32(&w, s->counter);
    write_part(&w, s->parent);
    write_part(&w, s->public_part);
    write_part(&w, s->private_part);
    write_part(&w, s->tcti);
    return w.rc;
}

/* Nowhere but on this machine: host=localhost first, or no host at all, which means the same. */
static bool is_local(const char *configuration)
{
    static const char *const here[] = {"host=localhost,", "host=127.0.0.1,", "path=/", "port="};
    size_t skip = 0;
    for (size_t i = 0; i < sizeof here / sizeof *here && skip == 0; i++)
        if (strncmp(configuration, here[i], strlen(here[i])) == 0)
            skip = strlen(here[i]);
    return skip > 0 && strstr(configuration + skip, "host=") == NULL;
}

bool hy_sealed_way(const hy_sealed *s, char out[HY_SEALED_TCTI_MAX + 1])
{
    if (s->tcti.n == 0 || s->tcti.n > HY_SEALED_TCTI_MAX)
        return false;
    memcpy(out, s->tcti.p, s->tcti.n);
    out[s->tcti.n] = 0;
    if (strlen(out) != s->tcti.n)
        return false;
    if (strncmp(out, "device:/dev/tpm", 15) == 0)
        return strchr(out + 15, '/') == NULL;
    return (strncmp(out, "swtpm:", 6) == 0 || strncmp(out, "mssim:", 6) == 0) && is_local(out + 6);
}
