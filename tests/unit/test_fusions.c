/* vm/fusions.def: each fusion is what the linker makes of its cells, and does what they do one by
   one: the same result, exception and budget, for values that fit and values that do not. */
#include "test.h"

#include "machine_case.h"

#include <string.h>

#define OP(name) HY_OP_##name

enum { PARTS = 3, CODE_MAX = 96, STACK_MAX = 8, BRANCH_LENGTH = 2 };

typedef struct fusion {
    const char *parts[PARTS];
    hy_cell_run run;
} fusion;

static const fusion fusions[] = {
#define HY_FUSION2(a, b) {{#a, #b, NULL}, HY_FUSED_##a##_##b},
#define HY_FUSION3(a, b, c) {{#a, #b, #c}, HY_FUSED_##a##_##b##_##c},
#include "element/vm/fusions.def"
#undef HY_FUSION2
#undef HY_FUSION3
};

/* What a cell takes from the stack and leaves there: n a number, a an array, o an instance. */
typedef struct part {
    const char *name, *takes, *leaves;
    uint8_t op, operand;
    uint8_t operands;
} part;

static const part parts[] = {
    {"PUSH", "", "n", OP(bspush), 1, 1},
    {"STORE", "n", "", OP(sstore), 4, 1},
    {"SADD", "nn", "n", OP(sadd), 0, 0},
    {"SSUB", "nn", "n", OP(ssub), 0, 0},
    {"SMUL", "nn", "n", OP(smul), 0, 0},
    {"SSHL", "nn", "n", OP(sshl), 0, 0},
    {"SSHR", "nn", "n", OP(sshr), 0, 0},
    {"SAND", "nn", "n", OP(sand), 0, 0},
    {"SOR", "nn", "n", OP(sor), 0, 0},
    {"SXOR", "nn", "n", OP(sxor), 0, 0},
    {"S2B", "n", "n", OP(s2b), 0, 0},
    {"IFEQ", "n", "", OP(ifeq), 0, 1},
    {"IFNE", "n", "", OP(ifne), 0, 1},
    {"IFLT", "n", "", OP(iflt), 0, 1},
    {"IFGE", "n", "", OP(ifge), 0, 1},
    {"IFNULL", "o", "", OP(ifnull), 0, 1},
    {"IFNONNULL", "o", "", OP(ifnonnull), 0, 1},
    {"IF_SCMPEQ", "nn", "", OP(if_scmpeq), 0, 1},
    {"IF_SCMPNE", "nn", "", OP(if_scmpne), 0, 1},
    {"IF_SCMPLT", "nn", "", OP(if_scmplt), 0, 1},
    {"IF_SCMPGE", "nn", "", OP(if_scmpge), 0, 1},
    {"IF_SCMPGT", "nn", "", OP(if_scmpgt), 0, 1},
    {"IF_SCMPLE", "nn", "", OP(if_scmple), 0, 1},
    {"SINC", "", "", OP(sinc), 1, 2},
    {"GOTO", "", "", OP(goto), 0, 1},
    {"BALOAD", "an", "n", OP(baload), 0, 0},
    {"SALOAD", "an", "n", OP(saload), 0, 0},
    {"AALOAD", "an", "o", OP(aaload), 0, 0},
    {"BASTORE", "ann", "", OP(bastore), 0, 0},
    {"SASTORE", "ann", "", OP(sastore), 0, 0},
    {"GETFIELD_A", "o", "o", OP(getfield_a), SP_P_FIELD_A, 1},
    {"GETFIELD_S", "o", "n", OP(getfield_s), SP_P_FIELD_S, 1},
    {"GETFIELD_A_THIS", "", "a", OP(getfield_a_this), SP_P_FIELD_A, 1},
    {"GETFIELD_S_THIS", "", "n", OP(getfield_s_this), SP_P_FIELD_S, 1},
};

/* A method that runs the parts of a fusion: local 0 an instance, 1 and 2 the arguments, 3 an array,
   4 a number. */
typedef struct program {
    uint8_t code[CODE_MAX];
    size_t n;
    char stack[STACK_MAX]; /* kinds on it, behind the parts */
    int loads[STACK_MAX];  /* by stack place: index in code of the load that left it, or -1 */
    size_t height;
    size_t branch;   /* index of the branch's operand, 0 none */
    uint8_t numbers; /* numbers loaded */
} program;

static void emit(program *p, uint8_t byte)
{
    assert_true(p->n < CODE_MAX);
    p->code[p->n++] = byte;
}

static const part *part_named(const char *name)
{
    for (size_t i = 0; i < TEST_COUNT(parts); i++)
        if (strcmp(parts[i].name, name) == 0)
            return &parts[i];
    fail_msg("test_fusions knows nothing of %s", name);
    return NULL;
}

static uint8_t load_of(program *p, char kind)
{
    if (kind == 'n')
        return p->numbers++ % 2 == 0 ? OP(sload_1) : OP(sload_2);
    return kind == 'a' ? OP(aload_3) : OP(aload_0);
}

/* What the parts take that no part left: kinds, lowest first. */
static size_t find_needs(const fusion *f, char *needs)
{
    size_t height = 0, count = 0;
    for (size_t i = 0; i < PARTS && f->parts[i] != NULL; i++) {
        if (strcmp(f->parts[i], "LOAD") == 0) {
            height++;
            continue;
        }
        const part *x = part_named(f->parts[i]);
        for (size_t t = strlen(x->takes); t-- > 0;) {
            if (height > 0) {
                height--;
                continue;
            }
            memmove(needs + 1, needs, count++);
            needs[0] = x->takes[t];
        }
        height += strlen(x->leaves);
    }
    return count;
}

static void leave(program *p, char kind, int load)
{
    p->stack[p->height] = kind;
    p->loads[p->height++] = load;
}

/* One part; a load becomes what takes its word. */
static void emit_part(program *p, const char *name)
{
    if (strcmp(name, "LOAD") == 0) {
        leave(p, 'n', (int)p->n);
        emit(p, load_of(p, 'n'));
        return;
    }
    const part *x = part_named(name);
    for (size_t t = strlen(x->takes); t-- > 0;) {
        p->height--;
        if (p->loads[p->height] >= 0 && x->takes[t] != 'n')
            p->code[p->loads[p->height]] = load_of(p, x->takes[t]);
    }
    emit(p, x->op);
    if (x->operands > 0 && x->operand == 0)
        p->branch = p->n;
    for (uint8_t i = 0; i < x->operands; i++)
        emit(p, x->operand == 0 ? 0 : i == 0 ? x->operand : 1);
    for (size_t l = 0; x->leaves[l] != 0; l++)
        leave(p, x->leaves[l], -1);
}

/* Makes one number of the stack, the argument and local 4, and returns it. */
static void emit_fold(program *p, uint8_t start)
{
    const uint8_t head[] = {OP(bspush), start, OP(sstore), 5};
    const uint8_t number[] = {OP(sload), 5, OP(bspush), 7, OP(smul), OP(sadd), OP(sstore), 5};
    const uint8_t tail[] = {OP(sload), 5,           OP(sload), 4,
                            OP(sadd),  OP(sload_1), OP(sadd),  OP(sreturn)};
    for (size_t i = 0; i < sizeof head; i++)
        emit(p, head[i]);
    for (size_t h = p->height; h-- > 0;) {
        for (size_t i = 0; p->stack[h] == 'n' && i < sizeof number; i++)
            emit(p, number[i]);
        if (p->stack[h] != 'n')
            emit(p, OP(pop));
    }
    for (size_t i = 0; i < sizeof tail; i++)
        emit(p, tail[i]);
}

static uint8_t array_type(const fusion *f)
{
    for (size_t i = 0; i < PARTS && f->parts[i] != NULL; i++)
        if (strcmp(f->parts[i], "SALOAD") == 0 || strcmp(f->parts[i], "SASTORE") == 0)
            return HY_ATYPE_SHORT;
    return HY_ATYPE_BYTE;
}

static bool has(const fusion *f, const char *name)
{
    for (size_t i = 0; i < PARTS && f->parts[i] != NULL; i++)
        if (strcmp(f->parts[i], name) == 0)
            return true;
    return false;
}

/* The array, of three components, [1] set; the instance, its fields set. */
static void emit_setup(program *p, const fusion *f)
{
    uint8_t type = array_type(f);
    const uint8_t instance[] = {OP(new),     INDEX(SP_P_BASE),    OP(astore_0),
                                OP(sload_2), OP(putfield_s_this), SP_P_FIELD_S};
    const uint8_t numbers[] = {
        OP(sconst_3), OP(newarray), type,        OP(astore_3),
        OP(aload_3),  OP(sconst_1), OP(sload_2), type == HY_ATYPE_BYTE ? OP(bastore) : OP(sastore)};
    const uint8_t references[] = {OP(sconst_3), OP(anewarray), INDEX(SP_P_OBJECT), OP(astore_3),
                                  OP(aload_3),  OP(sconst_1),  OP(aload_0),        OP(aastore)};
    const uint8_t field[] = {OP(aload_3), OP(putfield_a_this), SP_P_FIELD_A};
    for (size_t i = 0; i < sizeof instance; i++)
        emit(p, instance[i]);
    bool of_references = has(f, "AALOAD");
    const uint8_t *array = of_references ? references : numbers;
    for (size_t i = 0; i < (of_references ? sizeof references : sizeof numbers); i++)
        emit(p, array[i]);
    for (size_t i = 0; i < sizeof field; i++)
        emit(p, field[i]);
}

/* The method; *at is where its fusion starts. */
static uint32_t make_method(machine_case *c, const fusion *f, size_t *at)
{
    program p = {.n = 0};
    char needs[STACK_MAX];
    emit_setup(&p, f);
    size_t count = find_needs(f, needs);
    /* a cell that begins no fusion keeps what comes before from being fused with the parts */
    for (size_t i = 0; i < count; i++) {
        leave(&p, needs[i], -1);
        emit(&p, load_of(&p, needs[i]));
        if (needs[i] == 'n') {
            emit(&p, OP(sneg));
            emit(&p, OP(sneg));
        }
    }
    *at = p.n;
    for (size_t i = 0; i < PARTS && f->parts[i] != NULL; i++)
        emit_part(&p, f->parts[i]);
    emit_fold(&p, 3);
    if (p.branch != 0) {
        p.code[p.branch] = (uint8_t)(p.n - (p.branch - 1));
        emit_fold(&p, 90);
    }
    return sp_method(&c->sp, 3, 3, STACK_MAX, p.code, p.n);
}

static uint8_t run_at(const hy_method *m, size_t offset)
{
    uint32_t i = 0;
    while (i < m->cell_count && m->offsets[i] != offset)
        i++;
    assert_true(i < m->cell_count);
    return m->cells[i].run;
}

typedef struct seen {
    hy_outcome outcome;
    hy_slot result;
    hy_reference thrown;
    int64_t budget;
} seen;

static seen run(machine_case *c, uint32_t method, bool observed, int32_t x, int32_t y)
{
    hy_slot result[2] = {0};
    hy_machine *m = &c->set.machine;
    m->observed = observed;
    hy_outcome outcome = mc_run(c, method, SLOTS(0, x, y), result);
    return (seen){outcome, outcome == HY_DONE ? result[0] : 0,
                  outcome == HY_THROWN ? m->thrown : (hy_reference)0, m->budget};
}

static void compare(machine_case *c, const fusion *f, uint32_t method)
{
    static const int32_t values[] = {0, 1, -1, 2, 3, 17, 0x7FFF, -0x8000};
    for (size_t i = 0; i < TEST_COUNT(values); i++)
        for (size_t j = 0; j < TEST_COUNT(values); j++) {
            seen fused = run(c, method, false, values[i], values[j]);
            seen plain = run(c, method, true, values[i], values[j]);
            if (fused.outcome != plain.outcome || fused.result != plain.result ||
                fused.thrown != plain.thrown || fused.budget != plain.budget)
                fail_msg("%s %s %s of %d, %d", f->parts[0], f->parts[1],
                         f->parts[2] == NULL ? "" : f->parts[2], (int)values[i], (int)values[j]);
        }
}

static void test_fusions(void **state)
{
    (void)state;
    for (size_t i = 0; i < TEST_COUNT(fusions); i++) {
        machine_case *c = mc_open();
        size_t at;
        uint32_t method = make_method(c, &fusions[i], &at);
        mc_link(c);
        const hy_method *m = hy_linked_find_method(c->set.linked[c->number], method);
        assert_int_equal(run_at(m, at), fusions[i].run);
        compare(c, &fusions[i], method);
        mc_free(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fusions)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
