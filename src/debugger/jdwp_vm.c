/* Commands of the set VirtualMachine. */
#include "debugger/jdwp_in.h"

#include <string.h>

static void write_type(hy_jdwp *j, hy_writer *w, uint32_t id)
{
    (void)j;
    hy_write_u64(w, id);
}

/* Every class is linked and initialised when it is loaded. */
enum { STATUS = 1 | 2 | 4 };

static hy_jdwp_error version(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    hy_jdwp_write_string(w, "Hydra element, Java Card 3.1");
    hy_write_u32(w, 1); /* of JDWP: before modules came */
    hy_write_u32(w, 8);
    hy_jdwp_write_string(w, "1.8");
    hy_jdwp_write_string(w, "Hydra");
    return HY_JDWP_NONE;
}

static hy_jdwp_error classes_by_signature(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    hy_view wanted = hy_jdwp_read_string(r);
    for (size_t i = 0; i < j->type_count; i++) {
        if (!hy_view_equal(wanted, hy_view_str(j->types[i].signature)))
            continue;
        hy_write_u32(w, 1);
        hy_write_u8(w, hy_jdwp_type_tag(&j->types[i]));
        write_type(j, w, (uint32_t)i + 1);
        hy_write_u32(w, STATUS);
        return HY_JDWP_NONE;
    }
    hy_write_u32(w, 0);
    return HY_JDWP_NONE;
}

static void write_classes(hy_jdwp *j, hy_writer *w, bool generic)
{
    hy_write_u32(w, (uint32_t)j->type_count);
    for (size_t i = 0; i < j->type_count; i++) {
        hy_write_u8(w, hy_jdwp_type_tag(&j->types[i]));
        write_type(j, w, (uint32_t)i + 1);
        hy_jdwp_write_string(w, j->types[i].signature);
        if (generic)
            hy_jdwp_write_string(w, "");
        hy_write_u32(w, STATUS);
    }
}

static hy_jdwp_error all_classes(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)r;
    write_classes(j, w, false);
    return HY_JDWP_NONE;
}

static hy_jdwp_error all_classes_generic(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)r;
    write_classes(j, w, true);
    return HY_JDWP_NONE;
}

static hy_jdwp_error all_threads(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    hy_write_u32(w, 1);
    hy_write_u64(w, HY_JDWP_THREAD);
    return HY_JDWP_NONE;
}

static hy_jdwp_error top_groups(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    hy_write_u32(w, 1);
    hy_write_u64(w, HY_JDWP_GROUP);
    return HY_JDWP_NONE;
}

static hy_jdwp_error dispose(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)r;
    (void)w;
    hy_jdwp_clear_requests(j);
    j->suspended = 0;
    return HY_JDWP_NONE;
}

static hy_jdwp_error id_sizes(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    for (int i = 0; i < 5; i++)
        hy_write_u32(w, HY_JDWP_ID);
    return HY_JDWP_NONE;
}

static hy_jdwp_error suspend(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)r;
    (void)w;
    j->suspended++;
    return HY_JDWP_NONE;
}

static hy_jdwp_error resume(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)r;
    (void)w;
    j->suspended -= j->suspended > 0;
    return HY_JDWP_NONE;
}

static hy_jdwp_error capabilities(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    for (int i = 0; i < 7; i++)
        hy_write_u8(w, false);
    return HY_JDWP_NONE;
}

/* canUseInstanceFilters and canRequestVMDeathEvent are there; no field watches, no monitors, no
   redefinition, no popping of frames: a card's code is what was loaded. */
static hy_jdwp_error capabilities_new(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    enum { COUNT = 32, INSTANCE_FILTERS = 11, VM_DEATH = 13 };
    (void)j;
    (void)r;
    for (int i = 0; i < COUNT; i++)
        hy_write_u8(w, i == INSTANCE_FILTERS || i == VM_DEATH);
    return HY_JDWP_NONE;
}

static hy_jdwp_error class_paths(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    hy_jdwp_write_string(w, "");
    hy_write_u32(w, 0);
    hy_write_u32(w, 0);
    return HY_JDWP_NONE;
}

/* Objects are the element's: the debugger's hold on them changes nothing. */
static hy_jdwp_error nothing(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)j;
    (void)r;
    (void)w;
    return HY_JDWP_NONE;
}

static hy_jdwp_error hold_events(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)r;
    (void)w;
    j->held = true;
    return HY_JDWP_NONE;
}

static hy_jdwp_error release_events(hy_jdwp *j, hy_reader *r, hy_writer *w)
{
    (void)r;
    (void)w;
    j->held = false;
    return HY_JDWP_NONE;
}

static const hy_jdwp_command commands[] = {
    [1] = version,         [2] = classes_by_signature,
    [3] = all_classes,     [4] = all_threads,
    [5] = top_groups,      [6] = dispose,
    [7] = id_sizes,        [8] = suspend,
    [9] = resume,          [10] = dispose, /* Exit: the element's process is not the debugger's */
    [12] = capabilities,   [13] = class_paths,
    [14] = nothing,        [15] = hold_events,
    [16] = release_events, [17] = capabilities_new,
    [19] = nothing,        [20] = all_classes_generic,
};

const hy_jdwp_commands hy_jdwp_vm_commands = {1, sizeof commands / sizeof *commands, commands};
