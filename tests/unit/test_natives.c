/* The natives of the API, run by applets: tests/java/natives has the cases and their checks. A
   status of 6Fnn is the check nn of the case. */
#include "test.h"

#include "base/hex.h"
#include "element/runtime/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bench {
    hy_port port;
    hy_pool *pool;
    hy_workspace *work;
    hy_element *element;
    uint64_t now;
    int waits;
} bench;

/* ---- a port of the test's own ---- */

static void *allocate(void *context, size_t n)
{
    (void)context;
    return calloc(1, n);
}

static void release(void *context, void *memory, size_t n)
{
    (void)context;
    (void)n;
    free(memory);
}

static hy_rc fill_random(void *context, uint8_t *out, size_t n)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)(i * 37 + 11);
    return HY_OK;
}

static uint64_t milliseconds(void *context)
{
    return ((bench *)context)->now;
}

static void wait_more(void *context)
{
    ((bench *)context)->waits++;
}

/* ---- an element with both applets ---- */

static hy_view view_of_hex(const char *hex, uint8_t *out, size_t room)
{
    size_t n = 0;
    for (const char *p = hex; p[0] != '\0' && n < room; p += 2) {
        char pair[3] = {p[0], p[1], '\0'};
        out[n++] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return hy_view_of(out, n);
}

static void load(bench *b, const char *path)
{
    static uint8_t bytes[65536];
    hy_reason why = {""};
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    hy_rc rc = hy_element_load(b->element, b->work, hy_view_of(bytes, n), &why);
    if (!hy_ok(rc))
        print_message("%s: %s\n", path, why.text);
    assert_ok(rc);
}

static void install(bench *b, const char *package)
{
    uint8_t aid[16];
    hy_reason why = {""};
    hy_install_request request = {.package = view_of_hex(package, aid, sizeof aid)};
    hy_rc rc = hy_element_install(b->element, b->work, &request, &why);
    if (!hy_ok(rc))
        print_message("%s: %s\n", package, why.text);
    assert_ok(rc);
}

static const char *transmit(bench *b, const char *command)
{
    static char hex[1024];
    uint8_t bytes[300];
    uint8_t response[400];
    size_t n = 0;
    hy_reason why = {""};
    hy_view view = view_of_hex(command, bytes, sizeof bytes);
    assert_ok(hy_element_transmit(b->element, b->work, view, response, sizeof response, &n, &why));
    return hy_hex_encode(hy_view_of(response, n), hex, sizeof hex);
}

#define SELECT_CLIENT "00A4040008D276000085020201"

static int setup(void **state)
{
    bench *b = calloc(1, sizeof *b);
    hy_reason why = {""};
    *state = b;
    b->port = (hy_port){b, allocate, release, fill_random, milliseconds, wait_more, NULL};
    b->now = 1000;
    assert_ok(hy_pool_open(&b->port, NULL, &b->pool, &why));
    assert_ok(hy_workspace_open(&b->port, NULL, &b->work, &why));
    assert_ok(hy_element_create(b->pool, b->work, &b->port, NULL, &b->element, &why));
    load(b, NATIVES "/vault.ijc");
    load(b, NATIVES "/client.ijc");
    install(b, "D2760000850201");
    install(b, "D2760000850202");
    assert_string_equal(transmit(b, SELECT_CLIENT), "9000");
    return 0;
}

static int teardown(void **state)
{
    bench *b = *state;
    hy_element_close(&b->element);
    hy_workspace_close(&b->work);
    hy_pool_close(&b->pool);
    free(b);
    return 0;
}

/* ---- cases that check themselves ---- */

static void test_arrays_of_bytes(void **state)
{
    assert_string_equal(transmit(*state, "80100000"), "9000");
    assert_string_equal(transmit(*state, "80110000"), "9000");
}

static void test_arrays_in_transactions(void **state)
{
    assert_string_equal(transmit(*state, "80120000"), "9000");
}

static void test_arrays_of_numbers(void **state)
{
    assert_string_equal(transmit(*state, "80130000"), "9000");
    assert_string_equal(transmit(*state, "80140000"), "9000");
}

static void test_pin_presented(void **state)
{
    bench *b = *state;
    hy_reason why = {""};
    assert_string_equal(transmit(b, "80200000"), "9000");
    assert_ok(hy_element_reset(b->element, b->work, &why));
    assert_string_equal(transmit(b, SELECT_CLIENT), "9000");
    assert_string_equal(transmit(b, "80240000"), "9000");
}

static void test_pin_in_transactions(void **state)
{
    assert_string_equal(transmit(*state, "80210000"), "9000");
}

static void test_pin_administered(void **state)
{
    assert_string_equal(transmit(*state, "80220000"), "9000");
    assert_string_equal(transmit(*state, "80230000"), "9000");
}

static void test_identifiers(void **state)
{
    assert_string_equal(transmit(*state, "80300000"), "9000");
}

static void test_memory(void **state)
{
    assert_string_equal(transmit(*state, "80310000"), "9000");
}

static void test_views(void **state)
{
    assert_string_equal(transmit(*state, "80320000"), "9000");
    assert_string_equal(transmit(*state, "80420000"), "9000");
}

static void test_exceptions(void **state)
{
    assert_string_equal(transmit(*state, "80330000"), "9000");
}

static void test_counters(void **state)
{
    assert_string_equal(transmit(*state, "80340000"), "9000");
}

static void test_ciphers_of_others(void **state)
{
    assert_string_equal(transmit(*state, "80430000"), "9000");
}

static void test_second_looks(void **state)
{
    assert_string_equal(transmit(*state, "80350000"), "9000");
}

static void test_what_is_not_there(void **state)
{
    assert_string_equal(transmit(*state, "80360000"), "9000");
}

static void test_resources(void **state)
{
    static const uint8_t bytes[] = {0x10, 0x20, 0x30, 0x40, 0x50};
    static const hy_package_resource resource = {7, {bytes, sizeof bytes}};
    bench *b = *state;
    hy_pool_package *client = &b->pool->packages[b->pool->count - 1];
    assert_int_equal(client->resource_count, 0);
    client->resources = &resource;
    client->resource_count = 1;
    assert_string_equal(transmit(b, "80380000"), "9000");
}

static void test_clock(void **state)
{
    bench *b = *state;
    b->now += 5000;
    assert_string_equal(transmit(b, "80370000"), "9000");
}

static void test_firewall(void **state)
{
    assert_string_equal(transmit(*state, "80400000"), "9000");
    assert_string_equal(transmit(*state, "8041000000"), "01029000");
}

static void test_transfers(void **state)
{
    bench *b = *state;
    assert_string_equal(transmit(b, "805000000301020300"), "02039000");
    assert_int_equal(b->waits, 1);
    assert_string_equal(transmit(b, "8051000000"), "020304019000");
    assert_int_equal(b->waits, 1);
    assert_string_equal(transmit(b, "8052000000"), "80779000");
}

/* What the machine gives a native is checked, whoever called it. */
static void test_every_native_is_bound(void **state)
{
    const bench *b = *state;
    assert_true(b->pool->native_count >= 300);
    for (uint16_t i = 0; i < b->pool->native_count; i++)
        assert_non_null(b->pool->natives[i]);
}

/* ---- arguments that no verifier has seen ---- */

enum { ARGUMENTS = 12, ROUNDS = 400, CLIENT = 2 };

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Numbers at the edges, references to whatever there is and is not, return addresses. */
static hy_slot any_slot(const hy_machine *m, uint32_t *random)
{
    static const int32_t edges[] = {0, 1, -1, 2, 4, 5, 8, 127, -128, 255, 256, 32767, -32768};
    uint32_t r = next_random(random);
    switch (r % 8) {
    case 0:
        return (hy_slot)HY_TAG_RETURN << 32 | (r >> 16);
    case 1:
    case 2:
    case 3:
        return edges[(r >> 8) % TEST_COUNT(edges)];
    case 4:
        return (int16_t)(r >> 8);
    default:
        return hy_slot_reference((hy_reference)((r >> 8) % (hy_heap_count(m->heap) + 3)));
    }
}

/* As the client, or as the system in a method of an entry point that the client called. */
static void act(const bench *b, hy_machine *m, bool through_entry_point)
{
    hy_machine_reset(m);
    m->actor = hy_context_of(b->element, CLIENT);
    if (!through_entry_point)
        return;
    const hy_loaded *home = &m->loaded[b->pool->rom_count];
    m->frames[m->depth++] = (hy_frame){
        .method = home->linked->methods, .home = home, .before = m->actor, .entered = true};
    m->actor = (hy_actor){HY_SYSTEM, HY_SYSTEM};
}

static void call_with_anything(bench *b, uint16_t native, uint32_t *random)
{
    hy_machine *m = &b->work->machine;
    act(b, m, next_random(random) % 2 == 0);
    m->selected = next_random(random) % 2 == 0 ? hy_context_caller(m).context : HY_NO_CONTEXT;
    m->budget = 1000000;
    b->work->in_process = next_random(random) % 2 == 0;
    hy_slot *slots = m->top;
    for (int i = 0; i < ARGUMENTS; i++)
        slots[i] = any_slot(m, random);
    m->top = slots + ARGUMENTS;
    hy_outcome outcome = m->natives[native](m, slots);
    assert_in_range(outcome, HY_STOPPED, HY_DONE);
    if (outcome == HY_THROWN)
        assert_non_null(hy_heap_object(m->heap, m->thrown));
}

static uint32_t sum_of_records(const hy_element *e)
{
    uint32_t sum = 0;
    for (hy_root root = HY_ROOT_CARD; root <= HY_ROOT_INSTANCES; root++) {
        const hy_object *o = hy_heap_object(&e->heap, hy_element_root(e, root));
        const uint8_t *at = hy_heap_body(&e->heap, o);
        for (uint16_t i = 0; i < o->length; i++)
            sum = sum * 31 + at[i];
    }
    return sum;
}

/* Nothing that an applet hands to a native harms the element: no memory outside is touched (the
   sanitizers watch), the system's records stay, commands are answered. */
static void test_any_arguments(void **state)
{
    bench *b = *state;
    uint32_t random = 20260101;
    hy_workspace_enter(b->work, b->element);
    uint32_t before = sum_of_records(b->element);
    for (uint16_t native = 0; native < b->pool->native_count; native++)
        for (int round = 0; round < ROUNDS; round++)
            call_with_anything(b, native, &random);
    hy_transaction_close(&b->work->machine);
    assert_int_equal(sum_of_records(b->element), before);
    b->work->in_process = false;
    hy_workspace_leave(b->work);
    assert_string_equal(transmit(b, "00A4040008D276000085020101"), "9000");
    assert_string_equal(transmit(b, SELECT_CLIENT), "9000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_arrays_of_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arrays_in_transactions, setup, teardown),
        cmocka_unit_test_setup_teardown(test_arrays_of_numbers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pin_presented, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pin_in_transactions, setup, teardown),
        cmocka_unit_test_setup_teardown(test_pin_administered, setup, teardown),
        cmocka_unit_test_setup_teardown(test_identifiers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_memory, setup, teardown),
        cmocka_unit_test_setup_teardown(test_views, setup, teardown),
        cmocka_unit_test_setup_teardown(test_exceptions, setup, teardown),
        cmocka_unit_test_setup_teardown(test_counters, setup, teardown),
        cmocka_unit_test_setup_teardown(test_ciphers_of_others, setup, teardown),
        cmocka_unit_test_setup_teardown(test_second_looks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_what_is_not_there, setup, teardown),
        cmocka_unit_test_setup_teardown(test_resources, setup, teardown),
        cmocka_unit_test_setup_teardown(test_clock, setup, teardown),
        cmocka_unit_test_setup_teardown(test_firewall, setup, teardown),
        cmocka_unit_test_setup_teardown(test_transfers, setup, teardown),
        cmocka_unit_test_setup_teardown(test_every_native_is_bound, setup, teardown),
        cmocka_unit_test_setup_teardown(test_any_arguments, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
