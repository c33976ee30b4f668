/* Fuzzes content management by one who has the keys: commands, each behind a byte of length (0: a
   new session), to the issuer's domain in a session without secure messaging. */
#include "base/bytes.h"
#include "channel/channel.h"
#include "crypto/context.h"
#include "hydra/element.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BUDGET = 20000, MEMORY = 128 * 1024 };

static hy_pool *pool;
static hy_workspace *work;
static hy_crypto *crypto;

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
    need(hy_crypto_new(hy_random_system(), &crypto, NULL));
}

static hy_rc exchange(void *context, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    return hy_element_transmit(context, work, command, response, room, n, why);
}

/* Does nothing when a command took the way to the domain. */
static void authenticate(hy_element *e)
{
    const hy_scp03_keys keys = {.n = 16};
    const hy_session_config config = {.keys = &keys};
    hy_session *session = NULL;
    need(hy_session_new(crypto, &config, &session, NULL));
    hy_admin admin = hy_admin_of((hy_carrier){e, exchange}, session);
    if (hy_ok(hy_admin_select(&admin, hy_view_of(NULL, 0), NULL)))
        (void)hy_ok(hy_admin_open(&admin, NULL));
    hy_admin_free(&admin);
    hy_session_free(&session);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t response[65538];
    const hy_port port = hy_port_system();
    const hy_issuer issuer = {.key_n = 16};
    const hy_element_config config = {.budget = BUDGET, .memory = MEMORY, .issuer = &issuer};
    hy_reader r = hy_reader_of(hy_view_of(data, size));
    hy_element *e;
    open_once();
    need(hy_element_create(pool, work, &port, &config, &e, NULL));
    authenticate(e);
    while (hy_reader_left(&r) > 0) {
        hy_view command = hy_read_bytes(&r, hy_read_u8(&r));
        size_t n = 0;
        if (command.n == 0)
            authenticate(e);
        else
            need(hy_element_transmit(e, work, command, response, sizeof response, &n, NULL));
        if (command.n > 0 && n < 2)
            abort();
    }
    hy_element_close(&e);
    return 0;
}
