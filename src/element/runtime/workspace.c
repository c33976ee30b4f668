/* A workspace: what a thread lends to the elements that it runs, in one piece of memory. */
#include "element/runtime/workspace.h"

#include "base/secret.h"
#include "element/runtime/lasting.h"

#include <string.h>

enum {
    SLOTS = 16384,
    FRAMES = 512,
    CAPACITY = 32767,
    NESTING = 8,
    UNDO_EXTRA = 16, /* the record around the largest write */
};

/* The pieces behind the record, in their order; all are multiples of 8. */
typedef struct sizes {
    size_t slots, frames, undo, marked, waiting;
} sizes;

static size_t rounded(size_t n)
{
    return (n + 7) / 8 * 8;
}

static sizes sizes_of(const hy_workspace_config *c)
{
    size_t capacity = c->commit_capacity == 0 ? CAPACITY : c->commit_capacity;
    return (sizes){
        .slots = (c->slots == 0 ? SLOTS : c->slots) * sizeof(hy_slot),
        .frames = rounded((c->frames == 0 ? FRAMES : c->frames) * sizeof(hy_frame)),
        .undo = rounded(capacity + UNDO_EXTRA),
        .marked = rounded(HY_HEAP_OBJECTS_MAX / 8 + 1),
        .waiting = rounded(HY_HEAP_OBJECTS_MAX * sizeof(hy_reference)),
    };
}

/* ---- the workspace's cryptographic context ---- */

/* The element's port gives what its keys and nonces are made of. */
static hy_rc fill_random(void *context, uint8_t *out, size_t n)
{
    const hy_workspace *w = context;
    const hy_port *port = w->element == NULL ? &w->port : &w->element->port;
    return port->random(port->context, out, n);
}

/* After an element of the pool was closed nothing made of any key stays. */
static void forget_closed(hy_workspace *w, const hy_pool *p)
{
    uint32_t closings = atomic_load_explicit(&p->closings, memory_order_relaxed);
    if (w->served != p || w->closings != closings)
        hy_keyed_forget_all(w);
    w->served = p;
    w->closings = closings;
}

/* ---- open, close ---- */

hy_rc hy_workspace_open(const hy_port *port, const hy_workspace_config *config, hy_workspace **out,
                        hy_reason *why)
{
    static const hy_workspace_config usual;
    const sizes s = sizes_of(config == NULL ? &usual : config);
    size_t record = rounded(sizeof(hy_workspace));
    size_t size = record + s.slots + s.frames + s.undo + s.marked + s.waiting;
    uint8_t *memory = port->allocate(port->context, size);
    *out = NULL;
    if (memory == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "no memory for a workspace");
    hy_workspace *w = (hy_workspace *)(void *)memory;
    uint8_t *at = memory + record;
    w->port = *port;
    w->memory_size = size;
    w->machine.slots = (hy_slot *)(void *)at;
    w->machine.slot_count = (uint32_t)(s.slots / sizeof(hy_slot));
    at += s.slots;
    w->machine.frames = (hy_frame *)(void *)at;
    w->machine.frame_count = (uint32_t)(s.frames / sizeof(hy_frame));
    at += s.frames;
    w->undo.bytes = at;
    w->undo_size = (uint32_t)s.undo;
    at += s.undo;
    w->marked = at;
    at += s.marked;
    w->waiting = (hy_reference *)(void *)at;
    w->machine.nesting_max = NESTING;
    w->machine.hooks = &hy_firewall_hooks;
    w->machine.user = w;
    hy_rc rc = hy_crypto_new((hy_random){w, fill_random}, &w->crypto, why);
    w->secure.crypto = w->crypto;
    if (hy_ok(rc))
        *out = w;
    else
        hy_workspace_close(&w);
    return rc;
}

void hy_workspace_close(hy_workspace **work)
{
    hy_workspace *w = *work;
    if (w == NULL)
        return;
    hy_port port = w->port;
    size_t size = w->memory_size;
    hy_keyed_forget_all(w);
    for (size_t i = 0; i < HY_SECURE_ENGINES; i++)
        hy_scp03_engine_clear(&w->secure.engine[i]);
    hy_crypto_free(&w->crypto);
    hy_wipe(w, size);
    port.release(port.context, w, size);
    *work = NULL;
}

/* ---- an element using it ---- */

void hy_workspace_number(hy_workspace *w)
{
    const hy_element *e = w->element;
    const hy_pool *p = e->pool;
    for (uint16_t i = 0; i < p->rom_count; i++) {
        w->loaded[i] = p->rom[i];
        w->loaded[i].statics = hy_element_root(e, HY_ROOT_STATICS + i);
    }
    uint32_t end = hy_registry_package_end(e);
    for (uint32_t n = p->rom_count; n < end; n++) {
        const hy_package_record *r = hy_registry_package(e, (uint8_t)n);
        const hy_object *homes = r == NULL ? NULL : hy_heap_object(&e->heap, r->homes);
        w->loaded[n] = (hy_loaded){0};
        if (homes == NULL)
            continue;
        w->loaded[n] = (hy_loaded){
            .linked = p->packages[r->pooled].linked,
            .homes = hy_heap_body(&e->heap, homes),
            .statics = r->statics,
            .context = (uint8_t)n,
        };
    }
    w->machine.loaded_count = (uint16_t)end;
}

void hy_workspace_enter(hy_workspace *w, hy_element *e)
{
    const hy_pool *p = e->pool;
    hy_machine *m = &w->machine;
    forget_closed(w, p);
    w->element = e;
    m->heap = &e->heap;
    m->natives = p->natives;
    m->native_count = p->native_count;
    m->loaded = w->loaded;
    hy_workspace_number(w);
    m->object_class = p->known[HY_KNOWN_OBJECT];
    m->object_home = &w->loaded[p->known_home[HY_KNOWN_OBJECT] - p->rom];
    m->throwable_class = p->known[HY_KNOWN_THROWABLE];
    m->actor = (hy_actor){HY_SYSTEM, HY_SYSTEM};
    m->selected = HY_NO_CONTEXT;
    m->budget = e->config.budget;
    uint32_t capacity = e->config.commit_capacity + UNDO_EXTRA;
    w->undo.size = capacity < w->undo_size ? capacity : w->undo_size;
    w->undo.used = 0;
    w->in_process = false;
    w->sharing = 0;
    w->lent = 0;
    w->sensitive = (hy_sensitive){0};
    w->installing = (hy_installing){0};
    w->apdu = (hy_apdu){0};
    hy_machine_reset(m);
    if (e->lasting != NULL)
        e->lasting->work = w;
}

void hy_workspace_leave(hy_workspace *w)
{
    hy_machine_reset(&w->machine);
    w->element = NULL;
}
