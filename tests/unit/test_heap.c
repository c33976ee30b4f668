/* element/vm/heap: objects, transactions, clearing and garbage, also against a simple second model.
 */
#include "test.h"

#include "element/vm/heap.h"

#include <stdlib.h>
#include <string.h>

enum { SIZE = 8192, AREA = 512, LOG = 2048 };

static _Alignas(8) uint8_t block[SIZE];
static uint8_t reset_area[AREA], deselect_area[AREA], log_bytes[LOG];

static hy_heap new_heap(void)
{
    hy_heap h;
    assert_ok(hy_heap_format(&h, block, SIZE, reset_area, AREA, deselect_area, AREA));
    return h;
}

static hy_reference make(hy_heap *h, hy_shape shape, hy_lifetime lifetime, uint16_t length)
{
    hy_reference r = 0;
    const hy_object_spec spec = {
        .shape = shape, .lifetime = lifetime, .length = length, .context = 3, .owner = 4};
    assert_ok(hy_heap_new(h, &spec, &r));
    return r;
}

static void set_reference(hy_heap *h, hy_reference array, uint16_t index, hy_reference value)
{
    hy_object *o = hy_heap_object(h, array);
    assert_ok(hy_heap_keep(h, o, 2u * index, 2));
    memcpy(hy_heap_body(h, o) + 2u * index, &value, 2);
}

static hy_reference get_reference(hy_heap *h, hy_reference array, uint16_t index)
{
    hy_reference value;
    memcpy(&value, hy_heap_body(h, hy_heap_object(h, array)) + 2u * index, 2);
    return value;
}

static void test_references_that_name_nothing(void **state)
{
    (void)state;
    hy_heap h = new_heap();
    assert_null(hy_heap_object(&h, 0));
    assert_null(hy_heap_object(&h, 1));
    hy_reference r = make(&h, HY_SHAPE_BYTES, HY_PERSISTENT, 5);
    assert_int_equal(r, 1);
    assert_non_null(hy_heap_object(&h, r));
    assert_int_equal(hy_heap_object(&h, r)->context, 3);
    assert_int_equal(hy_heap_object(&h, r)->owner, 4);
    assert_null(hy_heap_object(&h, 2));
    assert_null(hy_heap_object(&h, 0xFFFF));
}

static void test_memory_runs_out_without_harm(void **state)
{
    (void)state;
    hy_heap h = new_heap();
    hy_reference r;
    const hy_object_spec big = {.shape = HY_SHAPE_SHORTS, .length = 1000};
    for (int i = 0; i < 4; i++)
        assert_ok(hy_heap_new(&h, &big, &r));
    uint32_t count = hy_heap_count(&h), left = hy_heap_left(&h, HY_PERSISTENT);
    assert_fails(LIMIT, hy_heap_new(&h, &big, &r));
    assert_int_equal(hy_heap_count(&h), count);
    assert_int_equal(hy_heap_left(&h, HY_PERSISTENT), left);
    const hy_object_spec transient = {
        .shape = HY_SHAPE_BYTES, .lifetime = HY_TRANSIENT_RESET, .length = AREA + 1};
    assert_fails(LIMIT, hy_heap_new(&h, &transient, &r));
    while (hy_ok(hy_heap_new(&h, &(hy_object_spec){.shape = HY_SHAPE_BYTES, .length = 1}, &r)))
        ;
    assert_true(hy_heap_left(&h, HY_PERSISTENT) < 24);
}

static void test_abort_unmakes_objects(void **state)
{
    (void)state;
    hy_heap h = new_heap();
    hy_undo undo = {log_bytes, LOG, 0};
    hy_reference keeper = make(&h, HY_SHAPE_REFERENCES, HY_PERSISTENT, 2);
    hy_reference transient = make(&h, HY_SHAPE_REFERENCES, HY_TRANSIENT_RESET, 2);
    uint32_t left = hy_heap_left(&h, HY_PERSISTENT);
    assert_ok(hy_heap_begin(&h, &undo));
    hy_reference dead = make(&h, HY_SHAPE_SHORTS, HY_PERSISTENT, 1);
    set_reference(&h, keeper, 0, dead);
    set_reference(&h, transient, 0, dead);
    set_reference(&h, transient, 1, keeper);
    assert_ok(hy_heap_abort(&h));
    assert_null(hy_heap_object(&h, dead));
    assert_int_equal(get_reference(&h, keeper, 0), 0);
    assert_int_equal(get_reference(&h, transient, 0), 0); /* attack T2: no alias is left */
    assert_int_equal(get_reference(&h, transient, 1), keeper);
    assert_int_equal(hy_heap_left(&h, HY_PERSISTENT), left);
    assert_int_equal(make(&h, HY_SHAPE_BYTES, HY_PERSISTENT, 10), dead);
}

static void test_log_without_room_for_creation(void **state)
{
    (void)state;
    hy_heap h = new_heap();
    hy_undo undo = {log_bytes, 16, 0};
    hy_reference r;
    assert_ok(hy_heap_begin(&h, &undo));
    assert_fails(LIMIT, hy_heap_new(&h, &(hy_object_spec){.shape = HY_SHAPE_BYTES}, &r));
    assert_int_equal(hy_heap_count(&h), 0);
    assert_ok(hy_heap_abort(&h));
}

static void test_transient_memory_is_cleared(void **state)
{
    (void)state;
    hy_heap h = new_heap();
    hy_reference persistent = make(&h, HY_SHAPE_BYTES, HY_PERSISTENT, 4);
    hy_reference on_reset = make(&h, HY_SHAPE_BYTES, HY_TRANSIENT_RESET, 4);
    hy_reference on_deselect = make(&h, HY_SHAPE_BYTES, HY_TRANSIENT_DESELECT, 4);
    hy_reference all[] = {persistent, on_reset, on_deselect};
    for (size_t i = 0; i < 3; i++)
        memset(hy_heap_body(&h, hy_heap_object(&h, all[i])), 1, 4);
    hy_heap_clear_on_deselect(&h, 2);
    assert_int_equal(*hy_heap_body(&h, hy_heap_object(&h, on_deselect)), 1);
    hy_heap_clear_on_deselect(&h, 3);
    assert_int_equal(*hy_heap_body(&h, hy_heap_object(&h, on_deselect)), 0);
    assert_int_equal(*hy_heap_body(&h, hy_heap_object(&h, on_reset)), 1);
    hy_heap_clear_on_reset(&h);
    assert_int_equal(*hy_heap_body(&h, hy_heap_object(&h, on_reset)), 0);
    assert_int_equal(*hy_heap_body(&h, hy_heap_object(&h, persistent)), 1);
}

static bool odd_words(void *context, uint8_t package, uint16_t class_of, uint16_t word)
{
    (void)context;
    (void)package;
    (void)class_of;
    return word % 2 == 1;
}

static void collect(hy_heap *h, const hy_reference *roots, size_t n)
{
    uint32_t count = hy_heap_count(h);
    hy_mark m = {.heap = h, .is_reference = odd_words};
    m.marked = calloc(count / 8 + 1, 1);
    m.waiting = calloc(count + 1, sizeof *m.waiting);
    for (size_t i = 0; i < n; i++)
        hy_heap_mark(&m, roots[i]);
    assert_ok(hy_heap_sweep(&m));
    free(m.marked);
    free(m.waiting);
}

static void test_sweep_follows_references_only(void **state)
{
    (void)state;
    hy_heap h = new_heap();
    hy_reference instance = make(&h, HY_SHAPE_INSTANCE, HY_PERSISTENT, 2);
    hy_reference by_number = make(&h, HY_SHAPE_BYTES, HY_PERSISTENT, 8);
    hy_reference by_reference = make(&h, HY_SHAPE_BYTES, HY_PERSISTENT, 8);
    memcpy(hy_heap_body(&h, hy_heap_object(&h, by_reference)), "contents", 8);
    set_reference(&h, instance, 0, by_number); /* word 0 is a short that looks like a reference */
    set_reference(&h, instance, 1, by_reference);
    collect(&h, &instance, 1);
    assert_null(hy_heap_object(&h, by_number));
    assert_memory_equal(hy_heap_body(&h, hy_heap_object(&h, by_reference)), "contents", 8);
    assert_int_equal(make(&h, HY_SHAPE_SHORTS, HY_PERSISTENT, 1), by_number);
    hy_undo undo = {log_bytes, LOG, 0};
    assert_ok(hy_heap_begin(&h, &undo));
    hy_mark m = {.heap = &h};
    assert_fails(STATE, hy_heap_sweep(&m));
    assert_ok(hy_heap_abort(&h));
}

/* Byte arrays are made, dropped and swept at random; each holds its own number throughout. */
static void test_random_lives_against_a_model(void **state)
{
    (void)state;
    srand(65535);
    hy_heap h = new_heap();
    hy_reference live[64] = {0};
    uint8_t number[64] = {0};
    for (int round = 0; round < 3000; round++) {
        size_t i = (size_t)rand() % 64;
        hy_lifetime lifetime = (hy_lifetime)(rand() % 3);
        const hy_object_spec spec = {
            .shape = HY_SHAPE_BYTES, .lifetime = lifetime, .length = (uint16_t)(rand() % 40)};
        live[i] = 0;
        if (hy_ok(hy_heap_new(&h, &spec, &live[i]))) {
            number[i] = (uint8_t)rand();
            memset(hy_heap_body(&h, hy_heap_object(&h, live[i])), number[i], spec.length);
        } else {
            collect(&h, live, 64);
        }
        for (size_t k = 0; k < 64; k++) {
            const hy_object *o = hy_heap_object(&h, live[k]);
            for (uint16_t at = 0; o != NULL && at < o->length; at++)
                assert_int_equal(hy_heap_body(&h, o)[at], number[k]);
        }
    }
    memset(live, 0, sizeof live);
    collect(&h, live, 64);
    for (uint32_t r = 1; r <= hy_heap_count(&h); r++)
        assert_null(hy_heap_object(&h, (hy_reference)r));
    assert_int_equal(hy_heap_left(&h, HY_TRANSIENT_RESET), AREA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_references_that_name_nothing),
        cmocka_unit_test(test_memory_runs_out_without_harm),
        cmocka_unit_test(test_abort_unmakes_objects),
        cmocka_unit_test(test_log_without_room_for_creation),
        cmocka_unit_test(test_transient_memory_is_cleared),
        cmocka_unit_test(test_sweep_follows_references_only),
        cmocka_unit_test(test_random_lives_against_a_model),
    };
    return cmocka_run_group_tests_name("heap", tests, NULL, NULL);
}
