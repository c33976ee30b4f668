/* Transactions by undo: old bytes are kept before they are overwritten.
   The log is a stack of records, each its old bytes (rounded up to four) and then where they were.
 */
#include "element/store/memory.h"

#include <string.h>

typedef struct footer {
    uint32_t place;
    uint32_t length;
} footer;

static uint32_t rounded(uint32_t n)
{
    return (n + 3) / 4 * 4;
}

/* Reads the record that ends at `end`; gives where its bytes start. */
static uint32_t record_before(const hy_undo *u, uint32_t end, footer *f)
{
    memcpy(f, u->bytes + end - sizeof *f, sizeof *f);
    return end - (uint32_t)sizeof *f - rounded(f->length);
}

void hy_memory_split_writes(hy_memory *m, void (*split)(void *context),
                            void (*tear)(void *context, uint32_t place, uint32_t n), void *context)
{
    m->split = split;
    m->tear = tear;
    m->context = context;
    m->announced = true;
}

hy_rc hy_memory_begin(hy_memory *m, hy_undo *undo)
{
    HY_ENSURE(m->undo == NULL && undo->used == 0, STATE);
    m->undo = undo;
    m->announced = true;
    return HY_OK;
}

hy_rc hy_memory_commit(hy_memory *m)
{
    HY_ENSURE(m->undo != NULL, STATE);
    hy_memory_announce(m);
    m->undo->used = 0;
    m->undo = NULL;
    m->announced = m->split != NULL;
    return HY_OK;
}

hy_rc hy_memory_abort(hy_memory *m)
{
    HY_ENSURE(m->undo != NULL, STATE);
    hy_undo *u = m->undo;
    while (u->used > 0) {
        footer f;
        u->used = record_before(u, u->used, &f);
        memcpy(m->base + f.place, u->bytes + u->used, f.length);
    }
    m->undo = NULL;
    m->announced = m->split != NULL;
    return HY_OK;
}

/* ---- a transaction hidden: each record's bytes and the memory's change places. So that the way
   back finds its records from the oldest on, their footers stand in front meanwhile. ---- */

static void exchange(uint8_t *a, uint8_t *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint8_t kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

void hy_memory_hide_transaction(hy_memory *m)
{
    hy_undo *u = m->undo;
    for (uint32_t end = u == NULL ? 0 : u->used; end > 0;) {
        footer f;
        uint32_t start = record_before(u, end, &f);
        exchange(u->bytes + start, m->base + f.place, f.length);
        memmove(u->bytes + start + sizeof f, u->bytes + start, rounded(f.length));
        memcpy(u->bytes + start, &f, sizeof f);
        end = start;
    }
}

void hy_memory_replay_transaction(hy_memory *m)
{
    hy_undo *u = m->undo;
    for (uint32_t start = 0; u != NULL && start < u->used;) {
        footer f;
        memcpy(&f, u->bytes + start, sizeof f);
        memmove(u->bytes + start, u->bytes + start + sizeof f, rounded(f.length));
        exchange(u->bytes + start, m->base + f.place, f.length);
        start += rounded(f.length);
        memcpy(u->bytes + start, &f, sizeof f);
        start += (uint32_t)sizeof f;
    }
}

uint32_t hy_memory_room(const hy_undo *u)
{
    uint32_t left = u->size - u->used;
    return left < sizeof(footer) ? 0 : (left - (uint32_t)sizeof(footer)) / 4 * 4;
}

hy_rc hy_memory_keep(hy_memory *m, uint32_t place, uint32_t n)
{
    HY_ENSURE(hy_memory_has(m, place, n), ARGUMENT);
    hy_undo *u = m->undo;
    if (u == NULL)
        hy_memory_announce(m);
    if (u == NULL || n == 0)
        return HY_OK;
    HY_ENSURE(n <= hy_memory_room(u), LIMIT);
    memcpy(u->bytes + u->used, m->base + place, n);
    footer f = {place, n};
    memcpy(u->bytes + u->used + rounded(n), &f, sizeof f);
    u->used += rounded(n) + (uint32_t)sizeof f;
    return HY_OK;
}

hy_rc hy_memory_write(hy_memory *m, uint32_t place, const void *from, uint32_t n)
{
    HY_TRY(hy_memory_keep(m, place, n));
    if (n > 0)
        memmove(m->base + place, from, n);
    return HY_OK;
}

hy_rc hy_memory_fill(hy_memory *m, uint32_t place, uint8_t byte, uint32_t n)
{
    HY_TRY(hy_memory_keep(m, place, n));
    if (n > 0)
        memset(m->base + place, byte, n);
    return HY_OK;
}

/* Puts the new bytes into what a record would bring back. */
static void rewrite_record(hy_undo *u, uint32_t bytes, footer f, uint32_t place,
                           const uint8_t *from, uint32_t n)
{
    uint32_t start = place > f.place ? place : f.place;
    uint32_t end = place + n < f.place + f.length ? place + n : f.place + f.length;
    if (start < end)
        memcpy(u->bytes + bytes + (start - f.place), from + (start - place), end - start);
}

/* An abort shall not take back what stands at place now. */
static void settle_records(const hy_memory *m, uint32_t place, uint32_t n)
{
    for (uint32_t at = m->undo == NULL ? 0 : m->undo->used; at > 0;) {
        footer f;
        at = record_before(m->undo, at, &f);
        rewrite_record(m->undo, at, f, place, m->base + place, n);
    }
}

hy_rc hy_memory_write_through(hy_memory *m, uint32_t place, const void *from, uint32_t n)
{
    HY_ENSURE(hy_memory_has(m, place, n), ARGUMENT);
    if (n == 0)
        return HY_OK;
    hy_memory_announce(m);
    memmove(m->base + place, from, n);
    settle_records(m, place, n);
    hy_memory_announce(m);
    return HY_OK;
}

hy_rc hy_memory_settle(hy_memory *m, uint32_t place, uint32_t n)
{
    HY_ENSURE(hy_memory_has(m, place, n), ARGUMENT);
    settle_records(m, place, n);
    if (m->tear != NULL && n > 0)
        m->tear(m->context, place, n);
    return HY_OK;
}
