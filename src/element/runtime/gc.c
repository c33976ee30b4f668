/* The collector: roots of the runtime over the heap's mark and sweep. */
#include "element/runtime/gc.h"

#include "element/runtime/workspace.h"

#include <string.h>

bool hy_gc_is_reference(void *context, uint8_t package, uint16_t class_of, uint16_t word)
{
    const hy_workspace *w = context;
    const hy_linked *l = package < w->machine.loaded_count ? w->loaded[package].linked : NULL;
    if (l == NULL)
        return false;
    if (class_of == HY_CLASS_STATICS)
        return word < l->statics.reference_count;
    return class_of < l->class_count && hy_class_is_reference(&l->classes[class_of], word);
}

static void mark_one(void *context, hy_reference *r)
{
    hy_heap_mark(context, *r);
}

static void mark_roots(hy_workspace *w, hy_mark *mark)
{
    const hy_element *e = w->element;
    hy_heap_mark(mark, HY_ROOT_OBJECT);
    for (uint32_t n = e->pool->rom_count; n < hy_registry_package_end(e); n++) {
        const hy_package_record *r = hy_registry_package(e, (uint8_t)n);
        if (r == NULL)
            continue;
        hy_heap_mark(mark, r->statics);
        hy_heap_mark(mark, r->homes);
    }
    for (uint32_t n = 1; n < hy_registry_instance_end(e); n++) {
        const hy_instance *i = hy_registry_instance(e, (uint8_t)n);
        if (i == NULL)
            continue;
        hy_heap_mark(mark, i->applet);
        hy_heap_mark(mark, i->aid_object);
    }
    hy_machine_each_reference(&w->machine, mark, mark_one);
}

void hy_gc_collect(hy_workspace *w)
{
    hy_element *e = w->element;
    if (hy_transaction_is_open(e))
        return;
    hy_workspace_number(w);
    hy_mark mark = {
        .heap = &e->heap,
        .marked = w->marked,
        .waiting = w->waiting,
        .context = w,
        .is_reference = hy_gc_is_reference,
    };
    memset(w->marked, 0, hy_heap_count(&e->heap) / 8 + 1);
    mark_roots(w, &mark);
    hy_keyed_forget(w, 0, 0);
    e->mute = !hy_ok(hy_heap_sweep(&mark));
    hy_workspace_number(w);
}
