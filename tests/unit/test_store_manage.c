/* Power cut at every store write while content is managed through a session, and in the restart
   after it: load, install, delete, put-key and store-data leave the element as before or as after,
   and as after when they were answered. Under each setting of durability.

       build/tests/unit/test_store_manage all     every cut with every fate; else a part */
#include "disk.h"
#include "test.h"

#include "channel/channel.h"
#include "hydra/element.h"

#include <string.h>

enum { FILE_MAX = 1 << 16, PART = 5 };

static const uint8_t package_aid[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00};
static const uint8_t applet_aid[] = {0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01, 0x00, 0x01};
static const uint8_t issuer_aid[] = {0xA0, 0, 0, 1, 0x51, 0, 0, 0};
static const uint8_t pin[] = {0x31, 0x32, 0x33, 0x34};
static const uint8_t image_key[HY_IMAGE_KEY] = {11};

#define VIEW(array) hy_view_of((array), sizeof(array))

static bool all;
static hy_pool *pool;
static hy_workspace *work;
static hy_crypto *crypto;
static hy_buf wallet;
static hy_scp03_keys first, second; /* of the issuer: made with, put */

/* ---- an element in an image, and a session with it ---- */

typedef struct bench {
    hy_element *element;
    hy_session *session;
    hy_admin admin;
    hy_reason why;
} bench;

static hy_rc exchange(void *context, hy_view command, uint8_t *response, size_t room, size_t *n,
                      hy_reason *why)
{
    bench *b = context;
    return hy_element_transmit(b->element, work, command, response, room, n, why);
}

static hy_image image_on(disk *d, hy_age *age, hy_durability durability)
{
    *age = disk_age(d);
    return (hy_image){
        .storage = disk_storage(d), .key = VIEW(image_key), .age = age, .durability = durability};
}

static hy_rc start(bench *b, disk *d, hy_durability durability)
{
    hy_age age;
    const hy_port port = hy_port_system();
    const hy_image image = image_on(d, &age, durability);
    *b = (bench){0};
    b->admin = hy_admin_of((hy_carrier){b, exchange}, NULL);
    return hy_element_open(pool, work, &port, NULL, &image, &b->element, &b->why);
}

static void stop(bench *b)
{
    hy_session_free(&b->session);
    hy_admin_free(&b->admin);
    hy_element_close(&b->element);
}

static hy_rc enter(bench *b, const hy_scp03_keys *keys)
{
    const hy_session_config config = {.keys = keys, .level = 0x33, .aid = VIEW(issuer_aid)};
    hy_session_free(&b->session);
    b->admin.session = NULL;
    HY_TRY(hy_admin_select(&b->admin, (hy_view){NULL, 0}, &b->why));
    HY_TRY(hy_session_new(crypto, &config, &b->session, &b->why));
    b->admin.session = b->session;
    return hy_admin_open(&b->admin, &b->why);
}

/* ---- what is there ---- */

typedef struct count {
    hy_view wanted;
    int found;
} count;

static hy_rc count_entry(void *context, const hy_admin_entry *e)
{
    count *c = context;
    c->found += hy_view_equal(e->aid, c->wanted);
    return HY_OK;
}

static int look(bench *b, hy_admin_kind kind, hy_view aid)
{
    count c = {.wanted = aid};
    assert_ok(hy_admin_status(&b->admin, kind, count_entry, &c, &b->why));
    return c.found;
}

static int packages(bench *b)
{
    return look(b, HY_ADMIN_PACKAGES, VIEW(package_aid));
}

static int applets(bench *b)
{
    return look(b, HY_ADMIN_APPLICATIONS, VIEW(applet_aid));
}

/* The wallet is selected and knows its PIN. */
static bool works(bench *b)
{
    static const uint8_t verify[] = {0x80, 0x20, 0, 0, 4, 0x31, 0x32, 0x33, 0x34};
    hy_session_free(&b->session);
    b->admin.session = NULL;
    return hy_ok(hy_admin_select(&b->admin, VIEW(applet_aid), &b->why)) &&
           hy_ok(hy_admin_transmit(&b->admin, VIEW(verify), &b->why)) && b->admin.sw == 0x9000;
}

/* ---- operations ---- */

static hy_rc load(bench *b)
{
    const hy_admin_load_request request = {
        .package = VIEW(package_aid), .file = hy_buf_view(&wallet), .block = 200};
    return hy_admin_load(&b->admin, &request, &b->why);
}

static hy_rc install(bench *b)
{
    const hy_admin_install_request request = {
        .package = VIEW(package_aid), .module = VIEW(applet_aid), .parameters = VIEW(pin)};
    return hy_admin_install(&b->admin, &request, &b->why);
}

static hy_rc delete_all(bench *b)
{
    return hy_admin_delete(&b->admin, VIEW(package_aid), true, &b->why);
}

static hy_rc put_keys(bench *b)
{
    return hy_admin_put_keys(&b->admin, crypto, 0x30, 0x30, &second, &b->why);
}

static const uint8_t cin_before[] = {0x45, 4, 1, 2, 3, 4};
static const uint8_t cin_after[] = {0x45, 6, 9, 8, 7, 6, 5, 4};

static hy_rc store_data(bench *b)
{
    return hy_admin_store_data(&b->admin, HY_ADMIN_FORMAT_TLV, VIEW(cin_after), &b->why);
}

/* ---- before, after, or neither ---- */

typedef enum found {
    BEFORE,
    AFTER,
    NEITHER,
} found;

static found see_load(bench *b)
{
    if (packages(b) == 1)
        return hy_ok(install(b)) && works(b) ? AFTER : NEITHER;
    return packages(b) == 0 && hy_ok(load(b)) ? BEFORE : NEITHER;
}

static found see_install(bench *b)
{
    if (packages(b) != 1)
        return NEITHER;
    if (applets(b) == 1)
        return works(b) ? AFTER : NEITHER;
    return hy_ok(install(b)) && works(b) ? BEFORE : NEITHER;
}

static found see_delete(bench *b)
{
    int left = packages(b) + applets(b);
    if (left == 2)
        return works(b) ? BEFORE : NEITHER;
    return left == 0 && hy_ok(load(b)) ? AFTER : NEITHER;
}

static found see_keys(bench *b)
{
    bool old = hy_ok(enter(b, &first));
    bool new = hy_ok(enter(b, &second));
    return old == new ? NEITHER : old ? BEFORE : AFTER;
}

static found see_data(bench *b)
{
    if (!hy_ok(hy_admin_get_data(&b->admin, 0x45, &b->why)))
        return NEITHER;
    hy_view value = hy_buf_view(&b->admin.response);
    if (hy_view_equal(value, VIEW(cin_before)))
        return BEFORE;
    return hy_view_equal(value, VIEW(cin_after)) ? AFTER : NEITHER;
}

typedef struct scenario {
    const char *name;
    hy_rc (*prepare[2])(bench *b); /* NULL: nothing */
    hy_rc (*run)(bench *b);
    found (*see)(bench *b);
} scenario;

static const scenario scenarios[] = {
    {"load", {NULL, NULL}, load, see_load},
    {"install", {load, NULL}, install, see_install},
    {"delete", {load, install}, delete_all, see_delete},
    {"put-key", {NULL, NULL}, put_keys, see_keys},
    {"store-data", {NULL, NULL}, store_data, see_data},
};

/* ---- cuts ---- */

typedef struct cutting {
    const scenario *s;
    hy_durability durability;
    uint64_t cuts, violations, seed;
} cutting;

static void judge(cutting *c, const disk *after, bool answered)
{
    bench b;
    found f = NEITHER;
    disk d = disk_copy(after);
    c->cuts++;
    if (hy_ok(start(&b, &d, c->durability)) && (c->s->see == see_keys || hy_ok(enter(&b, &first))))
        f = c->s->see(&b);
    if (f == NEITHER || (answered && f == BEFORE)) {
        c->violations++;
        print_message("# %s: violated, %s: %s\n", c->s->name,
                      answered ? "answered" : "not answered", b.why.text);
    }
    stop(&b);
    disk_free(&d);
}

/* One opening, with the operation or without. False: it came to its end before the cut. */
static bool cut_once(cutting *c, disk *d, uint64_t at, disk_fate fate, bool restart, bool *answered)
{
    bench b;
    d->cut_at = at;
    d->fate = fate;
    d->lots = ++c->seed;
    if (hy_ok(start(&b, d, c->durability)) && !restart && hy_ok(enter(&b, &first)))
        *answered = hy_ok(c->s->run(&b));
    bool cut = d->dark;
    stop(&b);
    disk_restart(d);
    return cut;
}

static void cut_all(cutting *c, const disk *before, bool restart, bool known)
{
    for (int fate = 0; fate < DISK_FATES; fate++) {
        bool cut = true;
        for (uint64_t at = 1 + (all ? 0 : (c->seed * 3 + (uint64_t)fate) % PART); cut;
             at += all ? 1 : PART) {
            bool answered = known;
            disk d = disk_copy(before);
            cut = cut_once(c, &d, at, (disk_fate)fate, restart, &answered);
            if (cut) {
                judge(c, &d, answered);
                if (!restart)
                    cut_all(c, &d, true, answered);
            }
            disk_free(&d);
        }
    }
}

static void prepare(disk *d, const cutting *c)
{
    bench b;
    hy_age age;
    const hy_port port = hy_port_system();
    const hy_image image = image_on(d, &age, c->durability);
    hy_issuer issuer = {.key_n = first.n, .cin = hy_view_of(cin_before + 2, 4)};
    memcpy(issuer.enc, first.enc, first.n);
    memcpy(issuer.mac, first.mac, first.n);
    memcpy(issuer.dek, first.dek, first.n);
    const hy_element_config config = {.memory = 65536, .issuer = &issuer};
    hy_element *e = NULL;
    assert_ok(hy_element_create_in(pool, work, &port, &config, &image, &e, NULL));
    hy_element_close(&e);
    assert_ok(start(&b, d, c->durability));
    assert_ok(enter(&b, &first));
    for (int i = 0; i < 2 && c->s->prepare[i] != NULL; i++)
        assert_ok(c->s->prepare[i](&b));
    stop(&b);
}

static void run_all(void **state)
{
    static const char *const names[] = {"transaction", "apdu", "write"};
    const hy_durability *durability = *state;
    for (size_t i = 0; i < TEST_COUNT(scenarios); i++) {
        disk d = {0};
        cutting c = {.s = &scenarios[i], .durability = *durability};
        prepare(&d, &c);
        judge(&c, &d, false); /* can say so */
        cut_all(&c, &d, false, false);
        print_message("# %s, %s: %llu cuts, %llu violations\n", c.s->name, names[*durability],
                      (unsigned long long)c.cuts, (unsigned long long)c.violations);
        disk_free(&d);
        assert_true(c.cuts > 10);
        assert_int_equal(c.violations, 0);
    }
}

static hy_scp03_keys some_keys(uint8_t from)
{
    hy_scp03_keys k = {.n = 16};
    for (uint8_t at = 0; at < k.n; at++) {
        k.enc[at] = (uint8_t)(from + at);
        k.mac[at] = (uint8_t)(from + 2 * at);
        k.dek[at] = (uint8_t)(from + 3 * at);
    }
    return k;
}

int main(int argc, char **argv)
{
    static hy_durability settings[] = {HY_DURABILITY_TRANSACTION, HY_DURABILITY_APDU,
                                       HY_DURABILITY_WRITE};
    const struct CMUnitTest tests[] = {
        {"transaction", run_all, NULL, NULL, &settings[0]},
        {"apdu", run_all, NULL, NULL, &settings[1]},
        {"write", run_all, NULL, NULL, &settings[2]},
    };
    const hy_port port = hy_port_system();
    all = argc > 1 && strcmp(argv[1], "all") == 0;
    first = some_keys(0x40);
    second = some_keys(0x70);
    wallet = hy_buf_new(FILE_MAX);
    if (!hy_ok(hy_pool_open(&port, NULL, &pool, NULL)) ||
        !hy_ok(hy_workspace_open(&port, NULL, &work, NULL)) ||
        !hy_ok(hy_crypto_new(hy_random_system(), &crypto, NULL)) ||
        !hy_ok(hy_buf_read_file(&wallet, WALLET, FILE_MAX, NULL)))
        return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hy_buf_free(&wallet);
    hy_crypto_free(&crypto);
    hy_workspace_close(&work);
    hy_pool_close(&pool);
    return failed;
}
