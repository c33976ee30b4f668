/* The firewall beyond the machine's fast path: each access as JCRE 6.2.8 has it, instruction by
   instruction, and the contexts that calls enter (JCRE 6.1.2). */
#include "element/runtime/quota.h"

/* ---- access ---- */

static bool is_array(const hy_object *o)
{
    return o->shape != HY_SHAPE_INSTANCE;
}

static bool is_entry_point(const hy_object *o)
{
    return o->shape == HY_SHAPE_INSTANCE &&
           (o->openness == HY_TEMPORARY || o->openness == HY_PERMANENT);
}

/* Global arrays, and the arrays that libraries start with: these belong to nobody and may be
   stored, like the library's static fields that hold them. */
static bool is_open_array(const hy_object *o)
{
    return is_array(o) && (o->openness == HY_GLOBAL || o->openness == HY_PERMANENT);
}

/* JCRE 6.2.8.8, and 6.2.8.9 for shareable interfaces: everybody may cast to these what is
   shareable, and nothing else, as the vendor's reference VMs have it too. */
static bool may_cast(const hy_machine *m, const hy_object *o, const hy_class *target)
{
    if (is_open_array(o))
        return true;
    if (target == NULL || !target->interface || !target->shareable)
        return is_entry_point(o);
    const hy_class *c = hy_machine_class_of(m, o);
    return c != NULL && c->shareable;
}

static bool is_unselected(const hy_machine *m, const hy_object *o)
{
    return o->lifetime == HY_TRANSIENT_DESELECT && o->context != m->selected;
}

/* A view shows its array to one context, and nothing of it that the array would not show. */
static bool reach_view(const hy_machine *m, hy_touch touch, const hy_object *view, hy_reach *out)
{
    const hy_object *seen = hy_heap_object(m->heap, view->viewed);
    if (seen == NULL || touch == HY_TOUCH_THROW)
        return false;
    *out = (hy_reach){seen, hy_view_first(view)};
    bool user = m->actor.context == HY_SYSTEM || m->actor.context == hy_view_context(view);
    if (touch == HY_TOUCH_CAST) /* its maker casts it too, to lend it */
        return user || m->actor.context == seen->context;
    if (!user || is_unselected(m, seen))
        return false;
    uint16_t attributes = hy_view_attributes(view);
    return (touch != HY_TOUCH_READ || (attributes & HY_VIEW_READABLE) != 0) &&
           (touch != HY_TOUCH_WRITE || (attributes & HY_VIEW_WRITABLE) != 0);
}

static bool reach(hy_machine *m, hy_touch touch, hy_reference r, const hy_class *target,
                  hy_reach *out)
{
    const hy_object *o = hy_heap_object(m->heap, r);
    if (o == NULL)
        return false;
    if (hy_view_is(o))
        return reach_view(m, touch, o, out);
    if (m->actor.context == HY_SYSTEM)
        return true;
    if (o->context == m->actor.context) /* its own, but transient and not selected */
        return touch == HY_TOUCH_CAST;
    switch (touch) {
    case HY_TOUCH_READ:
    case HY_TOUCH_WRITE:
    case HY_TOUCH_LENGTH:
        return is_open_array(o);
    case HY_TOUCH_CAST:
        return may_cast(m, o, target);
    case HY_TOUCH_THROW:
        return is_entry_point(o);
    default:
        return false;
    }
}

/* ---- calls ---- */

bool hy_firewall_may_enter(const hy_element *e, uint8_t instance)
{
    return hy_registry_is_multiselectable(e, instance) ||
           !hy_channel_is_active(e, instance, true, e->channel);
}

static bool enter_virtual(const hy_machine *m, const hy_object *o, hy_actor *as)
{
    if (is_entry_point(o)) {
        *as = (hy_actor){HY_SYSTEM, HY_SYSTEM};
        return true;
    }
    if (is_open_array(o))
        return true;
    if (hy_view_is(o))
        return m->actor.context == HY_SYSTEM || m->actor.context == hy_view_context(o);
    if (m->actor.context != HY_SYSTEM)
        return false;
    *as = (hy_actor){o->context, o->owner};
    return true;
}

/* Within one group context there is no switch (JCRE 6.1.2). */
static bool enter_interface(const hy_machine *m, const hy_object *o, const hy_class *interface,
                            hy_actor *as)
{
    if (o->context == m->actor.context)
        return true;
    const hy_class *c = hy_machine_class_of(m, o);
    if (is_entry_point(o) || m->actor.context == HY_SYSTEM)
        return enter_virtual(m, o, as);
    if (c == NULL || !c->shareable || !interface->shareable)
        return false;
    if (!hy_firewall_may_enter(hy_element_of(m), o->owner))
        return false;
    hy_work(m)->sensitive = (hy_sensitive){0};
    *as = (hy_actor){o->context, o->owner};
    return true;
}

static bool enter(hy_machine *m, hy_reference r, const hy_method *method, const hy_class *interface,
                  hy_actor *as)
{
    (void)method;
    const hy_object *o = hy_heap_object(m->heap, r);
    if (o == NULL)
        return false;
    return interface == NULL ? enter_virtual(m, o, as) : enter_interface(m, o, interface, as);
}

const hy_hooks hy_firewall_hooks = {
    .allot = hy_quota_allot,
    .exception = hy_exception_instance,
    .reach = reach,
    .enter = enter,
};
