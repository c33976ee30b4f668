/* Views, bounded buffers and cursors. */
#include "base/bytes.h"

#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

hy_view hy_view_str(const char *s)
{
    return hy_view_of(s, strlen(s));
}

bool hy_view_equal(hy_view a, hy_view b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int hy_view_compare(hy_view a, hy_view b)
{
    size_t common = a.n < b.n ? a.n : b.n;
    int order = common == 0 ? 0 : memcmp(a.p, b.p, common);
    if (order != 0)
        return order;
    return (a.n > b.n) - (a.n < b.n);
}

hy_view hy_view_part(hy_view v, size_t offset, size_t n)
{
    if (offset > v.n || n > v.n - offset || v.p == NULL)
        return (hy_view){NULL, 0};
    return (hy_view){v.p + offset, n};
}

/* ---- buffer ---- */

void hy_buf_free(hy_buf *b)
{
    if (b->p != NULL)
        hy_wipe(b->p, b->cap);
    free(b->p);
    *b = hy_buf_new(b->max);
}

static hy_rc grow(hy_buf *b, size_t need)
{
    size_t cap = b->cap < 64 ? 64 : b->cap;
    while (cap < need)
        cap = cap > b->max / 2 ? b->max : cap * 2;
    if (cap > b->max)
        cap = b->max;
    /* Not realloc: the old bytes may be secret and must be wiped where they were. */
    uint8_t *p = malloc(cap);
    HY_ENSURE(p != NULL, MEMORY);
    if (b->p != NULL) {
        memcpy(p, b->p, b->n);
        hy_wipe(b->p, b->cap);
        free(b->p);
    }
    b->p = p;
    b->cap = cap;
    return HY_OK;
}

hy_rc hy_buf_extend(hy_buf *b, size_t n, uint8_t **at)
{
    HY_ENSURE(n <= b->max - b->n, LIMIT);
    if (b->p == NULL || n > b->cap - b->n)
        HY_TRY(grow(b, b->n + n));
    if (n > 0)
        memset(b->p + b->n, 0, n);
    *at = b->p + b->n;
    b->n += n;
    return HY_OK;
}

hy_rc hy_buf_append(hy_buf *b, hy_view v)
{
    if (v.n == 0)
        return HY_OK;
    /* Growing moves the bytes, v's too when it lies inside. */
    bool inside = b->p != NULL && v.p >= b->p && v.p < b->p + b->n;
    size_t from = inside ? (size_t)(v.p - b->p) : 0;
    uint8_t *at;
    HY_TRY(hy_buf_extend(b, v.n, &at));
    memcpy(at, inside ? b->p + from : v.p, v.n);
    return HY_OK;
}

/* ---- reader ---- */

static const uint8_t *take(hy_reader *r, size_t n)
{
    if (r->bad || n > r->v.n - r->at) {
        r->bad = true;
        return NULL;
    }
    const uint8_t *p = r->v.p + r->at;
    r->at += n;
    return p;
}

static uint64_t read_be(hy_reader *r, size_t n)
{
    const uint8_t *p = take(r, n);
    uint64_t v = 0;
    for (size_t i = 0; p != NULL && i < n; i++)
        v = v << 8 | p[i];
    return v;
}

uint8_t hy_read_u8(hy_reader *r)
{
    return (uint8_t)read_be(r, 1);
}

uint16_t hy_read_u16(hy_reader *r)
{
    return (uint16_t)read_be(r, 2);
}

uint32_t hy_read_u24(hy_reader *r)
{
    return (uint32_t)read_be(r, 3);
}

uint32_t hy_read_u32(hy_reader *r)
{
    return (uint32_t)read_be(r, 4);
}

uint64_t hy_read_u64(hy_reader *r)
{
    return read_be(r, 8);
}

hy_view hy_read_bytes(hy_reader *r, size_t n)
{
    if (n == 0)
        return (hy_view){NULL, 0};
    const uint8_t *p = take(r, n);
    return (hy_view){p, p == NULL ? 0 : n};
}

hy_reader hy_read_sub(hy_reader *r, size_t n)
{
    hy_view part = hy_read_bytes(r, n);
    return (hy_reader){part, 0, r->bad};
}

uint8_t hy_reader_peek(const hy_reader *r)
{
    return hy_reader_left(r) > 0 ? r->v.p[r->at] : 0;
}

/* ---- writer ---- */

static void write_be(hy_writer *w, uint64_t v, size_t n)
{
    uint8_t *at;
    if (!hy_ok(w->rc))
        return;
    w->rc = hy_buf_extend(w->b, n, &at);
    for (size_t i = 0; hy_ok(w->rc) && i < n; i++)
        at[i] = (uint8_t)(v >> 8 * (n - 1 - i));
}

void hy_write_u8(hy_writer *w, uint8_t v)
{
    write_be(w, v, 1);
}

void hy_write_u16(hy_writer *w, uint16_t v)
{
    write_be(w, v, 2);
}

void hy_write_u24(hy_writer *w, uint32_t v)
{
    write_be(w, v, 3);
}

void hy_write_u32(hy_writer *w, uint32_t v)
{
    write_be(w, v, 4);
}

void hy_write_u64(hy_writer *w, uint64_t v)
{
    write_be(w, v, 8);
}

void hy_write_bytes(hy_writer *w, hy_view v)
{
    if (hy_ok(w->rc))
        w->rc = hy_buf_append(w->b, v);
}

static void patch_be(hy_writer *w, size_t at, uint64_t v, size_t n)
{
    if (!hy_ok(w->rc))
        return;
    if (at > w->b->n || n > w->b->n - at) {
        w->rc = HY_FAIL(ARGUMENT);
        return;
    }
    for (size_t i = 0; i < n; i++)
        w->b->p[at + i] = (uint8_t)(v >> 8 * (n - 1 - i));
}

void hy_patch_u16(hy_writer *w, size_t at, uint16_t v)
{
    patch_be(w, at, v, 2);
}

void hy_patch_u32(hy_writer *w, size_t at, uint32_t v)
{
    patch_be(w, at, v, 4);
}
