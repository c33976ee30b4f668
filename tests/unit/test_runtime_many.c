/* Many elements: two in two threads, a thousand in one, all on one pool; and the example program.
 */
#include "base/hex.h"
#include "card.h"
#include "test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SELECT "00A4040009D27600008501010001"
#define PIN "31323334"

/* An element of its own on a pool that others use. */
static void join(card *c, hy_pool *pool)
{
    const hy_port port = hy_port_system();
    c->pool = pool;
    assert_ok(hy_workspace_open(&port, NULL, &c->work, NULL));
    assert_ok(hy_element_create(pool, c->work, &port, NULL, &c->element, NULL));
}

static void leave(card *c)
{
    hy_element_close(&c->element);
    hy_workspace_close(&c->work);
}

static void use_wallet(card *c, int times)
{
    card_load(c, WALLET);
    card_install(c, "D276000085010100", "", "", PIN);
    card_expect(c, SELECT, "9000");
    card_expect(c, "8020000004" PIN, "9000");
    for (int i = 1; i <= times; i++) {
        char expected[16];
        snprintf(expected, sizeof expected, "%04X9000", i);
        card_expect(c, "80300000020001", "9000");
        card_expect(c, "8050000002", expected);
    }
}

static void *use_in_thread(void *pool)
{
    card c;
    join(&c, pool);
    use_wallet(&c, 2000);
    leave(&c);
    return NULL;
}

static void test_two_threads(void **state)
{
    (void)state;
    card c;
    pthread_t threads[2];
    card_open(&c, NULL);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use_in_thread, c.pool), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    card_close(&c);
}

static void test_a_thousand_in_one(void **state)
{
    (void)state;
    enum { COUNT = 1000 };
    static hy_element *elements[COUNT];
    const hy_port port = hy_port_system();
    card c;
    card_open(&c, NULL);
    card each = c;
    for (int i = 0; i < COUNT; i++) {
        assert_ok(hy_element_create(c.pool, c.work, &port, NULL, &elements[i], NULL));
        each.element = elements[i];
        use_wallet(&each, i % 3);
    }
    for (int i = 0; i < COUNT; i++) {
        char expected[16];
        snprintf(expected, sizeof expected, "%04X9000", i % 3);
        each.element = elements[i];
        card_expect(&each, "8050000002", expected);
        hy_element_close(&elements[i]);
    }
    card_close(&c);
}

static double microseconds(const struct timespec *a, const struct timespec *b)
{
    return (double)(b->tv_sec - a->tv_sec) * 1e6 + (double)(b->tv_nsec - a->tv_nsec) / 1e3;
}

/* Printed, not judged: the machine may be busy. */
static void test_new_to_first_response(void **state)
{
    (void)state;
    enum { COUNT = 1000 };
    const hy_port port = hy_port_system();
    card c;
    struct timespec start, end;
    card_open(&c, NULL);
    card each = c;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &start), 0);
    for (int i = 0; i < COUNT; i++) {
        assert_ok(hy_element_create(c.pool, c.work, &port, NULL, &each.element, NULL));
        card_expect(&each, SELECT, "6A82");
        hy_element_close(&each.element);
    }
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &end), 0);
    print_message("# new to first response: %.1f us\n", microseconds(&start, &end) / COUNT);
    card_close(&c);
}

static void test_the_example(void **state)
{
    (void)state;
    char line[64];
    FILE *p = popen(EMBED " " WALLET " D276000085010100 " PIN " " SELECT " 8020000004" PIN
                          " 80300000020064 8050000002",
                    "r");
    assert_non_null(p);
    const char *expected[] = {"9000\n", "9000\n", "9000\n", "00649000\n"};
    for (size_t i = 0; i < TEST_COUNT(expected); i++) {
        assert_non_null(fgets(line, sizeof line, p));
        assert_string_equal(line, expected[i]);
    }
    assert_int_equal(pclose(p), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_threads),
        cmocka_unit_test(test_a_thousand_in_one),
        cmocka_unit_test(test_new_to_first_response),
        cmocka_unit_test(test_the_example),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
