/* The registry's records: finding and adding them. */
#include "element/runtime/element.h"

#include <string.h>

enum { GROWTH = 4, INSTANCES_MAX = 255 };
enum { BY_CONTACTS = 0x40, CONTACTLESS = 0x80, CHANNEL_BITS = 0x1F }; /* implicit selection */

hy_rc hy_aid_set(hy_aid *a, hy_view v)
{
    HY_ENSURE(v.n >= 5 && v.n <= sizeof a->bytes, ARGUMENT);
    *a = (hy_aid){.length = (uint8_t)v.n};
    memcpy(a->bytes, v.p, v.n);
    return HY_OK;
}

/* ---- tables: byte arrays of records ---- */

static void *record_at(const hy_element *e, hy_root root, size_t size, uint32_t index)
{
    const hy_object *o = hy_heap_object(&e->heap, hy_element_root(e, root));
    return index < o->length / size ? hy_heap_body(&e->heap, o) + size * index : NULL;
}

static uint32_t record_count(const hy_element *e, hy_root root, size_t size)
{
    return (uint32_t)(hy_heap_object(&e->heap, hy_element_root(e, root))->length / size);
}

/* A larger table with the same records. */
static hy_rc grow(hy_element *e, hy_root root, size_t size, uint32_t max)
{
    uint32_t count = record_count(e, root, size);
    HY_ENSURE(count < max, LIMIT);
    uint32_t wanted = count + GROWTH > max ? max : count + GROWTH;
    const hy_object_spec spec = {
        .shape = HY_SHAPE_BYTES,
        .length = (uint16_t)(wanted * size),
    };
    hy_reference r;
    HY_TRY(hy_heap_new(&e->heap, &spec, &r));
    const hy_object *old = hy_heap_object(&e->heap, hy_element_root(e, root));
    memcpy(hy_heap_body(&e->heap, hy_heap_object(&e->heap, r)), hy_heap_body(&e->heap, old),
           old->length);
    hy_element_set_root(e, root, r);
    return HY_OK;
}

/* ---- packages ---- */

static hy_package_record *package_at(const hy_element *e, uint32_t index)
{
    return record_at(e, HY_ROOT_PACKAGES, sizeof(hy_package_record), index);
}

hy_package_record *hy_registry_package(const hy_element *e, uint8_t number)
{
    if (number < e->pool->rom_count)
        return NULL;
    hy_package_record *r = package_at(e, (uint32_t)number - e->pool->rom_count);
    return r == NULL || r->life == HY_LIFE_NONE ? NULL : r;
}

hy_package_record *hy_registry_reserved_package(const hy_element *e, uint8_t number)
{
    return package_at(e, (uint32_t)number - e->pool->rom_count);
}

uint32_t hy_registry_package_end(const hy_element *e)
{
    return e->pool->rom_count + record_count(e, HY_ROOT_PACKAGES, sizeof(hy_package_record));
}

const hy_pool_package *hy_registry_pooled(const hy_element *e, uint8_t number)
{
    if (number < e->pool->rom_count)
        return &e->pool->packages[number];
    const hy_package_record *r = hy_registry_package(e, number);
    return r == NULL || r->pooled == HY_NOT_POOLED ? NULL : &e->pool->packages[r->pooled];
}

static bool has_member(const hy_linked *l, hy_view aid)
{
    if (hy_view_equal(l->id.aid, aid))
        return true;
    for (uint8_t i = 0; i < l->member_count; i++)
        if (hy_view_equal(l->members[i].id.aid, aid))
            return true;
    return false;
}

int hy_registry_find_package(const hy_element *e, hy_view aid)
{
    for (uint32_t n = 0; n < hy_registry_package_end(e); n++) {
        const hy_pool_package *p = hy_registry_pooled(e, (uint8_t)n);
        if (p != NULL && has_member(p->linked, aid))
            return (int)n;
    }
    return -1;
}

hy_rc hy_registry_add_package(hy_element *e, uint8_t *number)
{
    uint32_t max = (uint32_t)HY_PACKAGES_MAX - e->pool->rom_count;
    uint32_t i = 0;
    while (package_at(e, i) != NULL && package_at(e, i)->life != HY_LIFE_NONE)
        i++;
    if (package_at(e, i) == NULL)
        HY_TRY(grow(e, HY_ROOT_PACKAGES, sizeof(hy_package_record), max));
    *package_at(e, i) = (hy_package_record){0};
    *number = (uint8_t)(i + e->pool->rom_count);
    return HY_OK;
}

/* ---- instances ---- */

static hy_instance *instance_at(const hy_element *e, uint32_t index)
{
    return record_at(e, HY_ROOT_INSTANCES, sizeof(hy_instance), index);
}

hy_instance *hy_registry_instance(const hy_element *e, uint8_t number)
{
    hy_instance *i = number == 0 ? NULL : instance_at(e, number - 1u);
    return i == NULL || i->life == HY_LIFE_NONE ? NULL : i;
}

uint32_t hy_registry_instance_end(const hy_element *e)
{
    return 1 + record_count(e, HY_ROOT_INSTANCES, sizeof(hy_instance));
}

uint8_t hy_registry_find_instance(const hy_element *e, hy_view aid)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        if (i != NULL && hy_view_equal(hy_aid_view(&i->aid), aid))
            return (uint8_t)n;
    }
    return 0;
}

bool hy_registry_is_selectable(const hy_element *e, uint8_t instance)
{
    const hy_instance *i = hy_registry_instance(e, instance);
    const hy_card_record *card = hy_registry_card(e);
    if (i == NULL || (i->life & HY_LIFE_SELECTABLE) != HY_LIFE_SELECTABLE ||
        (i->life & HY_LIFE_LOCKED) == HY_LIFE_LOCKED)
        return false;
    return card->issuer == 0 || card->life < HY_CARD_LOCKED ||
           (i->privileges[1] & HY_FINAL_APPLICATION) != 0;
}

uint8_t hy_registry_match(const hy_element *e, hy_view partial, uint8_t after)
{
    for (uint32_t n = after + 1u; n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        if (hy_registry_is_selectable(e, (uint8_t)n) && partial.n <= i->aid.length &&
            memcmp(i->aid.bytes, partial.p, partial.n) == 0)
            return (uint8_t)n;
    }
    return 0;
}

/* Is it the one for this channel, by contacts or without (GlobalPlatform 11.1.7)? */
static bool is_implicit(const hy_element *e, const hy_instance *i, uint8_t channel)
{
    uint8_t interface = e->config.protocol == HY_PROTOCOL_CL ? CONTACTLESS : BY_CONTACTS;
    for (uint8_t n = 0; n < i->implicit_count; n++)
        if ((i->implicit[n] & interface) != 0 && (i->implicit[n] & CHANNEL_BITS) == channel)
            return true;
    return false;
}

uint8_t hy_registry_default(const hy_element *e, uint8_t channel)
{
    const hy_card_record *card = hy_registry_card(e);
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        if (i != NULL && is_implicit(e, i, channel) && hy_registry_is_selectable(e, (uint8_t)n))
            return (uint8_t)n;
    }
    if (hy_registry_is_selectable(e, card->default_instance))
        return card->default_instance;
    return hy_registry_is_selectable(e, card->issuer) ? card->issuer : 0;
}

hy_rc hy_registry_add_instance(hy_element *e, uint8_t *number)
{
    uint32_t i = 0;
    while (instance_at(e, i) != NULL && instance_at(e, i)->life != HY_LIFE_NONE)
        i++;
    if (instance_at(e, i) == NULL)
        HY_TRY(grow(e, HY_ROOT_INSTANCES, sizeof(hy_instance), INSTANCES_MAX));
    *instance_at(e, i) = (hy_instance){0};
    *number = (uint8_t)(i + 1);
    return HY_OK;
}

hy_instance *hy_registry_reserved(const hy_element *e, uint8_t number)
{
    return instance_at(e, number - 1u);
}

hy_card_record *hy_registry_card(const hy_element *e)
{
    return record_at(e, HY_ROOT_CARD, sizeof(hy_card_record), 0);
}

/* ---- what an instance is ---- */

uint8_t hy_registry_context(const hy_element *e, uint8_t instance)
{
    const hy_instance *i = hy_registry_instance(e, instance);
    return i == NULL ? HY_SYSTEM : i->package;
}

bool hy_registry_instance_is(const hy_element *e, uint8_t instance, hy_known of)
{
    const hy_instance *i = hy_registry_instance(e, instance);
    const hy_object *o = i == NULL ? NULL : hy_heap_object(&e->heap, i->applet);
    const hy_pool_package *p = o == NULL ? NULL : hy_registry_pooled(e, o->package);
    return p != NULL && o->class_of < p->linked->class_count &&
           hy_class_is(&p->linked->classes[o->class_of], e->pool->known[of]);
}

/* The converter sees to it that all applets of a package are, or none. */
bool hy_registry_is_multiselectable(const hy_element *e, uint8_t instance)
{
    return hy_registry_instance_is(e, instance, HY_KNOWN_MULTISELECTABLE);
}
