/* What an image says of the platform it was made on: roots, packages, classes by name and fields;
   and what that is on this one. docs/formats/image.md draws it. */
#include "element/runtime/lasting.h"

#include "base/hex.h"

#include <string.h>

/* ---- written ---- */

static void write_class(hy_writer *w, const char *name, const hy_class *c)
{
    hy_write_u8(w, (uint8_t)strlen(name));
    hy_write_bytes(w, hy_view_str(name));
    hy_write_u16(w, c->words);
    for (uint16_t at = 0; at < c->words; at = (uint16_t)(at + 8)) {
        unsigned bits = 0;
        for (uint16_t i = 0; i < 8; i++)
            bits |= (unsigned)hy_class_is_reference(c, (uint16_t)(at + i)) << i;
        hy_write_u8(w, (uint8_t)bits);
    }
}

hy_rc hy_lasting_write_platform(const hy_pool *p, hy_buf *out)
{
    hy_writer w = hy_writer_of(out);
    hy_write_u16(&w, HY_ROOT_EXCEPTIONS);
    hy_write_u16(&w, HY_KNOWN_EXCEPTION_COUNT);
    hy_write_u16(&w, HY_ROOT_STATICS - HY_ROOT_ONE_SHOTS);
    hy_write_u16(&w, p->rom_count);
    for (uint16_t i = 0; i < p->rom_count; i++) {
        const hy_linked *l = p->packages[i].linked;
        hy_write_u8(&w, (uint8_t)l->id.aid.n);
        hy_write_bytes(&w, l->id.aid);
        hy_write_u8(&w, l->id.major);
        hy_write_u8(&w, l->id.minor);
        hy_write_u16(&w, l->statics.image_size);
        hy_write_u16(&w, l->statics.reference_count);
        hy_write_u16(&w, l->class_count);
        for (uint16_t k = 0; k < l->class_count; k++)
            write_class(&w, p->packages[i].classes[k], &l->classes[k]);
    }
    return w.rc;
}

/* ---- read ---- */

typedef struct reading {
    const hy_pool *pool;
    hy_reader r;
    hy_platform_map *map;
    uint16_t classes; /* so far */
    hy_reason *why;
} reading;

static hy_rc changed(reading *g, const hy_pool_package *p, const char *what)
{
    return hy_reason_set(g->why, HY_FAIL(LINK),
                         "image: made with another platform: package %s: %s; use the Hydra that "
                         "made it",
                         p->name, what);
}

static int find_class(const hy_pool_package *p, hy_view name)
{
    for (uint16_t k = 0; k < p->linked->class_count; k++)
        if (hy_view_equal(hy_view_str(p->classes[k]), name))
            return k;
    return -1;
}

/* The same words, each of them a reference where it was one. */
static hy_rc check_fields(reading *g, const hy_pool_package *p, uint16_t ordinal, uint16_t words,
                          hy_view kinds)
{
    const hy_class *c = &p->linked->classes[ordinal];
    const char *name = p->classes[ordinal];
    if (c->words != words)
        return hy_reason_set(g->why, HY_FAIL(LINK),
                             "image: made with another platform: class %s.%s: its fields had %u "
                             "bytes, now they have %u; use the Hydra that made it",
                             p->name, name, 2u * words, 2u * c->words);
    for (uint16_t i = 0; i < words; i++) {
        bool was = (kinds.p[i / 8] >> i % 8 & 1) != 0;
        if (was != hy_class_is_reference(c, i))
            return hy_reason_set(g->why, HY_FAIL(LINK),
                                 "image: made with another platform: class %s.%s: word %u of its "
                                 "fields was %s; use the Hydra that made it",
                                 p->name, name, i,
                                 was ? "a reference, now it is a number"
                                     : "a number, now it is a reference");
    }
    return HY_OK;
}

/* A class that is no more matters only where something is an instance of it. */
static hy_rc read_class(reading *g, const hy_pool_package *p)
{
    hy_view name = hy_read_bytes(&g->r, hy_read_u8(&g->r));
    uint16_t words = hy_read_u16(&g->r);
    hy_view kinds = hy_read_bytes(&g->r, (words + 7u) / 8);
    HY_ENSURE(hy_reader_ok(&g->r) && g->classes < HY_PLATFORM_CLASSES, FORMAT);
    int ordinal = find_class(p, name);
    g->map->name[g->classes] = name;
    g->map->class_of[g->classes++] = ordinal < 0 ? HY_CLASS_GONE : (uint16_t)ordinal;
    return ordinal < 0 ? HY_OK : check_fields(g, p, (uint16_t)ordinal, words, kinds);
}

static hy_rc read_package(reading *g, uint16_t number)
{
    char hex[2 * 16 + 1];
    hy_view aid = hy_read_bytes(&g->r, hy_read_u8(&g->r));
    uint8_t major = hy_read_u8(&g->r);
    uint8_t minor = hy_read_u8(&g->r);
    uint16_t statics = hy_read_u16(&g->r);
    uint16_t references = hy_read_u16(&g->r);
    uint16_t count = hy_read_u16(&g->r);
    HY_ENSURE(hy_reader_ok(&g->r) && aid.n >= 5 && aid.n <= 16, FORMAT);
    int now = hy_pool_find_rom(g->pool, aid);
    if (now < 0)
        return hy_reason_set(g->why, HY_FAIL(LINK),
                             "image: made with another platform: this one has no package %s; use "
                             "the Hydra that made it",
                             hy_hex_encode(aid, hex, sizeof hex));
    const hy_pool_package *p = &g->pool->packages[now];
    const hy_linked *l = p->linked;
    if (major != l->id.major || minor > l->id.minor)
        return changed(g, p, "its version is older, or does not suit");
    if (statics != l->statics.image_size || references != l->statics.reference_count)
        return changed(g, p, "its static fields changed");
    g->map->package[number] = (uint8_t)now;
    g->map->first[number] = g->classes;
    g->map->count[number] = count;
    for (uint16_t k = 0; k < count; k++)
        HY_TRY(read_class(g, p));
    return HY_OK;
}

static hy_rc read_all(reading *g)
{
    hy_platform_map *m = g->map;
    m->fixed = hy_read_u16(&g->r);
    m->exceptions = hy_read_u16(&g->r);
    m->one_shots = hy_read_u16(&g->r);
    m->packages = hy_read_u16(&g->r);
    HY_ENSURE(m->packages < HY_PACKAGES_MAX && m->fixed > HY_ROOT_SCRATCH, FORMAT);
    if (m->fixed > HY_ROOT_EXCEPTIONS)
        return hy_reason_set(g->why, HY_FAIL(LINK),
                             "image: made with a newer platform: the element has objects that this "
                             "one does not know; use the Hydra that made it");
    for (uint16_t i = 0; i < m->packages; i++)
        HY_TRY(read_package(g, i));
    HY_ENSURE(hy_reader_done(&g->r), FORMAT);
    return HY_OK;
}

hy_rc hy_lasting_read_platform(const hy_pool *p, hy_view item, hy_platform_map *out, hy_reason *why)
{
    reading g = {.pool = p, .r = hy_reader_of(item), .map = out, .why = why};
    hy_rc rc = read_all(&g);
    return rc.code == HY_E_FORMAT ? hy_reason_set(why, rc, "image: platform: damaged") : rc;
}
