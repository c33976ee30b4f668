/* The bytecode offset of each cell is exact: what traces, breakpoints and coverage go by. The
   arguments are load files, each after what it imports. */
#include "base/hex.h"
#include "card.h"
#include "element/runtime/element.h"
#include "element/runtime/pool.h"
#include "element/vm/opcode.h"
#include "test.h"

#include <ctype.h>
#include <string.h>

enum { ARENA_MAX = 16 << 20, NAME_SIZE = 40 };

static const char *const cell_names[] = {
#define HY_CELL(name, operands) #name,
#include "element/vm/cells.def"
#undef HY_CELL
};

static char **files;
static int file_count;
static size_t cells, named;

/* The cell that has an opcode's name, or -1: most have one of the same name. */
static int cell_of(const char *opcode)
{
    char name[NAME_SIZE];
    size_t n = 0;
    for (; opcode[n] != '\0' && n + 1 < sizeof name; n++)
        name[n] = (char)toupper((unsigned char)opcode[n]);
    name[n] = '\0';
    for (size_t i = 0; i < TEST_COUNT(cell_names); i++)
        if (strcmp(cell_names[i], name) == 0)
            return (int)i;
    return -1;
}

/* INSTANCEOF_ARRAY for INSTANCEOF: what the instruction's operand makes of it. */
static bool is_of_array(uint8_t op, const char *name)
{
    size_t n = strlen(name);
    return op < TEST_COUNT(cell_names) && strncmp(cell_names[op], name, n) == 0 &&
           strcmp(cell_names[op] + n, "_ARRAY") == 0;
}

/* Instructions one after the other; every cell begins where one does, in their order, and is what
   it says. Cells of data belong to the switch before them. */
static void check_method(const hy_method *m, hy_view code)
{
    size_t at = 0, before = SIZE_MAX;
    for (uint32_t i = 0; i < m->cell_count; i++) {
        const size_t offset = m->offsets[i];
        cells++;
        if (m->cells[i].op == HY_CELL_DATA) {
            assert_int_equal(offset, before);
            continue;
        }
        while (at < offset) {
            size_t n = hy_opcode_length(code, at);
            assert_true(n > 0);
            at += n;
        }
        assert_int_equal(at, offset);
        if (m->cells[i].op == HY_CELL_TRAP)
            continue;
        assert_true(i == 0 || offset > before);
        assert_non_null(hy_opcode_table[code.p[at]].name);
        int same = cell_of(hy_opcode_table[code.p[at]].name);
        if (same >= 0 && !is_of_array(m->cells[i].op, cell_names[same]))
            assert_int_equal(m->cells[i].op, same);
        named += same >= 0;
        before = offset;
    }
}

static void check_package(const hy_pool_package *p)
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_package_parts parts;
    hy_package package;
    hy_reason why = {""};
    assert_ok(hy_package_split(p->load_file, &parts, &why));
    assert_ok(hy_package_read(&parts, &arena, &package, &why));
    const hy_view info = package.info[HY_COMPONENT_METHOD];
    for (uint16_t i = 0; i < p->linked->method_count; i++) {
        const hy_method *m = &p->linked->methods[i];
        hy_method_header header;
        if (m->cells == NULL)
            continue;
        assert_true(hy_package_method_header(&package, m->at, &header));
        check_method(m, hy_view_part(info, header.code, info.n - header.code));
    }
    hy_arena_free(&arena);
}

static void test_all_applets(void **state)
{
    (void)state;
    card c = {0};
    card_open(&c, NULL);
    for (int i = 0; i < file_count; i++)
        card_load(&c, files[i]);
    size_t checked = 0;
    for (uint32_t i = c.pool->rom_count; i < c.pool->count; i++, checked++)
        check_package(&c.pool->packages[i]);
    assert_int_equal(checked, file_count);
    assert_true(cells > 5000);
    assert_true(named > cells / 4);
    print_message("# %zu cells of %zu packages, %zu checked by name\n", cells, checked, named);
    card_close(&c);
}

int main(int argc, char **argv)
{
    files = argv + 1;
    file_count = argc - 1;
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_applets)};
    return cmocka_run_group_tests_name("offsets", tests, NULL, NULL);
}
