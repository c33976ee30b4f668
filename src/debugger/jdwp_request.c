/* Commands of the set EventRequest: what a debugger wants to be told of. */
#include "debugger/jdwp_in.h"

#include <stdlib.h>
#include <string.h>

enum { /* kinds of modifiers */
       COUNT = 1,
       CONDITIONAL,
       THREAD_ONLY,
       CLASS_ONLY,
       CLASS_MATCH,
       CLASS_EXCLUDE,
       LOCATION_ONLY,
       EXCEPTION_ONLY,
       FIELD_ONLY,
       STEP,
       INSTANCE_ONLY,
       SOURCE_NAME_MATCH,
};

/* ---- modifiers ---- */

static hy_jdwp_error read_pattern(hy_reader *r, hy_jdwp_request *q, bool exclude)
{
    hy_view text = hy_jdwp_read_string(r);
    if (text.n >= HY_JDWP_PATTERN_SIZE || q->pattern_count == HY_JDWP_PATTERNS_MAX)
        return HY_JDWP_OUT_OF_MEMORY;
    if (text.n > 0)
        memcpy(q->pattern[q->pattern_count], text.p, text.n);
    q->pattern[q->pattern_count][text.n] = '\0';
    q->exclude[q->pattern_count++] = exclude;
    return HY_JDWP_NONE;
}

/* The offset of the first instruction from here on that is a cell: nop is none. */
static uint32_t runs_at(const hy_method *m, uint32_t offset)
{
    for (uint32_t i = 0; i < m->cell_count; i++)
        if (m->offsets[i] >= offset)
            return m->offsets[i];
    return offset;
}

static hy_jdwp_error read_location(hy_jdwp *j, hy_reader *r, hy_jdwp_request *q)
{
    (void)hy_read_u8(r);
    const hy_jdwp_type *t = hy_jdwp_type_of(j, hy_read_u64(r));
    const hy_symbol_method *m = t == NULL ? NULL : hy_jdwp_method_of(t, hy_read_u64(r));
    uint64_t offset = hy_read_u64(r);
    if (m == NULL || m->of == NULL || m->of->cells == NULL || offset > UINT16_MAX)
        return HY_JDWP_INVALID_LOCATION;
    q->method = m->of;
    q->offset = runs_at(m->of, (uint32_t)offset);
    return HY_JDWP_NONE;
}

static hy_jdwp_error read_exception(hy_jdwp *j, hy_reader *r, hy_jdwp_request *q)
{
    uint64_t type = hy_read_u64(r);
    q->caught = hy_read_u8(r) != 0;
    q->uncaught = hy_read_u8(r) != 0;
    if (type != 0 && hy_jdwp_type_of(j, type) == NULL)
        return HY_JDWP_INVALID_CLASS;
    q->exception = (uint32_t)type;
    return HY_JDWP_NONE;
}

void hy_jdwp_step_from(hy_jdwp *j, hy_jdwp_request *q)
{
    const hy_machine *m = hy_jdwp_machine(j);
    q->from_depth = UINT32_MAX;
    if (m->depth == 0)
        return;
    const hy_frame *f = &m->frames[m->depth - 1];
    q->from_depth = m->depth;
    q->from_method = f->method;
    q->from_line = hy_symbol_line(hy_symbols_method(j->symbols, f->method),
                                  hy_symbol_offset(f->method, f->pc));
}

static hy_jdwp_error read_step(hy_jdwp *j, hy_reader *r, hy_jdwp_request *q)
{
    if (hy_read_u64(r) != HY_JDWP_THREAD)
        return HY_JDWP_INVALID_THREAD;
    q->by_line = hy_read_u32(r) != 0;
    uint32_t depth = hy_read_u32(r);
    if (depth > 2)
        return HY_JDWP_ILLEGAL_ARGUMENT;
    q->depth = (uint8_t)depth;
    hy_jdwp_step_from(j, q);
    return HY_JDWP_NONE;
}

static hy_jdwp_error read_class(hy_jdwp *j, hy_reader *r, hy_jdwp_request *q)
{
    uint64_t type = hy_read_u64(r);
    if (hy_jdwp_type_of(j, type) == NULL)
        return HY_JDWP_INVALID_CLASS;
    q->only = (uint32_t)type;
    return HY_JDWP_NONE;
}

static hy_jdwp_error read_instance(hy_reader *r, hy_jdwp_request *q)
{
    uint64_t id = hy_read_u64(r);
    if (id > UINT16_MAX)
        return HY_JDWP_INVALID_OBJECT;
    q->has_instance = true;
    q->instance = (hy_reference)id;
    return HY_JDWP_NONE;
}

static hy_jdwp_error read_modifier(hy_jdwp *j, hy_reader *r, hy_jdwp_request *q)
{
    switch (hy_read_u8(r)) {
    case COUNT:
        q->count = hy_read_u32(r);
        q->once = q->count > 0;
        return HY_JDWP_NONE;
    case THREAD_ONLY:
        return hy_read_u64(r) == HY_JDWP_THREAD ? HY_JDWP_NONE : HY_JDWP_INVALID_THREAD;
    case CLASS_ONLY:
        return read_class(j, r, q);
    case CLASS_MATCH:
        return read_pattern(r, q, false);
    case CLASS_EXCLUDE:
        return read_pattern(r, q, true);
    case LOCATION_ONLY:
        return read_location(j, r, q);
    case EXCEPTION_ONLY:
        return read_exception(j, r, q);
    case STEP:
        return read_step(j, r, q);
    case INSTANCE_ONLY:
        return read_instance(r, q);
    default: /* CONDITIONAL is reserved; no field watches, no filters by source name */
        return HY_JDWP_NOT_IMPLEMENTED;
    }
}

/* ---- requests ---- */

static bool is_event(uint8_t kind)
{
    switch (kind) {
    case HY_JDWP_SINGLE_STEP:
    case HY_JDWP_BREAKPOINT:
    case HY_JDWP_EXCEPTION:
    case HY_JDWP_THREAD_START: /* these three never happen */
    case HY_JDWP_THREAD_DEATH:
    case HY_JDWP_CLASS_UNLOAD:
    case HY_JDWP_CLASS_PREPARE:
    case HY_JDWP_METHOD_ENTRY:
    case HY_JDWP_METHOD_EXIT:
    case HY_JDWP_METHOD_EXIT_VALUE:
    case HY_JDWP_VM_DEATH:
        return true;
    default:
        return false;
    }
}

static hy_jdwp_error read_request(hy_jdwp *j, hy_reader *r, hy_jdwp_request *q)
{
    q->kind = hy_read_u8(r);
    q->suspend = hy_read_u8(r);
    if (!is_event(q->kind))
        return q->kind == 0 ? HY_JDWP_INVALID_EVENT_TYPE : HY_JDWP_NOT_IMPLEMENTED;
    q->caught = q->uncaught = true;
    uint32_t modifiers = hy_read_u32(r);
    for (uint32_t i = 0; i < modifiers && hy_reader_ok(r); i++) {
        hy_jdwp_error error = read_modifier(j, r, q);
        if (error != HY_JDWP_NONE)
            return error;
    }
    bool place = q->kind != HY_JDWP_BREAKPOINT || q->method != NULL;
    return hy_reader_ok(r) && place ? HY_JDWP_NONE : HY_JDWP_ILLEGAL_ARGUMENT;
}

static hy_jdwp_error set(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    if (j->request_count == HY_JDWP_REQUESTS_MAX)
        return HY_JDWP_OUT_OF_MEMORY;
    hy_jdwp_request *q = calloc(1, sizeof *q);
    if (q == NULL)
        return HY_JDWP_OUT_OF_MEMORY;
    hy_jdwp_error error = read_request(j, r, q);
    if (error != HY_JDWP_NONE) {
        free(q);
        return error;
    }
    q->id = ++j->next_request;
    j->requests[j->request_count++] = q;
    hy_write_u32(w, q->id);
    return HY_JDWP_NONE;
}

void hy_jdwp_remove_request(hy_jdwp *j, size_t at)
{
    free(j->requests[at]);
    j->request_count--;
    memmove(&j->requests[at], &j->requests[at + 1],
            (j->request_count - at) * sizeof(hy_jdwp_request *));
}

static hy_jdwp_error clear(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)w;
    uint8_t kind = hy_read_u8(r);
    uint32_t id = hy_read_u32(r);
    for (size_t i = j->request_count; i-- > 0;)
        if (j->requests[i]->id == id && j->requests[i]->kind == kind)
            hy_jdwp_remove_request(j, i);
    return HY_JDWP_NONE;
}

static hy_jdwp_error clear_breakpoints(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)r;
    (void)w;
    for (size_t i = j->request_count; i-- > 0;)
        if (j->requests[i]->kind == HY_JDWP_BREAKPOINT)
            hy_jdwp_remove_request(j, i);
    return HY_JDWP_NONE;
}

void hy_jdwp_clear_requests(hy_jdwp *j)
{
    while (j->request_count > 0)
        hy_jdwp_remove_request(j, j->request_count - 1);
}

void hy_jdwp_steps_over(hy_jdwp *j)
{
    for (size_t i = 0; i < j->request_count; i++)
        if (j->requests[i]->kind == HY_JDWP_SINGLE_STEP)
            j->requests[i]->from_depth = UINT32_MAX;
}

static const hy_jdwp_command commands[] = {[1] = set, [2] = clear, [3] = clear_breakpoints};

const hy_jdwp_commands hy_jdwp_request_commands = {15, sizeof commands / sizeof *commands,
                                                   commands};
