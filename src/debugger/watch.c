/* From the machine's hooks to events. Calls and returns are seen from the depth of the frames
   before each cell, and from whether the cell before was a return. */
#include "debugger/watch.h"

#include <stdlib.h>
#include <string.h>

#define TELL(w, event, ...)                                                                        \
    do {                                                                                           \
        for (size_t i_ = 0; i_ < (w)->count; i_++)                                                 \
            if ((w)->watchers[i_]->event != NULL)                                                  \
                (w)->watchers[i_]->event(__VA_ARGS__);                                             \
    } while (0)

#define CONTEXT(w) ((w)->watchers[i_]->context)

static hy_watch *watch_of(const hy_machine *m)
{
    hy_watch *w; /* its first field is the hooks */
    memcpy(&w, &m->hooks, sizeof w);
    return w;
}

/* ---- natives ---- */

static const hy_method *virtual_target(const hy_machine *m, const hy_cell *pc, hy_slot receiver)
{
    const hy_object *o = hy_slot_is_reference(receiver)
                             ? hy_heap_object(m->heap, hy_slot_to_reference(receiver))
                             : NULL;
    const hy_class *c = o == NULL ? NULL : hy_machine_class_of(m, o);
    return c == NULL || pc->a >= c->table_count ? NULL : c->table[pc->a].method;
}

static const hy_method *interface_target(const hy_machine *m, const hy_cell *pc, hy_slot receiver,
                                         const hy_class *interface)
{
    const hy_object *o = hy_slot_is_reference(receiver)
                             ? hy_heap_object(m->heap, hy_slot_to_reference(receiver))
                             : NULL;
    const hy_class *c = o == NULL ? NULL : hy_machine_class_of(m, o);
    for (uint16_t i = 0; c != NULL && i < c->implemented_count; i++)
        if (c->implemented[i].interface == interface && pc->a < c->implemented[i].count)
            return c->table[c->implemented[i].slots[pc->a]].method;
    return NULL;
}

/* What the call of the top frame calls, when that can be said; NULL. */
static const hy_method *target_of(const hy_machine *m, const hy_frame *f)
{
    const hy_cell *pc = f->pc;
    const hy_resolved *r = &f->method->linked->constants[pc->b];
    switch (pc->op) {
    case HY_CELL_INVOKESTATIC:
    case HY_CELL_INVOKESPECIAL:
        return r->method;
    case HY_CELL_INVOKEVIRTUAL:
        return virtual_target(m, pc, m->top[-(pc->c >> 8)]);
    case HY_CELL_INVOKEINTERFACE:
        return interface_target(m, pc, m->top[-(pc->c >> 8)], r->class_of);
    default:
        return NULL;
    }
}

/* ---- calls and returns ---- */

static void leave_to(hy_watch *w, uint32_t depth)
{
    while (w->depth > depth) {
        w->depth--;
        TELL(w, leave, CONTEXT(w), w->entered[w->depth], w->depth);
    }
}

/* Brings what is known up to the frames of the machine. */
static void follow(hy_watch *w, hy_machine *m)
{
    const hy_frame *f = &m->frames[m->depth - 1];
    bool fresh = f->pc == f->method->cells && f->outermost;
    if (w->returning && w->depth > 0)
        leave_to(w, w->depth - 1);
    if (w->throwing)
        leave_to(w, fresh ? m->depth - 1 : m->depth);
    leave_to(w, m->depth);
    if (w->depth == m->depth && w->entered[w->depth - 1] != f->method)
        leave_to(w, w->depth - 1);
    bool caught = w->throwing && w->depth == m->depth;
    w->throwing = false;
    if (caught)
        TELL(w, caught, CONTEXT(w), m);
    while (w->depth < m->depth) {
        w->entered[w->depth] = m->frames[w->depth].method;
        w->depth++;
        if (w->depth == m->depth)
            TELL(w, enter, CONTEXT(w), m);
    }
}

static void observe(hy_machine *m)
{
    hy_watch *w = watch_of(m);
    const hy_frame *f = &m->frames[m->depth - 1];
    follow(w, m);
    TELL(w, step, CONTEXT(w), m);
    w->returning = f->pc->op >= HY_CELL_RETURN && f->pc->op <= HY_CELL_RETURN_INT;
    if (f->pc->op < HY_CELL_INVOKEVIRTUAL || f->pc->op > HY_CELL_INVOKEINTERFACE)
        return;
    const hy_method *target = target_of(m, f);
    if (target != NULL && target->native != HY_NOT_NATIVE)
        TELL(w, native, CONTEXT(w), m, target);
}

static void thrown(hy_machine *m, hy_reference exception)
{
    hy_watch *w = watch_of(m);
    w->throwing = true;
    w->returning = false;
    TELL(w, thrown, CONTEXT(w), m, exception);
}

static void stopped(hy_machine *m)
{
    hy_watch *w = watch_of(m);
    TELL(w, stopped, CONTEXT(w), m);
}

static bool allot(hy_machine *m, const hy_object_spec *spec)
{
    hy_watch *w = watch_of(m);
    if (w->before->allot != NULL && !w->before->allot(m, spec))
        return false;
    TELL(w, made, CONTEXT(w), m, spec);
    return true;
}

/* ---- open, close ---- */

hy_rc hy_watch_open(hy_watch *w, hy_workspace *work)
{
    hy_machine *m = &work->machine;
    *w = (hy_watch){.hooks = *m->hooks, .before = m->hooks, .work = work};
    w->entered = calloc(m->frame_count, sizeof(const hy_method *));
    HY_ENSURE(w->entered != NULL, MEMORY);
    w->hooks.observe = observe;
    w->hooks.thrown = thrown;
    w->hooks.stopped = stopped;
    w->hooks.allot = allot;
    m->hooks = &w->hooks;
    return HY_OK;
}

void hy_watch_update(hy_watch *w)
{
    bool steps = false;
    for (size_t i = 0; i < w->count; i++)
        steps = steps || w->watchers[i]->steps;
    w->work->machine.observed = steps;
}

hy_rc hy_watch_add(hy_watch *w, const hy_watcher *watcher)
{
    HY_ENSURE(w->count < HY_WATCHERS_MAX, LIMIT);
    w->watchers[w->count++] = watcher;
    hy_watch_update(w);
    return HY_OK;
}

void hy_watch_end(hy_watch *w)
{
    leave_to(w, 0);
    w->returning = w->throwing = false;
    TELL(w, end, CONTEXT(w));
}

void hy_watch_close(hy_watch *w)
{
    if (w->work == NULL)
        return;
    w->work->machine.hooks = w->before;
    w->work->machine.observed = false;
    free((void *)w->entered);
    *w = (hy_watch){.count = 0};
}
