/* javacard.framework.Resources: the static resources of the CAP that the calling code came in (JCVM
   3.1, 6.17). They lie in the pool; a view is of a copy, since an element's arrays are its own. */
#include "element/api/native.h"

#include <string.h>

HY_NATIVE_METHOD(javacard_framework_Resources_getResources)
{
    return hy_return_reference(slots, hy_element_root(hy_element_of(m), HY_ROOT_RESOURCES));
}

/* The package of the code that called, or NULL. */
static const hy_pool_package *calling_package(const hy_machine *m)
{
    uint32_t d = m->depth;
    while (d > 0 && m->frames[d - 1].method->native != HY_NOT_NATIVE)
        d--;
    if (d == 0)
        return NULL;
    return hy_registry_pooled(hy_element_of(m), (uint8_t)(m->frames[d - 1].home - m->loaded));
}

/* Throws IOException when there is none. */
static hy_outcome find(hy_machine *m, hy_slot id, hy_view *out)
{
    const hy_pool_package *p = calling_package(m);
    for (uint16_t i = 0; p != NULL && i < p->resource_count; i++) {
        if (p->resources[i].id != (uint16_t)id)
            continue;
        *out = p->resources[i].bytes;
        return HY_DONE;
    }
    return hy_exception_throw(m, HY_KNOWN_EXCEPTION_IO, 0);
}

static int32_t size_of(hy_view resource)
{
    return resource.n > INT16_MAX ? INT16_MAX : (int32_t)resource.n;
}

HY_NATIVE_METHOD(javacard_framework_Resources_getSize)
{
    hy_view resource = {NULL, 0};
    hy_outcome outcome = find(m, slots[1], &resource);
    return outcome == HY_DONE ? hy_return_short(slots, size_of(resource)) : outcome;
}

/* Copies n bytes into an array of the system's and lends it to the caller. */
static hy_outcome lend(hy_machine *m, hy_slot *slots, hy_view part)
{
    hy_reference copy, view;
    uint8_t context = hy_context_caller(m).context;
    hy_object_spec spec = {.shape = HY_SHAPE_BYTES, .length = (uint16_t)part.n};
    hy_actor before = m->actor;
    m->actor = (hy_actor){HY_SYSTEM, HY_SYSTEM};
    hy_outcome outcome = hy_machine_new(m, spec, &copy);
    if (outcome == HY_DONE)
        outcome = hy_view_new_for(m, copy, 0, (uint16_t)part.n, HY_VIEW_READABLE, context, &view);
    m->actor = before;
    if (outcome != HY_DONE)
        return outcome;
    if (part.n > 0)
        memcpy(hy_heap_body(m->heap, hy_heap_object(m->heap, copy)), part.p, part.n);
    return hy_return_reference(slots, view);
}

HY_NATIVE_METHOD(javacard_framework_Resources_getView)
{
    hy_view resource = {NULL, 0};
    hy_outcome outcome = find(m, slots[1], &resource);
    if (outcome != HY_DONE)
        return outcome;
    return lend(m, slots, hy_view_part(resource, 0, (size_t)size_of(resource)));
}

HY_NATIVE_METHOD(javacard_framework_Resources_getView_2)
{
    hy_view resource = {NULL, 0};
    int32_t at = hy_slot_to_short(slots[2]);
    int32_t n = hy_slot_to_short(slots[3]);
    hy_outcome outcome = find(m, slots[1], &resource);
    if (outcome != HY_DONE)
        return outcome;
    int32_t size = size_of(resource);
    if (at < 0 || n < 0 || at > size || n > size - at)
        return hy_machine_throw(m, HY_THROW_ARRAY_INDEX, 0);
    return lend(m, slots, hy_view_part(resource, (size_t)at, (size_t)n));
}
