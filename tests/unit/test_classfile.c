/* Class files: what a compiler makes is read, what is broken is refused with its place.
 */
#include "test.h"

#include "converter/bytecode.h"
#include "converter/descriptor.h"

#include <string.h>

enum { ARENA_MAX = 16 * 1024 * 1024 };

/* A class file made by hand, JVMS chapter 4 beside each line:
       class T { static final short K = 7;
                 static int m(int p) { try { return p; } catch (X e) { throw e; } } } */
static const uint8_t good[] = {
    0xCA, 0xFE, 0xBA, 0xBE, 0,    0,   0,   52,  0,   20, /* version 52, 19 constants */
    1,    0,    1,    'T',                                /* 1 */
    7,    0,    1,                                        /* 2 class T */
    1,    0,    16,   'j',  'a',  'v', 'a', '/', 'l', 'a', 'n', 'g', '/', /* 3 */
    'O',  'b',  'j',  'e',  'c',  't', 7,   0,   3, /* 4 class java/lang/Object */
    1,    0,    1,    'K',  1,    0,   1,   'S',    /* 5, 6 */
    1,    0,    13,   'C',  'o',  'n', 's', 't', 'a', 'n', 't', 'V', 'a', 'l', 'u',  'e', /* 7 */
    3,    0,    0,    0,    7,                                  /* 8 integer 7 */
    1,    0,    1,    'm',  1,    0,   4,   '(', 'I', ')', 'I', /* 9, 10 */
    1,    0,    4,    'C',  'o',  'd', 'e',                     /* 11 */
    1,    0,    1,    'X',  7,    0,   12,                      /* 12, 13 class X */
    1,    0,    15,   'L',  'i',  'n', 'e', 'N', 'u', 'm', 'b', 'e', 'r', 'T', 'a',  'b',
    'l',  'e', /* 14 */
    1,    0,    18,   'L',  'o',  'c', 'a', 'l', 'V', 'a', 'r', 'i', 'a', 'b', 'l',  'e',
    'T',  'a',  'b',  'l',  'e',                                          /* 15 */
    1,    0,    1,    'p',  1,    0,   1,   'I',                          /* 16, 17 */
    1,    0,    10,   'S',  'o',  'u', 'r', 'c', 'e', 'F', 'i', 'l', 'e', /* 18 */
    1,    0,    2,    0xC3, 0xA9,                                         /* 19 "é" */
    0,    0x20, 0,    2,    0,    4,   0,   0,                            /* T extends Object */
    0,    1,    0,    0x18, 0,    5,   0,   6,   0,   1,   0,   7,   0,   0,   0,    2,
    0,    8,                                             /* field K */
    0,    1,    0,    0x08, 0,    9,   0,   10,  0,   1, /* method m */
    0,    11,   0,    0,    0,    58,  0,   1,   0,   1,   0,   0,   0,   4,   0x1A, 0xAC,
    0x57, 0xBF,                                           /* Code */
    0,    1,    0,    0,    0,    2,   0,   3,   0,   13, /* handler */
    0,    2,    0,    14,   0,    0,   0,   10,  0,   2,   0,   0,   0,   3,   0,    2,
    0,    9, /* lines 3, 9 */
    0,    15,   0,    0,    0,    12,  0,   1,   0,   0,   0,   4,   0,   16,  0,    17,
    0,    0,                                              /* p */
    0,    1,    0,    18,   0,    0,   0,   2,   0,   19, /* SourceFile */
};

static hy_rc read(hy_arena *arena, const uint8_t *bytes, size_t n, hy_classfile *c, hy_reason *why)
{
    *arena = hy_arena_new(ARENA_MAX);
    return hy_classfile_read(arena, hy_view_of(bytes, n), c, why);
}

static void test_reads_all_parts(void **state)
{
    (void)state;
    hy_arena arena;
    hy_classfile c;
    hy_reason why = {""};
    assert_ok(read(&arena, good, sizeof good, &c, &why));
    assert_string_equal(c.name, "T");
    assert_string_equal(c.super, "java/lang/Object");
    assert_string_equal(c.source, "\xC3\xA9");
    assert_int_equal(c.field_count, 1);
    assert_int_equal(c.fields[0].constant->value, 7);
    assert_int_equal(c.method_count, 1);
    const hy_classfile_code *code = c.methods[0].code;
    assert_int_equal(code->bytes.n, 4);
    assert_string_equal(code->handlers[0].type, "X");
    assert_int_equal(code->lines[1].line, 9);
    assert_string_equal(code->locals[0].name, "p");
    hy_arena_free(&arena);
}

static void test_decodes_code(void **state)
{
    (void)state;
    hy_arena arena;
    hy_classfile c;
    hy_bytecode code;
    hy_reason why = {""};
    assert_ok(read(&arena, good, sizeof good, &c, &why));
    assert_ok(hy_bytecode_decode(&arena, &c, c.methods[0].code, &code, &why));
    assert_int_equal(code.count, 4);
    assert_int_equal(code.ops[0].op, HY_JVM_iload);
    assert_int_equal(code.ops[0].a, 0);
    assert_int_equal(code.ops[1].line, 3);
    assert_int_equal(code.ops[3].line, 9);
    assert_int_equal(code.handlers[0].target, 3);
    assert_string_equal(hy_bytecode_local(&code, 0, 0)->name, "p");
    assert_null(hy_bytecode_local(&code, 0, 1));
    hy_arena_free(&arena);
}

/* Cut anywhere, the file is refused and nothing beyond its end is read (the sanitizers watch). */
static void test_every_truncation_is_refused(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof good; n++) {
        uint8_t bytes[sizeof good];
        memcpy(bytes, good, n);
        hy_arena arena;
        hy_classfile c;
        hy_reason why = {""};
        hy_rc rc = read(&arena, bytes, n, &c, &why);
        assert_false(hy_ok(rc));
        assert_true(why.text[0] != '\0');
        hy_arena_free(&arena);
    }
}

typedef struct change {
    size_t at; /* offset of the byte that changes */
    uint8_t to;
    const char *code, *about;
} change;

static void test_changes_are_refused_with_their_place(void **state)
{
    static const change changes[] = {
        {0, 0xCB, "FORMAT", "CAFEBABE"},
        {7, 53, "VERSION", "version 53"},
        {7, 44, "VERSION", "version 44"},
        {10, 99, "FORMAT", "constant 1: unknown tag"},
        {13, 0, "FORMAT", "constant 1: not modified UTF-8"},
        {13, 0xC3, "FORMAT", "constant 1: not modified UTF-8"},
        {16, 8, "FORMAT", "constant 2: refers to nothing"},
        {13, '.', "FORMAT", "constant 2: refers to nothing"},
    };
    (void)state;
    for (size_t i = 0; i < TEST_COUNT(changes); i++) {
        uint8_t bytes[sizeof good];
        memcpy(bytes, good, sizeof good);
        bytes[changes[i].at] = changes[i].to;
        hy_arena arena;
        hy_classfile c;
        hy_reason why = {""};
        assert_string_equal(hy_rc_name(read(&arena, bytes, sizeof bytes, &c, &why)),
                            changes[i].code);
        if (strstr(why.text, changes[i].about) == NULL)
            print_message("change %zu: %s\n", i, why.text);
        assert_non_null(strstr(why.text, changes[i].about));
        hy_arena_free(&arena);
    }
}

static void test_bytes_behind_the_end_are_refused(void **state)
{
    (void)state;
    uint8_t bytes[sizeof good + 1] = {0};
    memcpy(bytes, good, sizeof good);
    hy_arena arena;
    hy_classfile c;
    hy_reason why;
    assert_fails(FORMAT, read(&arena, bytes, sizeof bytes, &c, &why));
    hy_arena_free(&arena);
}

/* Code on its own: what decoding refuses. */
static void test_code_that_does_not_decode(void **state)
{
    static const struct {
        uint8_t code[16];
        size_t n;
        const char *about;
    } bad[] = {
        {{0xCB}, 1, "unknown opcode"},
        {{0x10}, 1, "cut off"},
        {{0xA7, 0x00, 0x02, 0xB1}, 4, "middle of an instruction"},
        {{0xA7, 0xFF, 0xFF, 0xB1}, 4, "out of the method"},
        {{0xA7, 0x00, 0x04, 0xB1}, 4, "out of the method"},
        {{0xC4, 0x00}, 2, "no wide form"},
        {{0x12, 0x63}, 2, "no such constant"},
        {{0x12, 0x01}, 2, "wrong kind"},
        {{0xBC, 0x03}, 2, "unknown type"},
        {{0xAB, 0, 0, 0, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF}, 12, "malformed switch"},
        {{0xAA, 0, 0, 0, 0, 0, 0, 0, 0x7F, 0, 0, 0, 0x80, 0, 0, 0}, 16, "malformed switch"},
    };
    (void)state;
    hy_arena arena;
    hy_classfile c;
    hy_reason why = {""};
    assert_ok(read(&arena, good, sizeof good, &c, &why));
    for (size_t i = 0; i < TEST_COUNT(bad); i++) {
        hy_classfile_code code = {.bytes = hy_view_of(bad[i].code, bad[i].n)};
        hy_bytecode out;
        assert_fails(FORMAT, hy_bytecode_decode(&arena, &c, &code, &out, &why));
        if (strstr(why.text, bad[i].about) == NULL)
            print_message("code %zu: %s\n", i, why.text);
        assert_non_null(strstr(why.text, bad[i].about));
    }
    hy_arena_free(&arena);
}

static void test_descriptors(void **state)
{
    static const char *const fields[] = {"B", "[S", "Ljava/lang/Object;", "[[LA;"};
    static const char *const not_fields[] = {"",   "V",  "[",    "L;",   "LA",    "LA;B",
                                             "BB", "[V", "L/A;", "LA/;", "LA.B;", "(B)V"};
    static const char *const methods[] = {"()V", "(BS[BLA;)S", "(I)[B"};
    static const char *const not_methods[] = {"()", "(V)V", "()VV", "B", "(B", "(L)V"};
    (void)state;
    for (size_t i = 0; i < TEST_COUNT(fields); i++)
        assert_true(hy_descriptor_is_field(fields[i]));
    for (size_t i = 0; i < TEST_COUNT(not_fields); i++)
        assert_false(hy_descriptor_is_field(not_fields[i]));
    for (size_t i = 0; i < TEST_COUNT(methods); i++)
        assert_true(hy_descriptor_is_method(methods[i]));
    for (size_t i = 0; i < TEST_COUNT(not_methods); i++)
        assert_false(hy_descriptor_is_method(not_methods[i]));
    assert_int_equal(hy_descriptor_argument_words("(BI[BLA;)V"), 5);
    hy_arena arena = hy_arena_new(ARENA_MAX);
    assert_string_equal(hy_descriptor_java_method(&arena, "f", "(S[BLa/B$C;)V"),
                        "f(short, byte[], a.B.C)");
    hy_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_all_parts),
        cmocka_unit_test(test_decodes_code),
        cmocka_unit_test(test_every_truncation_is_refused),
        cmocka_unit_test(test_changes_are_refused_with_their_place),
        cmocka_unit_test(test_bytes_behind_the_end_are_refused),
        cmocka_unit_test(test_code_that_does_not_decode),
        cmocka_unit_test(test_descriptors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
