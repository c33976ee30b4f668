/* A disk that loses, keeps or tears what was not synced. */
#include "disk.h"

#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512 };

static uint64_t draw(disk *d)
{
    d->lots = d->lots * 6364136223846793005u + 1442695040888963407u;
    return d->lots >> 33;
}

/* Of lengths, replacements and ages, and of torn sectors. */
static bool survives(disk *d)
{
    bool drawn = d->fate == DISK_TEARS || d->fate == DISK_REORDERS;
    return d->fate == DISK_KEEPS || (drawn && draw(d) % 2 == 0);
}

static bool sector_survives(disk *d, bool first)
{
    return d->fate == DISK_REORDERS ? !first : survives(d);
}

static void go_dark(disk *d)
{
    for (int i = 0; i < 2; i++) {
        disk_file *f = &d->file[i];
        bool first = true;
        for (size_t at = 0; at < f->n; at += SECTOR) {
            size_t n = f->n - at < SECTOR ? f->n - at : SECTOR;
            if (memcmp(f->now + at, f->durable + at, n) == 0)
                continue;
            if (sector_survives(d, first))
                memcpy(f->durable + at, f->now + at, n);
            first = false;
        }
        if (f->n > 0)
            memcpy(f->now, f->durable, f->n);
    }
    d->dark = true;
}

/* Counts an operation. False: power goes in it. */
static bool is_powered(disk *d)
{
    return !d->dark && ++d->operations != d->cut_at;
}

static void set_length(disk_file *f, size_t n)
{
    uint8_t *now = calloc(1, n);
    uint8_t *durable = calloc(1, n);
    if (now == NULL || durable == NULL)
        abort();
    size_t both = f->n < n ? f->n : n;
    if (both > 0) {
        memcpy(now, f->now, both);
        memcpy(durable, f->durable, both);
    }
    free(f->now);
    free(f->durable);
    *f = (disk_file){now, durable, n};
}

static void clear(disk_file *f)
{
    free(f->now);
    free(f->durable);
    *f = (disk_file){0};
}

/* ---- the port ---- */

static hy_rc get_size(void *context, uint64_t *n)
{
    const disk *d = context;
    *n = d->file[HY_STORAGE_CURRENT].n;
    return d->dark ? HY_FAIL(IO) : HY_OK;
}

static hy_rc resize(void *context, hy_storage_file file, uint64_t n)
{
    disk *d = context;
    bool powered = is_powered(d);
    if (!d->dark && d->room != 0 && n > d->room)
        return HY_FAIL(LIMIT);
    if (d->dark || (!powered && !survives(d))) {
        if (!d->dark)
            go_dark(d);
        return HY_FAIL(IO);
    }
    if (file == HY_STORAGE_NEXT)
        clear(&d->file[file]);
    set_length(&d->file[file], (size_t)n);
    if (!powered)
        go_dark(d);
    return powered ? HY_OK : HY_FAIL(IO);
}

static hy_rc read_at(void *context, uint64_t at, uint8_t *out, size_t n)
{
    const disk *d = context;
    const disk_file *f = &d->file[HY_STORAGE_CURRENT];
    HY_ENSURE(!d->dark && at <= f->n && n <= f->n - at, IO);
    memcpy(out, f->now + at, n);
    return HY_OK;
}

static hy_rc write_at(void *context, hy_storage_file file, uint64_t at, const uint8_t *from,
                      size_t n)
{
    disk *d = context;
    disk_file *f = &d->file[file];
    bool powered = is_powered(d);
    HY_ENSURE(!d->dark && at <= f->n && n <= f->n - at, IO);
    memcpy(f->now + at, from, n);
    if (!powered)
        go_dark(d);
    return powered ? HY_OK : HY_FAIL(IO);
}

static hy_rc sync_file(void *context, hy_storage_file file)
{
    disk *d = context;
    disk_file *f = &d->file[file];
    d->syncs++;
    if (d->sync_fails)
        return HY_FAIL(IO);
    if (!is_powered(d)) {
        if (!d->dark)
            go_dark(d);
        return HY_FAIL(IO);
    }
    if (f->n > 0)
        memcpy(f->durable, f->now, f->n);
    return HY_OK;
}

static hy_rc replace(void *context)
{
    disk *d = context;
    bool powered = is_powered(d);
    HY_ENSURE(!d->dark, IO);
    if (powered || survives(d)) {
        clear(&d->file[HY_STORAGE_CURRENT]);
        d->file[HY_STORAGE_CURRENT] = d->file[HY_STORAGE_NEXT];
        d->file[HY_STORAGE_NEXT] = (disk_file){0};
    }
    if (!powered)
        go_dark(d);
    return powered ? HY_OK : HY_FAIL(IO);
}

hy_storage disk_storage(disk *d)
{
    return (hy_storage){
        .context = d,
        .size = get_size,
        .resize = resize,
        .read = read_at,
        .write = write_at,
        .sync = sync_file,
        .replace = replace,
    };
}

/* ---- the age counter ---- */

static hy_rc read_age(void *context, uint64_t *age)
{
    const disk *d = context;
    *age = d->age;
    return HY_OK;
}

static hy_rc raise_age(void *context, uint64_t age)
{
    disk *d = context;
    bool powered = is_powered(d);
    HY_ENSURE(!d->dark, IO);
    if (powered || survives(d))
        d->age = age;
    if (!powered)
        go_dark(d);
    return powered ? HY_OK : HY_FAIL(IO);
}

hy_age disk_age(disk *d)
{
    return (hy_age){.context = d, .read = read_age, .raise = raise_age};
}

/* ---- copies and cuts ---- */

static disk_file copy_file(const disk_file *f)
{
    disk_file c = {0};
    set_length(&c, f->n);
    if (f->n > 0) {
        memcpy(c.now, f->now, f->n);
        memcpy(c.durable, f->durable, f->n);
    }
    return c;
}

disk disk_copy(const disk *d)
{
    disk c = *d;
    for (int i = 0; i < 2; i++)
        c.file[i] = copy_file(&d->file[i]);
    c.operations = c.cut_at = 0;
    c.dark = false;
    return c;
}

void disk_free(disk *d)
{
    clear(&d->file[0]);
    clear(&d->file[1]);
}

void disk_restart(disk *d)
{
    if (!d->dark)
        go_dark(d);
    d->dark = false;
    d->operations = d->cut_at = 0;
}
