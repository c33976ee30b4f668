/* An element made, measured and closed: its one piece of memory and the system's own objects. */
#include "element/runtime/workspace.h"

#include "base/secret.h"
#include "element/runtime/lasting.h"
#include "element/runtime/load.h"
#include "element/runtime/manager.h"
#include "element/runtime/select.h"

#include <string.h>

enum {
    MEMORY = 1024 * 1024,
    TRANSIENT = 32 * 1024,
    BUFFER = 261, /* 7 bytes of an extended header and a block of 254 */
    BUFFER_MAX = 32767,
    CAPACITY = 32767,
    BUDGET = 1000000000,
};

static uint32_t or_usual(uint32_t n, uint32_t usual)
{
    return n == 0 ? usual : n;
}

static hy_element_config complete(const hy_element_config *given)
{
    hy_element_config c = {0};
    if (given != NULL)
        c = *given;
    c.memory = or_usual(c.memory, MEMORY) / 16 * 16;
    c.transient_reset = (or_usual(c.transient_reset, TRANSIENT) + 15) / 16 * 16;
    c.transient_deselect = (or_usual(c.transient_deselect, TRANSIENT) + 15) / 16 * 16;
    c.commit_capacity = or_usual(c.commit_capacity, CAPACITY);
    c.apdu_buffer = (uint16_t)or_usual(c.apdu_buffer, BUFFER);
    c.channels = (uint8_t)or_usual(c.channels, HY_CHANNELS_MAX);
    c.budget = c.budget == 0 ? BUDGET : c.budget;
    return c;
}

bool hy_element_lacks(const hy_element *e, hy_algorithm_class of, uint8_t id, uint16_t bits)
{
    for (uint16_t i = 0; i < e->config.without_count; i++) {
        const hy_algorithm_id *a = &e->config.without[i];
        if (a->of == of && a->id == id && (a->bits == 0 || a->bits == bits))
            return true;
    }
    return false;
}

/* ---- the system's own objects ---- */

hy_reference hy_element_root(const hy_element *e, uint32_t root)
{
    hy_reference r;
    const hy_object *roots = hy_heap_object(&e->heap, HY_ROOT_OBJECT);
    memcpy(&r, hy_heap_body(&e->heap, roots) + (size_t)2 * root, sizeof r);
    return r;
}

void hy_element_set_root(hy_element *e, uint32_t root, hy_reference r)
{
    const hy_object *roots = hy_heap_object(&e->heap, HY_ROOT_OBJECT);
    memcpy(hy_heap_body(&e->heap, roots) + (size_t)2 * root, &r, sizeof r);
}

hy_apdu_buffer hy_element_buffer(const hy_element *e)
{
    const hy_object *o = hy_heap_object(&e->heap, hy_element_root(e, HY_ROOT_BUFFER));
    return (hy_apdu_buffer){hy_heap_body(&e->heap, o), o->length};
}

uint8_t hy_element_known_package(const hy_element *e, hy_known known)
{
    return (uint8_t)(e->pool->known_home[known] - e->pool->rom);
}

hy_rc hy_element_new_known(hy_element *e, hy_known known, hy_lifetime lifetime,
                           hy_openness openness, hy_reference *out)
{
    const hy_class *c = e->pool->known[known];
    const hy_object_spec spec = {
        .shape = HY_SHAPE_INSTANCE,
        .lifetime = lifetime,
        .openness = openness,
        .length = c->words,
        .class_of = c->ordinal,
        .package = hy_element_known_package(e, known),
    };
    return hy_heap_new(&e->heap, &spec, out);
}

static hy_rc new_roots(hy_element *e)
{
    hy_reference r = 0;
    const hy_object_spec spec = {
        .shape = HY_SHAPE_REFERENCES,
        .length = (uint16_t)(HY_ROOT_STATICS + e->pool->rom_count),
        .class_of = e->pool->known[HY_KNOWN_OBJECT]->ordinal,
        .package = hy_element_known_package(e, HY_KNOWN_OBJECT),
    };
    HY_TRY(hy_heap_new(&e->heap, &spec, &r));
    return r == HY_ROOT_OBJECT ? HY_OK : HY_FAIL(INTERNAL);
}

static hy_rc new_bytes(hy_element *e, hy_root root, uint16_t length, hy_openness openness)
{
    hy_reference r = hy_element_root(e, root);
    const hy_object_spec spec = {
        .shape = HY_SHAPE_BYTES,
        .lifetime = openness == HY_GLOBAL ? HY_TRANSIENT_RESET : HY_PERSISTENT,
        .openness = openness,
        .length = length,
    };
    if (r == 0)
        HY_TRY(hy_heap_new(&e->heap, &spec, &r));
    hy_element_set_root(e, root, r);
    return HY_OK;
}

static hy_rc new_entry_point(hy_element *e, uint32_t root, hy_known known, hy_lifetime lifetime,
                             hy_openness openness)
{
    hy_reference r = hy_element_root(e, root);
    if (r == 0)
        HY_TRY(hy_element_new_known(e, known, lifetime, openness, &r));
    hy_element_set_root(e, root, r);
    return HY_OK;
}

static hy_rc new_statics(hy_element *e)
{
    for (uint16_t i = 0; i < e->pool->rom_count; i++) {
        hy_reference r = hy_element_root(e, HY_ROOT_STATICS + i);
        if (r == 0)
            HY_TRY(hy_load_statics(e, (uint8_t)i, e->pool->packages[i].linked, &r));
        hy_element_set_root(e, HY_ROOT_STATICS + i, r);
    }
    return HY_OK;
}

/* What applets meet of GlobalPlatform. */
static hy_rc new_manager_objects(hy_element *e)
{
    HY_TRY(new_entry_point(e, HY_ROOT_CHANNEL, HY_KNOWN_CARD_CHANNEL, HY_PERSISTENT, HY_PERMANENT));
    return new_entry_point(e, HY_ROOT_PIN, HY_KNOWN_CARD_PIN, HY_PERSISTENT, HY_PERMANENT);
}

hy_rc hy_element_make_objects(hy_element *e)
{
    HY_TRY(new_bytes(e, HY_ROOT_CARD, sizeof(hy_card_record), HY_OWNED));
    HY_TRY(new_bytes(e, HY_ROOT_PACKAGES, 0, HY_OWNED));
    HY_TRY(new_bytes(e, HY_ROOT_INSTANCES, 0, HY_OWNED));
    HY_TRY(new_bytes(e, HY_ROOT_BUFFER, e->config.apdu_buffer, HY_GLOBAL));
    HY_TRY(new_bytes(e, HY_ROOT_SCRATCH, HY_SCRATCH_LENGTH, HY_GLOBAL));
    HY_TRY(new_entry_point(e, HY_ROOT_APDU, HY_KNOWN_APDU, HY_TRANSIENT_RESET, HY_TEMPORARY));
    HY_TRY(new_entry_point(e, HY_ROOT_RESOURCES, HY_KNOWN_RESOURCES, HY_PERSISTENT, HY_PERMANENT));
    for (uint32_t i = 0; i < HY_KNOWN_EXCEPTION_COUNT; i++)
        HY_TRY(new_entry_point(e, HY_ROOT_EXCEPTIONS + i, (hy_known)i, HY_TRANSIENT_RESET,
                               HY_TEMPORARY));
    if (hy_registry_card(e)->issuer != 0)
        HY_TRY(new_manager_objects(e));
    return new_statics(e);
}

static hy_rc new_objects(hy_element *e)
{
    HY_TRY(new_roots(e));
    HY_TRY(hy_element_make_objects(e));
    hy_registry_card(e)->life = HY_CARD_OP_READY;
    return HY_OK;
}

/* ---- create, close ---- */

/* Wipes what was in use; memory that was never touched stays so. */
static void wipe(hy_element *e)
{
    hy_element_usage used = hy_element_measure(e);
    uint32_t table = used.objects * (uint32_t)sizeof(hy_object);
    hy_wipe(e->heap.area[HY_PERSISTENT], used.persistent - table);
    hy_wipe(e->heap.area[HY_PERSISTENT] + e->heap.memory.size - table, table);
    hy_wipe(e->heap.area[HY_TRANSIENT_RESET], used.transient_reset);
    hy_wipe(e->heap.area[HY_TRANSIENT_DESELECT], used.transient_deselect);
    if (e->card != NULL)
        hy_wipe(e->card, sizeof *e->card);
    hy_wipe(e, sizeof *e);
}

hy_rc hy_element_check_config(const hy_element_config *c, hy_reason *why)
{
    bool fits = c->apdu_buffer >= BUFFER && c->apdu_buffer <= BUFFER_MAX && c->channels >= 1 &&
                c->channels <= HY_CHANNELS_MAX && c->protocol <= HY_PROTOCOL_CL && c->budget > 0;
    return fits ? HY_OK
                : hy_reason_set(why, HY_FAIL(ARGUMENT),
                                "element: APDU buffer 261 to 32767, channels 1 to 20, budget above "
                                "0");
}

hy_element *hy_element_take_memory(hy_pool *pool, const hy_port *port, const hy_element_config *c,
                                   bool managed)
{
    size_t record = (sizeof(hy_element) + 15) / 16 * 16;
    size_t card = !managed ? 0 : (sizeof(hy_card_state) + 15) / 16 * 16;
    size_t size = record + card + c->transient_reset + c->transient_deselect + c->memory;
    uint8_t *memory = port->allocate(port->context, size);
    if (memory == NULL)
        return NULL;
    hy_element *e = (hy_element *)(void *)memory;
    e->pool = pool;
    e->port = *port;
    e->config = *c;
    e->config.issuer = NULL;
    e->memory_size = size;
    uint8_t *reset = memory + record + card;
    e->card = card == 0 ? NULL : (hy_card_state *)(void *)(memory + record);
    uint8_t *deselect = reset + c->transient_reset;
    uint8_t *block = deselect + c->transient_deselect;
    if (!hy_ok(hy_heap_format(&e->heap, block, c->memory, reset, c->transient_reset, deselect,
                              c->transient_deselect)))
        hy_element_close(&e);
    return e;
}

/* The issuer's security domain, and what applets meet of it. */
static hy_rc make_issuer(hy_element *e, hy_workspace *work, const hy_issuer *issuer, hy_reason *why)
{
    hy_rc rc = new_manager_objects(e);
    if (!hy_ok(rc))
        return hy_reason_set(why, rc, "element: its memory is too small; give it more");
    hy_workspace_enter(work, e);
    rc = e->pool->manager->create(work, issuer, why);
    hy_workspace_leave(work);
    return rc;
}

hy_rc hy_element_create(hy_pool *pool, hy_workspace *work, const hy_port *port,
                        const hy_element_config *config, hy_element **out, hy_reason *why)
{
    const hy_element_config c = complete(config);
    *out = NULL;
    HY_TRY(hy_element_check_config(&c, why));
    hy_element *e = hy_element_take_memory(pool, port, &c, c.issuer != NULL);
    if (e == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "no memory for an element");
    hy_rc rc = new_objects(e);
    if (!hy_ok(rc))
        rc = hy_reason_set(why, rc, "element: its memory is too small; give it more");
    else if (c.issuer != NULL)
        rc = make_issuer(e, work, c.issuer, why);
    if (hy_ok(rc))
        rc = hy_element_reset(e, work, why);
    if (!hy_ok(rc)) {
        hy_element_close(&e);
        return rc;
    }
    *out = e;
    return HY_OK;
}

void hy_element_close(hy_element **element)
{
    hy_element *e = *element;
    if (e == NULL)
        return;
    hy_port port = e->port;
    size_t size = e->memory_size;
    atomic_fetch_add_explicit(&e->pool->closings, 1, memory_order_relaxed);
    hy_lasting_close(e);
    if (e->heap.memory.base != NULL)
        wipe(e);
    port.release(port.context, e, size);
    *element = NULL;
}

hy_rc hy_element_reset(hy_element *element, hy_workspace *work, hy_reason *why)
{
    if (element->mute)
        return hy_reason_set(why, HY_FAIL(STATE), "the element is mute");
    hy_workspace_enter(work, element);
    hy_select_reset(work);
    hy_rc rc = hy_lasting_settle(element, why);
    hy_workspace_leave(work);
    return rc;
}

hy_element_usage hy_element_measure(const hy_element *e)
{
    const hy_element_config *c = &e->config;
    return (hy_element_usage){
        .persistent = c->memory - hy_heap_left(&e->heap, HY_PERSISTENT),
        .transient_reset = c->transient_reset - hy_heap_left(&e->heap, HY_TRANSIENT_RESET),
        .transient_deselect = c->transient_deselect - hy_heap_left(&e->heap, HY_TRANSIENT_DESELECT),
        .objects = hy_heap_count(&e->heap),
        .fixed = sizeof *e,
    };
}
