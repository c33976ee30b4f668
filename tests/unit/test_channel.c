/* channel/ drives a real element: for every variant of SCP03 an applet is loaded, installed, used,
   locked and deleted, and domains and keys are made. */
#include "card.h"
#include "test.h"

#include "base/cla.h"
#include "channel/channel.h"
#include "element/runtime/element.h"

#include <string.h>

enum { FILE_MAX = 1 << 16, ROOM = 65538 };

static const uint8_t package_aid[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
static const uint8_t applet_aid[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00, 0x01};
static const uint8_t party_aid[] = {0xF0, 0x48, 0x59, 0x44, 0x52, 0x41, 0x01};
static const uint8_t manager_package[] = {0xF0, 0, 0, 0, 0xB2, 0x00};
static const uint8_t manager_aid[] = {0xF0, 0, 0, 0, 0xB2, 0x00, 0x00, 0x01};
static const uint8_t pin[] = {0x31, 0x32, 0x33, 0x34};

#define VIEW(array) hy_view_of((array), sizeof(array))
static const hy_view issuer = {NULL, 0};

typedef struct bench {
    uint8_t kvn; /* version of the keys to ask for; 0: the first */
    card card;
    hy_crypto *crypto;
    hy_session *session;
    hy_admin admin;
    hy_buf file;
    hy_scp03_keys keys;
    uint8_t i;
    hy_reason why;
} bench;

static hy_rc exchange(void *context, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    bench *b = (bench *)context;
    return hy_element_transmit(b->card.element, b->card.work, command, response, room, n, why);
}

static hy_scp03_keys some_keys(uint8_t n, uint8_t first)
{
    hy_scp03_keys k = {.n = n};
    for (uint8_t at = 0; at < n; at++) {
        k.enc[at] = (uint8_t)(first + at);
        k.mac[at] = (uint8_t)(first + 2 * at);
        k.dek[at] = (uint8_t)(first + 3 * at);
    }
    return k;
}

static void bench_open(bench *b, uint8_t key_n, uint8_t i)
{
    *b = (bench){.keys = some_keys(key_n, 0x40), .i = i, .file = hy_buf_new(FILE_MAX)};
    hy_issuer made = {.key_n = key_n, .i_given = true, .i = i};
    memcpy(made.enc, b->keys.enc, key_n);
    memcpy(made.mac, b->keys.mac, key_n);
    memcpy(made.dek, b->keys.dek, key_n);
    const hy_element_config config = {.issuer = &made};
    card_open(&b->card, &config);
    assert_ok(hy_crypto_new(hy_random_system(), &b->crypto, &b->why));
    assert_ok(hy_buf_read_file(&b->file, WALLET, FILE_MAX, &b->why));
    b->admin = hy_admin_of((hy_carrier){b, exchange}, NULL);
}

static void bench_close(bench *b)
{
    hy_session_free(&b->session);
    hy_admin_free(&b->admin);
    hy_crypto_free(&b->crypto);
    hy_buf_free(&b->file);
    card_close(&b->card);
}

#define need(b, call)                                                                              \
    do {                                                                                           \
        (b)->why.text[0] = '\0';                                                                   \
        hy_rc rc_ = (call);                                                                        \
        if (!hy_ok(rc_))                                                                           \
            fail_msg("%s: %s: %s", #call, hy_rc_name(rc_), (b)->why.text);                         \
    } while (0)

static hy_rc enter(bench *b, hy_view domain, const hy_scp03_keys *keys, uint8_t i, uint8_t level)
{
    static const uint8_t usual[] = {0xA0, 0, 0, 1, 0x51, 0, 0, 0};
    const hy_session_config config = {.keys = keys,
                                      .kvn = b->kvn,
                                      .level = level,
                                      .s16 = (i & HY_SCP03_I_S16) != 0,
                                      .aid = domain.n > 0 ? domain : VIEW(usual)};
    hy_session_free(&b->session);
    b->admin.session = NULL;
    HY_TRY(hy_admin_select(&b->admin, domain, &b->why));
    HY_TRY(hy_session_new(b->crypto, &config, &b->session, &b->why));
    b->admin.session = b->session;
    return hy_admin_open(&b->admin, &b->why);
}

/* ---- the registry, counted ---- */

typedef struct count {
    hy_view wanted;
    int found, all;
    uint8_t life;
} count;

static hy_rc count_entry(void *context, const hy_admin_entry *e)
{
    count *c = (count *)context;
    c->all++;
    if (hy_view_equal(e->aid, c->wanted)) {
        c->found++;
        c->life = e->life;
    }
    return HY_OK;
}

static count look(bench *b, hy_admin_kind kind, hy_view aid)
{
    count c = {.wanted = aid};
    need(b, hy_admin_status(&b->admin, kind, count_entry, &c, &b->why));
    return c;
}

/* ---- the story of an applet ---- */

static size_t progressed;

static void progress(void *context, size_t done, size_t all)
{
    (void)context;
    assert_true(done > progressed && done <= all);
    progressed = done;
}

static void load(bench *b, size_t block)
{
    progressed = 0;
    const hy_admin_load_request request = {.package = VIEW(package_aid),
                                           .file = hy_buf_view(&b->file),
                                           .block = block,
                                           .progress = progress};
    need(b, hy_admin_load(&b->admin, &request, &b->why));
    assert_true(progressed > b->file.n);
    assert_int_equal(look(b, HY_ADMIN_PACKAGES, VIEW(package_aid)).found, 1);
}

static void install(bench *b)
{
    const hy_admin_install_request request = {
        .package = VIEW(package_aid), .module = VIEW(applet_aid), .parameters = VIEW(pin)};
    need(b, hy_admin_install(&b->admin, &request, &b->why));
    count c = look(b, HY_ADMIN_APPLICATIONS, VIEW(applet_aid));
    assert_int_equal(c.found, 1);
    assert_int_equal(c.life, 0x07);
}

/* The wallet answers its balance: 0. */
static void use(bench *b, bool works)
{
    static const uint8_t verify[] = {0x80, 0x20, 0, 0, 4, 0x31, 0x32, 0x33, 0x34};
    static const uint8_t balance[] = {0x80, 0x50, 0, 0, 2};
    hy_session_free(&b->session);
    b->admin.session = NULL;
    hy_rc rc = hy_admin_select(&b->admin, VIEW(applet_aid), &b->why);
    assert_int_equal(hy_ok(rc), works);
    if (!works) {
        assert_int_equal(b->admin.sw, 0x6A82);
        return;
    }
    need(b, hy_admin_transmit(&b->admin, VIEW(verify), &b->why));
    need(b, hy_admin_transmit(&b->admin, VIEW(balance), &b->why));
    assert_int_equal(b->admin.sw, 0x9000);
    assert_int_equal(b->admin.response.n, 2);
}

static void story(bench *b, uint8_t level)
{
    need(b, enter(b, issuer, &b->keys, b->i, level));
    assert_int_equal(hy_session_about(b->session)->i, b->i);
    load(b, 0);
    install(b);
    use(b, true);
    need(b, enter(b, issuer, &b->keys, b->i, level));
    need(b, hy_admin_lock(&b->admin, VIEW(applet_aid), &b->why));
    use(b, false);
    need(b, enter(b, issuer, &b->keys, b->i, level));
    need(b, hy_admin_unlock(&b->admin, VIEW(applet_aid), &b->why));
    use(b, true);
    need(b, enter(b, issuer, &b->keys, b->i, level));
    assert_fails(DENIED, hy_admin_delete(&b->admin, VIEW(package_aid), false, &b->why));
    assert_int_equal(b->admin.sw, 0x6985);
    assert_non_null(strstr(b->why.text, "conditions of use not satisfied"));
    assert_non_null(strstr(b->why.text, "--related"));
    need(b, hy_admin_delete(&b->admin, VIEW(package_aid), true, &b->why));
    assert_int_equal(look(b, HY_ADMIN_PACKAGES, VIEW(package_aid)).found, 0);
    assert_int_equal(look(b, HY_ADMIN_APPLICATIONS, VIEW(applet_aid)).found, 0);
}

static void test_every_variant(void **state)
{
    (void)state;
    static const uint8_t variants[] = {0x00, 0x10, 0x20, 0x30, 0x60, 0x70};
    static const uint8_t levels[] = {0x00, 0x01, 0x03, 0x11, 0x13, 0x33};
    int stories = 0;
    for (uint8_t key_n = 16; key_n <= 32; key_n = (uint8_t)(key_n + 8))
        for (size_t v = 0; v < 2 * TEST_COUNT(variants); v++) {
            bench b;
            uint8_t i = variants[v / 2] | (v & 1);
            bench_open(&b, key_n, i);
            for (size_t l = 1; l < TEST_COUNT(levels); l++)
                if (hy_scp03_level_fits(levels[l], i)) {
                    story(&b, levels[l]);
                    stories++;
                }
            bench_close(&b);
        }
    assert_int_equal(stories, 3 * 2 * (2 * 2 + 2 * 4 + 2 * 5));
}

static void test_blocks(void **state)
{
    (void)state;
    static const size_t sizes[] = {16, 100, 200, 239};
    bench b;
    bench_open(&b, 16, 0x60);
    need(&b, enter(&b, issuer, &b.keys, b.i, 0x33));
    for (size_t k = 0; k < TEST_COUNT(sizes); k++) {
        if (b.file.n / sizes[k] >= 256)
            continue;
        load(&b, sizes[k]);
        need(&b, hy_admin_delete(&b.admin, VIEW(package_aid), false, &b.why));
    }
    bench_close(&b);
}

/* ---- keys ---- */

static void test_keys(void **state)
{
    (void)state;
    bench b;
    const hy_scp03_keys added = some_keys(16, 0x10), replaced = some_keys(16, 0x70);
    const hy_scp03_keys stored = some_keys(16, 0x50);
    bench_open(&b, 16, 0x70);
    need(&b, enter(&b, issuer, &b.keys, b.i, 0x33));
    need(&b, hy_admin_put_keys(&b.admin, b.crypto, 0, 0x31, &added, &b.why));
    need(&b, hy_admin_put_keys(&b.admin, b.crypto, 0x30, 0x30, &replaced, &b.why));
    b.kvn = 0x30;
    assert_fails(MISMATCH, enter(&b, issuer, &b.keys, b.i, 0x33)); /* the old ones are gone */
    assert_non_null(strstr(b.why.text, "not the keys of its version 30"));
    need(&b, enter(&b, issuer, &replaced, b.i, 0x33));
    need(&b, hy_admin_delete_key(&b.admin, 0x31, 0, &b.why));
    need(&b, hy_admin_store_keys(&b.admin, b.crypto, 0x32, &stored, &b.why));
    b.kvn = 0x31;
    assert_fails(DENIED, enter(&b, issuer, &added, b.i, 0x33));
    assert_int_equal(b.admin.sw, 0x6A88);
    assert_non_null(strstr(b.why.text, "no keys of this version"));
    b.kvn = 0x32;
    need(&b, enter(&b, issuer, &stored, b.i, 0x33));
    bench_close(&b);
}

/* ---- a party of its own ---- */

static void test_domain(void **state)
{
    (void)state;
    bench b;
    const hy_scp03_keys first = some_keys(16, 0x10), own = some_keys(16, 0x20);
    const hy_admin_domain_request request = {.instance = VIEW(party_aid),
                                             .privileges = hy_words_privilege_mask(9) |
                                                           hy_words_privilege_mask(8),
                                             .i = 0x71};
    bench_open(&b, 16, 0x60);
    need(&b, enter(&b, issuer, &b.keys, b.i, 0x33));
    need(&b, hy_admin_create_domain(&b.admin, &request, &b.why));
    /* without keys of its own the domain above serves it */
    need(&b, enter(&b, VIEW(party_aid), &b.keys, b.i, 0x33));
    need(&b, hy_admin_put_keys(&b.admin, b.crypto, 0, 0x30, &first, &b.why));
    assert_fails(MISMATCH, enter(&b, VIEW(party_aid), &b.keys, 0x71, 0x33));
    need(&b, enter(&b, VIEW(party_aid), &first, 0x71, 0x33));
    need(&b, hy_admin_put_keys(&b.admin, b.crypto, 0x30, 0x30, &own, &b.why));
    assert_fails(MISMATCH, enter(&b, VIEW(party_aid), &first, 0x71, 0x33));
    need(&b, enter(&b, VIEW(party_aid), &own, 0x71, 0x33));
    load(&b, 0);
    install(&b);
    use(&b, true);
    need(&b, enter(&b, VIEW(party_aid), &own, 0x71, 0x33));
    need(&b, hy_admin_delete(&b.admin, VIEW(package_aid), true, &b.why));
    bench_close(&b);
}

/* ---- what lies between ---- */

/* A hub that relabels a secured command to another channel gains nothing: no channel there, or no
   session; and the session goes on. */
static void test_relabelling(void **state)
{
    (void)state;
    static const uint8_t status[] = {0x80, 0xF2, 0x80, 0x02, 2, 0x4F, 0, 0};
    bench b;
    uint8_t response[ROOM];
    size_t n;
    hy_buf wrapped = hy_buf_new(ROOM), opened = hy_buf_new(ROOM);
    bench_open(&b, 16, 0x60);
    need(&b, enter(&b, issuer, &b.keys, b.i, 0x33));
    need(&b, hy_session_wrap(b.session, VIEW(status), &wrapped, &b.why));
    for (int open = 0; open < 2; open++) {
        for (uint8_t channel = 4; channel < HY_CLA_CHANNELS; channel++) {
            wrapped.p[0] = hy_cla_on(0x84, channel);
            need(&b, exchange(&b, hy_buf_view(&wrapped), response, ROOM, &n, &b.why));
            assert_int_equal(n, 2);
            assert_true(response[0] == 0x68 || response[0] == 0x69);
        }
        for (uint8_t channel = 4; open == 0 && channel < HY_CLA_CHANNELS; channel++) {
            const uint8_t manage[] = {0x00, 0x70, 0x00, channel};
            need(&b, exchange(&b, VIEW(manage), response, ROOM, &n, &b.why));
        }
    }
    wrapped.p[0] = 0x84;
    need(&b, exchange(&b, hy_buf_view(&wrapped), response, ROOM, &n, &b.why));
    need(&b, hy_session_unwrap(b.session, hy_view_of(response, n), &opened, &b.why));
    assert_memory_equal(opened.p + opened.n - 2, "\x90\x00", 2);
    assert_true(opened.n > 20);
    hy_buf_free(&wrapped);
    hy_buf_free(&opened);
    bench_close(&b);
}

/* An applet on its domain's channel, and a thousand ENVELOPEs of the terminal beside its session:
   it refuses them without unwrap, no counter moves, and the session lasts. Secured data come back.
 */
static void test_envelopes(void **state)
{
    (void)state;
    static const uint8_t envelope[] = {0x80, 0xC2, 0, 0, 4, 0xD7, 2, 0x24, 1};
    static const uint8_t echo[] = {0x80, 0x10, 0, 0, 5, 1, 2, 3, 4, 5, 0};
    bench b;
    uint8_t response[ROOM];
    size_t n;
    bench_open(&b, 16, 0x60);
    hy_buf_free(&b.file);
    assert_ok(hy_buf_read_file(&b.file, MANAGER, FILE_MAX, &b.why));
    const hy_admin_load_request request = {.package = VIEW(manager_package),
                                           .file = hy_buf_view(&b.file)};
    const hy_admin_install_request instance = {.package = VIEW(manager_package),
                                               .module = VIEW(manager_aid)};
    need(&b, enter(&b, issuer, &b.keys, b.i, 0x33));
    need(&b, hy_admin_load(&b.admin, &request, &b.why));
    need(&b, hy_admin_install(&b.admin, &instance, &b.why));
    need(&b, enter(&b, VIEW(manager_aid), &b.keys, b.i, 0x33));
    for (int k = 0; k < 1000; k++) {
        need(&b, exchange(&b, VIEW(envelope), response, ROOM, &n, &b.why));
        assert_int_equal(n, 2);
        assert_memory_equal(response, "\x6D\x00", 2);
        if (k % 10 != 0)
            continue;
        need(&b, hy_admin_transmit(&b.admin, VIEW(echo), &b.why));
        assert_int_equal(b.admin.sw, 0x9000);
        assert_int_equal(b.admin.response.n, 5);
        assert_memory_equal(b.admin.response.p, echo + 5, 5);
    }
    /* the same command bare, or as of another channel: refused by the applet's unwrap */
    need(&b, exchange(&b, VIEW(echo), response, ROOM, &n, &b.why));
    assert_memory_equal(response, "\x69\x82", 2);
    bench_close(&b);
}

/* A command to the domain below the session's level ends it, whatever it is. */
static void test_below_the_level(void **state)
{
    (void)state;
    static const uint8_t bare[] = {0x80, 0xCA, 0x00, 0x66, 0};
    bench b;
    uint8_t response[ROOM];
    size_t n;
    bench_open(&b, 16, 0x60);
    need(&b, enter(&b, issuer, &b.keys, b.i, 0x01));
    need(&b, exchange(&b, VIEW(bare), response, ROOM, &n, &b.why));
    assert_memory_equal(response, "\x69\x82", 2);
    assert_fails(DENIED, hy_admin_delete(&b.admin, VIEW(package_aid), false, &b.why));
    bench_close(&b);
}

/* Deselection, closing of the channel, reset: each ends the session. */
static void test_ends(void **state)
{
    (void)state;
    static const uint8_t status[] = {0x80, 0xF2, 0x80, 0x02, 2, 0x4F, 0, 0};
    bench b;
    for (int how = 0; how < 2; how++) {
        bench_open(&b, 16, 0x60);
        need(&b, enter(&b, issuer, &b.keys, b.i, 0x01));
        if (how == 0)
            need(&b, hy_element_reset(b.card.element, b.card.work, &b.why));
        else
            need(&b, hy_admin_select(&b.admin, issuer, &b.why));
        need(&b, hy_admin_transmit(&b.admin, VIEW(status), &b.why));
        assert_int_equal(b.admin.sw >> 8, 0x69);
        bench_close(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_variant), cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_keys),          cmocka_unit_test(test_domain),
        cmocka_unit_test(test_relabelling),   cmocka_unit_test(test_below_the_level),
        cmocka_unit_test(test_ends),          cmocka_unit_test(test_envelopes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
