/* Stacks kept when something is thrown, printed when it turns out that nothing caught it. */
#include "debugger/stack.h"

#include <string.h>

enum { TEXT_SIZE = 700 };

static void keep_frames(hy_stack *k, const hy_machine *m)
{
    k->depth = m->depth;
    k->count = 0;
    for (uint32_t d = m->depth; d > 0 && k->count < HY_STACK_FRAMES_MAX; d--)
        k->frames[k->count++] = (hy_stack_frame){m->frames[d - 1].method, m->frames[d - 1].pc};
}

/* Is the top frame, which was on the way of the kept exception, throwing it on? */
static bool is_thrown_on(const hy_stack *k, const hy_machine *m, hy_reference exception)
{
    if (!k->there || k->exception != exception || m->depth == 0 || m->depth > k->depth)
        return false;
    uint32_t at = k->depth - m->depth;
    const hy_frame *f = &m->frames[m->depth - 1];
    return at < k->count && k->frames[at].method == f->method && k->frames[at].pc != f->pc &&
           f->pc != NULL && f->pc->op == HY_CELL_ATHROW;
}

static bool has_reason(const hy_machine *m, hy_reference exception, uint16_t *reason)
{
    return hy_exception_reason(m, exception, HY_KNOWN_EXCEPTION_CARD_RUNTIME, reason) ||
           hy_exception_reason(m, exception, HY_KNOWN_EXCEPTION_CARD, reason);
}

static void thrown(void *context, hy_machine *m, hy_reference exception)
{
    hy_stack *k = context;
    if (is_thrown_on(k, m, exception))
        return;
    const hy_object *o = hy_heap_object(m->heap, exception);
    k->there = true;
    k->exception = exception;
    k->class_of = o == NULL ? NULL : hy_machine_class_of(m, o);
    k->has_reason = has_reason(m, exception, &k->reason);
    k->stop = HY_STOP_NONE;
    k->exact = true;
    keep_frames(k, m);
}

static void stopped(void *context, hy_machine *m)
{
    hy_stack *k = context;
    k->there = true;
    k->exception = 0;
    k->stop = m->stop;
    k->exact = m->observed;
    keep_frames(k, m);
}

void hy_stack_open(hy_stack *k, hy_symbols *symbols)
{
    *k = (hy_stack){.symbols = symbols};
    k->watcher = (hy_watcher){.context = k, .thrown = thrown, .stopped = stopped};
}

void hy_stack_clear(hy_stack *k)
{
    k->there = false;
    k->count = 0;
}

/* ---- text ---- */

static void write_exception(hy_symbols *s, const hy_class *c, const uint16_t *reason, char *out,
                            size_t size)
{
    char name[TEXT_SIZE];
    hy_symbol_class_text(hy_symbols_class(s, c), name, sizeof name);
    if (reason == NULL) {
        snprintf(out, size, "%s", name);
        return;
    }
    const char *constant = hy_symbols_constant(s, c, *reason);
    snprintf(out, size, "%s: reason %04X%s%s%s", name, *reason, constant == NULL ? "" : " (",
             constant == NULL ? "" : constant, constant == NULL ? "" : ")");
}

const char *hy_stack_exception_text(hy_symbols *s, const hy_machine *m, hy_reference exception,
                                    char *out, size_t size)
{
    uint16_t reason;
    const hy_object *o = hy_heap_object(m->heap, exception);
    bool told = has_reason(m, exception, &reason);
    write_exception(s, o == NULL ? NULL : hy_machine_class_of(m, o), told ? &reason : NULL, out,
                    size);
    return out;
}

static const char *stop_text(hy_stop stop)
{
    switch (stop) {
    case HY_STOP_BUDGET:
        return "stopped: too many bytecodes for one command (an endless loop?)";
    case HY_STOP_ABANDON:
        return "stopped by the platform";
    default:
        return "stopped: the machine found its own state inconsistent";
    }
}

/* An endless loop's own line is known only to those who watched it. */
static const char *place_text(const hy_stack *k, uint32_t i, char *out, size_t size)
{
    const hy_method *m = k->frames[i].method;
    const hy_symbol_method *named = hy_symbols_method(k->symbols, m);
    if (k->exact || i > 0)
        return hy_symbol_place(named, hy_symbol_offset(m, k->frames[i].pc), out, size);
    char name[TEXT_SIZE];
    const char *source = named->owner->source;
    snprintf(out, size, "%s(%s, in a loop; a trace shows the line)",
             hy_symbol_text(named, name, sizeof name), source == NULL ? "somewhere" : source);
    return out;
}

void hy_stack_print(const hy_stack *k, FILE *out)
{
    char text[2 * TEXT_SIZE];
    if (!k->there)
        return;
    if (k->stop == HY_STOP_NONE)
        write_exception(k->symbols, k->class_of, k->has_reason ? &k->reason : NULL, text,
                        sizeof text);
    else
        snprintf(text, sizeof text, "%s", stop_text(k->stop));
    fprintf(out, "%s\n", text);
    for (uint32_t i = 0; i < k->count; i++)
        fprintf(out, "    at %s\n", place_text(k, i, text, sizeof text));
    if (k->count < k->depth)
        fprintf(out, "    and %u more\n", (unsigned)(k->depth - k->count));
}
