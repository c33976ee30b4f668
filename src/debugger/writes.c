/* The memory's announcements of writes, with the frames as they are then. */
#include "debugger/writes.h"

#include <stdio.h>

/* The innermost frame that has lines, else the innermost of all. */
static void note(hy_writes *w)
{
    const hy_machine *m = &w->work->machine;
    w->method = NULL;
    for (uint32_t d = m->depth; d > 0; d--) {
        const hy_frame *f = &m->frames[d - 1];
        bool lines = hy_symbols_method(w->symbols, f->method)->debug != NULL;
        if (lines || w->method == NULL) {
            w->method = f->method;
            w->pc = f->pc;
        }
        if (lines)
            return;
    }
}

/* What was written before becomes durable first: it is of the place noted then. */
static void split(void *context)
{
    hy_writes *w = context;
    w->split(w->context);
    note(w);
}

static void tear(void *context, uint32_t place, uint32_t n)
{
    hy_writes *w = context;
    w->tear(w->context, place, n);
}

void hy_writes_open(hy_writes *w, hy_symbols *symbols, hy_element *element,
                    const hy_workspace *work)
{
    hy_memory *m = &element->heap.memory;
    *w = (hy_writes){symbols, work, m, m->split, m->tear, m->context, NULL, NULL};
    if (m->split != NULL)
        hy_memory_split_writes(m, split, tear, w);
}

const char *hy_writes_place(const hy_writes *w, char *out, size_t size)
{
    if (w->method == NULL)
        snprintf(out, size, "%s", "");
    else
        hy_symbol_place(hy_symbols_method(w->symbols, w->method),
                        hy_symbol_offset(w->method, w->pc), out, size);
    return out;
}
