/* Commands of the sets ThreadReference, ThreadGroupReference and StackFrame: the one thread, and
   the frames of the command that runs. */
#include "debugger/jdwp_in.h"

#include <string.h>

static bool is_thread(hy_reader *r)
{
    return hy_read_u64(r) == HY_JDWP_THREAD;
}

#define CHECK_THREAD()                                                                             \
    do {                                                                                           \
        if (!is_thread(r))                                                                         \
            return HY_JDWP_INVALID_THREAD;                                                         \
    } while (0)

/* ---- ThreadReference ---- */

static hy_jdwp_error thread_name(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    CHECK_THREAD();
    hy_jdwp_write_string(w, "element");
    return HY_JDWP_NONE;
}

static hy_jdwp_error suspend(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)w;
    CHECK_THREAD();
    j->suspended++;
    return HY_JDWP_NONE;
}

static hy_jdwp_error resume(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)w;
    CHECK_THREAD();
    j->suspended -= j->suspended > 0;
    return HY_JDWP_NONE;
}

static hy_jdwp_error status(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    enum { RUNNING = 1, WAIT = 4 };
    CHECK_THREAD();
    hy_write_u32(w, hy_jdwp_machine(j)->depth > 0 ? RUNNING : WAIT);
    hy_write_u32(w, j->suspended > 0);
    return HY_JDWP_NONE;
}

static hy_jdwp_error thread_group(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    CHECK_THREAD();
    hy_write_u64(w, HY_JDWP_GROUP);
    return HY_JDWP_NONE;
}

static hy_jdwp_error frames(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    const hy_machine *m = hy_jdwp_machine(j);
    CHECK_THREAD();
    uint32_t start = hy_read_u32(r), count = hy_read_u32(r);
    if (j->suspended == 0)
        return HY_JDWP_THREAD_NOT_SUSPENDED;
    if (start > m->depth)
        return HY_JDWP_INVALID_INDEX;
    uint32_t left = m->depth - start;
    if (count == UINT32_MAX)
        count = left;
    if (count > left)
        return HY_JDWP_INVALID_LENGTH;
    hy_write_u32(w, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t frame = m->depth - start - i;
        hy_write_u64(w, frame);
        hy_jdwp_write_location(j, w, m->frames[frame - 1].method, m->frames[frame - 1].pc);
    }
    return HY_JDWP_NONE;
}

static hy_jdwp_error frame_count(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    CHECK_THREAD();
    if (j->suspended == 0)
        return HY_JDWP_THREAD_NOT_SUSPENDED;
    hy_write_u32(w, hy_jdwp_machine(j)->depth);
    return HY_JDWP_NONE;
}

static hy_jdwp_error suspend_count(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    CHECK_THREAD();
    hy_write_u32(w, j->suspended);
    return HY_JDWP_NONE;
}

static const hy_jdwp_command thread_commands[] = {
    [1] = thread_name,  [2] = suspend, [3] = resume,      [4] = status,
    [5] = thread_group, [6] = frames,  [7] = frame_count, [12] = suspend_count,
};

const hy_jdwp_commands hy_jdwp_thread_commands = {
    11, sizeof thread_commands / sizeof *thread_commands, thread_commands};

/* ---- ThreadGroupReference ---- */

static hy_jdwp_error group_name(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    hy_jdwp_write_string(w, "main");
    return HY_JDWP_NONE;
}

static hy_jdwp_error group_parent(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    hy_write_u64(w, 0);
    return HY_JDWP_NONE;
}

static hy_jdwp_error group_children(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    hy_write_u32(w, 1);
    hy_write_u64(w, HY_JDWP_THREAD);
    hy_write_u32(w, 0);
    return HY_JDWP_NONE;
}

static const hy_jdwp_command group_commands[] = {
    [1] = group_name, [2] = group_parent, [3] = group_children};

const hy_jdwp_commands hy_jdwp_group_commands = {12, sizeof group_commands / sizeof *group_commands,
                                                 group_commands};

/* ---- StackFrame ---- */

/* The frame that the thread and frame numbers name; NULL. */
static hy_jdwp_error find_frame(hy_jdwp *j, hy_reader *r, const hy_frame **out)
{
    const hy_machine *m = hy_jdwp_machine(j);
    CHECK_THREAD();
    uint64_t id = hy_read_u64(r);
    if (j->suspended == 0)
        return HY_JDWP_THREAD_NOT_SUSPENDED;
    if (id == 0 || id > m->depth)
        return HY_JDWP_INVALID_FRAMEID;
    *out = &m->frames[id - 1];
    return HY_JDWP_NONE;
}

/* The slot of a local variable that a value of this type takes; NULL: outside the frame. */
static hy_slot *slot_of(const hy_frame *f, uint32_t index, char type)
{
    uint32_t slots = (uint32_t)f->method->nargs + f->method->locals;
    return index + (type == 'I') < slots && index < slots ? &f->locals[index] : NULL;
}

static hy_jdwp_error get_values(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    const hy_frame *f;
    hy_jdwp_error error = find_frame(j, r, &f);
    if (error != HY_JDWP_NONE)
        return error;
    uint32_t count = hy_read_u32(r);
    hy_write_u32(w, count);
    for (uint32_t i = 0; i < count && hy_reader_ok(r); i++) {
        uint32_t index = hy_read_u32(r);
        char type = (char)hy_read_u8(r);
        const hy_slot *slot = slot_of(f, index, type);
        if (slot == NULL || !hy_jdwp_write_slot(j, w, type, *slot))
            return HY_JDWP_INVALID_SLOT;
    }
    return HY_JDWP_NONE;
}

static hy_jdwp_error set_values(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)w;
    const hy_frame *f;
    hy_jdwp_error error = find_frame(j, r, &f);
    if (error != HY_JDWP_NONE)
        return error;
    if (f->method->linked->system)
        return HY_JDWP_NOT_IMPLEMENTED; /* the platform's own variables are trusted */
    uint32_t count = hy_read_u32(r);
    for (uint32_t i = 0; i < count && hy_reader_ok(r); i++) {
        uint32_t index = hy_read_u32(r);
        char type = (char)hy_read_u8(r);
        bool reference = type == 'L' || type == '[';
        hy_slot *slot = slot_of(f, index, type);
        int32_t value;
        if (slot == NULL || hy_slot_is_reference(*slot) != reference)
            return HY_JDWP_INVALID_SLOT;
        if (!hy_jdwp_read_value(j, r, type, &value))
            return HY_JDWP_TYPE_MISMATCH;
        *slot = reference ? hy_slot_reference((hy_reference)value) : value;
    }
    return HY_JDWP_NONE;
}

static hy_jdwp_error this_object(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    const hy_frame *f;
    hy_jdwp_error error = find_frame(j, r, &f);
    if (error != HY_JDWP_NONE)
        return error;
    const hy_symbol_method *m = hy_symbols_method(j->symbols, f->method);
    bool has = m->desc != NULL && (m->access & HY_ACC_STATIC) == 0 && f->method->nargs > 0 &&
               hy_slot_is_reference(f->locals[0]);
    hy_jdwp_write_object(j, w, has ? hy_slot_to_reference(f->locals[0]) : 0);
    return HY_JDWP_NONE;
}

static const hy_jdwp_command frame_commands[] = {
    [1] = get_values, [2] = set_values, [3] = this_object};

const hy_jdwp_commands hy_jdwp_frame_commands = {16, sizeof frame_commands / sizeof *frame_commands,
                                                 frame_commands};
