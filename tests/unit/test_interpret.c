/* element/vm/interpret: every opcode, its results compared with what Java says of the same values.
 */
#include "test.h"

#include "machine_case.h"

#include <string.h>

#define OP(name) HY_OP_##name

static const int32_t shorts[] = {0,   1,    -1,   2,      -2,     7,       31,     32,
                                 100, -100, 1000, -12345, 0x7FFF, -0x8000, 0x5A5A, -31};
static const int32_t ints[] = {0,  1,   -1,     2,          -2,        7,           31,     32,
                               33, -31, 0x8000, 0x7FFFFFFF, INT32_MIN, -2147483647, 123456, -98765};

/* ---- arithmetic: C's own, on wide types so that nothing overflows there ---- */

static int64_t compute(uint8_t op, int64_t a, int64_t b, bool is_int)
{
    uint32_t u = (uint32_t)a;
    unsigned by = (unsigned)b & 31;
    switch (is_int ? op - 1 : op) { /* each int operation follows its short one */
    case OP(sadd):
        return a + b;
    case OP(ssub):
        return a - b;
    case OP(smul):
        return (int64_t)((uint64_t)a * (uint64_t)b);
    case OP(sdiv):
        return a / b;
    case OP(srem):
        return a % b;
    case OP(sshl):
        return (int64_t)((uint64_t)a << by);
    case OP(sshr):
        return a >> by;
    case OP(sushr):
        return u >> by;
    case OP(sand):
        return a & b;
    case OP(sor):
        return a | b;
    default:
        return a ^ b;
    }
}

static const uint8_t binary[] = {OP(sadd), OP(ssub),  OP(smul), OP(sdiv), OP(srem), OP(sshl),
                                 OP(sshr), OP(sushr), OP(sand), OP(sor),  OP(sxor)};

static bool divides(uint8_t op)
{
    return op == OP(sdiv) || op == OP(srem);
}

static void test_short_arithmetic(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t methods[TEST_COUNT(binary)];
    for (size_t o = 0; o < TEST_COUNT(binary); o++)
        methods[o] = METHOD(c, 2, 0, 2, OP(sload_0), OP(sload_1), binary[o], OP(sreturn));
    uint32_t neg = METHOD(c, 1, 0, 1, OP(sload_0), OP(sneg), OP(sreturn));
    mc_link(c);
    for (size_t o = 0; o < TEST_COUNT(binary); o++)
        for (size_t i = 0; i < TEST_COUNT(shorts); i++)
            for (size_t j = 0; j < TEST_COUNT(shorts); j++) {
                const hy_slot *arguments = SLOTS(shorts[i], shorts[j]);
                if (divides(binary[o]) && shorts[j] == 0)
                    mc_throws(c, methods[o], arguments, HY_THROW_ARITHMETIC);
                else
                    assert_int_equal(mc_short(c, methods[o], arguments),
                                     (int16_t)compute(binary[o], shorts[i], shorts[j], false));
            }
    for (size_t i = 0; i < TEST_COUNT(shorts); i++)
        assert_int_equal(mc_short(c, neg, SLOTS(shorts[i])), (int16_t)-shorts[i]);
    mc_free(c);
}

static void test_int_arithmetic(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t methods[TEST_COUNT(binary)];
    for (size_t o = 0; o < TEST_COUNT(binary); o++)
        methods[o] =
            METHOD(c, 4, 0, 4, OP(iload_0), OP(iload_2), (uint8_t)(binary[o] + 1), OP(ireturn));
    uint32_t neg = METHOD(c, 2, 0, 2, OP(iload_0), OP(ineg), OP(ireturn));
    uint32_t cmp = METHOD(c, 4, 0, 4, OP(iload_0), OP(iload_2), OP(icmp), OP(sreturn));
    mc_link(c);
    for (size_t i = 0; i < TEST_COUNT(ints); i++)
        for (size_t j = 0; j < TEST_COUNT(ints); j++) {
            const hy_slot *arguments = SLOTS(ints[i], 0, ints[j], 0);
            for (size_t o = 0; o < TEST_COUNT(binary); o++) {
                if (divides(binary[o]) && ints[j] == 0)
                    mc_throws(c, methods[o], arguments, HY_THROW_ARITHMETIC);
                else
                    assert_int_equal(
                        mc_int(c, methods[o], arguments),
                        (int32_t)compute((uint8_t)(binary[o] + 1), ints[i], ints[j], true));
            }
            assert_int_equal(mc_short(c, cmp, arguments),
                             (ints[i] > ints[j]) - (ints[i] < ints[j]));
        }
    for (size_t i = 0; i < TEST_COUNT(ints); i++)
        assert_int_equal(mc_int(c, neg, SLOTS(ints[i], 0)), (int32_t)(0 - (uint32_t)ints[i]));
    mc_free(c);
}

static void test_conversions(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t s2b = METHOD(c, 1, 0, 1, OP(sload_0), OP(s2b), OP(sreturn));
    uint32_t s2i = METHOD(c, 1, 0, 2, OP(sload_0), OP(s2i), OP(ireturn));
    uint32_t i2b = METHOD(c, 2, 0, 2, OP(iload_0), OP(i2b), OP(sreturn));
    uint32_t i2s = METHOD(c, 2, 0, 2, OP(iload_0), OP(i2s), OP(sreturn));
    mc_link(c);
    for (size_t i = 0; i < TEST_COUNT(shorts); i++) {
        assert_int_equal(mc_short(c, s2b, SLOTS(shorts[i])), (int8_t)shorts[i]);
        assert_int_equal(mc_int(c, s2i, SLOTS(shorts[i])), shorts[i]);
    }
    for (size_t i = 0; i < TEST_COUNT(ints); i++) {
        assert_int_equal(mc_short(c, i2b, SLOTS(ints[i], 0)), (int8_t)ints[i]);
        assert_int_equal(mc_short(c, i2s, SLOTS(ints[i], 0)), (int16_t)ints[i]);
    }
    mc_free(c);
}

/* ---- constants and locals ---- */

static void test_constants(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t small[7], wide[7];
    for (uint8_t i = 0; i < 7; i++) {
        small[i] = METHOD(c, 0, 0, 1, (uint8_t)(OP(sconst_m1) + i), OP(nop), OP(sreturn));
        wide[i] = METHOD(c, 0, 0, 2, (uint8_t)(OP(iconst_m1) + i), OP(ireturn));
    }
    uint32_t bs = METHOD(c, 0, 0, 1, OP(bspush), 0x85, OP(sreturn));
    uint32_t ss = METHOD(c, 0, 0, 1, OP(sspush), 0x85, 0x01, OP(sreturn));
    uint32_t bi = METHOD(c, 0, 0, 2, OP(bipush), 0x85, OP(ireturn));
    uint32_t si = METHOD(c, 0, 0, 2, OP(sipush), 0x85, 0x01, OP(ireturn));
    uint32_t ii = METHOD(c, 0, 0, 2, OP(iipush), 0x85, 1, 2, 3, OP(ireturn));
    uint32_t null = METHOD(c, 0, 0, 1, OP(aconst_null), OP(areturn));
    mc_link(c);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(mc_short(c, small[i], NO_ARGUMENTS), i - 1);
        assert_int_equal(mc_int(c, wide[i], NO_ARGUMENTS), i - 1);
    }
    assert_int_equal(mc_short(c, bs, NO_ARGUMENTS), (int8_t)0x85);
    assert_int_equal(mc_short(c, ss, NO_ARGUMENTS), (int16_t)0x8501);
    assert_int_equal(mc_int(c, bi, NO_ARGUMENTS), (int8_t)0x85);
    assert_int_equal(mc_int(c, si, NO_ARGUMENTS), (int16_t)0x8501);
    assert_int_equal(mc_int(c, ii, NO_ARGUMENTS), (int32_t)0x85010203);
    hy_slot result[2];
    assert_int_equal(mc_run(c, null, NO_ARGUMENTS, result), HY_DONE);
    assert_true(result[0] == hy_slot_reference(0));
    mc_free(c);
}

static void test_locals(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t words[5], wides[5], references[5];
    for (uint8_t i = 0; i < 4; i++) { /* the short forms, then those with an operand */
        words[i] = METHOD(c, 1, 4, 1, OP(sload_0), (uint8_t)(OP(sstore_0) + i),
                          (uint8_t)(OP(sload_0) + i), OP(sreturn));
        wides[i] = METHOD(c, 2, 4, 2, OP(iload_0), (uint8_t)(OP(istore_0) + i),
                          (uint8_t)(OP(iload_0) + i), OP(ireturn));
        references[i] = METHOD(c, 1, 4, 1, OP(aload_0), (uint8_t)(OP(astore_0) + i),
                               (uint8_t)(OP(aload_0) + i), OP(areturn));
    }
    words[4] = METHOD(c, 1, 254, 1, OP(sload), 0, OP(sstore), 254, OP(sload), 254, OP(sreturn));
    wides[4] = METHOD(c, 2, 250, 2, OP(iload), 0, OP(istore), 250, OP(iload), 250, OP(ireturn));
    references[4] =
        METHOD(c, 1, 200, 1, OP(aload), 0, OP(astore), 200, OP(aload), 200, OP(areturn));
    uint32_t sinc =
        METHOD(c, 1, 0, 1, OP(sinc), 0, 0x80, OP(sinc_w), 0, 0x7F, 0xFF, OP(sload_0), OP(sreturn));
    uint32_t iinc =
        METHOD(c, 2, 0, 2, OP(iinc), 0, 0x80, OP(iinc_w), 0, 0x7F, 0xFF, OP(iload_0), OP(ireturn));
    mc_link(c);
    hy_slot result[2];
    for (int i = 0; i < 5; i++) {
        assert_int_equal(mc_short(c, words[i], SLOTS(-321)), -321);
        assert_int_equal(mc_int(c, wides[i], SLOTS(-7654321, 0)), -7654321);
        assert_int_equal(mc_run(c, references[i], SLOTS(hy_slot_reference(3)), result), HY_DONE);
        assert_true(result[0] == hy_slot_reference(3));
    }
    for (size_t i = 0; i < TEST_COUNT(shorts); i++)
        assert_int_equal(mc_short(c, sinc, SLOTS(shorts[i])), (int16_t)(shorts[i] - 128 + 0x7FFF));
    for (size_t i = 0; i < TEST_COUNT(ints); i++)
        assert_int_equal(mc_int(c, iinc, SLOTS(ints[i], 0)),
                         (int32_t)((uint32_t)ints[i] - 128 + 0x7FFF));
    mc_free(c);
}

/* ---- the stack ---- */

/* Folds n slots into one number that depends on their order: x, y become x + 7 y, from the top. */
static int16_t fold(const int16_t *v, unsigned n)
{
    int16_t top = v[n - 1];
    for (unsigned i = n - 1; i-- > 0;)
        top = (int16_t)(v[i] + (int16_t)(top * 7));
    return top;
}

static uint32_t stack_method(machine_case *c, unsigned pushed, uint8_t op, int operand,
                             unsigned left)
{
    uint8_t code[128];
    size_t n = 0;
    for (unsigned i = 0; i < pushed; i++) {
        code[n++] = OP(bspush);
        code[n++] = (uint8_t)(11 + 3 * i);
    }
    code[n++] = op;
    if (operand >= 0)
        code[n++] = (uint8_t)operand;
    for (unsigned i = 1; i < left; i++) {
        code[n++] = OP(bspush);
        code[n++] = 7;
        code[n++] = OP(smul);
        code[n++] = OP(sadd);
    }
    code[n++] = OP(sreturn);
    return sp_method(&c->sp, 0, 0, 16, code, n);
}

/* What the instruction does, on a model. Returns the height. */
static unsigned model(int16_t *v, unsigned height, uint8_t op, unsigned m, unsigned n)
{
    int16_t before[32];
    for (unsigned i = 0; i < height; i++)
        before[i] = v[i];
    if (op == OP(swap_x)) {
        for (unsigned i = 0; i < m; i++)
            v[height - m - n + i] = before[height - m + i];
        for (unsigned i = 0; i < n; i++)
            v[height - n + i] = before[height - m - n + i];
        return height;
    }
    unsigned down = n == 0 ? m : n;
    unsigned at = height - down;
    if (n == 0)
        at = height;
    for (unsigned i = 0; i < m; i++)
        v[at + i] = before[height - m + i];
    for (unsigned i = at; i < height; i++)
        v[i + m] = before[i];
    return height + m;
}

static void stack_case(machine_case *c, uint8_t op, int operand, unsigned m, unsigned n,
                       uint32_t *method, int16_t *expected)
{
    int16_t v[32];
    unsigned height = 9;
    for (unsigned i = 0; i < height; i++)
        v[i] = (int16_t)(11 + 3 * i);
    if (op == OP(pop) || op == OP(pop2))
        height -= op == OP(pop) ? 1 : 2;
    else
        height = model(v, height, op, m, n);
    *method = stack_method(c, 9, op, operand, height);
    *expected = fold(v, height);
}

static void test_stack(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t methods[64];
    int16_t expected[64];
    unsigned count = 0;
    static const struct {
        uint8_t op, m;
    } plain[] = {{OP(pop), 0}, {OP(pop2), 0}, {OP(dup), 1}, {OP(dup2), 2}};
    for (size_t i = 0; i < TEST_COUNT(plain); i++, count++)
        stack_case(c, plain[i].op, -1, plain[i].m, 0, &methods[count], &expected[count]);
    for (unsigned m = 1; m <= 4; m++)
        for (unsigned n = 0; n <= m + 4; n = n == 0 ? m : n + 1, count++)
            stack_case(c, OP(dup_x), (int)(m << 4 | n), m, n, &methods[count], &expected[count]);
    for (unsigned m = 1; m <= 2; m++)
        for (unsigned n = 1; n <= 2; n++, count++)
            stack_case(c, OP(swap_x), (int)(m << 4 | n), m, n, &methods[count], &expected[count]);
    mc_link(c);
    for (unsigned i = 0; i < count; i++)
        assert_int_equal(mc_short(c, methods[i], NO_ARGUMENTS), expected[i]);
    mc_free(c);
}

/* ---- branches ---- */

static bool compare(unsigned kind, int32_t a, int32_t b)
{
    switch (kind) { /* eq ne lt ge gt le */
    case 0:
        return a == b;
    case 1:
        return a != b;
    case 2:
        return a < b;
    case 3:
        return a >= b;
    case 4:
        return a > b;
    default:
        return a <= b;
    }
}

enum { WIDE = HY_OP_ifeq_w - HY_OP_ifeq };

/* Pushes two arguments or one, branches over `sconst_0 sreturn` to `sconst_1 sreturn`. */
static uint32_t branch_method(machine_case *c, uint8_t load, unsigned operands, uint8_t op,
                              bool wide)
{
    uint8_t code[16] = {load, (uint8_t)(load + 1)};
    size_t n = operands;
    code[n++] = (uint8_t)(wide ? op + WIDE : op);
    if (wide)
        code[n++] = 0;
    code[n] = (uint8_t)(wide ? 5 : 4);
    n++;
    code[n++] = OP(sconst_0);
    code[n++] = OP(sreturn);
    code[n++] = OP(sconst_1);
    code[n++] = OP(sreturn);
    return sp_method(&c->sp, 2, 0, 2, code, n);
}

static void test_branches(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t zero[2][6], two[2][6], null[2][2], same[2][2];
    for (int w = 0; w < 2; w++) {
        for (uint8_t k = 0; k < 6; k++) {
            zero[w][k] = branch_method(c, OP(sload_0), 1, (uint8_t)(OP(ifeq) + k), w == 1);
            two[w][k] = branch_method(c, OP(sload_0), 2, (uint8_t)(OP(if_scmpeq) + k), w == 1);
        }
        for (uint8_t k = 0; k < 2; k++) {
            null[w][k] = branch_method(c, OP(aload_0), 1, (uint8_t)(OP(ifnull) + k), w == 1);
            same[w][k] = branch_method(c, OP(aload_0), 2, (uint8_t)(OP(if_acmpeq) + k), w == 1);
        }
    }
    mc_link(c);
    for (int w = 0; w < 2; w++) {
        for (unsigned k = 0; k < 6; k++)
            for (size_t i = 0; i < TEST_COUNT(shorts); i++)
                for (size_t j = 0; j < TEST_COUNT(shorts); j++) {
                    const hy_slot *arguments = SLOTS(shorts[i], shorts[j]);
                    assert_int_equal(mc_short(c, zero[w][k], arguments), compare(k, shorts[i], 0));
                    assert_int_equal(mc_short(c, two[w][k], arguments),
                                     compare(k, shorts[i], shorts[j]));
                }
        for (uint16_t a = 0; a < 3; a++)
            for (uint16_t b = 0; b < 3; b++) {
                const hy_slot *arguments = SLOTS(hy_slot_reference(a), hy_slot_reference(b));
                assert_int_equal(mc_short(c, null[w][0], arguments), a == 0);
                assert_int_equal(mc_short(c, null[w][1], arguments), a != 0);
                assert_int_equal(mc_short(c, same[w][0], arguments), a == b);
                assert_int_equal(mc_short(c, same[w][1], arguments), a != b);
            }
    }
    mc_free(c);
}

static void test_loops_and_subroutines(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    /* s = 0; while (n != 0) { s += n; n--; } with both kinds of goto */
    uint32_t sum = METHOD(c, 1, 1, 2, OP(goto), 4, OP(nop), OP(nop), /* 4: */ OP(sload_0), OP(ifeq),
                          13, OP(sload_1), OP(sload_0), OP(sadd), OP(sstore_1), OP(sinc), 0, 0xFF,
                          OP(goto_w), 0xFF, 0xF6, OP(nop), /* 18: */ OP(sload_1), OP(sreturn));
    c->sp.bytes[sp_code(sum) + 16] = (uint8_t)(4 - 14); /* goto_w at 14 */
    /* a subroutine called twice adds 5 to local 0 */
    uint32_t twice = METHOD(c, 1, 1, 2, OP(jsr), 0, 8, OP(jsr), 0, 5, OP(sload_0), OP(sreturn),
                            /* 8: */ OP(astore_1), OP(sinc), 0, 5, OP(ret), 1);
    mc_link(c);
    assert_int_equal(mc_short(c, sum, SLOTS(100)), 5050);
    assert_int_equal(mc_short(c, sum, SLOTS(0)), 0);
    assert_int_equal(mc_short(c, twice, SLOTS(1)), 11);
    mc_free(c);
}

/* ---- switches: each case returns its number, the default 9 ---- */

static uint32_t switch_method(machine_case *c, const uint8_t *head, size_t n, bool wide,
                              unsigned cases)
{
    uint8_t code[96] = {wide ? OP(iload_0) : OP(sload_0)};
    size_t at = 1;
    for (size_t i = 0; i < n; i++)
        code[at++] = head[i];
    for (unsigned i = 0; i < cases; i++) {
        code[at++] = OP(bspush);
        code[at++] = (uint8_t)i;
        code[at++] = OP(sreturn);
    }
    code[at++] = OP(bspush);
    code[at++] = 9;
    code[at++] = OP(sreturn);
    return sp_method(&c->sp, 2, 0, 2, code, at);
}

static void test_switches(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    /* low -1, high 1; the cases begin 13 bytes behind the opcode */
    const uint8_t table[] = {OP(stableswitch), 0, 22, 0xFF, 0xFF, 0, 1, 0, 13, 0, 16, 0, 19};
    const uint8_t itable[] = {
        OP(itableswitch), 0, 26, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1, 0, 17, 0, 20, 0, 23};
    const uint8_t lookup[] = {
        OP(slookupswitch), 0, 26, 0, 3, 0x80, 0, 0, 17, 0, 5, 0, 20, 0x7F, 0xFF, 0, 23};
    const uint8_t ilookup[] = {OP(ilookupswitch),
                               0,
                               32,
                               0,
                               3,
                               0x80,
                               0,
                               0,
                               0,
                               0,
                               23,
                               0,
                               0,
                               0,
                               5,
                               0,
                               26,
                               0x7F,
                               0xFF,
                               0xFF,
                               0xFF,
                               0,
                               29};
    uint32_t t = switch_method(c, table, sizeof table, false, 3);
    uint32_t it = switch_method(c, itable, sizeof itable, true, 3);
    uint32_t l = switch_method(c, lookup, sizeof lookup, false, 3);
    uint32_t il = switch_method(c, ilookup, sizeof ilookup, true, 3);
    mc_link(c);
    for (int32_t v = -4; v <= 6; v++) {
        int expected = v >= -1 && v <= 1 ? v + 1 : 9;
        assert_int_equal(mc_short(c, t, SLOTS(v, 0)), expected);
        assert_int_equal(mc_short(c, it, SLOTS(v, 0)), expected);
        assert_int_equal(mc_short(c, l, SLOTS(v, 0)), v == 5 ? 1 : 9);
        assert_int_equal(mc_short(c, il, SLOTS(v, 0)), v == 5 ? 1 : 9);
    }
    assert_int_equal(mc_short(c, l, SLOTS(-0x8000, 0)), 0);
    assert_int_equal(mc_short(c, l, SLOTS(0x7FFF, 0)), 2);
    assert_int_equal(mc_short(c, il, SLOTS(INT32_MIN, 0)), 0);
    assert_int_equal(mc_short(c, il, SLOTS(INT32_MAX, 0)), 2);
    assert_int_equal(mc_short(c, it, SLOTS(INT32_MAX, 0)), 9);
    assert_int_equal(mc_short(c, it, SLOTS(INT32_MIN, 0)), 9);
    mc_free(c);
}

/* ---- arrays ---- */

/* new T[n]; a[i] = v; return a[i] */
static uint32_t array_method(machine_case *c, uint8_t atype, uint8_t store, uint8_t load)
{
    return METHOD(c, 3, 1, 3, OP(sload_0), OP(newarray), atype, OP(astore_3), OP(aload_3),
                  OP(sload_1), OP(sload_2), store, OP(aload_3), OP(sload_1), load, OP(sreturn));
}

static void test_arrays_of_numbers(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t booleans = array_method(c, HY_ATYPE_BOOLEAN, OP(bastore), OP(baload));
    uint32_t bytes = array_method(c, HY_ATYPE_BYTE, OP(bastore), OP(baload));
    uint32_t words = array_method(c, HY_ATYPE_SHORT, OP(sastore), OP(saload));
    uint32_t wides = METHOD(c, 4, 1, 4, OP(sload_0), OP(newarray), HY_ATYPE_INT, OP(astore), 4,
                            OP(aload), 4, OP(sload_1), OP(iload_2), OP(iastore), OP(aload), 4,
                            OP(sload_1), OP(iaload), OP(ireturn));
    uint32_t confused = array_method(c, HY_ATYPE_BYTE, OP(sastore), OP(saload));
    uint32_t length =
        METHOD(c, 1, 0, 1, OP(sload_0), OP(newarray), HY_ATYPE_INT, OP(arraylength), OP(sreturn));
    mc_link(c);
    assert_int_equal(mc_short(c, booleans, SLOTS(3, 2, 1)), 1);
    assert_int_equal(mc_short(c, bytes, SLOTS(3, 2, 0x1FF)), -1);
    assert_int_equal(mc_short(c, bytes, SLOTS(3, 0, -128)), -128);
    assert_int_equal(mc_short(c, words, SLOTS(3, 2, -30000)), -30000);
    assert_int_equal(mc_int(c, wides, SLOTS(3, 2, INT32_MIN, 0)), INT32_MIN);
    assert_int_equal(mc_short(c, length, SLOTS(0)), 0);
    assert_int_equal(mc_short(c, length, SLOTS(300)), 300);
    static const int32_t outside[] = {3, -1, 0x7FFF, -0x8000};
    for (size_t i = 0; i < TEST_COUNT(outside); i++) {
        mc_throws(c, bytes, SLOTS(3, outside[i], 0), HY_THROW_ARRAY_INDEX);
        mc_throws(c, booleans, SLOTS(3, outside[i], 0), HY_THROW_ARRAY_INDEX);
        mc_throws(c, words, SLOTS(3, outside[i], 0), HY_THROW_ARRAY_INDEX);
        mc_throws(c, wides, SLOTS(3, outside[i], 0, 0), HY_THROW_ARRAY_INDEX);
    }
    mc_throws(c, bytes, SLOTS(-1, 0, 0), HY_THROW_NEGATIVE_SIZE);
    mc_throws(c, confused, SLOTS(4, 0, 0), HY_THROW_SECURITY);
    mc_free(c);
}

static void test_arrays_of_references(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    /* a = new BASE[2]; a[i] = kind == 0 ? null : 1 ? new DERIVED : 2 ? new SERVER : new byte[0];
       return a[i] == null */
    uint32_t store =
        METHOD(c, 2, 1, 3, OP(sconst_2), OP(anewarray), INDEX(SP_P_BASE), OP(astore_2), OP(aload_2),
               OP(sload_0), OP(sload_1), OP(stableswitch), 0, 13, 0, 0, 0, 2, 0, 13, 0, 16, 0, 21,
               /* 21: */ OP(aconst_null), OP(goto), 12, /* 24: */ OP(new), INDEX(SP_P_DERIVED),
               OP(goto), 7, /* 29: */ OP(new), INDEX(SP_P_SERVER), OP(nop), OP(nop),
               /* 34: */ OP(aastore), OP(aload_2), OP(sload_0), OP(aaload), OP(ifnull), 4,
               OP(sconst_0), OP(sreturn), OP(sconst_1), OP(sreturn));
    uint32_t null = METHOD(c, 0, 0, 2, OP(aconst_null), OP(sconst_0), OP(aaload), OP(areturn));
    uint32_t size = METHOD(c, 1, 0, 1, OP(sload_0), OP(anewarray), INDEX(SP_P_OBJECT),
                           OP(arraylength), OP(sreturn));
    uint32_t array_in_objects =
        METHOD(c, 0, 0, 4, OP(sconst_1), OP(anewarray), INDEX(SP_P_OBJECT), OP(dup), OP(sconst_0),
               OP(sconst_3), OP(newarray), HY_ATYPE_BYTE, OP(aastore), OP(sconst_0), OP(aaload),
               OP(arraylength), OP(sreturn));
    mc_link(c);
    assert_int_equal(mc_short(c, store, SLOTS(1, 0)), 1);
    assert_int_equal(mc_short(c, store, SLOTS(1, 1)), 0);
    mc_throws(c, store, SLOTS(0, 2), HY_THROW_ARRAY_STORE);
    mc_throws(c, store, SLOTS(2, 0), HY_THROW_ARRAY_INDEX);
    mc_throws(c, null, NO_ARGUMENTS, HY_THROW_NULL);
    assert_int_equal(mc_short(c, size, SLOTS(17)), 17);
    mc_throws(c, size, SLOTS(-5), HY_THROW_NEGATIVE_SIZE);
    assert_int_equal(mc_short(c, array_in_objects, NO_ARGUMENTS), 3);
    mc_free(c);
}

/* ---- fields ---- */

static void test_fields(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t word[2], byte[2], wide[2], reference[2];
    for (uint8_t w = 0; w < 2; w++) { /* short and wide index: put, then get the other way */
        if (w == 0) {
            word[w] = METHOD(c, 1, 1, 2, OP(new), INDEX(SP_P_BASE), OP(astore_1), OP(aload_1),
                             OP(sload_0), OP(putfield_s), SP_P_FIELD_S, OP(aload_1),
                             OP(getfield_s_w), INDEX(SP_P_FIELD_S), OP(sreturn));
            byte[w] = METHOD(c, 1, 1, 2, OP(new), INDEX(SP_P_DERIVED), OP(astore_1), OP(aload_1),
                             OP(sload_0), OP(putfield_b), SP_P_FIELD_B, OP(aload_1),
                             OP(getfield_b_w), INDEX(SP_P_FIELD_B), OP(sreturn));
            wide[w] = METHOD(c, 2, 1, 3, OP(new), INDEX(SP_P_BASE), OP(astore_2), OP(aload_2),
                             OP(iload_0), OP(putfield_i), SP_P_FIELD_I, OP(aload_2),
                             OP(getfield_i_w), INDEX(SP_P_FIELD_I), OP(ireturn));
            reference[w] = METHOD(c, 1, 1, 2, OP(new), INDEX(SP_P_DERIVED), OP(astore_1),
                                  OP(aload_1), OP(aload_0), OP(putfield_a), SP_P_FIELD_A,
                                  OP(aload_1), OP(getfield_a_w), INDEX(SP_P_FIELD_A), OP(areturn));
        } else {
            word[w] = METHOD(c, 1, 1, 2, OP(new), INDEX(SP_P_BASE), OP(astore_1), OP(aload_1),
                             OP(sload_0), OP(putfield_s_w), INDEX(SP_P_FIELD_S), OP(aload_1),
                             OP(getfield_s), SP_P_FIELD_S, OP(sreturn));
            byte[w] = METHOD(c, 1, 1, 2, OP(new), INDEX(SP_P_BASE), OP(astore_1), OP(aload_1),
                             OP(sload_0), OP(putfield_b_w), INDEX(SP_P_FIELD_B), OP(aload_1),
                             OP(getfield_b), SP_P_FIELD_B, OP(sreturn));
            wide[w] = METHOD(c, 2, 1, 3, OP(new), INDEX(SP_P_DERIVED), OP(astore_2), OP(aload_2),
                             OP(iload_0), OP(putfield_i_w), INDEX(SP_P_FIELD_I), OP(aload_2),
                             OP(getfield_i), SP_P_FIELD_I, OP(ireturn));
            reference[w] = METHOD(c, 1, 1, 2, OP(new), INDEX(SP_P_BASE), OP(astore_1), OP(aload_1),
                                  OP(aload_0), OP(putfield_a_w), INDEX(SP_P_FIELD_A), OP(aload_1),
                                  OP(getfield_a), SP_P_FIELD_A, OP(areturn));
        }
    }
    mc_link(c);
    hy_slot result[2];
    for (int w = 0; w < 2; w++) {
        assert_int_equal(mc_short(c, word[w], SLOTS(-12345)), -12345);
        assert_int_equal(mc_short(c, byte[w], SLOTS(0x1234)), 0x34);
        assert_int_equal(mc_short(c, byte[w], SLOTS(0x80)), -128);
        assert_int_equal(mc_int(c, wide[w], SLOTS(INT32_MIN + 5, 0)), INT32_MIN + 5);
        assert_int_equal(mc_run(c, reference[w], SLOTS(hy_slot_reference(0)), result), HY_DONE);
        assert_true(result[0] == hy_slot_reference(0));
    }
    mc_free(c);
}

static void test_fields_of_this(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t make = METHOD(c, 1, 0, 1, OP(new), INDEX(SP_P_DERIVED), OP(areturn));
    uint32_t word = METHOD(c, 2, 0, 1, OP(sload_1), OP(putfield_s_this), SP_P_FIELD_S,
                           OP(getfield_s_this), SP_P_FIELD_S, OP(sreturn));
    uint32_t byte = METHOD(c, 2, 0, 1, OP(sload_1), OP(putfield_b_this), SP_P_FIELD_B,
                           OP(getfield_b_this), SP_P_FIELD_B, OP(sreturn));
    uint32_t wide = METHOD(c, 3, 0, 2, OP(iload_1), OP(putfield_i_this), SP_P_FIELD_I,
                           OP(getfield_i_this), SP_P_FIELD_I, OP(ireturn));
    uint32_t reference = METHOD(c, 2, 0, 1, OP(aload_1), OP(putfield_a_this), SP_P_FIELD_A,
                                OP(getfield_a_this), SP_P_FIELD_A, OP(areturn));
    uint32_t derived = METHOD(c, 2, 0, 1, OP(sload_1), OP(putfield_s_this), SP_P_FIELD_DERIVED,
                              OP(getfield_s_this), SP_P_FIELD_DERIVED, OP(sreturn));
    mc_link(c);
    hy_slot object[2], result[2];
    assert_int_equal(mc_run(c, make, NO_ARGUMENTS, object), HY_DONE);
    assert_int_equal(mc_int(c, wide, SLOTS(object[0], 0x12345678, 0)), 0x12345678);
    assert_int_equal(mc_short(c, word, SLOTS(object[0], -2)), -2);
    assert_int_equal(mc_short(c, byte, SLOTS(object[0], 0xFF)), -1);
    assert_int_equal(mc_short(c, derived, SLOTS(object[0], 77)), 77);
    assert_int_equal(mc_run(c, reference, SLOTS(object[0], object[0]), result), HY_DONE);
    assert_true(result[0] == object[0]);
    /* the others have not overwritten each other */
    const hy_object *o = hy_heap_object(&c->set.heap, hy_slot_to_reference(object[0]));
    assert_int_equal(hy_machine_get_word(&c->set.machine, o, 2), 0xFFFE);
    assert_int_equal(hy_machine_get_word(&c->set.machine, o, 5), 77);
    mc_throws(c, word, SLOTS(hy_slot_reference(0), 1), HY_THROW_NULL);
    mc_free(c);
}

static void test_static_fields(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t word = METHOD(c, 1, 0, 1, OP(sload_0), OP(putstatic_s), INDEX(SP_P_STATIC_S),
                           OP(getstatic_s), INDEX(SP_P_STATIC_S), OP(sreturn));
    uint32_t byte = METHOD(c, 1, 0, 1, OP(sload_0), OP(putstatic_b), INDEX(SP_P_STATIC_B),
                           OP(getstatic_b), INDEX(SP_P_STATIC_B), OP(sreturn));
    uint32_t wide = METHOD(c, 2, 0, 2, OP(iload_0), OP(putstatic_i), INDEX(SP_P_STATIC_I),
                           OP(getstatic_i), INDEX(SP_P_STATIC_I), OP(ireturn));
    uint32_t reference = METHOD(c, 0, 0, 1, OP(sconst_3), OP(newarray), HY_ATYPE_BYTE,
                                OP(putstatic_a), INDEX(SP_P_STATIC_A), OP(getstatic_a),
                                INDEX(SP_P_STATIC_A), OP(arraylength), OP(sreturn));
    uint32_t again = METHOD(c, 0, 0, 1, OP(getstatic_s), INDEX(SP_P_STATIC_S), OP(sreturn));
    mc_link(c);
    assert_int_equal(mc_short(c, again, NO_ARGUMENTS), 0);
    assert_int_equal(mc_short(c, word, SLOTS(-999)), -999);
    assert_int_equal(mc_short(c, byte, SLOTS(0x1F0)), -16);
    assert_int_equal(mc_int(c, wide, SLOTS(INT32_MIN, 0)), INT32_MIN);
    assert_int_equal(mc_short(c, reference, NO_ARGUMENTS), 3);
    assert_int_equal(mc_short(c, again, NO_ARGUMENTS), -999);
    mc_free(c);
}

/* ---- objects and calls ---- */

static uint32_t cast_method(machine_case *c, uint16_t created, uint8_t op, uint8_t atype,
                            uint16_t index)
{
    if (op == OP(instanceof))
        return METHOD(c, 0, 0, 1, OP(new), INDEX(created), op, atype, INDEX(index), OP(sreturn));
    return METHOD(c, 0, 0, 1, OP(new), INDEX(created), op, atype, INDEX(index), OP(pop),
                  OP(sconst_1), OP(sreturn));
}

static void test_casts(void **state)
{
    (void)state;
    static const struct {
        uint16_t created, target;
        uint8_t atype;
        bool is;
    } rows[] = {
        {SP_P_DERIVED, SP_P_BASE, 0, true},
        {SP_P_DERIVED, SP_P_DERIVED, 0, true},
        {SP_P_BASE, SP_P_DERIVED, 0, false},
        {SP_P_BASE, SP_P_OBJECT, 0, true},
        {SP_P_DERIVED, SP_P_GREETER, 0, true},
        {SP_P_SERVER, SP_P_GREETER, 0, false},
        {SP_P_SERVER, SP_P_SHARED, 0, true},
        {SP_P_BASE, SP_P_NONE, HY_ATYPE_BYTE, false},
        {SP_P_BASE, SP_P_BASE, HY_ATYPE_REFERENCE, false},
    };
    machine_case *c = mc_open();
    uint32_t casts[TEST_COUNT(rows)], asks[TEST_COUNT(rows)];
    for (size_t i = 0; i < TEST_COUNT(rows); i++) {
        casts[i] = cast_method(c, rows[i].created, OP(checkcast), rows[i].atype, rows[i].target);
        asks[i] = cast_method(c, rows[i].created, OP(instanceof), rows[i].atype, rows[i].target);
    }
    uint32_t array = METHOD(c, 0, 0, 2, OP(sconst_1), OP(anewarray), INDEX(SP_P_DERIVED), OP(dup),
                            OP(instanceof), 14, INDEX(SP_P_BASE), OP(sstore_0), OP(checkcast), 14,
                            INDEX(SP_P_GREETER), OP(checkcast), 0, INDEX(SP_P_OBJECT), OP(pop),
                            OP(sload_0), OP(sreturn));
    c->sp.bytes[array + 3] = 1; /* max_locals */
    uint32_t bytes = METHOD(c, 0, 0, 1, OP(sconst_1), OP(newarray), HY_ATYPE_BYTE, OP(instanceof),
                            HY_ATYPE_BYTE, 0, 0, OP(sreturn));
    uint32_t null = METHOD(c, 0, 0, 1, OP(aconst_null), OP(checkcast), 0, INDEX(SP_P_BASE),
                           OP(instanceof), 0, INDEX(SP_P_BASE), OP(sreturn));
    mc_link(c);
    for (size_t i = 0; i < TEST_COUNT(rows); i++) {
        assert_int_equal(mc_short(c, asks[i], NO_ARGUMENTS), rows[i].is);
        if (rows[i].is)
            assert_int_equal(mc_short(c, casts[i], NO_ARGUMENTS), 1);
        else
            mc_throws(c, casts[i], NO_ARGUMENTS, HY_THROW_CLASS_CAST);
    }
    assert_int_equal(mc_short(c, array, NO_ARGUMENTS), 1);
    assert_int_equal(mc_short(c, bytes, NO_ARGUMENTS), 1);
    assert_int_equal(mc_short(c, null, NO_ARGUMENTS), 0);
    mc_free(c);
}

static void test_calls(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t add = METHOD(c, 2, 0, 2, OP(sload_0), OP(sload_1), OP(sadd), OP(sreturn));
    uint16_t add_index = sp_static(&c->sp, add);
    uint32_t statics = METHOD(c, 1, 0, 2, OP(sload_0), OP(bspush), 10, OP(invokestatic),
                              INDEX(add_index), OP(sreturn));
    uint32_t base = METHOD(c, 1, 0, 2, OP(new), INDEX(SP_P_BASE), OP(sload_0), OP(invokevirtual),
                           INDEX(SP_P_TWICE), OP(sreturn));
    uint32_t derived = METHOD(c, 1, 0, 2, OP(new), INDEX(SP_P_DERIVED), OP(sload_0),
                              OP(invokevirtual), INDEX(SP_P_TWICE), OP(sreturn));
    uint32_t hidden = METHOD(c, 1, 0, 2, OP(new), INDEX(SP_P_DERIVED), OP(sload_0),
                             OP(invokevirtual), INDEX(SP_P_HIDDEN), OP(sreturn));
    uint32_t interface = METHOD(c, 1, 0, 2, OP(new), INDEX(SP_P_DERIVED), OP(sload_0),
                                OP(invokeinterface), 2, INDEX(SP_P_GREETER), 0, OP(sreturn));
    uint32_t wrong = METHOD(c, 1, 0, 2, OP(new), INDEX(SP_P_SERVER), OP(sload_0),
                            OP(invokeinterface), 2, INDEX(SP_P_GREETER), 0, OP(sreturn));
    uint32_t null = METHOD(c, 1, 0, 2, OP(aconst_null), OP(sload_0), OP(invokevirtual),
                           INDEX(SP_P_TWICE), OP(sreturn));
    uint32_t equals = METHOD(c, 0, 0, 3, OP(sconst_1), OP(newarray), 11, OP(dup), OP(invokevirtual),
                             INDEX(SP_P_EQUALS), OP(sreturn));
    uint32_t nothing = METHOD(c, 0, 0, 0, OP(return ));
    uint16_t nothing_index = sp_static(&c->sp, nothing);
    uint32_t after =
        METHOD(c, 0, 0, 1, OP(sconst_5), OP(invokestatic), INDEX(nothing_index), OP(sreturn));
    mc_link(c);
    assert_int_equal(mc_short(c, after, NO_ARGUMENTS), 5);
    assert_int_equal(mc_short(c, statics, SLOTS(-3)), 7);
    assert_int_equal(mc_short(c, base, SLOTS(21)), 42);
    assert_int_equal(mc_short(c, derived, SLOTS(21)), 63); /* and invokespecial inside */
    assert_int_equal(mc_short(c, hidden, SLOTS(21)), 22);
    assert_int_equal(mc_short(c, interface, SLOTS(21)), 63);
    mc_throws(c, wrong, SLOTS(1), HY_THROW_SECURITY);
    mc_throws(c, null, SLOTS(1), HY_THROW_NULL);
    assert_int_equal(mc_short(c, equals, NO_ARGUMENTS), 1);
    mc_free(c);
}

static void test_exceptions(void **state)
{
    (void)state;
    machine_case *c = mc_open();
    uint32_t thrower = METHOD(c, 0, 0, 1, OP(new), INDEX(SP_P_EXCEPTION), OP(athrow));
    uint16_t index = sp_static(&c->sp, thrower);
    /* caught by class in the caller; not by another class; finally */
    uint32_t caught =
        METHOD(c, 0, 0, 1, OP(invokestatic), INDEX(index), OP(sconst_0), OP(sreturn), OP(pop),
               OP(sconst_1), OP(sreturn), OP(pop), OP(sconst_2), OP(sreturn));
    sp_handler(&c->sp, caught, 0, 3, 5, SP_P_BASE);
    sp_handler(&c->sp, caught, 0, 3, 8, SP_P_THROWABLE);
    uint32_t finally = METHOD(c, 0, 0, 1, OP(invokestatic), INDEX(index), OP(sconst_0), OP(sreturn),
                              OP(pop), OP(sconst_3), OP(sreturn));
    sp_handler(&c->sp, finally, 0, 3, 5, 0);
    uint32_t outside =
        METHOD(c, 0, 0, 1, OP(nop), OP(sconst_0), OP(pop), OP(invokestatic), INDEX(index),
               OP(sconst_0), OP(sreturn), OP(pop), OP(sconst_3), OP(sreturn));
    sp_handler(&c->sp, outside, 0, 3, 8, 0);
    uint32_t division = METHOD(c, 1, 0, 2, OP(sconst_1), OP(sload_0), OP(sdiv), OP(sreturn),
                               OP(pop), OP(bspush), 55, OP(sreturn));
    sp_handler(&c->sp, division, 2, 3, 4, SP_P_THROWABLE);
    uint32_t null = METHOD(c, 0, 0, 1, OP(aconst_null), OP(athrow));
    mc_link(c);
    assert_int_equal(mc_short(c, caught, NO_ARGUMENTS), 2);
    assert_int_equal(mc_short(c, finally, NO_ARGUMENTS), 3);
    assert_int_equal(mc_run(c, outside, NO_ARGUMENTS, NULL), HY_THROWN);
    assert_int_equal(mc_short(c, division, SLOTS(0)), 55);
    assert_int_equal(mc_short(c, division, SLOTS(1)), 1);
    mc_throws(c, null, NO_ARGUMENTS, HY_THROW_NULL);
    mc_free(c);
}

/* Last: all of the above together ran everything that there is. nop leaves no cell. */
static void test_every_opcode_ran(void **state)
{
    (void)state;
    for (unsigned op = 1; mc_observing && op <= HY_OP_putfield_i_this; op++)
        if (!mc_ran[op])
            fail_msg("%s did not run", hy_opcode_table[op].name);
}

/* --fused: as applets run, not cell by cell. */
int main(int argc, char **argv)
{
    mc_observing = argc < 2 || strcmp(argv[1], "--fused") != 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short_arithmetic),
        cmocka_unit_test(test_int_arithmetic),
        cmocka_unit_test(test_conversions),
        cmocka_unit_test(test_constants),
        cmocka_unit_test(test_locals),
        cmocka_unit_test(test_stack),
        cmocka_unit_test(test_branches),
        cmocka_unit_test(test_loops_and_subroutines),
        cmocka_unit_test(test_switches),
        cmocka_unit_test(test_arrays_of_numbers),
        cmocka_unit_test(test_arrays_of_references),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_fields_of_this),
        cmocka_unit_test(test_static_fields),
        cmocka_unit_test(test_casts),
        cmocka_unit_test(test_calls),
        cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_every_opcode_ran),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
