/* The Method, StaticField and ReferenceLocation components (JCVM 3.1: 6.10, 6.11, 6.12): blocks,
   handlers, method headers, the static field image, and where code names the constant pool. */
#include "element/vm/package_read.h"

enum { BLOCK_MAX = 0x10000, HANDLER_SIZE = 8 };

/* ---- Method ---- */

const hy_package_block *hy_package_block_of(const hy_package *p, uint32_t at)
{
    for (uint8_t i = 0; i < p->block_count; i++) {
        if (at >= p->blocks[i].start && at < p->blocks[i].end)
            return &p->blocks[i];
    }
    return NULL;
}

bool hy_package_method_header(const hy_package *p, uint32_t at, hy_method_header *out)
{
    const hy_package_block *block = hy_package_block_of(p, at);
    if (block == NULL || at < block->methods)
        return false;
    hy_reader r = hy_reader_of(hy_view_part(p->info[HY_COMPONENT_METHOD], at, block->end - at));
    uint8_t first = hy_read_u8(&r);
    uint8_t second = hy_read_u8(&r);
    *out = (hy_method_header){.flags = first >> 4,
                              .max_stack = first & 0x0F,
                              .nargs = second >> 4,
                              .max_locals = second & 0x0F};
    if ((out->flags & ~(HY_METHOD_EXTENDED | HY_METHOD_ABSTRACT)) != 0)
        return false;
    if ((out->flags & HY_METHOD_EXTENDED) != 0) {
        if ((first & 0x0F) != 0)
            return false;
        out->max_stack = second;
        out->nargs = hy_read_u8(&r);
        out->max_locals = hy_read_u8(&r);
    }
    out->code = at + (uint32_t)r.at;
    return hy_reader_ok(&r);
}

static hy_rc read_handler(hy_reading *rd, const hy_package_block *b, hy_package_handler *h)
{
    size_t at = rd->r.at;
    uint16_t start = hy_read_u16(&rd->r);
    uint16_t bits = hy_read_u16(&rd->r);
    uint16_t target = hy_read_u16(&rd->r);
    h->type = hy_read_u16(&rd->r);
    h->stop = (bits & 0x8000) != 0;
    h->start = b->start + start;
    h->end = h->start + (bits & 0x7FFF);
    h->target = b->start + target;
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    if (h->start < b->methods || h->end > b->end || h->end == h->start || h->target < b->methods ||
        h->target >= b->end)
        return hy_reading_fail(rd, at,
                               "an exception handler (%u, %u bytes, to %u) points outside "
                               "the methods",
                               start, bits & 0x7FFFu, target);
    return HY_OK;
}

static hy_rc read_block(hy_reading *rd, hy_package_block *b)
{
    void *room;
    rd->r.at = b->start;
    b->handler_count = hy_read_u8(&rd->r);
    HY_TRY(hy_reading_array(rd, b->handler_count, HANDLER_SIZE, sizeof(hy_package_handler), &room));
    hy_package_handler *handlers = (hy_package_handler *)room;
    b->methods = b->start + 1 + (uint32_t)b->handler_count * HANDLER_SIZE;
    if (b->methods > b->end)
        return hy_reading_fail(rd, b->start, "%u handlers are not there", b->handler_count);
    for (uint8_t i = 0; i < b->handler_count; i++)
        HY_TRY(read_handler(rd, b, &handlers[i]));
    b->handlers = handlers;
    return HY_OK;
}

/* Compact: one block that is everything. Extended: a table of where blocks start. */
static hy_rc place_blocks(hy_reading *rd, hy_package_block *blocks, uint8_t count)
{
    uint32_t end = (uint32_t)rd->r.v.n;
    for (uint8_t i = 0; i < count && rd->p->extended; i++)
        blocks[i].start = hy_read_u32(&rd->r);
    size_t first = rd->r.at;
    for (uint8_t i = count; i-- > 0;) {
        blocks[i].end = end;
        end = blocks[i].start;
        if (blocks[i].start >= blocks[i].end || blocks[i].end - blocks[i].start > BLOCK_MAX)
            return hy_reading_fail(rd, 0, "method block %u does not lie between its neighbours", i);
    }
    if (blocks[0].start != first)
        return hy_reading_fail(rd, 0, "the first method block starts at %u, not %zu",
                               blocks[0].start, first);
    return HY_OK;
}

hy_rc hy_package_read_method(hy_reading *rd)
{
    hy_package *p = rd->p;
    if (rd->r.v.n > INT32_MAX)
        return hy_reading_fail(rd, 0, "%zu bytes are too many", rd->r.v.n);
    uint8_t count = p->extended ? hy_read_u8(&rd->r) : 1;
    void *room;
    if (count == 0 || count != p->directory.block_count)
        return hy_reading_fail(rd, 0, "%u method blocks, but Directory says %u", count,
                               p->directory.block_count);
    HY_TRY(hy_reading_array(rd, count, p->extended ? 4 : 1, sizeof(hy_package_block), &room));
    hy_package_block *blocks = (hy_package_block *)room;
    HY_TRY(place_blocks(rd, blocks, count));
    for (uint8_t i = 0; i < count; i++)
        HY_TRY(read_block(rd, &blocks[i]));
    p->blocks = blocks;
    p->block_count = count;
    return HY_OK;
}

/* Catch types name classes of the constant pool, and never entry 0, which means any. */
hy_rc hy_package_check_handlers(hy_reading *rd)
{
    const hy_package *p = rd->p;
    for (uint8_t b = 0; b < p->block_count; b++) {
        for (uint8_t i = 0; i < p->blocks[b].handler_count; i++) {
            uint16_t type = p->blocks[b].handlers[i].type;
            if (type != 0 && (type >= p->pool_count || p->pool[type].tag != HY_POOL_CLASS))
                return hy_reading_fail(rd, p->blocks[b].start + 1 + i * (size_t)HANDLER_SIZE,
                                       "catch type %u is no class of the constant pool", type);
        }
    }
    return HY_OK;
}

/* ---- StaticField ---- */

static hy_rc read_arrays(hy_reading *rd)
{
    hy_package_statics *s = &rd->p->statics;
    void *room;
    HY_TRY(hy_reading_array(rd, s->array_count, 3, sizeof(hy_package_array), &room));
    hy_package_array *arrays = (hy_package_array *)room;
    size_t total = 0;
    for (uint16_t i = 0; i < s->array_count; i++) {
        size_t at = rd->r.at;
        arrays[i].type = hy_read_u8(&rd->r);
        arrays[i].values = hy_read_bytes(&rd->r, hy_read_u16(&rd->r));
        if (!hy_reader_ok(&rd->r))
            return hy_reading_end(rd);
        size_t element = arrays[i].type == 5 ? 4 : arrays[i].type == 4 ? 2 : 1;
        if (arrays[i].type < 2 || arrays[i].type > 5 || arrays[i].values.n % element != 0)
            return hy_reading_fail(rd, at, "array %u: type %u with %zu bytes", i, arrays[i].type,
                                   arrays[i].values.n);
        if (arrays[i].type == 5 && (rd->p->flags & HY_PACKAGE_INT) == 0)
            return hy_reading_fail(rd, at, "array %u is of int, but ACC_INT is not set", i);
        total += arrays[i].values.n;
    }
    const hy_directory *d = &rd->p->directory;
    if (s->array_count != d->array_init_count || total != d->array_init_size)
        return hy_reading_fail(rd, 4, "%u arrays with %zu bytes, but Directory says %u with %u",
                               s->array_count, total, d->array_init_count, d->array_init_size);
    s->arrays = arrays;
    return HY_OK;
}

hy_rc hy_package_read_statics(hy_reading *rd)
{
    hy_package_statics *s = &rd->p->statics;
    s->image_size = hy_read_u16(&rd->r);
    s->reference_count = hy_read_u16(&rd->r);
    s->array_count = hy_read_u16(&rd->r);
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    if (s->array_count > s->reference_count)
        return hy_reading_fail(rd, 4, "%u arrays for %u references", s->array_count,
                               s->reference_count);
    HY_TRY(read_arrays(rd));
    s->default_size = hy_read_u16(&rd->r);
    s->values = hy_read_bytes(&rd->r, hy_read_u16(&rd->r));
    HY_TRY(hy_reading_end(rd));
    size_t sum = 2 * (size_t)s->reference_count + s->default_size + s->values.n;
    if (s->image_size != sum || s->image_size != rd->p->directory.image_size)
        return hy_reading_fail(rd, 0,
                               "an image of %u bytes, but its parts have %zu and Directory says %u",
                               s->image_size, sum, rd->p->directory.image_size);
    return HY_OK;
}

/* ---- ReferenceLocation ---- */

bool hy_package_next_location(hy_reader *deltas, uint32_t *at)
{
    uint8_t delta;
    if (hy_reader_left(deltas) == 0)
        return false;
    do {
        delta = hy_read_u8(deltas);
        *at += delta;
    } while (delta == 255 && hy_reader_left(deltas) > 0);
    return true;
}

/* Sorted without repetition, and each operand of `size` bytes inside the block. */
static hy_rc read_list(hy_reading *rd, const hy_package_block *b, uint32_t size, hy_view *out)
{
    size_t start = rd->r.at;
    *out = hy_read_bytes(&rd->r, hy_read_u16(&rd->r));
    if (!hy_reader_ok(&rd->r))
        return hy_reading_end(rd);
    if (out->n > 0 && out->p[out->n - 1] == 255)
        return hy_reading_fail(rd, rd->r.at - 1, "the list ends in the middle of a step");
    hy_reader deltas = hy_reader_of(*out);
    uint32_t at = b->start;
    uint32_t before = at;
    while (hy_package_next_location(&deltas, &at)) {
        if (at == before || at + size > b->end)
            return hy_reading_fail(rd, start + 2 + deltas.at - 1, "location %u is not %s", at,
                                   at == before ? "behind the one before" : "inside Method");
        before = at;
    }
    return HY_OK;
}

hy_rc hy_package_read_locations(hy_reading *rd)
{
    hy_package *p = rd->p;
    uint8_t count = p->extended ? hy_read_u8(&rd->r) : 1;
    if (count != p->block_count)
        return hy_reading_fail(rd, 0, "%u lists for %u method blocks", count, p->block_count);
    void *room = HY_NEW_ARRAY(rd->arena, hy_package_block, count);
    if (room == NULL)
        return hy_reason_set(rd->why, HY_FAIL(MEMORY), "ReferenceLocation: no memory");
    hy_package_block *blocks = (hy_package_block *)room;
    for (uint8_t i = 0; i < count; i++) {
        blocks[i] = p->blocks[i];
        HY_TRY(read_list(rd, &blocks[i], 1, &blocks[i].locations1));
        HY_TRY(read_list(rd, &blocks[i], 2, &blocks[i].locations2));
    }
    p->blocks = blocks;
    return hy_reading_end(rd);
}
