/* Memory quotas of applet instances: what each object costs its owner, and what is left. */
#include "element/runtime/quota.h"

/* An object's handle is persistent whatever its body is. */
static void charge(hy_quota *to, hy_lifetime lifetime, hy_shape shape, uint16_t length)
{
    uint32_t body = (hy_heap_size_of(shape, length) + 3) / 4 * 4;
    to->objects++;
    to->persistent += HY_HEAP_HANDLE;
    if (lifetime == HY_PERSISTENT)
        to->persistent += HY_HEAP_PREFIX + body;
    else
        to->transient += body;
}

hy_quota hy_quota_used(const hy_element *e, uint8_t instance)
{
    hy_quota used = {0};
    for (uint32_t r = 1; r <= hy_heap_count(&e->heap); r++) {
        const hy_object *o = hy_heap_object(&e->heap, (hy_reference)r);
        if (o != NULL && o->owner == instance && !hy_view_is(o))
            charge(&used, (hy_lifetime)o->lifetime, (hy_shape)o->shape, o->length);
    }
    return used;
}

/* One that is being installed has its quota before it has a record. */
static const hy_quota *quota_of(const hy_machine *m, uint8_t instance)
{
    const hy_installing *n = &hy_work(m)->installing;
    if (n->active && n->instance == instance)
        return &n->quota;
    const hy_instance *i = hy_registry_instance(hy_element_of(m), instance);
    return i == NULL ? NULL : &i->quota;
}

static bool is_unlimited(const hy_quota *q)
{
    return q == NULL || (q->persistent == 0 && q->transient == 0 && q->objects == 0);
}

static bool within(uint32_t used, uint32_t limit)
{
    return limit == 0 || used <= limit;
}

static bool fits(const hy_quota *used, const hy_quota *q)
{
    return within(used->persistent, q->persistent) && within(used->transient, q->transient) &&
           within(used->objects, q->objects);
}

hy_rc hy_quota_set(hy_element *e, uint8_t instance, const hy_quota *quota)
{
    hy_instance *i = hy_registry_instance(e, instance);
    HY_ENSURE(i != NULL, NOT_FOUND);
    hy_quota used = hy_quota_used(e, instance);
    HY_ENSURE(fits(&used, quota), LIMIT);
    i->quota = *quota;
    return HY_OK;
}

uint32_t hy_quota_left(const hy_machine *m, hy_lifetime lifetime)
{
    uint32_t left = hy_heap_left(m->heap, lifetime);
    const hy_quota *q = quota_of(m, m->actor.owner);
    if (is_unlimited(q))
        return left;
    hy_quota used = hy_quota_used(hy_element_of(m), m->actor.owner);
    uint32_t limit = lifetime == HY_PERSISTENT ? q->persistent : q->transient;
    uint32_t taken = lifetime == HY_PERSISTENT ? used.persistent : used.transient;
    uint32_t own = limit == 0 ? left : limit > taken ? limit - taken : 0;
    return own < left ? own : left;
}

bool hy_quota_allot(hy_machine *m, const hy_object_spec *spec)
{
    const hy_quota *q = quota_of(m, spec->owner);
    if (is_unlimited(q))
        return true;
    hy_quota used = hy_quota_used(hy_element_of(m), spec->owner);
    charge(&used, spec->lifetime, spec->shape, spec->length);
    return fits(&used, q);
}
