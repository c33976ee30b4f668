/* Fuzzes the debugger's server: packets, one at each instruction of a command that an applet with a
   Debug component works on, so that there are frames and objects to ask for; the rest afterwards.
   Each has a reply of the length that it says. */
#include "converter/capfile.h"
#include "debugger/jdwp_in.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BUDGET = 2000, MEMORY = 64 * 1024 };

typedef struct session {
    hy_symbols symbols;
    hy_watch watch;
    hy_watcher watcher;
    hy_jdwp *jdwp;
    hy_view packets;
} session;

static hy_pool *pool;
static hy_workspace *work;
static hy_capfile cap;

static void need(bool good)
{
    if (!good)
        abort();
}

static void open_once(void)
{
    const hy_port port = hy_port_system();
    if (pool != NULL)
        return;
    need(hy_ok(hy_pool_open(&port, NULL, &pool, NULL)));
    need(hy_ok(hy_workspace_open(&port, NULL, &work, NULL)));
    need(hy_ok(hy_capfile_open(STEPS, &cap, NULL)));
}

static bool handle_next(session *s)
{
    hy_jdwp_packet p;
    size_t used;
    if (!hy_ok(hy_jdwp_packet_read(s->packets, &p, &used)))
        return false;
    s->packets = hy_view_part(s->packets, used, s->packets.n - used);
    hy_buf reply = hy_buf_new(HY_JDWP_OUT_MAX);
    hy_jdwp_handle(s->jdwp, &p, &reply);
    hy_reader r = hy_reader_of(hy_buf_view(&reply));
    need(hy_read_u32(&r) == reply.n && hy_read_u32(&r) == p.id);
    hy_buf_free(&reply);
    return true;
}

static void step(void *context, hy_machine *m)
{
    session *s = context;
    (void)handle_next(s);
    hy_jdwp_at(s->jdwp, m);
}

static void thrown(void *context, hy_machine *m, hy_reference exception)
{
    session *s = context;
    hy_jdwp_thrown(s->jdwp, m, exception);
}

static void load(session *s, hy_element *e)
{
    static const uint8_t aid[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x02};
    hy_buf load_file = hy_buf_new(HY_CAP_TOTAL_MAX);
    need(hy_ok(hy_symbols_add_cap(&s->symbols, &cap.parts, NULL)));
    need(hy_ok(hy_capfile_write_load(&cap.parts, &load_file)));
    need(hy_ok(hy_element_load(e, work, hy_buf_view(&load_file), NULL)));
    hy_buf_free(&load_file);
    hy_jdwp_loaded(s->jdwp);
    const hy_install_request request = {.package = hy_view_of(aid, sizeof aid)};
    need(hy_ok(hy_element_install(e, work, &request, NULL)));
}

static void send_commands(hy_element *e)
{
    static const uint8_t commands[][12] = {
        {0x00, 0xA4, 0x04, 0x00, 7, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x02, 0xAA},
        {0x80, 0x01, 0x01, 0x00},
        {0x80, 0x08, 0x00, 0x00},
        {0x80, 0x05, 0x00, 0x00},
    };
    static uint8_t response[65538];
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        size_t n;
        hy_view command = hy_view_of(commands[i], i == 0 ? 12 : 4);
        need(hy_ok(hy_element_transmit(e, work, command, response, sizeof response, &n, NULL)));
        need(n >= 2);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const hy_port port = hy_port_system();
    const hy_element_config config = {.budget = BUDGET, .memory = MEMORY};
    session s = {.packets = hy_view_of(data, size)};
    hy_element *e;
    open_once();
    need(hy_ok(hy_element_create(pool, work, &port, &config, &e, NULL)));
    hy_symbols_open(&s.symbols, pool);
    need(hy_ok(hy_watch_open(&s.watch, work)));
    need(hy_ok(hy_jdwp_open(NULL, &s.symbols, &s.watch, e, work, &s.jdwp, NULL)));
    load(&s, e);
    s.watcher = (hy_watcher){.context = &s, .steps = true, .step = step, .thrown = thrown};
    need(hy_ok(hy_watch_add(&s.watch, &s.watcher)));
    send_commands(e);
    hy_watch_end(&s.watch);
    while (handle_next(&s))
        ;
    hy_jdwp_close(&s.jdwp);
    hy_watch_close(&s.watch);
    hy_symbols_close(&s.symbols);
    hy_element_close(&e);
    return 0;
}
