/* Loading: the pool reads, verifies and links; the element gives a number, static fields, a place
   in the registry. */
#include "element/runtime/load.h"

#include "base/hex.h"
#include "element/runtime/gc.h"
#include "element/runtime/lasting.h"
#include "element/runtime/workspace.h"

#include <string.h>

/* ---- static fields ---- */

static hy_shape shape_of(uint8_t type)
{
    switch (type) {
    case HY_TYPE_BOOLEAN:
        return HY_SHAPE_BOOLEANS;
    case HY_TYPE_SHORT:
        return HY_SHAPE_SHORTS;
    case HY_TYPE_INT:
        return HY_SHAPE_INTS;
    default:
        return HY_SHAPE_BYTES;
    }
}

/* From the CAP's byte order to the machine's own. */
static void fill_array(uint8_t *body, hy_shape shape, hy_view values)
{
    hy_reader r = hy_reader_of(values);
    uint32_t size = hy_heap_size_of(shape, 1);
    for (uint32_t at = 0; at + size <= values.n; at += size) {
        uint16_t half;
        uint32_t whole;
        if (size == 1) {
            body[at] = hy_read_u8(&r);
        } else if (size == 2) {
            half = hy_read_u16(&r);
            memcpy(body + at, &half, size);
        } else {
            whole = hy_read_u32(&r);
            memcpy(body + at, &whole, size);
        }
    }
}

/* An array that a static field starts with belongs to the package's context; of a library, which
   has none, it is open to all. */
static hy_rc new_array(hy_element *e, uint8_t number, const hy_linked *l,
                       const hy_package_array *from, hy_reference *out)
{
    hy_shape shape = shape_of(from->type);
    const hy_object_spec spec = {
        .shape = shape,
        .openness = l->has_context ? HY_OWNED : HY_PERMANENT,
        .length = (uint16_t)(from->values.n / hy_heap_size_of(shape, 1)),
        .context = l->has_context ? number : HY_SYSTEM,
    };
    HY_TRY(hy_heap_new(&e->heap, &spec, out));
    fill_array(hy_heap_body(&e->heap, hy_heap_object(&e->heap, *out)), shape, from->values);
    return HY_OK;
}

hy_rc hy_load_statics(hy_element *e, uint8_t number, const hy_linked *l, hy_reference *out)
{
    const hy_package_statics *s = &l->statics;
    *out = 0;
    if (s->image_size == 0)
        return HY_OK;
    const hy_object_spec spec = {
        .shape = HY_SHAPE_INSTANCE,
        .length = (uint16_t)((s->image_size + 1u) / 2),
        .class_of = HY_CLASS_STATICS,
        .package = number,
        .context = l->has_context ? number : HY_SYSTEM,
    };
    HY_TRY(hy_heap_new(&e->heap, &spec, out));
    for (uint16_t i = 0; i < s->array_count; i++) {
        hy_reference array;
        HY_TRY(new_array(e, number, l, &s->arrays[i], &array));
        uint8_t *body = hy_heap_body(&e->heap, hy_heap_object(&e->heap, *out));
        memcpy(body + (size_t)2 * i, &array, sizeof array);
    }
    uint8_t *body = hy_heap_body(&e->heap, hy_heap_object(&e->heap, *out));
    size_t at = (size_t)s->reference_count * 2 + s->default_size;
    if (s->values.n > 0 && at + s->values.n <= s->image_size)
        memcpy(body + at, s->values.p, s->values.n);
    return HY_OK;
}

/* ---- packages ---- */

/* The element's number of a linked package, or -1. */
static int number_of(const hy_element *e, const hy_linked *l)
{
    for (uint32_t n = 0; n < hy_registry_package_end(e); n++) {
        const hy_pool_package *p = hy_registry_pooled(e, (uint8_t)n);
        if (p != NULL && p->linked == l)
            return (int)n;
    }
    return -1;
}

/* Which packages a load file may import: those of the element that are open to it. */
static int find_import(void *context, hy_view aid)
{
    const hy_element *e = context;
    int number = hy_registry_find_package(e, aid);
    if (number < 0)
        return -1;
    const hy_pool_package *p = hy_registry_pooled(e, (uint8_t)number);
    return p->closed ? -1 : (int)(p - e->pool->packages);
}

static hy_rc find_homes(const hy_element *e, uint8_t number, const hy_linked *l, uint8_t *homes)
{
    homes[0] = number;
    for (uint8_t i = 1; i < l->home_count; i++) {
        int home = number_of(e, l->homes[i]);
        HY_ENSURE(home >= 0, LINK);
        homes[i] = (uint8_t)home;
    }
    return HY_OK;
}

static hy_rc new_homes(hy_element *e, uint8_t number, const hy_linked *l, hy_reference *out)
{
    const hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = l->home_count};
    HY_TRY(hy_heap_new(&e->heap, &spec, out));
    return find_homes(e, number, l, hy_heap_body(&e->heap, hy_heap_object(&e->heap, *out)));
}

/* The linker may have found other homes for what is inherited of the platform. */
hy_rc hy_load_renew_homes(hy_element *e, uint8_t number)
{
    uint8_t homes[UINT8_MAX];
    hy_reference r;
    const hy_linked *l = hy_registry_pooled(e, number)->linked;
    const hy_object *o = hy_heap_object(&e->heap, hy_registry_package(e, number)->homes);
    HY_TRY(find_homes(e, number, l, homes));
    if (o != NULL && o->length == l->home_count) {
        memcpy(hy_heap_body(&e->heap, o), homes, l->home_count);
        return HY_OK;
    }
    HY_TRY(new_homes(e, number, l, &r));
    hy_registry_package(e, number)->homes = r;
    return HY_OK;
}

static hy_rc check_new(const hy_element *e, const hy_linked *l, hy_reason *why)
{
    bool there = hy_registry_find_package(e, l->id.aid) >= 0;
    for (uint8_t i = 0; i < l->member_count; i++)
        there = there || hy_registry_find_package(e, l->members[i].id.aid) >= 0;
    if (!there && hy_registry_find_instance(e, l->id.aid) == 0)
        return HY_OK;
    char hex[2 * 16 + 1];
    return hy_reason_set(why, HY_FAIL(EXISTS), "%s is there already; delete it first",
                         hy_hex_encode(l->id.aid, hex, sizeof hex));
}

static hy_rc add(hy_element *e, uint32_t pooled, uint8_t domain, uint8_t *number)
{
    const hy_linked *l = e->pool->packages[pooled].linked;
    hy_reference statics;
    hy_reference homes;
    HY_TRY(hy_registry_add_package(e, number));
    HY_TRY(hy_load_statics(e, *number, l, &statics));
    HY_TRY(new_homes(e, *number, l, &homes));
    *hy_registry_reserved_package(e, *number) = (hy_package_record){
        .life = HY_LIFE_LOADED,
        .domain = domain,
        .pooled = pooled,
        .statics = statics,
        .homes = homes,
    };
    return HY_OK;
}

hy_rc hy_load_package(hy_workspace *w, hy_view load_file, uint8_t domain, uint8_t *number,
                      hy_reason *why)
{
    hy_element *e = w->element;
    uint32_t pooled;
    const hy_pool_source source = {e, find_import};
    HY_TRY(hy_pool_add(e->pool, load_file, &source, e->config.require_descriptor, &pooled, why));
    HY_TRY(check_new(e, e->pool->packages[pooled].linked, why));
    hy_rc rc = add(e, pooled, domain, number);
    hy_workspace_number(w);
    if (hy_ok(rc))
        return rc;
    hy_gc_collect(w);
    return hy_reason_set(why, rc, "the element has no memory for the package");
}

hy_rc hy_element_load(hy_element *element, hy_workspace *work, hy_view load_file, hy_reason *why)
{
    uint8_t number;
    if (element->mute)
        return hy_reason_set(why, HY_FAIL(STATE), "the element is mute");
    hy_workspace_enter(work, element);
    hy_rc rc = hy_load_package(work, load_file, 0, &number, why);
    hy_rc lasts = hy_lasting_settle(element, why);
    hy_workspace_leave(work);
    return hy_ok(lasts) ? rc : lasts;
}
