/* Deletion, with the conditions of JCRE 11.3.4: nothing that stays may reach what goes. */
#include "element/runtime/delete.h"

#include "element/runtime/gc.h"
#include "element/runtime/install.h"
#include "element/runtime/lasting.h"
#include "element/runtime/select.h"
#include "element/runtime/workspace.h"

#include <string.h>

static bool has(const hy_instance_set *set, uint8_t instance)
{
    return (set->has[instance / 8] >> instance % 8 & 1) != 0;
}

static void put(hy_instance_set *set, uint8_t instance)
{
    set->has[instance / 8] = (uint8_t)(set->has[instance / 8] | 1u << instance % 8);
}

/* ---- who reaches whom ---- */

typedef struct going {
    hy_workspace *w;
    const hy_instance_set *set;
    int package; /* that goes too; -1 none */
} going;

/* Views belong to whom their array belongs to. */
static bool goes(const going *g, const hy_object *o)
{
    if (hy_view_is(o)) {
        const hy_object *seen = hy_heap_object(&g->w->element->heap, o->viewed);
        return seen != NULL && seen->owner != 0 && has(g->set, seen->owner);
    }
    if (o->owner != 0)
        return has(g->set, o->owner);
    return o->shape == HY_SHAPE_INSTANCE && o->class_of == HY_CLASS_STATICS &&
           o->package == g->package;
}

static bool reaches(const going *g, const hy_object *o)
{
    const hy_heap *h = &g->w->element->heap;
    const uint8_t *body = hy_heap_body(h, o);
    bool references = o->shape == HY_SHAPE_REFERENCES;
    if ((!references && o->shape != HY_SHAPE_INSTANCE) || hy_view_is(o))
        return false;
    for (uint16_t i = 0; i < o->length; i++) {
        hy_reference r;
        if (!references && !hy_gc_is_reference(g->w, o->package, o->class_of, i))
            continue;
        memcpy(&r, body + (size_t)2 * i, sizeof r);
        const hy_object *named = hy_heap_object(h, r);
        if (named != NULL && goes(g, named))
            return true;
    }
    return false;
}

/* Does something that stays reach what goes, or is an instance of a class that goes? */
static bool is_held(const going *g)
{
    const hy_heap *h = &g->w->element->heap;
    for (uint32_t r = 1; r <= hy_heap_count(h); r++) {
        const hy_object *o = hy_heap_object(h, (hy_reference)r);
        if (o == NULL || goes(g, o))
            continue;
        bool typed = o->shape == HY_SHAPE_INSTANCE || o->shape == HY_SHAPE_REFERENCES;
        if (reaches(g, o) || (typed && o->package == g->package))
            return true;
    }
    return false;
}

/* ---- instances ---- */

static hy_rc check_inactive(const hy_element *e, const hy_instance_set *set, hy_reason *why)
{
    for (int i = 0; i < HY_CHANNELS_MAX; i++)
        if (e->channels[i].instance != 0 && has(set, e->channels[i].instance))
            return hy_reason_set(why, HY_FAIL(DENIED),
                                 "delete: an instance is active on channel %d; deselect it first",
                                 i);
    return HY_OK;
}

/* What uninstall throws is ignored. */
static void tell(hy_workspace *w, const hy_instance_set *set)
{
    hy_slot arguments[1];
    for (uint32_t n = 1; n < hy_registry_instance_end(w->element); n++)
        if (has(set, (uint8_t)n) &&
            hy_registry_instance_is(w->element, (uint8_t)n, HY_KNOWN_APPLET_EVENT))
            (void)hy_applet_call_interface(w, (uint8_t)n, HY_KNOWN_APPLET_EVENT,
                                           HY_APPLET_EVENT_UNINSTALL, arguments, NULL);
    hy_machine_reset(&w->machine);
}

static void forget(hy_element *e, const hy_instance_set *set)
{
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++)
        if (has(set, (uint8_t)n))
            *hy_registry_reserved(e, (uint8_t)n) = (hy_instance){0};
    if (has(set, hy_registry_card(e)->default_instance))
        hy_registry_card(e)->default_instance = 0;
}

/* Garbage that nobody can reach does not count: it is collected first. */
static hy_rc delete (hy_workspace *w, const hy_instance_set *set, int package, hy_reason *why)
{
    const going g = {w, set, package};
    HY_TRY(check_inactive(w->element, set, why));
    tell(w, set);
    hy_gc_collect(w);
    if (is_held(&g))
        return hy_reason_set(why, HY_FAIL(DENIED),
                             "delete: another applet or a static field still refers to it");
    forget(w->element, set);
    if (package >= 0)
        *hy_registry_reserved_package(w->element, (uint8_t)package) = (hy_package_record){0};
    hy_gc_collect(w);
    return HY_OK;
}

hy_rc hy_delete_instances(hy_workspace *w, const hy_instance_set *set, hy_reason *why)
{
    return delete (w, set, -1, why);
}

/* ---- packages ---- */

static bool is_imported(const hy_element *e, const hy_linked *l)
{
    for (uint32_t n = e->pool->rom_count; n < hy_registry_package_end(e); n++) {
        const hy_pool_package *p = hy_registry_pooled(e, (uint8_t)n);
        for (uint8_t i = 1; p != NULL && p->linked != l && i < p->linked->home_count; i++)
            if (p->linked->homes[i] == l)
                return true;
    }
    return false;
}

hy_rc hy_delete_package(hy_workspace *w, uint8_t number, bool related, hy_reason *why)
{
    const hy_element *e = w->element;
    hy_instance_set set = {0};
    bool any = false;
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        if (i == NULL || i->package != number)
            continue;
        put(&set, (uint8_t)n);
        any = true;
    }
    if (any && !related)
        return hy_reason_set(why, HY_FAIL(DENIED), "delete: the package has instances");
    if (is_imported(e, hy_registry_pooled(e, number)->linked))
        return hy_reason_set(why, HY_FAIL(DENIED), "delete: another package imports it");
    return delete (w, &set, number, why);
}

hy_rc hy_element_delete(hy_element *element, hy_workspace *work, hy_view aid, bool related,
                        hy_reason *why)
{
    uint8_t instance = hy_registry_find_instance(element, aid);
    int package = hy_registry_find_package(element, aid);
    if (element->mute)
        return hy_reason_set(why, HY_FAIL(STATE), "the element is mute");
    if (instance == 0 && (package < 0 || package < element->pool->rom_count))
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "delete: nothing has this AID");
    if (instance != 0 && instance == hy_registry_card(element)->issuer)
        return hy_reason_set(why, HY_FAIL(DENIED), "delete: the issuer's security domain stays");
    hy_workspace_enter(work, element);
    hy_instance_set set = {0};
    put(&set, instance);
    hy_rc rc = instance != 0 ? hy_delete_instances(work, &set, why)
                             : hy_delete_package(work, (uint8_t)package, related, why);
    hy_rc lasts = hy_lasting_settle(element, why);
    hy_workspace_leave(work);
    return hy_ok(lasts) ? rc : lasts;
}
