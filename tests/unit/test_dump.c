/* The dump and the check of CAP files: the text as it is meant to look, and the same in JSON. */
#include "test.h"

#include "converter/check.h"
#include "converter/dump.h"
#include "converter/expfile.h"
#include "converter/folder.h"
#include "support/small_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    hy_arena arena;
    hy_exports exports;
    hy_capfile cap;
    hy_buf bytes;
    char *text;
    size_t size;
    hy_reason why;
    hy_diag diag;
    const char *folder; /* with the small API's export files */
} fixture;

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = hy_arena_new(32 << 20);
    f->bytes = hy_buf_new(HY_CAP_FILE_MAX);
    f->diag = hy_diag_new();
    assert_ok(hy_folder_make_temporary(&f->arena, &f->folder, &f->why));
    assert_ok(small_api_write(f->folder));
    f->exports = hy_exports_new(&f->arena);
    assert_ok(hy_exports_add(&f->exports, f->folder, &f->why));
    assert_ok(hy_capfile_open(HY_VECTORS "/counter/counter.cap", &f->cap, &f->why));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    assert_ok(hy_folder_remove(f->folder, &f->why));
    hy_capfile_free(&f->cap);
    hy_buf_free(&f->bytes);
    hy_diag_free(&f->diag);
    hy_arena_free(&f->arena);
    free(f->text);
    free(f);
    return 0;
}

static const char *dump(fixture *f, hy_exports *names)
{
    free(f->text);
    f->text = NULL;
    FILE *out = open_memstream(&f->text, &f->size);
    assert_non_null(out);
    hy_rc rc = hy_dump_cap(&f->cap, names, out, &f->why);
    fclose(out);
    if (!hy_ok(rc))
        fail_msg("%s", f->why.text);
    return f->text;
}

/* Drops a component. Directory still lists it, as loaders see it too. */
static void drop(fixture *f, int tag)
{
    f->cap.parts.part[tag] = (hy_view){NULL, 0};
}

static void has(const char *text, const char *line)
{
    if (strstr(text, line) == NULL)
        fail_msg("no \"%s\" in:\n%s", line, text);
}

/* ---- text ---- */

static void test_text_is_as_printed_in_the_vector(void **state)
{
    fixture *f = *state;
    const char *text = dump(f, &f->exports);
    assert_ok(hy_buf_read_file(&f->bytes, HY_VECTORS "/counter/counter.txt", 1 << 20, &f->why));
    if (!hy_view_equal(hy_view_str(text), hy_buf_view(&f->bytes))) {
        fprintf(stderr, "%s", text);
        fail_msg("the dump differs from counter.txt; it is above");
    }
}

static void test_no_line_ends_with_a_space(void **state)
{
    fixture *f = *state;
    assert_null(strstr(dump(f, &f->exports), " \n"));
    drop(f, HY_COMPONENT_DEBUG);
    assert_null(strstr(dump(f, NULL), " \n"));
}

static void test_without_export_files_imports_are_numbers(void **state)
{
    fixture *f = *state;
    const char *text = dump(f, NULL);
    has(text, "(no export file)");
    has(text, "class_10_of_A0000000620101.virtual_1 ");
    has(text, "void Counter.process(APDU)"); /* from Debug */
}

static void test_without_debug_names_are_inherited(void **state)
{
    fixture *f = *state;
    drop(f, HY_COMPONENT_DEBUG);
    const char *text = dump(f, &f->exports);
    has(text, "class class_0005 extends javacard.framework.Applet");
    has(text, "public void class_0005.process(APDU)");
    has(text, "class_0005.install(byte[], short, byte)");
    has(text, "private void class_0005.method_009D(byte[])");
    has(text, "protected class_0005(byte[], short, byte)");
    assert_null(strstr(text, "line 20"));
}

static void test_without_descriptor_code_is_still_found(void **state)
{
    fixture *f = *state;
    drop(f, HY_COMPONENT_DEBUG);
    drop(f, HY_COMPONENT_DESCRIPTOR);
    const char *text = dump(f, &f->exports);
    has(text, "void class_0005.process(APDU)");
    has(text, "stableswitch");
    has(text, "catch L1");
    has(text, "    0004  values               0005\n");
}

static void test_bytes_that_are_no_instruction_are_shown(void **state)
{
    fixture *f = *state;
    drop(f, HY_COMPONENT_DEBUG);
    hy_view method = f->cap.parts.part[HY_COMPONENT_METHOD];
    uint8_t *copy = malloc(method.n);
    assert_non_null(copy);
    memcpy(copy, method.p, method.n);
    copy[3 + 0x41] = 0xC1; /* in tally(), whose code starts at 0041 */
    f->cap.parts.part[HY_COMPONENT_METHOD] = hy_view_of(copy, method.n);
    has(dump(f, &f->exports), "        0000  no instruction: C1");
    free(copy);
}

static void test_a_broken_structure_is_refused(void **state)
{
    fixture *f = *state;
    f->cap.parts.part[HY_COMPONENT_METHOD].n -= 1;
    json_t *json;
    assert_fails(FORMAT, hy_dump_cap(&f->cap, NULL, stdout, &f->why));
    assert_non_null(strstr(f->why.text, "Method"));
    assert_fails(FORMAT, hy_dump_cap_json(&f->cap, NULL, &json, &f->why));
    assert_null(json);
}

/* ---- JSON ---- */

static json_t *member(json_t *o, const char *key)
{
    json_t *value = json_object_get(o, key);
    if (value == NULL)
        fail_msg("no member %s", key);
    return value;
}

static json_t *method_named(json_t *root, const char *name)
{
    json_t *methods = member(root, "methods");
    for (size_t i = 0; i < json_array_size(methods); i++) {
        json_t *m = json_array_get(methods, i);
        if (strcmp(json_string_value(member(m, "name")), name) == 0)
            return m;
    }
    fail_msg("no method %s", name);
    return NULL;
}

static void test_json_has_everything(void **state)
{
    fixture *f = *state;
    json_t *root = NULL;
    assert_ok(hy_dump_cap_json(&f->cap, &f->exports, &root, &f->why));
    assert_string_equal(json_string_value(member(root, "form")), "jar");
    json_t *header = member(root, "header");
    assert_string_equal(json_string_value(member(header, "aid")), "D276000085020100");
    assert_string_equal(json_string_value(member(header, "format")), "2.2");
    assert_int_equal(json_array_size(member(root, "imports")), 2);
    assert_int_equal(json_array_size(member(root, "applets")), 1);
    assert_int_equal(json_array_size(member(root, "classes")), 2);
    assert_int_equal(json_array_size(member(root, "constant_pool")), 19);
    assert_int_equal(json_array_size(member(root, "handlers")), 3);
    assert_int_equal(json_array_size(member(root, "one_byte_locations")), 9);
    assert_int_equal(json_array_size(member(root, "two_byte_locations")), 24);
    assert_int_equal(json_object_size(member(root, "components")), 12);
    json_t *tally = method_named(root, "tally");
    assert_string_equal(json_string_value(member(tally, "descriptor")), "(S)S");
    json_t *first = json_array_get(member(tally, "instructions"), 0);
    assert_string_equal(json_string_value(member(first, "op")), "getfield_s_this");
    assert_string_equal(json_string_value(member(first, "names")), "Counter.count");
    assert_int_equal(json_integer_value(member(first, "pool")), 1);
    json_t *process = method_named(root, "process");
    json_t *insns = member(process, "instructions");
    bool found = false;
    for (size_t i = 0; i < json_array_size(insns); i++) {
        json_t *cases = json_object_get(json_array_get(insns, i), "cases");
        found = found || json_array_size(cases) == 3;
    }
    assert_true(found);
    json_decref(root);
}

/* ---- export files ---- */

static void test_export_file_as_text_and_json(void **state)
{
    fixture *f = *state;
    assert_ok(hy_buf_read_file(&f->bytes, HY_VECTORS "/counter/counter.exp", 4096, &f->why));
    FILE *out = open_memstream(&f->text, &f->size);
    assert_ok(hy_dump_exp(hy_buf_view(&f->bytes), out, &f->why));
    fclose(out);
    assert_string_equal(
        f->text, "Package com.example.count 1.0, AID D276000085020100, export file format 2.1\n"
                 "\n"
                 "public shareable interface com.example.count.Tally, token 0\n"
                 "    extends       java.lang.Object\n"
                 "    interface     javacard.framework.Shareable\n"
                 "    virtual    0  public abstract short Tally.tally(short)\n");
    json_t *root = NULL;
    assert_ok(hy_dump_exp_json(hy_buf_view(&f->bytes), &root, &f->why));
    char *json = json_dumps(root, JSON_COMPACT);
    assert_string_equal(
        json, "{\"format\":\"2.1\",\"package\":\"com/example/count\",\"version\":\"1.0\",\"aid\":"
              "\"D276000085020100\",\"library\":false,\"referenced\":[],\"classes\":[{\"name\":"
              "\"com/example/count/Tally\",\"token\":0,\"access\":3585,\"supers\":[\"java/lang/"
              "Object\"],\"interfaces\":[\"javacard/framework/Shareable\"],\"fields\":[],"
              "\"methods\":[{\"name\":\"tally\",\"descriptor\":\"(S)S\",\"access\":1025,\"token\":"
              "0}]}]}");
    free(json);
    json_decref(root);
    f->bytes.n--;
    assert_fails(TRUNCATED, hy_dump_exp_json(hy_buf_view(&f->bytes), &root, &f->why));
    assert_null(root);
}

/* ---- the check ---- */

static hy_check_result check(fixture *f, hy_exports *exports)
{
    hy_check_result result;
    hy_verify_options options = {0};
    assert_ok(hy_check_cap(&f->cap, exports, &options, "counter.cap", &f->diag, &result));
    return result;
}

static void test_check_accepts_what_is_right(void **state)
{
    fixture *f = *state;
    hy_check_result r = check(f, &f->exports);
    if (f->diag.errors > 0)
        fail_msg("%s", f->diag.first->text);
    assert_string_equal(r.aid, "D276000085020100");
    assert_int_equal(r.imports, 2);
    assert_int_equal(r.resolved, 2);
    assert_true(r.verified.typed);
    assert_int_equal(r.verified.methods, 6);
}

static void test_check_names_every_missing_import(void **state)
{
    fixture *f = *state;
    hy_exports nothing = hy_exports_new(&f->arena);
    hy_check_result r = check(f, &nothing);
    assert_int_equal(r.resolved, 0);
    assert_int_equal(f->diag.errors, 2);
    has(f->diag.first->text, "Import, package 0: no export file");
    has(f->diag.last->text, "A0000000620101");
    assert_string_equal(f->diag.first->file, "counter.cap");
}

/* A further version of java.lang beside those that small_api_write wrote. */
static void write_lang(fixture *f, uint8_t minor)
{
    hy_world world = hy_world_new(&f->arena, &f->diag);
    hy_jpackage *p = small_api_lang(&f->arena);
    p->minor = minor;
    f->bytes.n = 0;
    assert_ok(hy_expfile_write(&world, p, HY_EXP_2_1, &f->bytes, &f->why));
    char path[96];
    snprintf(path, sizeof path, "%s/java.lang/1.%u.exp", f->folder, minor);
    assert_ok(hy_view_write_file(hy_buf_view(&f->bytes), path, &f->why));
}

enum { DIRECTORY_IMPORT_SIZE = 3 + 3 * 2 + 1, DIRECTORY_IMPORT_COUNT = 3 + 12 * 2 + 6 };

/* Converters do import a package twice: here java.lang once more, in version 1.2. */
static void test_check_takes_the_later_of_two_versions_imported(void **state)
{
    static const uint8_t second[] = {2, 1, 7, 0xA0, 0, 0, 0, 0x62, 0, 1};
    fixture *f = *state;
    hy_view *import = &f->cap.parts.part[HY_COMPONENT_IMPORT];
    hy_view *directory = &f->cap.parts.part[HY_COMPONENT_DIRECTORY];
    uint8_t imports[64];
    uint8_t sizes[64];
    assert_true(import->n + sizeof second <= sizeof imports && directory->n <= sizeof sizes);
    memcpy(imports, import->p, import->n);
    memcpy(imports + import->n, second, sizeof second);
    memcpy(sizes, directory->p, directory->n);
    imports[2] = (uint8_t)(imports[2] + sizeof second);
    imports[3] = 3;
    sizes[DIRECTORY_IMPORT_SIZE] = imports[2];
    sizes[DIRECTORY_IMPORT_COUNT] = 3;
    *import = hy_view_of(imports, import->n + sizeof second);
    *directory = hy_view_of(sizes, directory->n);
    (void)check(f, &f->exports);
    assert_true(f->diag.errors > 0);
    has(f->diag.first->text, "version 1.2 is imported");

    hy_diag_free(&f->diag);
    f->diag = hy_diag_new();
    write_lang(f, 2);
    f->exports = hy_exports_new(&f->arena);
    assert_ok(hy_exports_add(&f->exports, f->folder, &f->why));
    hy_check_result r = check(f, &f->exports);
    if (f->diag.errors > 0)
        fail_msg("%s", f->diag.first->text);
    assert_int_equal(r.imports, 3);
    assert_int_equal(r.resolved, 3);
}

static void test_check_finds_a_wrong_structure_and_a_wrong_type(void **state)
{
    fixture *f = *state;
    hy_view whole = f->cap.parts.part[HY_COMPONENT_METHOD];
    f->cap.parts.part[HY_COMPONENT_METHOD].n -= 1;
    (void)check(f, &f->exports);
    assert_int_equal(f->diag.errors, 1);
    has(f->diag.first->text, "Method");

    uint8_t *copy = malloc(whole.n);
    assert_non_null(copy);
    memcpy(copy, whole.p, whole.n);
    copy[3 + 0x41 + 2] = 0x18; /* tally(): aload_0 where sload_1 was */
    f->cap.parts.part[HY_COMPONENT_METHOD] = hy_view_of(copy, whole.n);
    (void)check(f, &f->exports);
    assert_int_equal(f->diag.errors, 2);
    has(f->diag.last->text, "sadd");
    free(copy);
}

int main(void)
{
#define T_(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T_(test_text_is_as_printed_in_the_vector),
        T_(test_no_line_ends_with_a_space),
        T_(test_without_export_files_imports_are_numbers),
        T_(test_without_debug_names_are_inherited),
        T_(test_without_descriptor_code_is_still_found),
        T_(test_bytes_that_are_no_instruction_are_shown),
        T_(test_a_broken_structure_is_refused),
        T_(test_json_has_everything),
        T_(test_export_file_as_text_and_json),
        T_(test_check_accepts_what_is_right),
        T_(test_check_names_every_missing_import),
        T_(test_check_takes_the_later_of_two_versions_imported),
        T_(test_check_finds_a_wrong_structure_and_a_wrong_type),
    };
    return cmocka_run_group_tests_name("dump", tests, NULL, NULL);
}
