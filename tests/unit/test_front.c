/* The converter's front half, driven on Java sources: what becomes of methods, and what is refused.
   tests/vectors/front.txt holds classes and what is expected of each; javac runs once for all. Run
   with --print, the program writes the file anew from what it finds, for a person to read. */
#include "test.h"

#include "converter/javac.h"
#include "converter/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ARENA_MAX = 256 * 1024 * 1024, SECTIONS_MAX = 256 };

/* A class of the vectors. Its Java text starts at line 4 of its file. */
typedef struct section {
    char name[64];
    bool int_support, system, applet;
    hy_buf java, expected, found;
} section;

typedef struct fixture {
    hy_arena arena;
    section sections[SECTIONS_MAX];
    size_t count;
    hy_javac_result classes;
} fixture;

static const char *const front_folder = TESTS "/java/front";

/* ---- java.lang, as an export file would give it ---- */

static hy_jmethod *make_methods(hy_arena *arena, hy_jclass *c)
{
    hy_jmethod *m = HY_NEW_ARRAY(arena, hy_jmethod, 2);
    assert_non_null(m);
    m[0] = (hy_jmethod){c, "<init>", "()V", HY_ACC_PUBLIC, 0, NULL, 0, 0, -1, 0};
    m[1] = (hy_jmethod){c, "equals", "(Ljava/lang/Object;)Z", HY_ACC_PUBLIC, 0, NULL, 0, 0, -1, 0};
    return m;
}

static hy_rc import(void *context, hy_world *w, const char *name, hy_jpackage **out, hy_reason *why)
{
    static const char *const names[][2] = {
        {"java/lang/Object", NULL},
        {"java/lang/Throwable", "java/lang/Object"},
        {"java/lang/Exception", "java/lang/Throwable"},
        {"java/lang/RuntimeException", "java/lang/Exception"},
        {"java/lang/ArithmeticException", "java/lang/RuntimeException"},
    };
    (void)context;
    (void)why;
    if (strcmp(name, "java/lang") != 0)
        return HY_FAIL(NOT_FOUND);
    hy_jpackage *p = HY_NEW(w->arena, hy_jpackage);
    assert_non_null(p);
    *p = (hy_jpackage){.name = "java/lang", .library = true};
    p->classes = HY_NEW_ARRAY(w->arena, hy_jclass *, TEST_COUNT(names));
    for (size_t i = 0; i < TEST_COUNT(names); i++) {
        hy_jclass *c = HY_NEW(w->arena, hy_jclass);
        assert_non_null(c);
        *c = (hy_jclass){
            .package = p, .name = names[i][0], .access = HY_ACC_PUBLIC, .super = names[i][1]};
        c->methods = make_methods(w->arena, c);
        c->method_count = names[i][1] == NULL ? 2 : 1;
        p->classes[p->class_count++] = c;
    }
    *out = p;
    return HY_OK;
}

/* ---- the vectors ---- */

static void add_line(hy_buf *b, const char *line)
{
    assert_ok(hy_buf_append(b, hy_view_str(line)));
}

static section *new_section(fixture *f, const char *line)
{
    char words[64] = "";
    assert_true(f->count < SECTIONS_MAX);
    section *s = &f->sections[f->count++];
    assert_true(sscanf(line, "= %63s %63[^\n]", s->name, words) >= 1);
    s->int_support = strstr(words, "int") != NULL;
    s->system = strstr(words, "system") != NULL;
    s->applet = strstr(words, "applet") != NULL;
    s->java = s->expected = s->found = hy_buf_new(1 << 20);
    return s;
}

static void read_vectors(fixture *f)
{
    FILE *file = fopen(TESTS "/vectors/front.txt", "r");
    assert_non_null(file);
    char line[400];
    section *s = NULL;
    bool expecting = false;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#')
            continue;
        if (line[0] == '=') {
            s = new_section(f, line);
            expecting = false;
        } else if (strcmp(line, "--\n") == 0) {
            expecting = true;
        } else if (s != NULL) {
            add_line(expecting ? &s->expected : &s->java, line);
        }
    }
    fclose(file);
}

static void write_sources(fixture *f, const char *folder)
{
    for (size_t i = 0; i < f->count; i++) {
        section *s = &f->sections[i];
        const char *path = hy_arena_format(&f->arena, "%s/%s.java", folder, s->name);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fprintf(file, "package t;\nimport javacard.framework.*;\nclass %s %s {\n%.*s}\n", s->name,
                s->applet ? "extends Applet" : "", (int)s->java.n, (const char *)s->java.p);
        assert_int_equal(fclose(file), 0);
    }
}

static void compile(fixture *f)
{
    hy_reason why = {""};
    const char *folder;
    assert_ok(hy_folder_make_temporary(&f->arena, &folder, &why));
    write_sources(f, folder);
    const char *const paths[] = {front_folder, folder};
    hy_javac_job job = {paths, 2, NULL};
    hy_rc rc = hy_javac_run(&f->arena, &job, &f->classes, &why);
    if (!hy_ok(rc))
        print_message("%s\n", why.text);
    assert_ok(rc);
    assert_ok(hy_folder_remove(folder, &why));
}

static int open_fixture(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = hy_arena_new(ARENA_MAX);
    read_vectors(f);
    compile(f);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    fixture *f = *state;
    for (size_t i = 0; i < f->count; i++) {
        hy_buf_free(&f->sections[i].java);
        hy_buf_free(&f->sections[i].expected);
        hy_buf_free(&f->sections[i].found);
    }
    hy_arena_free(&f->arena);
    free(f);
    return 0;
}

/* ---- converting ---- */

/* The class files whose name ends in one of /NAME.class and /NAME$....class, or that lie in folder
   NAME when it has a slash at its end. */
static size_t pick(fixture *f, const char *name, hy_front_file *picked)
{
    size_t n = 0;
    const char *wanted = hy_arena_format(&f->arena, "/%s", name);
    for (size_t i = 0; i < f->classes.file_count; i++) {
        const char *at = strstr(f->classes.files[i].name, wanted);
        const char *end = at == NULL ? "" : at + strlen(wanted);
        if (*end == '.' || *end == '$' || (at != NULL && end[-1] == '/'))
            picked[n++] = f->classes.files[i];
    }
    return n;
}

static void load_framework(fixture *f, hy_world *w, hy_front_file *picked)
{
    hy_front_options options = {.package = "javacard/framework", .system = true};
    hy_jpackage **packages;
    size_t count;
    hy_reason why = {""};
    size_t n = pick(f, "javacard/framework/", picked);
    assert_int_equal(n, 4);
    assert_ok(hy_front_load(w, &options, picked, n, &packages, &count, &why));
    assert_int_equal(count, 1);
}

static void print_fields(const hy_jclass *c, hy_buf *out)
{
    char text[64];
    for (size_t i = 0; i < c->field_count; i++) {
        const hy_jfield *field = &c->fields[i];
        if (field->init.kind == HY_JINIT_DEFAULT)
            continue;
        add_line(out, field->name);
        snprintf(text, sizeof text, " = %d", field->init.value);
        add_line(out, field->init.kind == HY_JINIT_VALUE ? text : " = {");
        for (size_t k = 0; k < field->init.count; k++) {
            snprintf(text, sizeof text, " %d", field->init.values[k]);
            add_line(out, text);
        }
        add_line(out, field->init.kind == HY_JINIT_VALUE ? "\n" : " }\n");
    }
}

static void print_class(const hy_jclass *c, hy_buf *out)
{
    print_fields(c, out);
    for (size_t i = 0; i < c->method_count; i++)
        if (strcmp(c->methods[i].name, "m") == 0 && c->methods[i].code != NULL)
            assert_ok(hy_jcode_print(c->methods[i].code, out));
}

static void print_findings(hy_diag *d, hy_buf *out)
{
    char text[600];
    hy_diag_sort(d);
    for (const hy_diag_item *i = d->first; i != NULL; i = i->next) {
        snprintf(text, sizeof text, "line %d: %s%s%s\n", i->line, i->text,
                 i->mend == NULL ? "" : "; ", i->mend == NULL ? "" : i->mend);
        add_line(out, text);
    }
}

static void convert(fixture *f, section *s)
{
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_diag diag = hy_diag_new();
    hy_world w = hy_world_new(&arena, &diag);
    w.import = import;
    hy_front_file picked[32];
    load_framework(f, &w, picked);

    const char *applet = hy_arena_format(&arena, "t/%s", s->name);
    hy_front_options options = {.package = "t",
                                .int_support = s->int_support,
                                .system = s->system,
                                .applets = &applet,
                                .applet_count = s->applet};
    hy_jpackage **packages;
    size_t count;
    hy_reason why = {""};
    size_t n = pick(f, hy_arena_format(&arena, "t/%s", s->name), picked);
    hy_rc rc = hy_front_load(&w, &options, picked, n, &packages, &count, &why);
    print_findings(&diag, &s->found);
    for (size_t i = 0; hy_ok(rc) && i < packages[0]->class_count; i++)
        print_class(packages[0]->classes[i], &s->found);
    if (!hy_ok(rc) && rc.code != HY_E_SUBSET)
        add_line(&s->found, why.text);
    hy_diag_free(&diag);
    hy_arena_free(&arena);
}

static void test_vectors(void **state)
{
    fixture *f = *state;
    int wrong = 0;
    assert_true(f->count > 40);
    for (size_t i = 0; i < f->count; i++) {
        section *s = &f->sections[i];
        convert(f, s);
        if (hy_view_equal(hy_buf_view(&s->found), hy_buf_view(&s->expected)))
            continue;
        wrong++;
        print_message("%s: expected\n%.*sfound\n%.*s", s->name, (int)s->expected.n,
                      (const char *)s->expected.p, (int)s->found.n, (const char *)s->found.p);
    }
    assert_int_equal(wrong, 0);
}

/* ---- ten violations, ten errors with file and line ---- */

static void test_ten_violations_give_ten_errors(void **state)
{
    static const struct {
        int line;
        const char *about;
    } expected[] = {{7, "long"},    {8, "string"},        {9, "arrays of arrays"}, {17, "float"},
                    {18, "int "},   {19, "synchronized"}, {22, "lambda"},          {23, "short"},
                    {24, "assert"}, {31, "native"}};
    fixture *f = *state;
    hy_diag diag = hy_diag_new();
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_world w = hy_world_new(&arena, &diag);
    w.import = import;
    hy_front_file picked[32];
    load_framework(f, &w, picked);
    const char *const applets[] = {"ten/Ten"};
    hy_front_options options = {.package = "ten",
                                .applets = applets,
                                .applet_count = 1,
                                .sources = f->classes.sources,
                                .source_count = f->classes.source_count};
    hy_jpackage **packages;
    size_t count;
    hy_reason why;
    size_t n = pick(f, "ten/", picked);
    assert_int_equal(n, 2);
    assert_fails(SUBSET, hy_front_load(&w, &options, picked, n, &packages, &count, &why));
    hy_diag_sort(&diag);
    for (size_t k = 0; k < TEST_COUNT(expected); k++) {
        bool found = false;
        for (const hy_diag_item *i = diag.first; i != NULL; i = i->next) {
            assert_string_equal(i->file, TESTS "/java/front/ten/Ten.java");
            found = found || (i->line == expected[k].line && strstr(i->text, expected[k].about));
        }
        if (!found)
            print_message("no error at line %d about %s\n", expected[k].line, expected[k].about);
        assert_true(found);
    }
    hy_diag_free(&diag);
    hy_arena_free(&arena);
}

/* ---- what only old compilers made ---- */

/* Version 45, a subroutine called twice:
       a: iload_0 istore_1 jsr s iload_1 iconst_1 iadd i2s istore_1 jsr s iload_1 ireturn
       s: astore_2 iload_1 iconst_2 imul i2s istore_1 ret 2 */
static const uint8_t jsr_class[] = {
    0xCA, 0xFE, 0xBA, 0xBE, 0x00, 0x03, 0x00, 0x2D, 0x00, 0x08, 0x01, 0x00, 0x05, 0x74, 0x2F, 0x4A,
    0x73, 0x72, 0x07, 0x00, 0x01, 0x01, 0x00, 0x10, 0x6A, 0x61, 0x76, 0x61, 0x2F, 0x6C, 0x61, 0x6E,
    0x67, 0x2F, 0x4F, 0x62, 0x6A, 0x65, 0x63, 0x74, 0x07, 0x00, 0x03, 0x01, 0x00, 0x01, 0x6D, 0x01,
    0x00, 0x04, 0x28, 0x53, 0x29, 0x53, 0x01, 0x00, 0x04, 0x43, 0x6F, 0x64, 0x65, 0x00, 0x21, 0x00,
    0x02, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x09, 0x00, 0x05, 0x00, 0x06, 0x00,
    0x01, 0x00, 0x07, 0x00, 0x00, 0x00, 0x23, 0x00, 0x03, 0x00, 0x03, 0x00, 0x00, 0x00, 0x17, 0x1A,
    0x3C, 0xA8, 0x00, 0x0D, 0x1B, 0x04, 0x60, 0x93, 0x3C, 0xA8, 0x00, 0x05, 0x1B, 0xAC, 0x4D, 0x1B,
    0x05, 0x68, 0x93, 0x3C, 0xA9, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};

static void test_subroutines_are_kept(void **state)
{
    static const char expected[] = "stack 2 args 1 locals 2\n"
                                   "L0 sload 0\nL1 sstore 1\nL2 jsr L7\nL3 sinc 1 1\nL4 jsr L7\n"
                                   "L5 sload 1\nL6 sreturn\nL7 astore 2\nL8 sload 1\n"
                                   "L9 sspush 2\nL10 smul\nL11 sstore 1\nL12 ret 2\n";
    (void)state;
    hy_diag diag = hy_diag_new();
    hy_arena arena = hy_arena_new(ARENA_MAX);
    hy_world w = hy_world_new(&arena, &diag);
    w.import = import;
    hy_front_options options = {.package = "t"};
    hy_front_file file = {hy_view_of(jsr_class, sizeof jsr_class), "Jsr.class"};
    hy_jpackage **packages;
    size_t count;
    hy_reason why = {""};
    hy_rc rc = hy_front_load(&w, &options, &file, 1, &packages, &count, &why);
    if (!hy_ok(rc))
        print_message("%s\n", why.text);
    assert_ok(rc);
    hy_buf out = hy_buf_new(4096);
    print_class(packages[0]->classes[0], &out);
    assert_ok(hy_buf_append(&out, hy_view_of("", 1)));
    assert_string_equal((const char *)out.p, expected);
    hy_buf_free(&out);
    hy_diag_free(&diag);
    hy_arena_free(&arena);
}

/* ---- files and options that are refused ---- */

typedef struct attempt {
    hy_front_options options;
    const char *classes; /* what to pick */
    const char *why;     /* a part of the reason */
} attempt;

static void test_wrong_calls(void **state)
{
    static const attempt attempts[] = {
        {{.package = "nowhere"}, "ten/", "no class of package nowhere"},
        {{.package = NULL}, "/", "--package"},
        {{.package = "javacard/framework", .system = true}, "javacard/framework/", "already"},
    };
    fixture *f = *state;
    hy_front_file picked[SECTIONS_MAX * 2];
    for (size_t i = 0; i < TEST_COUNT(attempts); i++) {
        hy_diag diag = hy_diag_new();
        hy_arena arena = hy_arena_new(ARENA_MAX);
        hy_world w = hy_world_new(&arena, &diag);
        w.import = import;
        load_framework(f, &w, picked);
        size_t n = i == 1 ? pick(f, "t/", picked) : 0;
        n += pick(f, i == 1 ? "ten/" : attempts[i].classes, picked + n);
        hy_jpackage **packages;
        size_t count;
        hy_reason why = {""};
        assert_false(
            hy_ok(hy_front_load(&w, &attempts[i].options, picked, n, &packages, &count, &why)));
        if (strstr(why.text, attempts[i].why) == NULL)
            print_message("%s\n", why.text);
        assert_non_null(strstr(why.text, attempts[i].why));
        hy_diag_free(&diag);
        hy_arena_free(&arena);
    }
}

static void test_javac_failures(void **state)
{
    fixture *f = *state;
    hy_javac_result result;
    hy_reason why;
    const char *const nowhere[] = {"/nonexistent/source"};
    assert_fails(NOT_FOUND,
                 hy_javac_run(&f->arena, &(hy_javac_job){nowhere, 1, NULL}, &result, &why));
    assert_non_null(strstr(why.text, "/nonexistent/source"));
    const char *empty;
    assert_ok(hy_folder_make_temporary(&f->arena, &empty, &why));
    assert_fails(NOT_FOUND,
                 hy_javac_run(&f->arena, &(hy_javac_job){&empty, 1, NULL}, &result, &why));
    assert_non_null(strstr(why.text, "no Java source"));
    assert_ok(hy_folder_remove(empty, &why));
    assert_fails(NOT_FOUND, hy_folder_remove(empty, &why));

    const char *const good[] = {front_folder};
    assert_int_equal(setenv("JAVA_HOME", "/nonexistent", 1), 0);
    assert_fails(NOT_FOUND, hy_javac_run(&f->arena, &(hy_javac_job){good, 1, NULL}, &result, &why));
    assert_int_equal(unsetenv("JAVA_HOME"), 0);
    assert_non_null(strstr(why.text, "openjdk-17-jdk-headless"));
}

static int print_vectors(void)
{
    void *state;
    open_fixture(&state);
    fixture *f = state;
    for (size_t i = 0; i < f->count; i++) {
        section *s = &f->sections[i];
        convert(f, s);
        printf("= %s%s%s%s\n%.*s--\n%.*s", s->name, s->int_support ? " int" : "",
               s->system ? " system" : "", s->applet ? " applet" : "", (int)s->java.n,
               (const char *)s->java.p, (int)s->found.n, (const char *)s->found.p);
    }
    return close_fixture(&state);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_ten_violations_give_ten_errors),
        cmocka_unit_test(test_subroutines_are_kept),
        cmocka_unit_test(test_wrong_calls),
        cmocka_unit_test(test_javac_failures),
    };
    if (argc > 1 && strcmp(argv[1], "--print") == 0)
        return print_vectors();
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
