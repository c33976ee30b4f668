/* Quotas of applet instances: what they count, what is thrown beyond them, and that they are told
   true whatever becomes of the objects. */
#include "base/hex.h"
#include "card.h"
#include "element/runtime/quota.h"
#include "test.h"

#include <string.h>

#define PACKAGE "F0000000D100"
#define SELECT "00A4040008F0000000D1000001"
#define LEFT_PERSISTENT "8003000002"
#define LEFT_RESET "8003000102"

enum {
    /* Hoard itself: a reference and a byte, and its array of 8 references. */
    OWN = 16 + 4 + 4 + 16 + 4 + 16,
    BIG = 100000,
};

static hy_rc install(card *c, const hy_quota *quota, const char *parameters, hy_reason *why)
{
    hy_buf package = hy_buf_new(16);
    hy_buf bytes = hy_buf_new(16);
    assert_ok(hy_hex_decode(PACKAGE, &package));
    assert_ok(hy_hex_decode(parameters, &bytes));
    const hy_install_request request = {
        .package = hy_buf_view(&package),
        .parameters = hy_buf_view(&bytes),
        .quota = *quota,
    };
    hy_rc rc = hy_element_install(c->element, c->work, &request, why);
    hy_buf_free(&bytes);
    hy_buf_free(&package);
    return rc;
}

static void open_with(card *c, hy_quota quota)
{
    hy_reason why = {""};
    card_open(c, NULL);
    card_load(c, HOARD);
    hy_rc rc = install(c, &quota, "", &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
    card_expect(c, SELECT, "9000");
}

static void test_persistent_memory(void **state)
{
    (void)state;
    card c;
    open_with(&c, (hy_quota){.persistent = OWN + 200});
    card_expect(&c, LEFT_PERSISTENT, "00C89000");
    card_expect(&c, "8000006402", "00649000"); /* 100 bytes and 20 */
    card_expect(&c, LEFT_PERSISTENT, "00509000");
    card_expect(&c, "8000003D02", "6F05"); /* 61 are 64 and 20 */
    card_expect(&c, LEFT_PERSISTENT, "00509000");
    card_expect(&c, "8000003C02", "003C9000"); /* 60 and 20: the last byte */
    card_expect(&c, LEFT_PERSISTENT, "00009000");
    card_expect(&c, "8000000002", "6F05");
    card_expect(&c, "8001000002", "6F02"); /* a transient one's handle has no room either */
    card_close(&c);
}

static void test_transient_memory(void **state)
{
    (void)state;
    card c;
    open_with(&c, (hy_quota){.transient = 64});
    card_expect(&c, LEFT_RESET, "00409000");
    card_expect(&c, "8003000202", "00409000");
    card_expect(&c, "8001003002", "00309000");
    card_expect(&c, "8003000202", "00109000"); /* both kinds together */
    card_expect(&c, "8002001102", "6F02");
    card_expect(&c, "8002001002", "00109000");
    card_expect(&c, LEFT_RESET, "00009000");
    card_expect(&c, "8001000102", "6F02");
    card_expect(&c, LEFT_PERSISTENT, "7FFF9000"); /* no quota on that */
    card_expect(&c, "8000100002", "10009000");
    card_close(&c);
}

static void test_objects(void **state)
{
    (void)state;
    card c;
    open_with(&c, (hy_quota){.objects = 10});
    card_expect(&c, "8006000002", "00089000");
    card_expect(&c, "8000000002", "6F05"); /* unreachable, but there */
    card_expect(&c, "8004000002", "6F05"); /* room for the new list is needed, too */
    card_close(&c);
}

/* What is deleted, aborted or refused does not count. */
static void test_memory_comes_back(void **state)
{
    (void)state;
    card c;
    open_with(&c, (hy_quota){.persistent = 1000, .objects = 12});
    const char *before = card_send(&c, LEFT_PERSISTENT);
    char wanted[16];
    assert_true(strlen(before) < sizeof wanted);
    strcpy(wanted, before);
    for (int i = 0; i < 20; i++) {
        card_expect(&c, "8005006402", "00649000"); /* in an aborted transaction */
        card_expect(&c, LEFT_PERSISTENT, wanted);
    }
    for (int i = 0; i < 20; i++) {
        card_expect(&c, "8000006402", "00649000");
        card_expect(&c, "8000006402", "00649000");
        card_expect(&c, "8004000002", "00009000"); /* requestObjectDeletion */
        card_expect(&c, LEFT_PERSISTENT, wanted);
    }
    card_close(&c);
}

static void test_install_is_held_to_it(void **state)
{
    (void)state;
    card c;
    hy_reason why = {""};
    hy_quota quota = {.persistent = OWN + 100};
    card_open(&c, NULL);
    card_load(&c, HOARD);
    assert_fails(DENIED, install(&c, &quota, "0064", &why));
    assert_non_null(strstr(why.text, "0005"));
    uint32_t before = hy_element_measure(c.element).persistent; /* with a free record and handles */
    assert_fails(DENIED, install(&c, &quota, "0064", &why));
    assert_int_equal(hy_element_measure(c.element).persistent, before);
    assert_ok(install(&c, &quota, "0050", &why));
    card_expect(&c, SELECT, "9000");
    card_expect(&c, LEFT_PERSISTENT, "00009000");
    card_close(&c);
}

static void test_quota_is_changed(void **state)
{
    (void)state;
    card c;
    open_with(&c, (hy_quota){0});
    card_expect(&c, "8000006402", "00649000");
    hy_quota used = hy_quota_used(c.element, 1);
    assert_int_equal(used.persistent, OWN + 120);
    assert_int_equal(used.objects, 3);
    assert_int_equal(used.transient, 0);
    hy_quota less = {.persistent = OWN + 119};
    assert_fails(LIMIT, hy_quota_set(c.element, 1, &less));
    less.persistent++;
    assert_ok(hy_quota_set(c.element, 1, &less));
    assert_fails(NOT_FOUND, hy_quota_set(c.element, 2, &less));
    card_expect(&c, LEFT_PERSISTENT, "00009000");
    card_expect(&c, "8000000002", "6F05");
    less.persistent = BIG;
    assert_ok(hy_quota_set(c.element, 1, &less));
    card_expect(&c, "8000000102", "00019000");
    card_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_persistent_memory),
        cmocka_unit_test(test_transient_memory),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_memory_comes_back),
        cmocka_unit_test(test_install_is_held_to_it),
        cmocka_unit_test(test_quota_is_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
