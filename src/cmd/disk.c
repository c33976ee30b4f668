/* A disk in memory: what is written counts when it is synced. */
#include "cmd/disk.h"

#include <stdlib.h>
#include <string.h>

static void clear(hy_disk_file *f)
{
    free(f->now);
    free(f->durable);
    *f = (hy_disk_file){.n = 0};
}

static hy_rc set_length(hy_disk_file *f, size_t n)
{
    hy_disk_file fresh = {.now = calloc(1, n), .durable = calloc(1, n), .n = n};
    size_t both = f->n < n ? f->n : n;
    if (fresh.now == NULL || fresh.durable == NULL) {
        clear(&fresh);
        return HY_FAIL(MEMORY);
    }
    if (both > 0) {
        memcpy(fresh.now, f->now, both);
        memcpy(fresh.durable, f->durable, both);
    }
    fresh.from = f->from < both ? f->from : both;
    fresh.to = f->to < both ? f->to : both;
    clear(f);
    *f = fresh;
    return HY_OK;
}

/* ---- the port ---- */

static hy_rc get_size(void *context, uint64_t *n)
{
    const hy_disk *d = context;
    *n = d->file[HY_STORAGE_CURRENT].n;
    return d->dark ? HY_FAIL(IO) : HY_OK;
}

static hy_rc resize(void *context, hy_storage_file file, uint64_t n)
{
    hy_disk *d = context;
    HY_ENSURE(!d->dark, IO);
    if (file == HY_STORAGE_NEXT)
        clear(&d->file[file]);
    return set_length(&d->file[file], (size_t)n);
}

static hy_rc read_at(void *context, uint64_t at, uint8_t *out, size_t n)
{
    const hy_disk *d = context;
    const hy_disk_file *f = &d->file[HY_STORAGE_CURRENT];
    HY_ENSURE(!d->dark && at <= f->n && n <= f->n - at, IO);
    if (n > 0)
        memcpy(out, f->now + at, n);
    return HY_OK;
}

static hy_rc write_at(void *context, hy_storage_file file, uint64_t at, const uint8_t *from,
                      size_t n)
{
    hy_disk *d = context;
    hy_disk_file *f = &d->file[file];
    HY_ENSURE(!d->dark && at <= f->n && n <= f->n - at, IO);
    if (n == 0)
        return HY_OK;
    memcpy(f->now + at, from, n);
    bool clean = f->from == f->to;
    size_t end = (size_t)at + n;
    f->from = clean || at < f->from ? (size_t)at : f->from;
    f->to = clean || end > f->to ? end : f->to;
    return HY_OK;
}

static hy_rc sync_file(void *context, hy_storage_file file)
{
    hy_disk *d = context;
    hy_disk_file *f = &d->file[file];
    HY_ENSURE(!d->dark, IO);
    if (f->from == f->to)
        return HY_OK;
    bool counts = file == HY_STORAGE_CURRENT;
    if (counts && d->syncs + 1 == d->cut_at) {
        d->dark = true;
        return HY_FAIL(IO);
    }
    memcpy(f->durable + f->from, f->now + f->from, f->to - f->from);
    f->from = f->to = 0;
    d->syncs += counts;
    if (counts && d->synced != NULL)
        d->synced(d->context);
    return HY_OK;
}

static hy_rc replace(void *context)
{
    hy_disk *d = context;
    HY_ENSURE(!d->dark, IO);
    clear(&d->file[HY_STORAGE_CURRENT]);
    d->file[HY_STORAGE_CURRENT] = d->file[HY_STORAGE_NEXT];
    d->file[HY_STORAGE_NEXT] = (hy_disk_file){.n = 0};
    return HY_OK;
}

hy_storage hy_disk_storage(hy_disk *d)
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

/* ---- copies, power ---- */

hy_rc hy_disk_copy(hy_disk *to, const hy_disk *from)
{
    const hy_disk_file *f = &from->file[HY_STORAGE_CURRENT];
    *to = (hy_disk){.cut_at = 0};
    if (f->n == 0)
        return HY_OK;
    HY_TRY(set_length(&to->file[HY_STORAGE_CURRENT], f->n));
    memcpy(to->file[HY_STORAGE_CURRENT].now, f->durable, f->n);
    memcpy(to->file[HY_STORAGE_CURRENT].durable, f->durable, f->n);
    return HY_OK;
}

void hy_disk_restart(hy_disk *d)
{
    hy_disk_file *f = &d->file[HY_STORAGE_CURRENT];
    clear(&d->file[HY_STORAGE_NEXT]);
    if (f->n > 0)
        memcpy(f->now, f->durable, f->n);
    f->from = f->to = 0;
    d->dark = false;
    d->syncs = d->cut_at = 0;
}

void hy_disk_free(hy_disk *d)
{
    clear(&d->file[HY_STORAGE_CURRENT]);
    clear(&d->file[HY_STORAGE_NEXT]);
}
