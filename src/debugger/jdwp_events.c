/* Events: what happens in the element, compared with what the debugger asked to be told of, and
   sent as one packet for each place. */
#include "debugger/jdwp_in.h"

#include "element/vm/access.h"

#include <string.h>

enum { EVENT_SET = 64, COMPOSITE = 100, PACKET_MAX = 1 << 20, NAME_SIZE = 400 };

/* A packet that grows. */
typedef struct composite {
    hy_buf bytes; /* owned; the header's place is kept */
    hy_writer w;
    uint32_t count;
    uint8_t suspend; /* the most that any of its requests wants */
} composite;

enum { AT_SUSPEND = HY_JDWP_HEADER, AT_COUNT = HY_JDWP_HEADER + 1 };

static void start(composite *c)
{
    *c = (composite){.bytes = hy_buf_new(PACKET_MAX)};
    c->w = hy_writer_of(&c->bytes);
    for (int i = 0; i < HY_JDWP_HEADER; i++)
        hy_write_u8(&c->w, 0);
    hy_write_u8(&c->w, 0);
    hy_write_u32(&c->w, 0);
}

/* Sends it, if something is in it, and waits where it asks for that. */
static void finish(hy_jdwp *j, composite *c)
{
    if (c->count > 0 && hy_ok(c->w.rc)) {
        hy_patch_u32(&c->w, 0, (uint32_t)c->bytes.n);
        hy_patch_u32(&c->w, 4, ++j->next_packet);
        c->bytes.p[9] = EVENT_SET;
        c->bytes.p[10] = COMPOSITE;
        c->bytes.p[AT_SUSPEND] = c->suspend;
        hy_patch_u32(&c->w, AT_COUNT, c->count);
        j->suspended += c->suspend > 0;
        hy_jdwp_link_send(&j->link, hy_buf_view(&c->bytes));
    }
    hy_buf_free(&c->bytes);
    hy_jdwp_hold(j);
}

static void add(composite *c, uint8_t kind, uint32_t request, uint8_t suspend)
{
    hy_write_u8(&c->w, kind);
    hy_write_u32(&c->w, request);
    c->count++;
    if (suspend > c->suspend)
        c->suspend = suspend;
}

/* ---- filters ---- */

/* "com.example.*", "*.Wallet" or a whole name. */
static bool matches(const char *pattern, const char *name)
{
    size_t n = strlen(pattern), length = strlen(name);
    if (n > 0 && pattern[0] == '*')
        return length >= n - 1 && strcmp(name + length - (n - 1), pattern + 1) == 0;
    if (n > 0 && pattern[n - 1] == '*')
        return strncmp(name, pattern, n - 1) == 0;
    return strcmp(name, pattern) == 0;
}

bool hy_jdwp_location_fits(hy_jdwp *j, const hy_jdwp_request *q, const hy_symbol_class *c)
{
    char name[NAME_SIZE];
    const hy_jdwp_type *only = hy_jdwp_type_of(j, q->only);
    if (only != NULL && only->class_of != c &&
        (only->class_of == NULL || c->of == NULL || only->class_of->of == NULL ||
         !hy_class_is(c->of, only->class_of->of)))
        return false;
    if (q->pattern_count == 0)
        return true;
    hy_symbol_class_text(c, name, sizeof name);
    for (uint8_t i = 0; i < q->pattern_count; i++)
        if (matches(q->pattern[i], name) == q->exclude[i])
            return false;
    return true;
}

static bool instance_fits(const hy_jdwp_request *q, const hy_frame *f)
{
    return !q->has_instance ||
           (f->method->nargs > 0 && f->locals[0] == hy_slot_reference(q->instance));
}

/* Counts down; true when the event is to be reported. */
static bool is_due(hy_jdwp_request *q)
{
    return q->count == 0 || --q->count == 0;
}

/* ---- places ---- */

static bool step_ends(const hy_jdwp_request *q, const hy_machine *m, const hy_frame *f,
                      unsigned line)
{
    bool out = m->depth < q->from_depth;
    bool in = m->depth > q->from_depth;
    if (q->by_line && line == 0)
        return false; /* the platform, or code without lines */
    if (out)
        return true;
    if (q->depth == 2 || (in && q->depth == 1))
        return false;
    return in || !q->by_line || f->method != q->from_method || line != q->from_line;
}

static bool is_return(const hy_frame *f)
{
    return f->pc->op >= HY_CELL_RETURN && f->pc->op <= HY_CELL_RETURN_INT;
}

static bool happens_here(hy_jdwp *j, const hy_jdwp_request *q, const hy_machine *m,
                         const hy_frame *f, const hy_symbol_method *named)
{
    uint32_t offset = hy_symbol_offset(f->method, f->pc);
    switch (q->kind) {
    case HY_JDWP_BREAKPOINT: /* a switch has cells of the same offset; only the first runs */
        return q->method == f->method && q->offset == offset;
    case HY_JDWP_SINGLE_STEP:
        return step_ends(q, m, f, hy_symbol_line(named, offset));
    case HY_JDWP_METHOD_ENTRY:
        return j->entering;
    case HY_JDWP_METHOD_EXIT:
    case HY_JDWP_METHOD_EXIT_VALUE:
        return is_return(f);
    default:
        return false;
    }
}

/* What the method returns, the type by its descriptor. */
static void write_result(hy_jdwp *j, hy_writer *w, const hy_machine *m, const hy_frame *f,
                         const hy_symbol_method *named)
{
    const char *type = named->desc == NULL ? NULL : strrchr(named->desc, ')');
    const hy_slot *top = m->top - (f->pc->op == HY_CELL_RETURN_INT ? 2 : 1);
    if (f->pc->op == HY_CELL_RETURN || type == NULL || !hy_jdwp_write_slot(j, w, type[1], *top))
        hy_write_u8(w, 'V');
}

static void add_place(hy_jdwp *j, composite *c, const hy_jdwp_request *q, const hy_machine *m,
                      const hy_frame *f, const hy_symbol_method *named)
{
    add(c, q->kind, q->id, q->suspend);
    hy_write_u64(&c->w, HY_JDWP_THREAD);
    hy_jdwp_write_location(j, &c->w, f->method, f->pc);
    if (q->kind == HY_JDWP_METHOD_EXIT_VALUE)
        write_result(j, &c->w, m, f, named);
}

void hy_jdwp_at(hy_jdwp *j, hy_machine *m)
{
    const hy_frame *f = &m->frames[m->depth - 1];
    const hy_symbol_method *named = NULL;
    composite c = {.count = 0};
    for (size_t i = j->request_count; i-- > 0;) {
        hy_jdwp_request *q = j->requests[i];
        if (q->kind == HY_JDWP_BREAKPOINT && q->method != f->method)
            continue;
        if (named == NULL)
            named = hy_symbols_method(j->symbols, f->method);
        if (!happens_here(j, q, m, f, named) || !instance_fits(q, f) ||
            !hy_jdwp_location_fits(j, q, named->owner) || !is_due(q))
            continue;
        if (c.count == 0)
            start(&c);
        add_place(j, &c, q, m, f, named);
        if (q->kind == HY_JDWP_SINGLE_STEP)
            hy_jdwp_step_from(j, q);
        if (q->once)
            hy_jdwp_remove_request(j, i);
    }
    j->entering = false;
    if (c.count > 0)
        finish(j, &c);
}

/* ---- exceptions ---- */

/* The frame that will catch what is thrown, and where; 0: none. */
static uint32_t find_handler(const hy_machine *m, const hy_cell **pc)
{
    for (uint32_t depth = m->depth; depth > 0; depth--) {
        const hy_frame *f = &m->frames[depth - 1];
        const hy_catch *c = f->pc == NULL ? NULL : hy_access_catch(m, f);
        if (c == NULL)
            continue;
        *pc = f->method->cells + c->target;
        return depth;
    }
    return 0;
}

void hy_jdwp_thrown(hy_jdwp *j, hy_machine *m, hy_reference exception)
{
    if (m->depth == 0)
        return;
    const hy_frame *f = &m->frames[m->depth - 1];
    const hy_symbol_class *owner = hy_symbols_method(j->symbols, f->method)->owner;
    const hy_cell *pc = NULL;
    uint32_t handler = find_handler(m, &pc);
    uint16_t sw; /* the runtime catches what is to be a status word */
    bool caught = handler != 0 || hy_exception_reason(m, exception, HY_KNOWN_EXCEPTION_ISO, &sw);
    composite c;
    start(&c);
    for (size_t i = j->request_count; i-- > 0;) {
        hy_jdwp_request *q = j->requests[i];
        const hy_jdwp_type *wanted = hy_jdwp_type_of(j, q->exception);
        if (q->kind != HY_JDWP_EXCEPTION || !(caught ? q->caught : q->uncaught) ||
            (wanted != NULL && !hy_jdwp_is_below(j, exception, wanted)) || !instance_fits(q, f) ||
            !hy_jdwp_location_fits(j, q, owner) || !is_due(q))
            continue;
        add(&c, q->kind, q->id, q->suspend);
        hy_write_u64(&c.w, HY_JDWP_THREAD);
        hy_jdwp_write_location(j, &c.w, f->method, f->pc);
        hy_jdwp_write_object(j, &c.w, exception);
        if (handler != 0) {
            hy_jdwp_write_location(j, &c.w, m->frames[handler - 1].method, pc);
        } else {
            hy_write_u8(&c.w, 0);
            for (int k = 0; k < 3; k++)
                hy_write_u64(&c.w, 0);
        }
        if (q->once)
            hy_jdwp_remove_request(j, i);
    }
    finish(j, &c);
}

/* ---- classes, the beginning and the end ---- */

static void prepared(hy_jdwp *j, uint32_t type)
{
    const hy_jdwp_type *t = hy_jdwp_type_of(j, type);
    composite c;
    start(&c);
    for (size_t i = j->request_count; i-- > 0;) {
        hy_jdwp_request *q = j->requests[i];
        if (q->kind != HY_JDWP_CLASS_PREPARE || !hy_jdwp_location_fits(j, q, t->class_of) ||
            !is_due(q))
            continue;
        add(&c, q->kind, q->id, q->suspend);
        hy_write_u64(&c.w, HY_JDWP_THREAD);
        hy_write_u8(&c.w, hy_jdwp_type_tag(t));
        hy_write_u64(&c.w, type);
        hy_jdwp_write_string(&c.w, t->signature);
        hy_write_u32(&c.w, 1 | 2 | 4); /* verified, prepared, initialised */
        if (q->once)
            hy_jdwp_remove_request(j, i);
    }
    finish(j, &c);
}

void hy_jdwp_prepared(hy_jdwp *j, uint32_t first)
{
    for (uint32_t type = first; type <= j->type_count; type++)
        if (j->types[type - 1].class_of != NULL)
            prepared(j, type);
}

void hy_jdwp_tell(hy_jdwp *j, hy_jdwp_event_kind kind, bool suspend)
{
    composite c;
    start(&c);
    add(&c, (uint8_t)kind, 0, suspend ? 2 : 0);
    if (kind == HY_JDWP_VM_START)
        hy_write_u64(&c.w, HY_JDWP_THREAD);
    finish(j, &c);
}
