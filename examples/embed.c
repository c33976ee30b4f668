/* A secure element inside a program: one applet loaded, installed and asked.
   embed LOAD-FILE PACKAGE-AID PARAMETERS APDU… (all but the file in hex) prints the responses. */
#include "base/hex.h"
#include "hydra/element.h"

#include <stdio.h>
#include <stdlib.h>

static hy_buf bytes[64];
static int used;

static hy_view hex(const char *text)
{
    hy_buf *b = &bytes[used++];
    *b = hy_buf_new(65544);
    if (!hy_ok(hy_hex_decode(text, b)))
        exit(2);
    return hy_buf_view(b);
}

static void need(hy_rc rc, const hy_reason *why)
{
    if (hy_ok(rc))
        return;
    fprintf(stderr, "%s: %s\n", hy_rc_text(rc), why->text);
    exit(1);
}

int main(int argc, char **argv)
{
    static uint8_t response[65538];
    static char text[2 * sizeof response + 1];
    const hy_port port = hy_port_system();
    hy_reason why = {""};
    hy_buf file = hy_buf_new(1 << 20);
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
    if (argc < 4 || argc > 60)
        return 2;
    need(hy_buf_read_file(&file, argv[1], 1 << 20, &why), &why);
    need(hy_pool_open(&port, NULL, &pool, &why), &why);
    need(hy_workspace_open(&port, NULL, &work, &why), &why);
    need(hy_element_create(pool, work, &port, NULL, &element, &why), &why);
    need(hy_element_load(element, work, hy_buf_view(&file), &why), &why);
    const hy_install_request request = {.package = hex(argv[2]), .parameters = hex(argv[3])};
    need(hy_element_install(element, work, &request, &why), &why);
    for (int i = 4; i < argc; i++) {
        size_t n;
        need(hy_element_transmit(element, work, hex(argv[i]), response, sizeof response, &n, &why),
             &why);
        puts(hy_hex_encode(hy_view_of(response, n), text, sizeof text));
    }
    hy_element_close(&element);
    hy_workspace_close(&work);
    hy_pool_close(&pool);
    for (int i = 0; i < used; i++)
        hy_buf_free(&bytes[i]);
    hy_buf_free(&file);
    return 0;
}
