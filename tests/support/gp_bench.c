/* Content management told by APDUs through real sessions of SCP03. */
#include "gp_bench.h"

#include "test.h"

#include "base/hex.h"
#include "crypto/context.h"

#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 1 << 16 };

hy_issuer gp_test_issuer(void)
{
    hy_issuer i = {.key_n = 16};
    for (uint8_t n = 0; n < 16; n++)
        i.enc[n] = i.mac[n] = i.dek[n] = (uint8_t)(0x40 + n);
    return i;
}

hy_scp03_keys gp_keys_of(uint8_t first)
{
    hy_scp03_keys k = {.n = 16};
    for (uint8_t n = 0; n < 16; n++) {
        k.enc[n] = (uint8_t)(first + n);
        k.mac[n] = (uint8_t)(first + n + 0x10);
        k.dek[n] = (uint8_t)(first + n + 0x20);
    }
    return k;
}

hy_scp03_keys gp_issuer_keys(void)
{
    hy_scp03_keys k = {.n = 16};
    for (uint8_t n = 0; n < 16; n++)
        k.enc[n] = k.mac[n] = k.dek[n] = (uint8_t)(0x40 + n);
    return k;
}

static hy_rc exchange(void *context, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    gp_bench *b = context;
    return hy_element_transmit(b->card.element, b->card.work, command, response, room, n, why);
}

static void tell(void *context, const char *why)
{
    gp_bench *b = context;
    (void)snprintf(b->told, sizeof b->told, "%s", why);
}

/* Bytes of hex, in turn in one of a few places. */
hy_view gp_bytes(const char *hex)
{
    static uint8_t place[8][512];
    static unsigned turn;
    hy_buf b = {place[turn++ % 8], 0, sizeof place[0], sizeof place[0]};
    assert_ok(hy_hex_decode(hex, &b));
    return hy_buf_view(&b);
}

static hy_rc open_element(gp_bench *b, const hy_issuer *issuer, const hy_image *image, bool fresh)
{
    const hy_issuer usual = gp_test_issuer();
    const hy_element_config config = {.issuer = issuer == NULL ? &usual : issuer};
    hy_port port = hy_port_system();
    port.tell = tell;
    port.context = b;
    if (image == NULL)
        return hy_element_create(b->card.pool, b->card.work, &port, &config, &b->card.element,
                                 &b->why);
    return fresh ? hy_element_create_in(b->card.pool, b->card.work, &port, &config, image,
                                        &b->card.element, &b->why)
                 : hy_element_open(b->card.pool, b->card.work, &port, NULL, image, &b->card.element,
                                   &b->why);
}

void gp_open_in(gp_bench *b, const hy_issuer *issuer, const hy_image *image, bool fresh)
{
    const hy_port plain = hy_port_system();
    *b = (gp_bench){.load_file = hy_buf_new(FILE_MAX)};
    assert_ok(hy_pool_open(&plain, NULL, &b->card.pool, &b->why));
    assert_ok(hy_workspace_open(&plain, NULL, &b->card.work, &b->why));
    hy_rc rc = open_element(b, issuer, image, fresh);
    if (!hy_ok(rc))
        print_message("# %s\n", b->why.text);
    assert_ok(rc);
    assert_ok(hy_crypto_new(hy_random_system(), &b->crypto, &b->why));
    assert_ok(hy_buf_read_file(&b->load_file, WALLET_IJC, FILE_MAX, &b->why));
    b->admin = hy_admin_of((hy_carrier){b, exchange}, NULL);
}

void gp_open(gp_bench *b, const hy_issuer *issuer)
{
    gp_open_in(b, issuer, NULL, true);
}

void gp_close_session(gp_bench *b)
{
    hy_session_free(&b->session);
    b->admin.session = NULL;
}

void gp_close(gp_bench *b)
{
    gp_close_session(b);
    hy_admin_free(&b->admin);
    hy_crypto_free(&b->crypto);
    hy_buf_free(&b->load_file);
    card_close(&b->card);
}

/* Selects a domain and opens a session with it. */
hy_rc gp_try_enter(gp_bench *b, const char *domain, hy_scp03_keys keys, uint8_t level)
{
    const hy_session_config config = {.keys = &keys, .level = level};
    gp_close_session(b);
    HY_TRY(hy_admin_select(&b->admin, gp_bytes(domain), &b->why));
    assert_ok(hy_session_new(b->crypto, &config, &b->session, &b->why));
    b->admin.session = b->session;
    return hy_admin_open(&b->admin, &b->why);
}

void gp_enter(gp_bench *b, const char *domain, hy_scp03_keys keys)
{
    hy_rc rc = gp_try_enter(b, domain, keys, HY_SCP03_C_MAC | HY_SCP03_C_DEC);
    if (!hy_ok(rc))
        print_message("# %s\n", b->why.text);
    assert_ok(rc);
}

/* Sends through the session; the answer with its status word, in hex. */
const char *gp_send(gp_bench *b, const char *command)
{
    static char hex[4096];
    hy_rc rc = hy_admin_transmit(&b->admin, gp_bytes(command), &b->why);
    if (!hy_ok(rc))
        print_message("# %s\n", b->why.text);
    assert_ok(rc);
    size_t n = strlen(hy_hex_encode(hy_buf_view(&b->admin.response), hex, sizeof hex));
    (void)snprintf(hex + n, sizeof hex - n, "%04X", b->admin.sw);
    return hex;
}

hy_rc gp_try_load(gp_bench *b, const char *domain)
{
    const hy_admin_load_request request = {
        .package = gp_bytes(PACKAGE),
        .domain = gp_bytes(domain),
        .file = hy_buf_view(&b->load_file),
    };
    return hy_admin_load(&b->admin, &request, &b->why);
}

void gp_load(gp_bench *b, const char *domain)
{
    hy_rc rc = gp_try_load(b, domain);
    if (!hy_ok(rc))
        print_message("# %s; %s\n", b->why.text, b->told);
    assert_ok(rc);
}

hy_rc gp_try_install(gp_bench *b, const char *instance, uint32_t privileges)
{
    const hy_admin_install_request request = {
        .package = gp_bytes(PACKAGE),
        .module = gp_bytes(APPLET),
        .instance = gp_bytes(instance),
        .privileges = privileges,
        .parameters = gp_bytes(PIN),
    };
    return hy_admin_install(&b->admin, &request, &b->why);
}

void gp_make_domain(gp_bench *b, const char *aid, uint32_t privileges, uint8_t first_key)
{
    const hy_admin_domain_request request = {
        .instance = gp_bytes(aid),
        .privileges = privileges,
        .i = 0xFF,
    };
    gp_enter(b, ISSUER, gp_issuer_keys());
    assert_ok(hy_admin_create_domain(&b->admin, &request, &b->why));
    hy_scp03_keys keys = gp_keys_of(first_key);
    gp_enter(b, aid, gp_issuer_keys()); /* without keys of its own the domain above serves it */
    assert_ok(hy_admin_put_keys(&b->admin, b->crypto, 0, 0x30, &keys, &b->why));
    gp_enter(b, aid, keys);
}
