/* Bytes: a borrowed view, an owned bounded buffer, and cursors over both with sticky errors.
   All pointer arithmetic on outside bytes of the project lives behind this header. */
#ifndef HY_BASE_BYTES_H
#define HY_BASE_BYTES_H

#include "base/rc.h"

#include <stddef.h>
#include <stdint.h>

/* ---- view: borrowed bytes, never freed through the view ---- */

typedef struct hy_view {
    const uint8_t *p; /* may be NULL when n is 0 */
    size_t n;         /* bytes */
} hy_view;

static inline hy_view hy_view_of(const void *p, size_t n)
{
    return (hy_view){(const uint8_t *)p, n};
}

/* The bytes of a C string without its terminator. */
hy_view hy_view_str(const char *s);

/* Equality of public bytes (not constant-time; see base/secret.h for secrets). */
bool hy_view_equal(hy_view a, hy_view b);

/* Lexicographic order, shorter first on a common prefix: <0, 0, >0. */
int hy_view_compare(hy_view a, hy_view b);

/* The part [offset, offset + n) of v, or an empty view when that is not wholly inside v. */
hy_view hy_view_part(hy_view v, size_t offset, size_t n);

/* ---- buffer: owned bytes with a hard maximum ---- */

typedef struct hy_buf {
    uint8_t *p;
    size_t n;   /* bytes in use */
    size_t cap; /* bytes allocated */
    size_t max; /* never grows past this */
} hy_buf;

/* An empty buffer that may grow to max bytes. Allocates nothing. */
static inline hy_buf hy_buf_new(size_t max)
{
    return (hy_buf){NULL, 0, 0, max};
}

/* Wipes and frees the bytes; b is empty afterwards and may be used again. */
void hy_buf_free(hy_buf *b);

/* Appends n zero bytes and gives their place in *at (valid until the next append).
   LIMIT past max, MEMORY when the allocator fails; b is unchanged then. */
hy_rc hy_buf_extend(hy_buf *b, size_t n, uint8_t **at) HY_USE;

/* Appends the bytes of v (which may lie inside b). Errors as hy_buf_extend. */
hy_rc hy_buf_append(hy_buf *b, hy_view v) HY_USE;

static inline hy_view hy_buf_view(const hy_buf *b)
{
    return (hy_view){b->p, b->n};
}

/* Reads a whole file of at most max bytes into the empty buffer *b. NOT_FOUND, LIMIT, IO. */
hy_rc hy_buf_read_file(hy_buf *b, const char *path, size_t max, hy_reason *why) HY_USE;

/* Writes v to path by way of a temporary file in the same folder and rename, so that a reader
   sees the old file or the new one, never half. IO. */
hy_rc hy_view_write_file(hy_view v, const char *path, hy_reason *why) HY_USE;

/* ---- reader: a cursor with a sticky error. After the first failure every read gives 0 or an
   empty view and moves nothing; check hy_reader_ok once at the end of a structure. ---- */

typedef struct hy_reader {
    hy_view v;
    size_t at; /* next byte */
    bool bad;
} hy_reader;

static inline hy_reader hy_reader_of(hy_view v)
{
    return (hy_reader){v, 0, false};
}

static inline bool hy_reader_ok(const hy_reader *r)
{
    return !r->bad;
}

static inline size_t hy_reader_left(const hy_reader *r)
{
    return r->bad ? 0 : r->v.n - r->at;
}

/* Everything read and nothing failed. */
static inline bool hy_reader_done(const hy_reader *r)
{
    return !r->bad && r->at == r->v.n;
}

/* Big-endian reads. */
uint8_t hy_read_u8(hy_reader *r);
uint16_t hy_read_u16(hy_reader *r);
uint32_t hy_read_u24(hy_reader *r);
uint32_t hy_read_u32(hy_reader *r);
uint64_t hy_read_u64(hy_reader *r);

/* The next n bytes as a view into the source. */
hy_view hy_read_bytes(hy_reader *r, size_t n);

/* A sub-cursor over the next n bytes; failed at once when they are not there. */
hy_reader hy_read_sub(hy_reader *r, size_t n);

/* A look at the next byte without moving; 0 at the end (not an error). */
uint8_t hy_reader_peek(const hy_reader *r);

/* ---- writer: appends to a buffer with a sticky error ---- */

typedef struct hy_writer {
    hy_buf *b;
    hy_rc rc;
} hy_writer;

static inline hy_writer hy_writer_of(hy_buf *b)
{
    return (hy_writer){b, HY_OK};
}

/* Big-endian writes. */
void hy_write_u8(hy_writer *w, uint8_t v);
void hy_write_u16(hy_writer *w, uint16_t v);
void hy_write_u24(hy_writer *w, uint32_t v);
void hy_write_u32(hy_writer *w, uint32_t v);
void hy_write_u64(hy_writer *w, uint64_t v);
void hy_write_bytes(hy_writer *w, hy_view v);

/* Overwrites bytes that are already in the buffer (a length written before its contents).
   ARGUMENT (sticky) when at + size is past the end. */
void hy_patch_u16(hy_writer *w, size_t at, uint16_t v);
void hy_patch_u32(hy_writer *w, size_t at, uint32_t v);

#endif
