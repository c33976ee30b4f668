/* Numbers of packages and classes in an element's memory, changed to those of this platform; and
   the roots, put where this build has them. */
#include "element/runtime/lasting.h"

#include <string.h>

typedef struct mapping {
    hy_element *e;
    const hy_platform_map *map;
    hy_reason *why;
} mapping;

/* Loaded packages are numbered behind the platform's. */
static uint8_t number_of(const mapping *g, uint8_t then)
{
    if (then < g->map->packages)
        return g->map->package[then];
    return (uint8_t)(then - g->map->packages + g->e->pool->rom_count);
}

/* ---- objects ---- */

static hy_rc map_class(const mapping *g, hy_object *o)
{
    const hy_platform_map *m = g->map;
    if (o->package >= m->packages || o->class_of == HY_CLASS_STATICS)
        return HY_OK;
    HY_ENSURE(o->class_of < m->count[o->package], FORMAT);
    uint16_t at = (uint16_t)(m->first[o->package] + o->class_of);
    o->class_of = m->class_of[at];
    if (o->class_of != HY_CLASS_GONE)
        return HY_OK;
    return hy_reason_set(g->why, HY_FAIL(LINK),
                         "image: made with another platform: the element has an object of class "
                         "%s.%.*s, which is no more; use the Hydra that made it",
                         g->e->pool->packages[m->package[o->package]].name, (int)m->name[at].n,
                         (const char *)m->name[at].p);
}

static hy_rc map_objects(const mapping *g)
{
    const hy_heap *h = &g->e->heap;
    for (uint32_t r = 1; r <= hy_heap_count(h); r++) {
        hy_object *o = hy_heap_object(h, (hy_reference)r);
        if (o == NULL)
            continue;
        if (o->context != HY_SYSTEM)
            o->context = number_of(g, o->context);
        if (o->shape != HY_SHAPE_INSTANCE && o->shape != HY_SHAPE_REFERENCES)
            continue;
        HY_TRY(map_class(g, o));
        o->package = number_of(g, o->package);
    }
    return HY_OK;
}

static void map_instances(const mapping *g)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(g->e); n++) {
        hy_instance *i = hy_registry_instance(g->e, (uint8_t)n);
        if (i != NULL)
            i->package = number_of(g, i->package);
    }
}

/* ---- roots ---- */

enum { ROOTS_MAX = HY_ROOT_STATICS + 2 * HY_PACKAGES_MAX };

typedef struct roots {
    hy_reference at[ROOTS_MAX];
    uint32_t count;
} roots;

/* Objects of known classes are found by their class: their numbers are this platform's already. */
static bool is_known(const mapping *g, hy_reference r, hy_known known)
{
    const hy_object *o = hy_heap_object(&g->e->heap, r);
    return o != NULL && o->shape == HY_SHAPE_INSTANCE &&
           o->package == hy_element_known_package(g->e, known) &&
           o->class_of == g->e->pool->known[known]->ordinal;
}

static void map_exceptions(const mapping *g, const roots *then, roots *now)
{
    const hy_reference *from = then->at + g->map->fixed;
    for (uint32_t k = 0; k < HY_KNOWN_EXCEPTION_COUNT; k++)
        for (uint16_t i = 0; i < g->map->exceptions; i++)
            if (is_known(g, from[i], (hy_known)k))
                now->at[HY_ROOT_EXCEPTIONS + k] = from[i];
}

static void map_one_shots(const mapping *g, const roots *then, roots *now)
{
    const hy_reference *from = then->at + g->map->fixed + g->map->exceptions;
    for (uint32_t c = 0; c < HY_ONE_SHOT_CLASSES; c++) {
        hy_reference *to = now->at + HY_ROOT_ONE_SHOTS + (size_t)HY_ONE_SHOTS * c;
        uint32_t found = 0;
        for (uint16_t i = 0; i < g->map->one_shots && found < HY_ONE_SHOTS; i++)
            if (is_known(g, from[i], (hy_known)(HY_KNOWN_ONE_SHOT_FIRST + c)))
                to[found++] = from[i];
    }
}

static void map_statics(const mapping *g, const roots *then, roots *now)
{
    const hy_reference *from = then->at + (then->count - g->map->packages);
    for (uint16_t i = 0; i < g->map->packages; i++)
        now->at[HY_ROOT_STATICS + g->map->package[i]] = from[i];
}

static hy_rc resize_roots(const mapping *g, uint32_t count)
{
    hy_heap *h = &g->e->heap;
    const hy_object *o = hy_heap_object(h, HY_ROOT_OBJECT);
    hy_reference r;
    if (o->length == count)
        return HY_OK;
    const hy_object_spec spec = {
        .shape = HY_SHAPE_REFERENCES,
        .length = (uint16_t)count,
        .class_of = o->class_of,
        .package = o->package,
    };
    HY_TRY(hy_heap_new(h, &spec, &r));
    hy_heap_exchange(h, HY_ROOT_OBJECT, r);
    g->e->deletion_requested = true; /* the collector takes the old array */
    return HY_OK;
}

static hy_rc map_roots(const mapping *g)
{
    const hy_heap *h = &g->e->heap;
    roots then = {.count = hy_lasting_roots(g->map)};
    roots now = {.count = (uint32_t)HY_ROOT_STATICS + g->e->pool->rom_count};
    HY_ENSURE(then.count <= ROOTS_MAX, FORMAT);
    memcpy(then.at, hy_heap_body(h, hy_heap_object(h, HY_ROOT_OBJECT)),
           then.count * sizeof *then.at);
    memcpy(now.at, then.at, g->map->fixed * sizeof *now.at);
    map_exceptions(g, &then, &now);
    map_one_shots(g, &then, &now);
    map_statics(g, &then, &now);
    HY_TRY(resize_roots(g, now.count));
    memcpy(hy_heap_body(h, hy_heap_object(h, HY_ROOT_OBJECT)), now.at, now.count * sizeof *now.at);
    return hy_element_make_objects(g->e);
}

/* ---- all ---- */

hy_rc hy_lasting_map(hy_element *e, const hy_platform_map *m, hy_reason *why)
{
    const mapping g = {e, m, why};
    uint32_t loaded = hy_registry_package_end(e) - e->pool->rom_count;
    if (loaded + e->pool->rom_count > HY_PACKAGES_MAX)
        return hy_reason_set(why, HY_FAIL(LIMIT),
                             "image: made with another platform: with this one the element would "
                             "have more than %u packages; use the Hydra that made it",
                             HY_PACKAGES_MAX);
    hy_heap_clear_on_reset(&e->heap); /* no view keeps a number */
    HY_TRY(map_objects(&g));
    map_instances(&g);
    hy_rc rc = map_roots(&g);
    return hy_ok(rc) ? rc
                     : hy_reason_set(why, rc,
                                     "image: made with another platform, and the element has no "
                                     "memory for the new objects of this one; use the Hydra that "
                                     "made it");
}
