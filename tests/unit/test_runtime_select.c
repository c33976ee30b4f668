/* Selection and installation as an applet sees them that takes note of every call. The applet is in
   tests/java/multi. */
#include "card.h"
#include "test.h"

#define PACKAGE "F0000000B100"
#define ONE "F0000000B1000001"
#define TWO "F0000000B1000002"
#define SELECT_ONE "00A4040008" ONE
#define CALLS "8000000000"

static void setup_multi(card *c)
{
    card_open(c, NULL);
    card_load(c, MULTI);
    card_install(c, PACKAGE, "", "", "00");
    card_install(c, PACKAGE, "", TWO, "00");
}

static void test_calls_on_one_channel(void **state)
{
    (void)state;
    card c;
    setup_multi(&c);
    card_expect(&c, SELECT_ONE, "9000");
    card_expect(&c, CALLS, "109000");
    card_expect(&c, SELECT_ONE, "9000"); /* again: what deselect throws is ignored */
    card_expect(&c, CALLS, "20109000");
    card_expect(&c, "00A4040008" TWO, "9000");
    card_expect(&c, CALLS, "20109000");
    card_expect(&c, "8010000000", "9000"); /* refuse once */
    card_expect(&c, SELECT_ONE, "6999");
    card_expect(&c, CALLS, "6999");
    card_expect(&c, SELECT_ONE, "9000");
    card_expect(&c, CALLS, "2010109000");
    assert_ok(hy_element_reset(c.element, c.work, NULL)); /* no deselect on reset */
    card_expect(&c, SELECT_ONE, "9000");
    card_expect(&c, CALLS, "109000");
    card_close(&c);
}

static void test_calls_on_two_channels(void **state)
{
    (void)state;
    card c;
    setup_multi(&c);
    card_expect(&c, SELECT_ONE, "9000");
    card_expect(&c, "0070000001", "019000");
    card_expect(&c, "01A4040008" ONE, "9000");
    card_expect(&c, CALLS, "10129000"); /* the same instance is active already */
    card_expect(&c, "01A4040008" TWO, "9000");
    card_expect(&c, CALLS, "22119000");
    card_expect(&c, "8122000000",
                "010101"
                "9000");
    card_expect(&c, "0170000001", "029000"); /* its applet on a third channel */
    card_expect(&c, "8222000000",
                "010202"
                "9000");
    card_expect(&c, CALLS, "129000");
    card_expect(&c, "0070800200", "9000");
    card_expect(&c, "0070800100", "9000");
    card_expect(&c, CALLS, "22219000");
    card_close(&c);
}

static void test_selecting_opens_a_channel(void **state)
{
    (void)state;
    card c;
    setup_multi(&c);
    card_expect(&c, "03A4040008" ONE, "9000");
    card_expect(&c, "8322000000",
                "010303"
                "9000");
    card_expect(&c, "45A4040008" ONE, "9000"); /* 4 + 5 */
    card_expect(&c, "C522000000",
                "010909"
                "9000");
    card_expect(&c, "02A4040008F0000000B9000001", "6A82");
    card_expect(&c, "8222000000", "6881"); /* nothing was opened */
    card_expect(&c, "8010000000", "6999");
    card_close(&c);
}

/* Its memory lives as long as any instance of the package is active. */
static void test_transient_memory_of_a_package(void **state)
{
    (void)state;
    card c;
    setup_multi(&c);
    card_expect(&c, SELECT_ONE, "9000");
    card_expect(&c, "8021000000", "009000"); /* what install wrote is gone */
    card_expect(&c, "8020770000", "9000");
    card_expect(&c, "01A4040008" TWO, "9000");
    card_expect(&c, SELECT_ONE, "9000");
    card_expect(&c, "8021000000", "779000"); /* the other kept it */
    card_expect(&c, "0070800100", "9000");
    card_expect(&c, "8021000000", "779000");
    card_expect(&c, SELECT_ONE, "9000");
    card_expect(&c, "8021000000", "009000");
    card_close(&c);
}

static void test_installation_fails_whole(void **state)
{
    (void)state;
    static const char *const parameters[] = {"01", "02", "03", "04"};
    card c;
    hy_reason why;
    setup_multi(&c);
    hy_element_usage before = {0};
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < TEST_COUNT(parameters); i++) {
            assert_fails(
                DENIED, card_try_install(&c, PACKAGE, "", "F0000000B1000009", parameters[i], &why));
            card_expect(&c, "00A4040008F0000000B1000009", "6A82");
            card_expect(&c, SELECT_ONE, "9000");
            card_expect(&c, "8022000000",
                        "000000"
                        "9000"); /* the static field is null */
            assert_ok(hy_element_reset(c.element, c.work, NULL));
        }
        hy_element_usage after = hy_element_measure(c.element);
        if (round > 0)
            assert_int_equal(after.persistent, before.persistent);
        before = after;
    }
    card_expect(&c, SELECT_ONE, "9000");
    card_close(&c);
}

/* uninstall() never ends: it is stopped and the deletion goes on. */
static void test_deletion_tells_the_applet(void **state)
{
    (void)state;
    const hy_element_config config = {.budget = 1000000};
    card c;
    hy_reason why;
    card_open(&c, &config);
    card_load(&c, MULTI);
    card_install(&c, PACKAGE, "", TWO, "00");
    card_install(&c, PACKAGE, "", "", "00"); /* the static field names this one */
    assert_ok(card_try_delete(&c, TWO, false, &why));
    assert_fails(DENIED, card_try_delete(&c, ONE, false, &why));
    card_expect(&c, SELECT_ONE, "9000");
    card_expect(&c, CALLS, "3030109000");
    assert_ok(hy_element_reset(c.element, c.work, &why));
    assert_ok(card_try_delete(&c, PACKAGE, true, &why));
    card_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calls_on_one_channel),
        cmocka_unit_test(test_calls_on_two_channels),
        cmocka_unit_test(test_selecting_opens_a_channel),
        cmocka_unit_test(test_transient_memory_of_a_package),
        cmocka_unit_test(test_installation_fails_whole),
        cmocka_unit_test(test_deletion_tells_the_applet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
