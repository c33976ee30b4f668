/* Fuzzes an element with applets: a byte of protocol, then commands, each behind a byte of length
   (0: a reset). Whatever comes, there is an answer. */
#include "base/bytes.h"
#include "hydra/element.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_MAX = 1 << 16, BUDGET = 20000, MEMORY = 64 * 1024 };

static hy_pool *pool;
static hy_workspace *work;

static void need(hy_rc rc)
{
    if (!hy_ok(rc))
        abort();
}

static void open_once(void)
{
    const hy_port port = hy_port_system();
    if (pool != NULL)
        return;
    need(hy_pool_open(&port, NULL, &pool, NULL));
    need(hy_workspace_open(&port, NULL, &work, NULL));
}

static void add(hy_element *e, const char *path, hy_view parameters)
{
    hy_buf b = hy_buf_new(FILE_MAX);
    need(hy_buf_read_file(&b, path, FILE_MAX, NULL));
    need(hy_element_load(e, work, hy_buf_view(&b), NULL));
    hy_buf_free(&b);
    static const uint8_t multi[] = {0xF0, 0x00, 0x00, 0x00, 0xB1, 0x00};
    static const uint8_t wallet[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
    const hy_install_request request = {
        .package =
            parameters.n == 1 ? hy_view_of(multi, sizeof multi) : hy_view_of(wallet, sizeof wallet),
        .parameters = parameters,
        .default_selected = parameters.n == 1,
    };
    need(hy_element_install(e, work, &request, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t pin[] = {1, 2, 3, 4};
    static const uint8_t nothing[] = {0};
    static uint8_t response[65538];
    const hy_port port = hy_port_system();
    hy_reader r = hy_reader_of(hy_view_of(data, size));
    const hy_element_config config = {
        .protocol = (hy_protocol)(hy_read_u8(&r) % 3),
        .budget = BUDGET,
        .memory = MEMORY,
    };
    hy_element *e;
    open_once();
    need(hy_element_create(pool, work, &port, &config, &e, NULL));
    add(e, WALLET, hy_view_of(pin, sizeof pin));
    add(e, MULTI, hy_view_of(nothing, sizeof nothing));
    while (hy_reader_left(&r) > 0) {
        hy_view command = hy_read_bytes(&r, hy_read_u8(&r));
        size_t n = 0;
        if (command.n == 0)
            need(hy_element_reset(e, work, NULL));
        else
            need(hy_element_transmit(e, work, command, response, sizeof response, &n, NULL));
        if (command.n > 0 && n < 2)
            abort();
    }
    hy_element_close(&e);
    return 0;
}
