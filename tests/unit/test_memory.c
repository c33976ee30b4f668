/* element/store/memory: transactions against a simple second model, with random writes. */
#include "test.h"

#include "element/store/memory.h"

#include <stdlib.h>
#include <string.h>

enum { SIZE = 256, LOG = 512 };

static uint8_t block[SIZE];
static uint8_t log_bytes[LOG];

static void test_abort_brings_everything_back(void **state)
{
    (void)state;
    hy_memory m = hy_memory_of(block, SIZE);
    hy_undo undo = {log_bytes, LOG, 0};
    memset(block, 7, SIZE);
    assert_ok(hy_memory_begin(&m, &undo));
    assert_ok(hy_memory_write(&m, 10, "abc", 3));
    assert_ok(hy_memory_write(&m, 11, "xyz", 3));
    assert_ok(hy_memory_fill(&m, 0, 9, 20));
    assert_ok(hy_memory_abort(&m));
    for (int i = 0; i < SIZE; i++)
        assert_int_equal(block[i], 7);
    assert_fails(STATE, hy_memory_abort(&m));
    assert_fails(STATE, hy_memory_commit(&m));
}

static void test_commit_keeps_and_frees_the_log(void **state)
{
    (void)state;
    hy_memory m = hy_memory_of(block, SIZE);
    hy_undo undo = {log_bytes, LOG, 0};
    assert_ok(hy_memory_begin(&m, &undo));
    assert_fails(STATE, hy_memory_begin(&m, &undo));
    assert_ok(hy_memory_write(&m, 0, "kept", 4));
    assert_ok(hy_memory_commit(&m));
    assert_memory_equal(block, "kept", 4);
    assert_int_equal(undo.used, 0);
    assert_int_equal(hy_memory_room(&undo), LOG - 8);
}

static void test_full_log_refuses_before_writing(void **state)
{
    (void)state;
    hy_memory m = hy_memory_of(block, SIZE);
    hy_undo undo = {log_bytes, 32, 0};
    memset(block, 1, SIZE);
    assert_ok(hy_memory_begin(&m, &undo));
    assert_ok(hy_memory_fill(&m, 0, 2, 9)); /* 12 and 8 of 32 are gone */
    assert_int_equal(hy_memory_room(&undo), 4);
    assert_fails(LIMIT, hy_memory_fill(&m, 20, 3, 5));
    assert_int_equal(block[20], 1);
    assert_ok(hy_memory_fill(&m, 20, 3, 4));
    assert_int_equal(hy_memory_room(&undo), 0);
    assert_ok(hy_memory_abort(&m));
    assert_int_equal(block[0], 1);
    assert_int_equal(block[20], 1);
}

static void test_ranges_outside_are_refused(void **state)
{
    (void)state;
    hy_memory m = hy_memory_of(block, SIZE);
    assert_fails(ARGUMENT, hy_memory_write(&m, SIZE, "x", 1));
    assert_fails(ARGUMENT, hy_memory_fill(&m, 1, 0, SIZE));
    assert_fails(ARGUMENT, hy_memory_write_through(&m, UINT32_MAX, "x", 1));
    assert_fails(ARGUMENT, hy_memory_keep(&m, 1, UINT32_MAX));
    assert_ok(hy_memory_write(&m, SIZE, NULL, 0));
}

/* Random transactions; expected[] is what must be there whatever happens. */
static void test_random_transactions_against_a_model(void **state)
{
    (void)state;
    srand(20261121);
    hy_memory m = hy_memory_of(block, SIZE);
    uint8_t now[SIZE], expected[SIZE];
    memcpy(now, block, SIZE);
    memcpy(expected, block, SIZE);
    for (int round = 0; round < 2000; round++) {
        hy_undo undo = {log_bytes, LOG, 0};
        assert_ok(hy_memory_begin(&m, &undo));
        for (int writes = rand() % 12; writes > 0; writes--) {
            uint32_t n = (uint32_t)rand() % 17;
            uint32_t place = (uint32_t)rand() % (SIZE - 16);
            uint8_t bytes[16];
            memset(bytes, rand(), sizeof bytes);
            if (rand() % 4 == 0) {
                assert_ok(hy_memory_write_through(&m, place, bytes, n));
                memcpy(expected + place, bytes, n);
            } else if (!hy_ok(hy_memory_write(&m, place, bytes, n))) {
                continue;
            }
            memcpy(now + place, bytes, n);
        }
        assert_memory_equal(block, now, SIZE);
        if (rand() % 2 == 0) {
            assert_ok(hy_memory_commit(&m));
            memcpy(expected, now, SIZE);
        } else {
            assert_ok(hy_memory_abort(&m));
            memcpy(now, expected, SIZE);
        }
        assert_memory_equal(block, expected, SIZE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_abort_brings_everything_back),
        cmocka_unit_test(test_commit_keeps_and_frees_the_log),
        cmocka_unit_test(test_full_log_refuses_before_writing),
        cmocka_unit_test(test_ranges_outside_are_refused),
        cmocka_unit_test(test_random_transactions_against_a_model),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
