/* Whether memory that an image gave is an element's: its roots, its registry, the classes of its
   objects. What is behind an authentic image was written by this code; this is the second look. */
#include "element/runtime/lasting.h"

#include <stddef.h>

enum { INSTANCES_MAX = 255 };

static bool is_bytes(const hy_element *e, hy_reference r)
{
    const hy_object *o = hy_heap_object(&e->heap, r);
    return o != NULL && o->shape == HY_SHAPE_BYTES && o->viewed == 0;
}

static bool is_bytes_or_null(const hy_element *e, hy_reference r)
{
    return r == 0 || is_bytes(e, r);
}

static bool is_instance_or_null(const hy_element *e, hy_reference r)
{
    const hy_object *o = hy_heap_object(&e->heap, r);
    return r == 0 || (o != NULL && o->shape == HY_SHAPE_INSTANCE);
}

/* ---- roots ---- */

static bool are_roots_sound(const hy_element *e, uint32_t count)
{
    const hy_object *o = hy_heap_object(&e->heap, HY_ROOT_OBJECT);
    if (o == NULL || o->shape != HY_SHAPE_REFERENCES || o->lifetime != HY_PERSISTENT ||
        o->viewed != 0 || o->length != count)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        hy_reference r = hy_element_root(e, i);
        if (r != 0 && hy_heap_object(&e->heap, r) == NULL)
            return false;
    }
    return true;
}

static bool is_table(const hy_element *e, hy_root root)
{
    const hy_object *o = hy_heap_object(&e->heap, hy_element_root(e, root));
    return is_bytes(e, hy_element_root(e, root)) && o->lifetime == HY_PERSISTENT;
}

static bool is_global(const hy_element *e, hy_root root, uint32_t length)
{
    const hy_object *o = hy_heap_object(&e->heap, hy_element_root(e, root));
    return is_bytes(e, hy_element_root(e, root)) && o->length == length && o->openness == HY_GLOBAL;
}

static bool are_tables_sound(const hy_element *e)
{
    return is_table(e, HY_ROOT_CARD) && is_table(e, HY_ROOT_PACKAGES) &&
           is_table(e, HY_ROOT_INSTANCES) && hy_registry_card(e) != NULL &&
           is_global(e, HY_ROOT_BUFFER, e->config.apdu_buffer) &&
           is_global(e, HY_ROOT_SCRATCH, HY_SCRATCH_LENGTH);
}

/* ---- the registry ---- */

static bool is_known_instance(const hy_element *e, uint8_t number)
{
    return number == 0 || hy_registry_instance(e, number) != NULL;
}

static bool is_record_sound(const hy_element *e, const hy_package_record *r)
{
    return is_known_instance(e, r->domain) && is_instance_or_null(e, r->statics) &&
           is_bytes(e, r->homes);
}

static bool is_row_sound(const hy_element *e, const hy_instance *i)
{
    uint8_t is_domain; /* another byte than 0 and 1 is no bool */
    __builtin_memcpy(&is_domain, (const uint8_t *)i + offsetof(hy_instance, is_domain), 1);
    return is_domain <= 1 && i->aid.length >= 5 && i->aid.length <= sizeof i->aid.bytes &&
           i->implicit_count <= HY_IMPLICIT_MAX && i->service_count <= HY_SERVICES_MAX &&
           is_known_instance(e, i->domain) && is_instance_or_null(e, i->applet) &&
           is_instance_or_null(e, i->aid_object) && is_instance_or_null(e, i->entry) &&
           is_bytes_or_null(e, i->keys) && is_bytes_or_null(e, i->data);
}

bool hy_lasting_is_sound(const hy_element *e, uint32_t roots)
{
    if (!hy_heap_is_sound(&e->heap) || !are_roots_sound(e, roots) || !are_tables_sound(e) ||
        hy_registry_instance_end(e) > INSTANCES_MAX + 1)
        return false;
    const hy_card_record *card = hy_registry_card(e);
    bool sound = is_known_instance(e, card->issuer) && is_known_instance(e, card->default_instance);
    for (uint32_t n = e->pool->rom_count; sound && n < hy_registry_package_end(e); n++) {
        const hy_package_record *r =
            n < HY_PACKAGES_MAX ? hy_registry_package(e, (uint8_t)n) : NULL;
        sound = r == NULL || is_record_sound(e, r);
    }
    for (uint32_t n = 1; sound && n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        sound = i == NULL || is_row_sound(e, i);
    }
    return sound;
}

/* ---- classes ---- */

static bool is_object_typed(const hy_element *e, const hy_object *o)
{
    bool typed = o->shape == HY_SHAPE_INSTANCE || o->shape == HY_SHAPE_REFERENCES;
    if (!typed || o->viewed != 0)
        return true;
    const hy_pool_package *p = hy_registry_pooled(e, o->package);
    if (p == NULL)
        return false;
    const hy_linked *l = p->linked;
    if (o->shape == HY_SHAPE_INSTANCE && o->class_of == HY_CLASS_STATICS)
        return o->length == (l->statics.image_size + 1u) / 2;
    return o->class_of < l->class_count &&
           (o->shape == HY_SHAPE_REFERENCES || o->length == l->classes[o->class_of].words);
}

static bool are_statics_of(const hy_element *e, hy_reference r, uint8_t package)
{
    const hy_object *o = hy_heap_object(&e->heap, r);
    bool wanted = hy_registry_pooled(e, package)->linked->statics.image_size > 0;
    return o == NULL ? !wanted
                     : wanted && o->shape == HY_SHAPE_INSTANCE && o->class_of == HY_CLASS_STATICS &&
                           o->package == package && o->lifetime == HY_PERSISTENT;
}

static bool is_of(const hy_element *e, hy_reference r, hy_known known)
{
    const hy_object *o = hy_heap_object(&e->heap, r);
    return o != NULL && o->shape == HY_SHAPE_INSTANCE &&
           o->package == hy_element_known_package(e, known) &&
           o->class_of == e->pool->known[known]->ordinal;
}

static bool are_roots_typed(const hy_element *e)
{
    bool typed = is_of(e, hy_element_root(e, HY_ROOT_APDU), HY_KNOWN_APDU) &&
                 is_of(e, hy_element_root(e, HY_ROOT_RESOURCES), HY_KNOWN_RESOURCES) &&
                 is_bytes_or_null(e, hy_element_root(e, HY_ROOT_CVM)) &&
                 is_bytes_or_null(e, hy_element_root(e, HY_ROOT_HISTORICAL));
    for (uint32_t k = 0; typed && k < HY_KNOWN_EXCEPTION_COUNT; k++)
        typed = is_of(e, hy_element_root(e, HY_ROOT_EXCEPTIONS + k), (hy_known)k);
    for (uint32_t i = 0; typed && i < HY_ONE_SHOTS * HY_ONE_SHOT_CLASSES; i++) {
        hy_reference r = hy_element_root(e, HY_ROOT_ONE_SHOTS + i);
        typed = r == 0 || is_of(e, r, (hy_known)(HY_KNOWN_ONE_SHOT_FIRST + i / HY_ONE_SHOTS));
    }
    for (uint16_t i = 0; typed && i < e->pool->rom_count; i++)
        typed = are_statics_of(e, hy_element_root(e, HY_ROOT_STATICS + i), (uint8_t)i);
    return typed;
}

static bool is_instance_typed(const hy_element *e, const hy_instance *i)
{
    const hy_pool_package *p = hy_registry_pooled(e, i->package);
    return p != NULL && (i->is_domain || i->module < p->linked->applet_count);
}

bool hy_lasting_is_typed(const hy_element *e)
{
    bool typed = are_roots_typed(e);
    for (uint32_t r = 1; typed && r <= hy_heap_count(&e->heap); r++) {
        const hy_object *o = hy_heap_object(&e->heap, (hy_reference)r);
        typed = o == NULL || is_object_typed(e, o);
    }
    for (uint32_t n = e->pool->rom_count; typed && n < hy_registry_package_end(e); n++) {
        const hy_package_record *r = hy_registry_package(e, (uint8_t)n);
        typed = r == NULL || are_statics_of(e, r->statics, (uint8_t)n);
    }
    for (uint32_t n = 1; typed && n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        typed = i == NULL || is_instance_typed(e, i);
    }
    return typed;
}
