/* The assembler: the shortest form of each instruction, branches that grow, switches, handlers.
   Clause: JCVM 7.5. */
#include "unit/converter_model.h"

#include "base/hex.h"
#include "converter/assemble.h"
#include "element/vm/opcode.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_INSNS = 70000 };

static struct {
    fixture f;
    hy_jclass *c;
    hy_jmethod *m;
    hy_jcode code;
    hy_jinsn *insns;
    hy_jref field;
    hy_jref class;
} t;

static int open_method(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    fixture_open(&t.f);
    make_platform(&t.f);
    hy_jpackage *p = make_package(&t.f, "p", "aid", true);
    t.c = make_class(&t.f, p, "p/A", HY_ACC_PUBLIC, "java/lang/Object");
    t.m = make_method(t.c, "m", "()V", HY_ACC_PUBLIC);
    t.insns = calloc(MAX_INSNS, sizeof *t.insns);
    assert_non_null(t.insns);
    t.code.insns = t.insns;
    t.m->code = &t.code;
    t.field = (hy_jref){.kind = HY_JREF_FIELD, .owner = t.c};
    t.class = (hy_jref){.kind = HY_JREF_CLASS, .owner = t.c};
    return 0;
}

static int close_method(void **state)
{
    (void)state;
    free(t.insns);
    fixture_close(&t.f);
    return 0;
}

static hy_jinsn *add(unsigned op, int32_t a, int32_t b)
{
    hy_jinsn *i = &t.insns[t.code.count++];
    i->op = (uint8_t)op;
    i->a = a;
    i->b = b;
    return i;
}

static hy_assembly assemble(void)
{
    hy_assembly out;
    assert_ok(hy_assemble(&t.f.arena, &t.f.diag, t.m, &out));
    return out;
}

static void expect(const char *hex)
{
    hy_assembly out = assemble();
    char text[2048];
    hy_buf want = hy_buf_new(1024);
    assert_ok(hy_hex_decode(hex, &want));
    char want_text[2048];
    assert_string_equal(hy_hex_encode(out.bytes, text, sizeof text),
                        hy_hex_encode(hy_buf_view(&want), want_text, sizeof want_text));
    hy_buf_free(&want);
}

static void test_constants_take_the_shortest_push(void **state)
{
    (void)state;
    static const int32_t values[] = {-1, 0, 5, 6, -2, 127, -128, 128, -129, 32767, -32768};
    for (size_t i = 0; i < TEST_COUNT(values); i++)
        add(HY_OP_sspush, values[i], 0);
    expect("02 03 08 1006 10FE 107F 1080 110080 11FF7F 117FFF 118000");
    t.code.count = 0;
    static const int32_t wide[] = {-1, 5, 6, 128, -32769, 100000};
    for (size_t i = 0; i < TEST_COUNT(wide); i++)
        add(HY_OP_iipush, wide[i], 0);
    expect("09 0F 1206 130080 14FFFF7FFF 14000186A0");
}

static void test_locals_zero_to_three_need_no_operand(void **state)
{
    (void)state;
    for (int32_t k = 3; k <= 4; k++) {
        add(HY_OP_aload, k, 0);
        add(HY_OP_sload, k, 0);
        add(HY_OP_iload, k, 0);
        add(HY_OP_astore, k, 0);
        add(HY_OP_sstore, k, 0);
        add(HY_OP_istore, k, 0);
        add(HY_OP_ret, k, 0);
    }
    expect("1B 1F 23 2E 32 36 7203 1504 1604 1704 2804 2904 2A04 7204");
}

static void test_increments_widen_with_the_constant(void **state)
{
    (void)state;
    add(HY_OP_sinc, 1, 127);
    add(HY_OP_sinc, 1, 128);
    add(HY_OP_iinc, 2, -128);
    add(HY_OP_iinc, 2, -129);
    expect("59017F 96010080 5A0280 9702FF7F");
}

static void test_fields_take_one_byte_up_to_index_255(void **state)
{
    (void)state;
    static const unsigned ops[] = {HY_OP_getfield_a,      HY_OP_putfield_s,
                                   HY_OP_getfield_b_this, HY_OP_getfield_i_this,
                                   HY_OP_putfield_a_this, HY_OP_putfield_i_this};
    for (size_t i = 0; i < TEST_COUNT(ops); i++)
        add(ops[i], 0, 0)->ref = &t.field;
    t.code.max_stack = 3;
    t.field.index = 255;
    expect("83FF 89FF AEFF B0FF B5FF B8FF");
    t.field.index = 256;
    /* What needs `this` fetches it; below a value that is there already, by swap_x. */
    expect("A90100 B30100 18AA0100 18AC0100 184011B10100 184012B40100");
    hy_assembly out = assemble();
    assert_int_equal(out.max_stack, 4);
    assert_int_equal(out.location_count, 6);
    assert_int_equal(out.locations[2].at, 8);
    assert_true(out.locations[2].wide);
}

static void test_references_are_located(void **state)
{
    (void)state;
    t.class.index = 0x1234;
    t.field.index = 7;
    add(HY_OP_new, 0, 0)->ref = &t.class;
    add(HY_OP_getfield_s_this, 0, 0)->ref = &t.field;
    add(HY_OP_checkcast, 0, 0)->ref = &t.class;
    add(HY_OP_checkcast, HY_ATYPE_BYTE, 0);
    add(HY_OP_instanceof, HY_ATYPE_REFERENCE, 0)->ref = &t.class;
    expect("8F1234 AF07 94001234 940B0000 950E1234");
    hy_assembly out = assemble();
    static const hy_location want[] = {{1, true}, {4, false}, {7, true}, {15, true}};
    assert_int_equal(out.location_count, TEST_COUNT(want));
    for (size_t i = 0; i < TEST_COUNT(want); i++) {
        assert_int_equal(out.locations[i].at, want[i].at);
        assert_int_equal(out.locations[i].wide, want[i].wide);
    }
}

static void test_interfaces_are_called_by_the_token_of_the_one_named(void **state)
{
    (void)state;
    hy_jclass *i = make_class(&t.f, t.c->package, "p/I", HY_ACC_INTERFACE, NULL);
    hy_jmethod *one = make_method(i, "one", "()V", HY_ACC_PUBLIC | HY_ACC_ABSTRACT);
    hy_jmethod *two = make_method(i, "two", "()V", HY_ACC_PUBLIC | HY_ACC_ABSTRACT);
    hy_jmethod *table[] = {one, two};
    i->public_table = table;
    i->public_count = 2;
    t.class.owner = i;
    t.class.index = 9;
    hy_jinsn *call = add(HY_OP_invokeinterface, 3, 0);
    call->ref = &t.class;
    call->method = two;
    expect("8E03000901");
    i->public_count = 1;
    hy_assembly out;
    assert_fails(LINK, hy_assemble(&t.f.arena, &t.f.diag, t.m, &out));
}

/* goto over `gap` one-byte instructions; the bytes of the goto. */
static hy_view branch_over(uint32_t gap)
{
    t.code.count = 0;
    add(HY_OP_goto, 0, 0)->target = gap + 1;
    for (uint32_t i = 0; i <= gap; i++)
        add(HY_OP_nop, 0, 0);
    hy_assembly out = assemble();
    return hy_view_part(out.bytes, 0, out.bytes.n - gap - 1);
}

static void test_branches_grow_when_they_must(void **state)
{
    (void)state;
    static const uint8_t near[] = {HY_OP_goto, 127}, far[] = {HY_OP_goto_w, 0, 129};
    assert_true(hy_view_equal(branch_over(125), hy_view_of(near, sizeof near)));
    assert_true(hy_view_equal(branch_over(126), hy_view_of(far, sizeof far)));
    /* Backwards, -128 still fits. */
    t.code.count = 0;
    for (unsigned i = 0; i < 128; i++)
        add(HY_OP_nop, 0, 0);
    add(HY_OP_ifeq, 0, 0)->target = 0;
    assert_int_equal(assemble().bytes.n, 130);
    add(HY_OP_if_scmpge, 0, 0)->target = 0;
    hy_assembly out = assemble();
    assert_int_equal(out.bytes.n, 133);
    assert_int_equal(out.bytes.p[130], HY_OP_if_scmpge_w);
}

static void test_one_grown_branch_pushes_another(void **state)
{
    (void)state;
    /* The second is too far and takes three bytes; what the first jumps over grows with it. */
    add(HY_OP_goto, 0, 0)->target = 124;
    add(HY_OP_goto, 0, 0)->target = 129;
    for (unsigned i = 0; i < 130; i++)
        add(HY_OP_nop, 0, 0);
    hy_assembly out = assemble();
    assert_int_equal(out.bytes.p[0], HY_OP_goto);
    assert_int_equal(out.bytes.p[2], HY_OP_goto_w);
    t.insns[0].target = 125;
    out = assemble();
    assert_int_equal(out.bytes.p[0], HY_OP_goto_w);
    assert_int_equal(out.bytes.p[3], HY_OP_goto_w);
}

static void add_switch(unsigned op, int32_t *keys, uint32_t *targets, size_t count)
{
    hy_jswitch *s = HY_NEW(&t.f.arena, hy_jswitch);
    *s = (hy_jswitch){.fallback = 1, .count = count, .keys = keys, .targets = targets};
    add(op, 0, 0)->cases = s;
    add(HY_OP_nop, 0, 0);
    add(HY_OP_nop, 0, 0);
}

static void test_switches_are_tables_or_lookups(void **state)
{
    (void)state;
    int32_t dense[] = {1, 2, 4}, sparse[] = {1, 200, 3000};
    uint32_t targets[] = {2, 2, 2};
    add_switch(HY_OP_stableswitch, dense, targets, 3);
    /* 15 bytes; the gap at 3 goes to the default. */
    expect("73 000F 0001 0004 0010 0010 000F 0010 00 00");
    t.code.count = 0;
    add_switch(HY_OP_stableswitch, sparse, targets, 3);
    expect("75 0011 0003 0001 0012 00C8 0012 0BB8 0012 00 00");
    t.code.count = 0;
    add_switch(HY_OP_itableswitch, sparse, targets, 1);
    expect("76 000B 0001 00000001 000C 00 00");
    t.code.count = 0;
    add_switch(HY_OP_itableswitch, dense, targets, 2);
    expect("74 000F 00000001 00000002 0010 0010 00 00");
    t.code.count = 0;
    add_switch(HY_OP_stableswitch, dense, targets, 0);
    expect("75 0005 0000 00 00");
}

static void test_full_range_switch_is_a_lookup(void **state)
{
    (void)state;
    int32_t keys[] = {INT32_MIN, INT32_MAX};
    uint32_t targets[] = {1, 2};
    add_switch(HY_OP_itableswitch, keys, targets, 2);
    expect("76 0011 0002 80000000 0011 7FFFFFFF 0012 00 00");
}

static void test_handlers_know_when_the_search_may_stop(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 6; i++)
        add(HY_OP_nop, 0, 0);
    hy_jhandler handlers[] = {{1, 2, 3, &t.class},
                              {0, 3, 4, &t.class},
                              {2, 2, 4, NULL},
                              {0, 3, 5, NULL},
                              {4, 5, 5, NULL}};
    t.code.handlers = handlers;
    t.code.handler_count = TEST_COUNT(handlers);
    hy_assembly out = assemble();
    assert_int_equal(out.range_count, 4); /* the empty one is left out */
    static const bool last[] = {false, false, true, true};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(out.ranges[i].last, last[i]);
    assert_ptr_equal(out.ranges[0].type, &t.class);
    assert_null(out.ranges[2].type);
}

static void test_what_a_card_cannot_hold_is_an_error(void **state)
{
    (void)state;
    add(HY_OP_sload, 256, 0)->line = 12;
    assemble();
    assert_int_equal(t.f.diag.errors, 1);
    assert_int_equal(t.f.diag.last->line, 12);

    t.code.count = 0;
    t.code.max_stack = 256;
    add(HY_OP_nop, 0, 0);
    assemble();
    assert_int_equal(t.f.diag.errors, 2);
    assert_non_null(strstr(t.f.diag.last->text, "method p.A.m: needs a stack"));

    t.code.max_stack = 1;
    for (t.code.count = 0; t.code.count < HY_CODE_MAX;)
        add(HY_OP_nop, 0, 0);
    assert_int_equal(assemble().bytes.n, HY_CODE_MAX);
    add(HY_OP_nop, 0, 0);
    assemble();
    assert_int_equal(t.f.diag.errors, 3);
    assert_non_null(strstr(t.f.diag.last->text, "32,767"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_method, close_method)
    const struct CMUnitTest tests[] = {
        TEST(test_constants_take_the_shortest_push),
        TEST(test_locals_zero_to_three_need_no_operand),
        TEST(test_increments_widen_with_the_constant),
        TEST(test_fields_take_one_byte_up_to_index_255),
        TEST(test_references_are_located),
        TEST(test_interfaces_are_called_by_the_token_of_the_one_named),
        TEST(test_branches_grow_when_they_must),
        TEST(test_one_grown_branch_pushes_another),
        TEST(test_switches_are_tables_or_lookups),
        TEST(test_full_range_switch_is_a_lookup),
        TEST(test_handlers_know_when_the_search_may_stop),
        TEST(test_what_a_card_cannot_hold_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
