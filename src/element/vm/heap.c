/* The heap: creation, transactions, clearing of transient memory. */
#include "element/vm/heap.h"

#include <string.h>

_Static_assert(sizeof(hy_object) == HY_HEAP_HANDLE, "the handle table is as drawn");

enum { BLOCK_MIN = 64 };

/* The block's first bytes. */
typedef struct header {
    uint32_t top;     /* where the next body goes */
    uint32_t used[3]; /* by lifetime: bytes of the transient areas; [PERSISTENT] unused */
    uint32_t count;   /* references made */
    uint32_t free;    /* first free reference, 0 none */
} header;

_Static_assert(sizeof(header) <= HY_HEAP_HEADER, "the header has its place");

static header *header_of(const hy_heap *h)
{
    return (header *)(void *)h->memory.base;
}

static uint32_t rounded(uint32_t n)
{
    return (n + 3) / 4 * 4;
}

uint32_t hy_heap_size_of(hy_shape shape, uint16_t length)
{
    switch (shape) {
    case HY_SHAPE_BOOLEANS:
    case HY_SHAPE_BYTES:
        return length;
    case HY_SHAPE_INTS:
        return length * 4u;
    default:
        return length * 2u;
    }
}

hy_rc hy_heap_format(hy_heap *h, uint8_t *block, uint32_t size, uint8_t *reset, uint32_t reset_size,
                     uint8_t *deselect, uint32_t deselect_size)
{
    HY_ENSURE(size >= BLOCK_MIN && (uintptr_t)block % 4 == 0, ARGUMENT);
    uint32_t whole = size / 16 * 16; /* the handle table ends aligned */
    *h = (hy_heap){
        .memory = hy_memory_of(block, whole),
        .area = {block, reset, deselect},
        .area_size = {whole, reset_size, deselect_size},
    };
    *header_of(h) = (header){.top = HY_HEAP_HEADER};
    return HY_OK;
}

uint32_t hy_heap_count(const hy_heap *h)
{
    return header_of(h)->count;
}

hy_object *hy_heap_object(const hy_heap *h, hy_reference r)
{
    if (r == 0 || r > header_of(h)->count)
        return NULL;
    hy_object *o = hy_heap_entry(h, r);
    return o->shape == HY_SHAPE_FREE ? NULL : o;
}

static uint32_t table_start(const hy_heap *h)
{
    return h->memory.size - header_of(h)->count * (uint32_t)sizeof(hy_object);
}

uint32_t hy_heap_top(const hy_heap *h)
{
    return header_of(h)->top;
}

uint32_t hy_heap_table(const hy_heap *h)
{
    return table_start(h);
}

/* Views have no body; what they see is looked at when they are used. */
static bool is_transient_sound(const hy_heap *h, const hy_object *o)
{
    uint32_t used = header_of(h)->used[o->lifetime];
    uint32_t size = rounded(hy_heap_size_of((hy_shape)o->shape, o->length));
    return o->place % 4 == 0 && o->place <= used && size <= used - o->place;
}

static bool is_entry_sound(const hy_heap *h, const hy_object *o)
{
    if (o->shape > HY_SHAPE_REFERENCES || o->lifetime > HY_TRANSIENT_DESELECT ||
        o->openness > HY_PERMANENT)
        return false;
    return o->shape == HY_SHAPE_FREE || o->viewed != 0 || o->lifetime == HY_PERSISTENT ||
           is_transient_sound(h, o);
}

static bool has_persistent_body(const hy_object *o)
{
    return o->shape != HY_SHAPE_FREE && o->viewed == 0 && o->lifetime == HY_PERSISTENT;
}

/* The bodies fill the block up to the top, and each is that of the object in front of it. */
static bool are_bodies_sound(const hy_heap *h, uint32_t bodies)
{
    const header *d = header_of(h);
    uint32_t at = HY_HEAP_HEADER;
    for (; at < d->top && d->top - at >= HY_HEAP_PREFIX; bodies--) {
        uint32_t r = hy_memory_get32(&h->memory, at);
        if (r == 0 || r > d->count || bodies == 0)
            return false;
        const hy_object *o = hy_heap_entry(h, (hy_reference)r);
        uint32_t size = rounded(hy_heap_size_of((hy_shape)o->shape, o->length));
        at += HY_HEAP_PREFIX;
        if (!has_persistent_body(o) || o->place != at || size > d->top - at)
            return false;
        at += size;
    }
    return at == d->top && bodies == 0;
}

static bool are_free_references_sound(const hy_heap *h, uint32_t count)
{
    uint32_t r = header_of(h)->free;
    for (; r != 0 && r <= header_of(h)->count && count > 0; count--) {
        const hy_object *o = hy_heap_entry(h, (hy_reference)r);
        if (o->shape != HY_SHAPE_FREE)
            return false;
        r = o->place;
    }
    return r == 0 && count == 0;
}

static bool are_counters_sound(const hy_heap *h)
{
    const header *d = header_of(h);
    bool sound = d->count <= HY_HEAP_OBJECTS_MAX &&
                 d->count * sizeof(hy_object) <= h->memory.size && d->top >= HY_HEAP_HEADER &&
                 d->top % 4 == 0 && d->top <= table_start(h);
    for (int i = HY_TRANSIENT_RESET; i <= HY_TRANSIENT_DESELECT; i++)
        sound = sound && d->used[i] <= h->area_size[i] && d->used[i] % 4 == 0;
    return sound;
}

bool hy_heap_is_sound(const hy_heap *h)
{
    uint32_t bodies = 0;
    uint32_t unused = 0;
    if (!are_counters_sound(h))
        return false;
    for (uint32_t r = 1; r <= header_of(h)->count; r++) {
        const hy_object *o = hy_heap_entry(h, (hy_reference)r);
        if (!is_entry_sound(h, o))
            return false;
        bodies += has_persistent_body(o);
        unused += o->shape == HY_SHAPE_FREE;
    }
    return are_bodies_sound(h, bodies) && are_free_references_sound(h, unused);
}

uint32_t hy_heap_left(const hy_heap *h, hy_lifetime lifetime)
{
    const header *d = header_of(h);
    if (lifetime != HY_PERSISTENT)
        return h->area_size[lifetime] - d->used[lifetime];
    return table_start(h) - d->top;
}

/* The log needs the header once in each transaction; what lies above its counters need not be kept,
   since nothing looks there. */
static hy_rc keep_header(hy_heap *h)
{
    if (h->memory.undo == NULL || h->header_kept)
        return HY_OK;
    HY_TRY(hy_memory_keep(&h->memory, 0, sizeof(header)));
    h->header_kept = true;
    return HY_OK;
}

/* Freed references are used again outside transactions only: an abort would have to free them. */
static bool takes_free_reference(const hy_heap *h)
{
    return header_of(h)->free != 0 && h->memory.undo == NULL;
}

static bool fits(const hy_heap *h, hy_lifetime lifetime, uint32_t size)
{
    bool reuses = takes_free_reference(h);
    if (!reuses && header_of(h)->count >= HY_HEAP_OBJECTS_MAX)
        return false;
    uint32_t persistent = (lifetime == HY_PERSISTENT ? HY_HEAP_PREFIX + size : 0) +
                          (reuses ? 0 : (uint32_t)sizeof(hy_object));
    if (lifetime != HY_PERSISTENT && size > hy_heap_left(h, lifetime))
        return false;
    return persistent <= hy_heap_left(h, HY_PERSISTENT);
}

static hy_reference take_reference(hy_heap *h)
{
    header *d = header_of(h);
    if (!takes_free_reference(h))
        return (hy_reference)++d->count;
    hy_reference r = (hy_reference)d->free;
    d->free = hy_heap_entry(h, r)->place;
    return r;
}

/* Gives the body its place and clears it. */
static uint32_t take_body(hy_heap *h, hy_lifetime lifetime, uint32_t size, hy_reference r)
{
    header *d = header_of(h);
    uint32_t place;
    if (lifetime == HY_PERSISTENT) {
        uint32_t prefix = r;
        memcpy(h->memory.base + d->top, &prefix, sizeof prefix);
        place = d->top + HY_HEAP_PREFIX;
        d->top = place + size;
    } else {
        place = d->used[lifetime];
        d->used[lifetime] += size;
    }
    if (size > 0)
        memset(h->area[lifetime] + place, 0, size);
    return place;
}

hy_rc hy_heap_new(hy_heap *h, const hy_object_spec *spec, hy_reference *out)
{
    uint32_t size = rounded(hy_heap_size_of(spec->shape, spec->length));
    HY_ENSURE(fits(h, spec->lifetime, size), LIMIT);
    HY_TRY(keep_header(h));
    hy_reference r = take_reference(h);
    *hy_heap_entry(h, r) = (hy_object){
        .place = take_body(h, spec->lifetime, size, r),
        .length = spec->length,
        .class_of = spec->class_of,
        .package = spec->package,
        .shape = (uint8_t)spec->shape,
        .lifetime = (uint8_t)spec->lifetime,
        .openness = (uint8_t)spec->openness,
        .context = spec->context,
        .owner = spec->owner,
    };
    *out = r;
    return HY_OK;
}

void hy_heap_exchange(hy_heap *h, hy_reference a, hy_reference b)
{
    hy_object *first = hy_heap_entry(h, a);
    hy_object *second = hy_heap_entry(h, b);
    const hy_object before = *first;
    const uint32_t prefix[2] = {a, b};
    first->place = second->place;
    first->length = second->length;
    second->place = before.place;
    second->length = before.length;
    memcpy(h->memory.base + first->place - HY_HEAP_PREFIX, &prefix[0], HY_HEAP_PREFIX);
    memcpy(h->memory.base + second->place - HY_HEAP_PREFIX, &prefix[1], HY_HEAP_PREFIX);
}

hy_rc hy_heap_keep(hy_heap *h, const hy_object *o, uint32_t at, uint32_t n)
{
    return o->lifetime == HY_PERSISTENT ? hy_memory_keep(&h->memory, o->place + at, n) : HY_OK;
}

/* ---- transactions ---- */

hy_rc hy_heap_begin(hy_heap *h, hy_undo *undo)
{
    HY_TRY(hy_memory_begin(&h->memory, undo));
    h->header_kept = false;
    return HY_OK;
}

hy_rc hy_heap_commit(hy_heap *h)
{
    return hy_memory_commit(&h->memory);
}

/* Transient contents are not rolled back, so they may name objects that are no more. */
static void drop_dead_references(hy_heap *h, const hy_object *o, uint32_t count)
{
    uint8_t *body = hy_heap_body(h, o);
    for (uint32_t i = 0; i < o->length; i++) {
        hy_reference r;
        memcpy(&r, body + (size_t)2 * i, sizeof r);
        if (r > count)
            memset(body + (size_t)2 * i, 0, sizeof r);
    }
}

hy_rc hy_heap_abort(hy_heap *h)
{
    uint32_t made = hy_heap_count(h);
    HY_TRY(hy_memory_abort(&h->memory));
    uint32_t count = hy_heap_count(h);
    for (uint32_t r = 1; made != count && r <= count; r++) {
        const hy_object *o = hy_heap_object(h, (hy_reference)r);
        if (o != NULL && o->shape == HY_SHAPE_REFERENCES && o->lifetime != HY_PERSISTENT &&
            o->viewed == 0)
            drop_dead_references(h, o, count);
    }
    return HY_OK;
}

/* ---- transient memory ---- */

static void free_reference(hy_heap *h, hy_reference r)
{
    header *d = header_of(h);
    *hy_heap_entry(h, r) = (hy_object){.place = d->free};
    d->free = r;
}

/* Views end with the session (JCSystem.makeArrayView). */
static void free_views(hy_heap *h)
{
    for (uint32_t r = 1; r <= hy_heap_count(h); r++) {
        const hy_object *o = hy_heap_object(h, (hy_reference)r);
        if (o != NULL && o->viewed != 0)
            free_reference(h, (hy_reference)r);
    }
}

/* Areas are clean when they are lent, so that what was never used need not be touched. */
void hy_heap_clear_on_reset(hy_heap *h)
{
    for (int lifetime = HY_TRANSIENT_RESET; lifetime <= HY_TRANSIENT_DESELECT; lifetime++)
        if (header_of(h)->used[lifetime] > 0)
            memset(h->area[lifetime], 0, header_of(h)->used[lifetime]);
    free_views(h);
}

void hy_heap_clear_on_deselect(hy_heap *h, uint8_t context)
{
    if (header_of(h)->used[HY_TRANSIENT_DESELECT] == 0)
        return;
    for (uint32_t r = 1; r <= hy_heap_count(h); r++) {
        const hy_object *o = hy_heap_object(h, (hy_reference)r);
        if (o != NULL && o->lifetime == HY_TRANSIENT_DESELECT && o->context == context)
            memset(hy_heap_body(h, o), 0, hy_heap_size_of(o->shape, o->length));
    }
}

/* ---- garbage ---- */

bool hy_heap_is_marked(const hy_mark *m, hy_reference r)
{
    return (m->marked[r / 8] >> r % 8 & 1) != 0;
}

static void mark_one(hy_mark *m, hy_reference r)
{
    if (hy_heap_object(m->heap, r) == NULL || hy_heap_is_marked(m, r))
        return;
    m->marked[r / 8] = (uint8_t)(m->marked[r / 8] | 1u << r % 8);
    m->waiting[m->waiting_count++] = r;
}

static void mark_inside(hy_mark *m, const hy_object *o)
{
    mark_one(m, o->viewed);
    if (o->viewed != 0)
        return;
    if (o->shape != HY_SHAPE_INSTANCE && o->shape != HY_SHAPE_REFERENCES)
        return;
    const uint8_t *body = hy_heap_body(m->heap, o);
    for (uint16_t i = 0; i < o->length; i++) {
        if (o->shape == HY_SHAPE_INSTANCE &&
            !m->is_reference(m->context, o->package, o->class_of, i))
            continue;
        hy_reference r;
        memcpy(&r, body + (size_t)2 * i, sizeof r);
        mark_one(m, r);
    }
}

void hy_heap_mark(hy_mark *m, hy_reference r)
{
    mark_one(m, r);
    while (m->waiting_count > 0)
        mark_inside(m, hy_heap_entry(m->heap, m->waiting[--m->waiting_count]));
}

/* Slides the bodies that stay down over those that go; the prefixes say whose each body is. */
static void close_gaps(hy_mark *m)
{
    hy_heap *h = m->heap;
    header *d = header_of(h);
    uint32_t to = HY_HEAP_HEADER;
    for (uint32_t from = HY_HEAP_HEADER; from < d->top;) {
        uint32_t prefix;
        memcpy(&prefix, h->memory.base + from, sizeof prefix);
        hy_object *o = hy_heap_entry(h, (hy_reference)prefix);
        uint32_t whole = HY_HEAP_PREFIX + rounded(hy_heap_size_of(o->shape, o->length));
        if (hy_heap_is_marked(m, (hy_reference)prefix)) {
            memmove(h->memory.base + to, h->memory.base + from, whole);
            o->place = to + HY_HEAP_PREFIX;
            to += whole;
        }
        from += whole;
    }
    d->top = to;
}

/* Views have none: what they show is their array's. */
static bool has_body(const hy_object *o)
{
    return o->length > 0 && o->viewed == 0;
}

/* The next object of an area at or above `from`, by place: transient areas have no prefixes, since
   their bodies are few. NULL when there is none. */
static hy_object *lowest_from(hy_heap *h, hy_lifetime lifetime, uint32_t from)
{
    hy_object *lowest = NULL;
    for (uint32_t r = 1; r <= hy_heap_count(h); r++) {
        hy_object *o = hy_heap_object(h, (hy_reference)r);
        if (o != NULL && o->lifetime == lifetime && has_body(o) && o->place >= from &&
            (lowest == NULL || o->place < lowest->place))
            lowest = o;
    }
    return lowest;
}

static void close_transient_gaps(hy_heap *h, hy_lifetime lifetime)
{
    uint32_t to = 0;
    uint32_t from = 0;
    for (hy_object *o; (o = lowest_from(h, lifetime, from)) != NULL;) {
        uint32_t size = rounded(hy_heap_size_of(o->shape, o->length));
        from = o->place + size;
        memmove(h->area[lifetime] + to, h->area[lifetime] + o->place, size);
        o->place = to;
        to += size;
    }
    header_of(h)->used[lifetime] = to;
}

hy_rc hy_heap_sweep(hy_mark *m)
{
    hy_heap *h = m->heap;
    HY_ENSURE(h->memory.undo == NULL, STATE);
    close_gaps(m);
    for (uint32_t r = 1; r <= hy_heap_count(h); r++)
        if (hy_heap_object(h, (hy_reference)r) != NULL && !hy_heap_is_marked(m, (hy_reference)r))
            free_reference(h, (hy_reference)r);
    close_transient_gaps(h, HY_TRANSIENT_RESET);
    close_transient_gaps(h, HY_TRANSIENT_DESELECT);
    return HY_OK;
}
