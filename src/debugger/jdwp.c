/* The JDWP server: commands dispatched, the element held while the debugger says so. */
#include "debugger/jdwp.h"

#include "debugger/jdwp_in.h"

#include <stdlib.h>

enum { LOOK_EVERY = 256 }; /* instructions between looks for commands */

/* ---- commands ---- */

static const hy_jdwp_commands *const sets[] = {
    &hy_jdwp_vm_commands,     &hy_jdwp_type_commands,    &hy_jdwp_class_commands,
    &hy_jdwp_method_commands, &hy_jdwp_object_commands,  &hy_jdwp_string_commands,
    &hy_jdwp_thread_commands, &hy_jdwp_group_commands,   &hy_jdwp_array_commands,
    &hy_jdwp_frame_commands,  &hy_jdwp_request_commands, &hy_jdwp_class_object_commands,
};

static hy_jdwp_command find_command(const hy_jdwp_packet *p)
{
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (sets[i]->set == p->set)
            return p->command < sets[i]->count ? sets[i]->command[p->command] : NULL;
    return NULL;
}

void hy_jdwp_handle(hy_jdwp *j, const struct hy_jdwp_packet *packet, hy_buf *out)
{
    enum { AT_ERROR = 9 };
    hy_jdwp_command command = find_command(packet);
    hy_reader r = hy_reader_of(packet->data);
    size_t start = out->n;
    hy_writer w = hy_writer_of(out);
    hy_write_u32(&w, HY_JDWP_HEADER);
    hy_write_u32(&w, packet->id);
    hy_write_u8(&w, HY_JDWP_REPLY);
    hy_write_u16(&w, 0);
    hy_jdwp_error error = command == NULL ? HY_JDWP_NOT_IMPLEMENTED : command(j, &r, &w);
    if (!hy_reader_ok(&r))
        error = HY_JDWP_ILLEGAL_ARGUMENT;
    if (!hy_ok(w.rc))
        error = HY_JDWP_OUT_OF_MEMORY;
    if (out->n < start + HY_JDWP_HEADER)
        return; /* no memory for anything */
    if (error != HY_JDWP_NONE)
        out->n = start + HY_JDWP_HEADER;
    w = hy_writer_of(out);
    hy_patch_u32(&w, start, (uint32_t)(out->n - start));
    hy_patch_u16(&w, start + AT_ERROR, (uint16_t)error);
}

static bool says_goodbye(const hy_jdwp_packet *p)
{
    enum { VIRTUAL_MACHINE = 1, DISPOSE = 6, EXIT = 10 };
    return p->set == VIRTUAL_MACHINE && (p->command == DISPOSE || p->command == EXIT);
}

void hy_jdwp_forget(hy_jdwp *j)
{
    hy_jdwp_link_drop(&j->link);
    hy_jdwp_clear_requests(j);
    j->suspended = 0;
}

/* One packet, if there is one. */
static bool serve_one(hy_jdwp *j, bool wait)
{
    hy_jdwp_packet packet;
    if (!hy_jdwp_link_receive(&j->link, wait, &packet)) {
        if (j->link.connection < 0)
            hy_jdwp_forget(j);
        return false;
    }
    if ((packet.flags & HY_JDWP_REPLY) != 0)
        return true; /* to events: nothing is expected */
    bool goodbye = says_goodbye(&packet);
    hy_buf reply = hy_buf_new(HY_JDWP_OUT_MAX);
    hy_jdwp_handle(j, &packet, &reply);
    hy_jdwp_link_send(&j->link, hy_buf_view(&reply));
    hy_buf_free(&reply);
    if (goodbye)
        hy_jdwp_forget(j);
    return true;
}

void hy_jdwp_hold(hy_jdwp *j)
{
    while (j->suspended > 0 && j->link.connection >= 0)
        (void)serve_one(j, true);
}

static void look(hy_jdwp *j)
{
    while (serve_one(j, false))
        ;
    hy_jdwp_hold(j);
}

/* ---- what the watch tells ---- */

static void step(void *context, hy_machine *m)
{
    hy_jdwp *j = context;
    if (j->link.connection < 0)
        return;
    if (++j->steps % LOOK_EVERY == 0)
        look(j);
    hy_jdwp_at(j, m);
}

static void enter(void *context, hy_machine *m)
{
    (void)m;
    ((hy_jdwp *)context)->entering = true;
}

static void thrown(void *context, hy_machine *m, hy_reference exception)
{
    hy_jdwp *j = context;
    if (j->link.connection >= 0)
        hy_jdwp_thrown(j, m, exception);
}

static void end(void *context)
{
    hy_jdwp_steps_over(context);
}

/* ---- open, serve, close ---- */

hy_rc hy_jdwp_open(const char *where, hy_symbols *symbols, hy_watch *watch, hy_element *element,
                   hy_workspace *work, hy_jdwp **out, hy_reason *why)
{
    hy_jdwp *j = calloc(1, sizeof *j);
    *out = NULL;
    if (j == NULL)
        return hy_reason_set(why, HY_FAIL(MEMORY), "debugger: out of memory");
    *j = (hy_jdwp){.symbols = symbols, .watch = watch, .element = element, .work = work};
    j->link = (hy_jdwp_link){.listener = -1, .connection = -1};
    j->watcher =
        (hy_watcher){.context = j, .step = step, .enter = enter, .thrown = thrown, .end = end};
    hy_rc rc = where == NULL ? HY_OK : hy_jdwp_link_open(&j->link, where, why);
    if (hy_ok(rc))
        rc = hy_watch_add(watch, &j->watcher);
    if (!hy_ok(rc)) {
        free(j);
        return rc;
    }
    hy_jdwp_types_refresh(j);
    *out = j;
    return HY_OK;
}

const char *hy_jdwp_address(const hy_jdwp *j)
{
    return j->link.address;
}

/* Without a debugger the element runs at full speed. */
static void update_steps(hy_jdwp *j)
{
    bool wanted = j->link.connection >= 0;
    if (j->watcher.steps == wanted)
        return;
    j->watcher.steps = wanted;
    hy_watch_update(j->watch);
}

void hy_jdwp_wait(hy_jdwp *j)
{
    if (hy_jdwp_link_accept(&j->link, true))
        hy_jdwp_tell(j, HY_JDWP_VM_START, true);
    update_steps(j);
}

void hy_jdwp_serve(hy_jdwp *j)
{
    if (hy_jdwp_link_accept(&j->link, false))
        hy_jdwp_tell(j, HY_JDWP_VM_START, false);
    if (j->link.connection >= 0)
        look(j);
    update_steps(j);
}

void hy_jdwp_descriptors(const hy_jdwp *j, int descriptors[2])
{
    descriptors[0] = j->link.connection < 0 ? j->link.listener : -1;
    descriptors[1] = j->link.connection;
}

void hy_jdwp_loaded(hy_jdwp *j)
{
    uint32_t first = hy_jdwp_types_refresh(j);
    hy_jdwp_prepared(j, first);
    update_steps(j);
}

void hy_jdwp_close(hy_jdwp **jdwp)
{
    hy_jdwp *j = *jdwp;
    if (j == NULL)
        return;
    if (j->link.connection >= 0)
        hy_jdwp_tell(j, HY_JDWP_VM_DEATH, false);
    hy_jdwp_clear_requests(j);
    hy_jdwp_link_close(&j->link);
    free(j);
    *jdwp = NULL;
}

void hy_jdwp_moved(hy_jdwp *j, hy_element *element)
{
    j->element = element;
}
