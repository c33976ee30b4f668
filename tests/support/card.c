/* An element for tests. */
#include "card.h"

#include "base/hex.h"
#include "test.h"

enum { FILE_MAX = 1 << 20, RESPONSE_MAX = 65538, HEX_MAX = 2 * RESPONSE_MAX + 1 };

void card_open(card *c, const hy_element_config *config)
{
    const hy_port port = hy_port_system();
    hy_reason why = {""};
    hy_rc rc = hy_pool_open(&port, NULL, &c->pool, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
    assert_ok(hy_workspace_open(&port, NULL, &c->work, &why));
    assert_ok(hy_element_create(c->pool, c->work, &port, config, &c->element, &why));
}

void card_close(card *c)
{
    hy_element_close(&c->element);
    hy_workspace_close(&c->work);
    hy_pool_close(&c->pool);
    assert_null(c->element);
}

hy_rc card_try_load(card *c, const char *path, hy_reason *why)
{
    hy_buf b = hy_buf_new(FILE_MAX);
    assert_ok(hy_buf_read_file(&b, path, FILE_MAX, why));
    hy_rc rc = hy_element_load(c->element, c->work, hy_buf_view(&b), why);
    hy_buf_free(&b);
    return rc;
}

hy_rc card_try_load_bare(card *c, const char *path, hy_reason *why)
{
    enum { HEAD = 3, DESCRIPTOR = 11, DEBUG = 12 };
    hy_buf b = hy_buf_new(FILE_MAX);
    hy_buf bare = hy_buf_new(FILE_MAX);
    assert_ok(hy_buf_read_file(&b, path, FILE_MAX, why));
    hy_view all = hy_buf_view(&b);
    for (size_t at = 0; at + HEAD <= all.n;) {
        size_t size = HEAD + (size_t)(all.p[at + 1] << 8 | all.p[at + 2]);
        assert_true(at + size <= all.n);
        if (all.p[at] != DESCRIPTOR && all.p[at] != DEBUG)
            assert_ok(hy_buf_append(&bare, hy_view_of(all.p + at, size)));
        at += size;
    }
    hy_rc rc = hy_element_load(c->element, c->work, hy_buf_view(&bare), why);
    hy_buf_free(&bare);
    hy_buf_free(&b);
    return rc;
}

void card_load(card *c, const char *path)
{
    hy_reason why = {""};
    hy_rc rc = card_try_load(c, path, &why);
    if (!hy_ok(rc))
        print_message("# %s: %s\n", path, why.text);
    assert_ok(rc);
}

static hy_buf decoded(const char *hex)
{
    hy_buf b = hy_buf_new(RESPONSE_MAX);
    assert_ok(hy_hex_decode(hex, &b));
    return b;
}

hy_rc card_try_install(card *c, const char *package, const char *module, const char *instance,
                       const char *parameters, hy_reason *why)
{
    hy_buf b[] = {decoded(package), decoded(module), decoded(instance), decoded(parameters)};
    const hy_install_request request = {
        .package = hy_buf_view(&b[0]),
        .module = hy_buf_view(&b[1]),
        .instance = hy_buf_view(&b[2]),
        .parameters = hy_buf_view(&b[3]),
    };
    hy_rc rc = hy_element_install(c->element, c->work, &request, why);
    for (size_t i = 0; i < TEST_COUNT(b); i++)
        hy_buf_free(&b[i]);
    return rc;
}

void card_install(card *c, const char *package, const char *module, const char *instance,
                  const char *parameters)
{
    hy_reason why = {""};
    hy_rc rc = card_try_install(c, package, module, instance, parameters, &why);
    if (!hy_ok(rc))
        print_message("# %s\n", why.text);
    assert_ok(rc);
}

hy_rc card_try_delete(card *c, const char *aid, bool related, hy_reason *why)
{
    hy_buf b = decoded(aid);
    hy_rc rc = hy_element_delete(c->element, c->work, hy_buf_view(&b), related, why);
    hy_buf_free(&b);
    return rc;
}

const char *card_send(card *c, const char *command)
{
    static _Thread_local char hex[HEX_MAX];
    static _Thread_local uint8_t response[RESPONSE_MAX];
    size_t n = 0;
    hy_buf b = decoded(command);
    assert_ok(hy_element_transmit(c->element, c->work, hy_buf_view(&b), response, sizeof response,
                                  &n, NULL));
    hy_buf_free(&b);
    return hy_hex_encode(hy_view_of(response, n), hex, sizeof hex);
}
