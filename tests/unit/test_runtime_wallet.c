/* The wallet of the README on an element: loaded, installed, selected, used. */
#include "card.h"
#include "test.h"

#define PACKAGE "D276000085010100"
#define APPLET "D27600008501010001"
#define SELECT "00A4040009" APPLET
#define PIN "31323334"

static void setup_wallet(card *c)
{
    card_open(c, NULL);
    card_load(c, WALLET);
    card_install(c, PACKAGE, "", "", PIN);
}

static void test_nothing_is_selected(void **state)
{
    (void)state;
    card c;
    card_open(&c, NULL);
    card_expect(&c, "80500000", "6999");
    card_expect(&c, SELECT, "6A82");
    card_expect(&c, "00A4", "6700");
    card_expect(&c, "FF500000", "6E00");
    card_expect(&c, "81500000", "6881");
    card_close(&c);
}

static void test_wallet_is_used(void **state)
{
    (void)state;
    card c;
    setup_wallet(&c);
    card_expect(&c, SELECT, "9000");
    card_expect(&c, "8050000002", "00009000");
    card_expect(&c, "80300000020064", "6982");
    card_expect(&c, "8020000004" PIN, "9000");
    card_expect(&c, "80300000020064", "9000");
    card_expect(&c, "8050000002", "00649000");
    card_expect(&c, "80400000020014", "9000");
    card_expect(&c, "8050000002", "00509000");
    card_expect(&c, "80400000021000", "6A80");
    card_close(&c);
}

static void test_pin_is_gone_after_deselection(void **state)
{
    (void)state;
    card c;
    setup_wallet(&c);
    card_expect(&c, SELECT, "9000");
    card_expect(&c, "8020000004" PIN, "9000");
    card_expect(&c, SELECT, "9000");
    card_expect(&c, "80300000020064", "6982");
    card_expect(&c, "8020000004" PIN, "9000");
    assert_ok(hy_element_reset(c.element, c.work, NULL));
    card_expect(&c, "80300000020064", "6999");
    card_expect(&c, SELECT, "9000");
    card_expect(&c, "80300000020064", "6982");
    card_close(&c);
}

static void test_wrong_pins_block(void **state)
{
    (void)state;
    card c;
    setup_wallet(&c);
    card_expect(&c, SELECT, "9000");
    card_expect(&c, "802000000430303030", "6982");
    card_expect(&c, "802000000430303030", "6982");
    card_expect(&c, "802000000430303030", "6982");
    card_expect(&c, "8020000004" PIN, "6983");
    card_expect(&c, SELECT, "6999"); /* its select() refuses */
    card_expect(&c, "8050000002", "6999");
    card_close(&c);
}

static void test_loading_and_installing_refuse(void **state)
{
    (void)state;
    card c;
    hy_reason why;
    setup_wallet(&c);
    assert_fails(EXISTS, card_try_load(&c, WALLET, &why));
    assert_fails(EXISTS, card_try_install(&c, PACKAGE, "", "", PIN, &why));
    assert_fails(NOT_FOUND, card_try_install(&c, "D276000085010900", "", "", PIN, &why));
    assert_fails(NOT_FOUND, card_try_install(&c, PACKAGE, "D27600008501010002", "", PIN, &why));
    assert_fails(ARGUMENT, card_try_install(&c, PACKAGE, "", "D2760000", PIN, &why));
    /* a PIN that is too long: the applet's constructor throws, nothing stays */
    hy_element_usage before = hy_element_measure(c.element);
    assert_fails(DENIED, card_try_install(&c, PACKAGE, "", "D27600008501010099",
                                          "313233343536373839", &why));
    assert_string_equal(card_send(&c, "00A4040009D27600008501010099"), "6A82");
    hy_element_usage after = hy_element_measure(c.element);
    assert_in_range(after.persistent, before.persistent, before.persistent + 1024);
    card_close(&c);
}

static void test_deletion(void **state)
{
    (void)state;
    card c;
    hy_reason why;
    setup_wallet(&c);
    card_install(&c, PACKAGE, "", "D27600008501010077", PIN);
    card_expect(&c, SELECT, "9000");
    assert_fails(DENIED, card_try_delete(&c, APPLET, false, &why)); /* active */
    assert_ok(card_try_delete(&c, "D27600008501010077", false, &why));
    assert_ok(hy_element_reset(c.element, c.work, &why));
    assert_fails(DENIED, card_try_delete(&c, PACKAGE, false, &why)); /* has an instance */
    assert_ok(card_try_delete(&c, APPLET, false, &why));
    card_expect(&c, SELECT, "6A82");
    assert_fails(NOT_FOUND, card_try_delete(&c, APPLET, false, &why));
    assert_ok(card_try_delete(&c, PACKAGE, false, &why));
    assert_fails(NOT_FOUND, card_try_delete(&c, "A0000000620101", false, &why)); /* the platform */
    card_load(&c, WALLET);
    card_install(&c, PACKAGE, "", "", PIN);
    assert_ok(card_try_delete(&c, PACKAGE, true, &why));
    card_expect(&c, SELECT, "6A82");
    card_close(&c);
}

/* However often something comes and goes, memory comes back. */
static void test_nothing_leaks(void **state)
{
    (void)state;
    card c;
    hy_reason why;
    setup_wallet(&c);
    assert_ok(card_try_delete(&c, APPLET, false, &why));
    card_install(&c, PACKAGE, "", "", PIN);
    hy_element_usage before = hy_element_measure(c.element);
    for (int i = 0; i < 100; i++) {
        assert_ok(card_try_delete(&c, APPLET, false, &why));
        card_install(&c, PACKAGE, "", "", PIN);
    }
    hy_element_usage after = hy_element_measure(c.element);
    assert_int_equal(after.persistent, before.persistent);
    assert_int_equal(after.objects, before.objects);
    assert_int_equal(after.transient_reset, before.transient_reset);
    card_close(&c);
}

static void test_an_empty_element_is_small(void **state)
{
    (void)state;
    card c;
    card_open(&c, NULL);
    hy_element_usage u = hy_element_measure(c.element);
    print_message("# an empty element: %zu fixed + %u persistent + %u transient\n", u.fixed,
                  u.persistent, u.transient_reset + u.transient_deselect);
    assert_in_range(u.fixed + u.persistent + u.transient_reset + u.transient_deselect, 1, 4096);
    card_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_selected),
        cmocka_unit_test(test_wallet_is_used),
        cmocka_unit_test(test_pin_is_gone_after_deselection),
        cmocka_unit_test(test_wrong_pins_block),
        cmocka_unit_test(test_loading_and_installing_refuse),
        cmocka_unit_test(test_deletion),
        cmocka_unit_test(test_nothing_leaks),
        cmocka_unit_test(test_an_empty_element_is_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
