/* Export files: read, written, refused; found in folders; seen as views by the verifier. */
#include "test.h"

#include "converter/expface.h"
#include "converter/expfile.h"
#include "converter/exports.h"
#include "converter/expview.h"
#include "converter/folder.h"
#include "support/small_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct fixture {
    hy_arena arena;
    hy_world world;
    hy_diag diag;
    hy_buf bytes;
    hy_reason why;
    const char *folder; /* empty, or with what small_api_write makes */
} fixture;

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    f->arena = hy_arena_new(32 << 20);
    f->diag = hy_diag_new();
    f->world = hy_world_new(&f->arena, &f->diag);
    f->bytes = hy_buf_new(HY_EXP_MAX);
    assert_ok(hy_folder_make_temporary(&f->arena, &f->folder, &f->why));
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    assert_ok(hy_folder_remove(f->folder, &f->why));
    hy_buf_free(&f->bytes);
    hy_diag_free(&f->diag);
    hy_arena_free(&f->arena);
    free(f);
    return 0;
}

static hy_jpackage *read_back(fixture *f)
{
    hy_jpackage *p = NULL;
    assert_ok(hy_expfile_read(&f->arena, hy_buf_view(&f->bytes), &p, &f->why));
    return p;
}

static hy_view vector_bytes(fixture *f)
{
    assert_ok(hy_buf_read_file(&f->bytes, HY_VECTORS "/counter/counter.exp", 4096, &f->why));
    return hy_buf_view(&f->bytes);
}

/* ---- reading and writing ---- */

static void test_reads_what_the_file_says(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = NULL;
    assert_ok(hy_expfile_read(&f->arena, vector_bytes(f), &p, &f->why));
    assert_string_equal(p->name, "com/example/count");
    assert_false(p->converted);
    assert_false(p->library);
    assert_int_equal(p->major, 1);
    assert_int_equal(p->minor, 0);
    assert_int_equal(p->aid.n, 8);
    assert_int_equal(p->class_count, 1);
    const hy_jclass *c = p->classes[0];
    assert_string_equal(c->name, "com/example/count/Tally");
    assert_int_equal(c->access,
                     HY_ACC_PUBLIC | HY_ACC_INTERFACE | HY_ACC_ABSTRACT | HY_ACC_SHAREABLE);
    assert_null(c->super);
    assert_int_equal(c->super_count, 1);
    assert_string_equal(c->interfaces[0], "javacard/framework/Shareable");
    assert_int_equal(c->method_count, 1);
    assert_string_equal(c->methods[0].name, "tally");
    assert_string_equal(c->methods[0].desc, "(S)S");
    assert_ptr_equal(c->methods[0].owner, c);
    assert_int_equal(c->cap22_inheritable, HY_TOKEN_NONE);
}

static void test_writes_the_same_bytes_again(void **state)
{
    fixture *f = *state;
    hy_buf again = hy_buf_new(HY_EXP_MAX);
    hy_jpackage *p = NULL;
    assert_ok(hy_expfile_read(&f->arena, vector_bytes(f), &p, &f->why));
    assert_ok(hy_expfile_write(&f->world, p, HY_EXP_2_1, &again, &f->why));
    assert_true(hy_view_equal(hy_buf_view(&again), hy_buf_view(&f->bytes)));
    hy_buf_free(&again);
}

static void test_format_2_3_names_packages_and_counts(void **state)
{
    fixture *f = *state;
    hy_jpackage *lang = small_api_lang(&f->arena);
    assert_ok(hy_world_add(&f->world, lang));
    hy_jpackage *framework = small_api_framework(&f->arena);
    framework->classes[3]->cap22_inheritable = 5;
    assert_ok(hy_expfile_write(&f->world, framework, HY_EXP_2_3, &f->bytes, &f->why));
    assert_int_equal(hy_expfile_format(hy_buf_view(&f->bytes)), HY_EXP_2_3);
    const hy_jpackage *p = read_back(f);
    assert_int_equal(p->referenced_count, 1);
    assert_string_equal(p->referenced[0].name, "java/lang");
    assert_true(hy_view_equal(p->referenced[0].aid, lang->aid));
    assert_true(p->library);
    assert_int_equal(p->classes[0]->cap22_inheritable, 0); /* an interface */
    assert_int_equal(p->classes[2]->cap22_inheritable, 3); /* all its virtual methods */
    assert_int_equal(p->classes[3]->cap22_inheritable, 5);
    assert_string_equal(p->classes[5]->super, "javacard/framework/CardRuntimeException");
}

static void test_format_2_3_needs_the_packages_it_names(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = small_api_framework(&f->arena);
    assert_fails(LINK, hy_expfile_write(&f->world, p, HY_EXP_2_3, &f->bytes, &f->why));
    assert_non_null(strstr(f->why.text, "java/lang/Object"));
    assert_int_equal(f->bytes.n, 0);
}

static void test_supers_nearest_first_are_turned_round(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = small_api_framework(&f->arena);
    const char *turned[] = {"javacard/framework/CardRuntimeException", "java/lang/RuntimeException",
                            "java/lang/Exception", "java/lang/Throwable", "java/lang/Object"};
    p->classes[5]->supers = turned;
    assert_ok(hy_expfile_write(&f->world, p, HY_EXP_2_1, &f->bytes, &f->why));
    const hy_jpackage *back = read_back(f);
    assert_string_equal(back->classes[5]->super, "javacard/framework/CardRuntimeException");
    assert_string_equal(back->classes[5]->supers[0], "java/lang/Object");
}

static void test_constants_and_fields(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = small_api_framework(&f->arena);
    hy_jfield fields[] = {
        {.name = "SW", .desc = "S", .access = 0x19, .is_constant = true, .constant = -28672},
        {.name = "table", .desc = "[B", .access = 0x9, .token = 0},
        {.name = "next", .desc = "Ljavacard/framework/Util;", .access = 0x4, .token = 0},
    };
    fields[0].token = HY_TOKEN_NONE;
    p->classes[6]->fields = fields;
    p->classes[6]->field_count = TEST_COUNT(fields);
    assert_ok(hy_expfile_write(&f->world, p, HY_EXP_2_1, &f->bytes, &f->why));
    const hy_jclass *c = read_back(f)->classes[6];
    assert_int_equal(c->field_count, 3);
    assert_true(c->fields[0].is_constant);
    assert_int_equal(c->fields[0].constant, -28672);
    assert_false(c->fields[1].is_constant);
    assert_string_equal(c->fields[2].desc, "Ljavacard/framework/Util;");
}

/* ---- refusals ---- */

static void test_refuses_every_truncation(void **state)
{
    fixture *f = *state;
    hy_view whole = vector_bytes(f);
    hy_jpackage *p;
    for (size_t n = 0; n < whole.n; n++) {
        /* A copy of just that size, so that a read beyond it is seen. */
        uint8_t *cut = malloc(n + 1);
        assert_non_null(cut);
        memcpy(cut, whole.p, n);
        hy_arena arena = hy_arena_new(1 << 20);
        f->why.text[0] = '\0';
        assert_false(hy_ok(hy_expfile_read(&arena, hy_view_of(cut, n), &p, &f->why)));
        assert_null(p);
        assert_true(f->why.text[0] != '\0');
        hy_arena_free(&arena);
        free(cut);
    }
}

/* One changed byte each, at an offset of counter.exp, and what the reason must say. */
static void test_refuses_changed_bytes_with_the_place(void **state)
{
    static const struct {
        size_t at;
        uint8_t value;
        const char *code, *reason;
    } rows[] = {
        {3, 0xCF, "FORMAT", "no export file"},
        {4, 0x04, "VERSION", "2.4"},
        {5, 0x03, "VERSION", "3.1"},
        {8, 99, "FORMAT", "unknown tag 99"},
        {11, 0x07, "FORMAT", "control characters"},
        {11, '.', "FORMAT", "no name of a method"},
        {19, 'X', "FORMAT", "tally"},
        {131, 9, "FORMAT", "entry 9 names no package"},
        {134, 4, "FORMAT", "an AID of 4 bytes"},
        {144, 8, "FORMAT", "entry 8 is no package"},
        {146, 0xFF, "FORMAT", "Tally, before byte 169: token 255"},
        {148, 0x00, "FORMAT", "not public"},
        {150, 2, "FORMAT", "entry 2 is no class"},
        {154, 0xFF, "FORMAT", "Tally, before byte 155: constant pool entry 255 is no class"},
        {162, 0xFF, "FORMAT", "method tally: virtual token 255 is above 127"},
        {168, 0xFF, "FORMAT", "entry 255 is no name"},
    };
    fixture *f = *state;
    hy_view whole = vector_bytes(f);
    hy_jpackage *p;
    for (size_t i = 0; i < TEST_COUNT(rows); i++) {
        uint8_t copy[256];
        assert_true(whole.n <= sizeof copy);
        memcpy(copy, whole.p, whole.n);
        copy[rows[i].at] = rows[i].value;
        hy_rc rc = hy_expfile_read(&f->arena, hy_view_of(copy, whole.n), &p, &f->why);
        if (strcmp(hy_rc_name(rc), rows[i].code) != 0 ||
            strstr(f->why.text, rows[i].reason) == NULL)
            fail_msg("row %zu: %s, \"%s\"", i, hy_rc_name(rc), f->why.text);
    }
}

static void test_refuses_bytes_behind_the_end(void **state)
{
    fixture *f = *state;
    (void)vector_bytes(f);
    assert_ok(hy_buf_append(&f->bytes, hy_view_str("x")));
    hy_jpackage *p;
    assert_fails(FORMAT, hy_expfile_read(&f->arena, hy_buf_view(&f->bytes), &p, &f->why));
    assert_non_null(strstr(f->why.text, "1 bytes too many"));
}

static void refuse_package(fixture *f, const hy_jpackage *p, const char *reason)
{
    hy_jpackage *out;
    f->bytes.n = 0;
    assert_ok(hy_expfile_write(&f->world, p, HY_EXP_2_1, &f->bytes, &f->why));
    assert_fails(FORMAT, hy_expfile_read(&f->arena, hy_buf_view(&f->bytes), &out, &f->why));
    if (strstr(f->why.text, reason) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", f->why.text, reason);
}

static void test_refuses_what_contradicts_itself(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = small_api_framework(&f->arena);
    p->classes[1]->token = p->classes[0]->token;
    refuse_package(f, p, "token 2 is taken");
    p = small_api_framework(&f->arena);
    p->classes[1]->name = p->classes[0]->name;
    refuse_package(f, p, "listed twice");
    p = small_api_framework(&f->arena);
    p->classes[1]->name = "javacard/other/AID";
    refuse_package(f, p, "not of package javacard/framework");
    p = small_api_framework(&f->arena);
    p->classes[3]->methods[2].token = 0;
    refuse_package(f, p, "method register: token 0 is taken");
    p = small_api_framework(&f->arena);
    p->classes[3]->methods[2].token = 200;
    refuse_package(f, p, "above 127");
    p = small_api_framework(&f->arena);
    p->classes[3]->methods[2].desc = "(J)V";
    refuse_package(f, p, "no signature of Java Card");
    p = small_api_framework(&f->arena);
    p->classes[3]->methods[2].access = HY_ACC_PRIVATE;
    refuse_package(f, p, "neither public nor protected");
    p = small_api_framework(&f->arena);
    p->classes[3]->supers[0] = p->classes[3]->name;
    refuse_package(f, p, "its own superclass");
    p = small_api_framework(&f->arena);
    p->classes[3]->super_count = 0;
    refuse_package(f, p, "no superclass");
    p = small_api_framework(&f->arena);
    p->aid.n = 4;
    refuse_package(f, p, "an AID of 4 bytes");
}

static void test_refuses_constants_that_do_not_fit(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = small_api_framework(&f->arena);
    hy_jfield field = {.name = "B",
                       .desc = "B",
                       .access = 0x19,
                       .is_constant = true,
                       .constant = 128,
                       .token = HY_TOKEN_NONE};
    p->classes[6]->fields = &field;
    p->classes[6]->field_count = 1;
    refuse_package(f, p, "constant 128 does not fit type B");
    field.constant = 1;
    field.token = 0;
    refuse_package(f, p, "has no token");
    field.is_constant = false;
    field.token = HY_TOKEN_NONE;
    refuse_package(f, p, "token 255");
}

/* ---- the face of a converted package ---- */

static void test_face_lists_all_public_supers_and_members(void **state)
{
    fixture *f = *state;
    assert_ok(hy_world_add(&f->world, small_api_lang(&f->arena)));
    hy_jpackage p = {.name = "a/b", .converted = true, .major = 1};
    hy_jmethod methods[] = {
        {.name = "<init>", .desc = "()V", .access = HY_ACC_PUBLIC, .token = 0},
        {.name = "hidden", .desc = "()V", .access = HY_ACC_PRIVATE, .token = HY_TOKEN_NONE},
        {.name = "run", .desc = "(La/b/Low;)S", .access = HY_ACC_PROTECTED, .token = 1},
    };
    hy_jmethod *table[] = {NULL, &methods[2]};
    hy_jclass *object = hy_world_class(&f->world, "java/lang/Object");
    table[0] = &object->methods[1];
    const char *interfaces[] = {"a/b/Face"};
    const char *above[] = {"a/b/Hidden"};
    hy_jclass face = {.package = &p,
                      .name = "a/b/Face",
                      .access = HY_ACC_PUBLIC | HY_ACC_INTERFACE | HY_ACC_ABSTRACT,
                      .interfaces = above,
                      .interface_count = 1,
                      .token = 1,
                      .exported = true,
                      .cap22_inheritable = HY_TOKEN_NONE};
    hy_jclass hidden = {.package = &p,
                        .name = "a/b/Hidden",
                        .access = HY_ACC_INTERFACE | HY_ACC_ABSTRACT,
                        .token = HY_TOKEN_NONE};
    hy_jclass middle = {.package = &p,
                        .name = "a/b/Middle",
                        .super = "java/lang/Throwable",
                        .token = HY_TOKEN_NONE};
    hy_jclass low = {.package = &p,
                     .name = "a/b/Low",
                     .access = HY_ACC_PUBLIC | HY_ACC_SUPER,
                     .super = "a/b/Middle",
                     .interfaces = interfaces,
                     .interface_count = 1,
                     .methods = methods,
                     .method_count = TEST_COUNT(methods),
                     .public_table = table,
                     .public_count = 2,
                     .token = 0,
                     .exported = true,
                     .cap22_inheritable = HY_TOKEN_NONE};
    hy_jclass *classes[] = {&low, &face, &hidden, &middle};
    p.classes = classes;
    p.class_count = TEST_COUNT(classes);
    assert_ok(hy_world_add(&f->world, &p));

    hy_jpackage *out = NULL;
    assert_ok(hy_expface_make(&f->world, &p, &out, &f->why));
    assert_int_equal(out->class_count, 2);
    const hy_jclass *c = out->classes[0];
    assert_int_equal(c->access, HY_ACC_PUBLIC);
    assert_int_equal(c->super_count, 2); /* Object, Throwable; Middle is not public */
    assert_string_equal(c->super, "java/lang/Throwable");
    assert_int_equal(c->interface_count, 1); /* Hidden is not public */
    assert_string_equal(c->interfaces[0], "a/b/Face");
    assert_int_equal(c->method_count, 3);
    assert_string_equal(c->methods[0].name, "<init>");
    assert_string_equal(c->methods[1].name, "equals");
    assert_string_equal(c->methods[2].name, "run");
    assert_int_equal(c->methods[2].token, 1);
    assert_int_equal(out->referenced_count, 1);
}

/* ---- folders ---- */

static void write_version(fixture *f, const char *layout, uint8_t minor)
{
    hy_jpackage *p = small_api_lang(&f->arena);
    p->minor = minor;
    hy_buf bytes = hy_buf_new(HY_EXP_MAX);
    assert_ok(hy_expfile_write(&f->world, p, HY_EXP_2_1, &bytes, &f->why));
    char path[160];
    for (const char *slash = strchr(layout, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        snprintf(path, sizeof path, "%s/%.*s", f->folder, (int)(slash - layout), layout);
        (void)mkdir(path, 0700);
    }
    snprintf(path, sizeof path, "%s/%s", f->folder, layout);
    assert_ok(hy_view_write_file(hy_buf_view(&bytes), path, &f->why));
    hy_buf_free(&bytes);
}

static hy_exports open_folder(fixture *f, const char *below)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", f->folder, below);
    hy_exports e = hy_exports_new(&f->arena);
    assert_ok(hy_exports_add(&e, path, &f->why));
    return e;
}

static void test_lists_versions_of_both_layouts(void **state)
{
    fixture *f = *state;
    write_version(f, "x/java.lang/1.10.exp", 10);
    write_version(f, "x/java.lang/1.2.exp", 2);
    write_version(f, "x/java.lang/01.3.exp", 3); /* not a version's name */
    write_version(f, "x/java/lang/javacard/lang.exp", 5);
    hy_exports e = open_folder(f, "x");
    const hy_export *list;
    size_t count;
    assert_ok(hy_exports_list(&e, "java/lang", &list, &count, &f->why));
    assert_int_equal(count, 3);
    assert_int_equal(list[0].minor, 2);
    assert_int_equal(list[1].minor, 5);
    assert_int_equal(list[2].minor, 10);
    assert_ok(hy_exports_list(&e, "java/io", &list, &count, &f->why));
    assert_int_equal(count, 0);
    assert_ok(hy_exports_list(&e, "../x", &list, &count, &f->why));
    assert_int_equal(count, 0);
}

static bool below_ten(void *context, const char *name, uint8_t major, uint8_t minor)
{
    (void)context;
    assert_string_equal(name, "java/lang");
    return major == 1 && minor < 10;
}

static bool none(void *context, const char *name, uint8_t major, uint8_t minor)
{
    (void)context, (void)name, (void)major, (void)minor;
    return false;
}

static void test_imports_the_newest_allowed(void **state)
{
    fixture *f = *state;
    write_version(f, "x/java.lang/1.10.exp", 10);
    write_version(f, "x/java.lang/1.2.exp", 2);
    hy_exports e = open_folder(f, "x");
    hy_jpackage *p = NULL;
    assert_ok(hy_exports_import(&e, &f->world, "java/lang", &p, &f->why));
    assert_int_equal(p->minor, 10);
    e.allow = below_ten;
    assert_ok(hy_exports_import(&e, &f->world, "java/lang", &p, &f->why));
    assert_int_equal(p->minor, 2);
    e.allow = none;
    assert_fails(VERSION, hy_exports_import(&e, &f->world, "java/lang", &p, &f->why));
    assert_non_null(strstr(f->why.text, "1.2"));
    assert_fails(NOT_FOUND, hy_exports_import(&e, &f->world, "java/io", &p, &f->why));
}

static void test_the_first_folder_that_has_it_serves(void **state)
{
    fixture *f = *state;
    write_version(f, "mine/java/lang/javacard/lang.exp", 1);
    write_version(f, "ours/java.lang/1.2.exp", 2);
    hy_exports e = open_folder(f, "mine");
    char path[160];
    snprintf(path, sizeof path, "%s/ours", f->folder);
    assert_ok(hy_exports_add(&e, path, &f->why));
    hy_jpackage *p = NULL;
    assert_ok(hy_exports_import(&e, &f->world, "java/lang", &p, &f->why));
    assert_int_equal(p->minor, 1);
    assert_fails(NOT_FOUND, hy_exports_add(&e, "/nowhere/at/all", &f->why));
}

static void test_by_aid_takes_the_lowest_that_serves(void **state)
{
    fixture *f = *state;
    write_version(f, "x/java.lang/1.10.exp", 10);
    write_version(f, "x/java.lang/1.2.exp", 2);
    write_version(f, "x/java/lang/javacard/lang.exp", 5);
    char path[160];
    snprintf(path, sizeof path, "%s/x/broken.exp", f->folder);
    assert_ok(hy_view_write_file(hy_view_str("no export file"), path, &f->why));
    hy_exports e = open_folder(f, "x");
    hy_view aid = small_api_lang(&f->arena)->aid;
    hy_jpackage *p = NULL;
    assert_ok(hy_exports_by_aid(&e, &f->arena, aid, 1, 3, &p, &f->why));
    assert_int_equal(p->minor, 5);
    assert_fails(NOT_FOUND, hy_exports_by_aid(&e, &f->arena, aid, 1, 11, &p, &f->why));
    assert_non_null(strstr(f->why.text, "1.11"));
    assert_fails(NOT_FOUND, hy_exports_by_aid(&e, &f->arena, aid, 2, 0, &p, &f->why));
    aid.n--;
    assert_fails(NOT_FOUND, hy_exports_by_aid(&e, &f->arena, aid, 1, 0, &p, &f->why));
}

/* Against a newer export file a subclass would have to know methods that came after it. */
static void test_by_aid_the_version_decides_before_the_folder(void **state)
{
    fixture *f = *state;
    write_version(f, "first/java/lang/javacard/lang.exp", 6);
    write_version(f, "second/java.lang/1.3.exp", 3);
    write_version(f, "second/java.lang/1.6.exp", 6);
    hy_exports e = open_folder(f, "first");
    char path[160];
    snprintf(path, sizeof path, "%s/second", f->folder);
    assert_ok(hy_exports_add(&e, path, &f->why));
    hy_view aid = small_api_lang(&f->arena)->aid;
    hy_jpackage *p = NULL;
    assert_ok(hy_exports_by_aid(&e, &f->arena, aid, 1, 3, &p, &f->why));
    assert_int_equal(p->minor, 3);
    assert_ok(hy_exports_by_aid(&e, &f->arena, aid, 1, 4, &p, &f->why));
    assert_int_equal(p->minor, 6);
}

static void test_a_file_in_the_wrong_place_is_refused(void **state)
{
    fixture *f = *state;
    write_version(f, "x/java.lang/1.7.exp", 2);
    write_version(f, "x/java/io/javacard/io.exp", 2);
    hy_exports e = open_folder(f, "x");
    hy_jpackage *p = NULL;
    assert_fails(FORMAT, hy_exports_import(&e, &f->world, "java/lang", &p, &f->why));
    assert_non_null(strstr(f->why.text, "holds java/lang 1.2, not java/lang 1.7"));
    assert_fails(FORMAT, hy_exports_import(&e, &f->world, "java/io", &p, &f->why));
    assert_non_null(strstr(f->why.text, "holds package java/lang"));
}

/* ---- views ---- */

static void test_view_has_types_by_aid_and_token(void **state)
{
    fixture *f = *state;
    hy_jpackage *lang = small_api_lang(&f->arena);
    hy_jpackage *framework = small_api_framework(&f->arena);
    hy_package_view v;
    assert_fails(LINK, hy_expview_make(&f->world, framework, &v, &f->why));
    assert_non_null(strstr(f->why.text, "java/lang/Object"));
    f->world = hy_world_new(&f->arena, &f->diag);
    assert_ok(hy_world_add(&f->world, lang));
    assert_ok(hy_world_add(&f->world, framework));
    assert_ok(hy_expview_make(&f->world, framework, &v, &f->why));

    assert_true(v.typed);
    assert_int_equal(v.package_count, 2);
    assert_true(hy_view_equal(v.packages[1], lang->aid));
    assert_int_equal(v.class_count, 7);
    const hy_view_class *applet = hy_view_find_class(&v, 3);
    assert_int_equal(applet->access, HY_ACCESS_PUBLIC | HY_ACCESS_ABSTRACT);
    assert_int_equal(applet->super.package, 1);
    assert_int_equal(applet->super.token, 0);
    assert_false(applet->shareable);
    assert_true(hy_view_find_class(&v, 2)->shareable);
    const hy_view_method *get = hy_view_find_virtual(applet, 5);
    assert_int_equal(get->param_count, 2);
    assert_int_equal(get->params[0].kind, HY_TYPE_REFERENCE);
    assert_int_equal(get->params[0].of.package, HY_VIEW_SELF);
    assert_int_equal(get->params[0].of.token, 6);
    assert_int_equal(get->params[1].kind, HY_TYPE_BYTE);
    assert_int_equal(get->result.of.token, 2);
    const hy_view_method *init = hy_view_find_static(applet, 0);
    assert_int_equal(init->access, HY_ACCESS_PROTECTED | HY_ACCESS_INIT);
    const hy_view_class *util = hy_view_find_class(&v, 16);
    assert_int_equal(hy_view_find_static(util, 1)->params[0].kind, HY_TYPE_BYTES);
    assert_int_equal(hy_view_argument_words(hy_view_find_static(util, 1)), 5);
    assert_null(hy_view_find_static(util, 0));
}

int main(void)
{
#define T_(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T_(test_reads_what_the_file_says),
        T_(test_writes_the_same_bytes_again),
        T_(test_format_2_3_names_packages_and_counts),
        T_(test_format_2_3_needs_the_packages_it_names),
        T_(test_supers_nearest_first_are_turned_round),
        T_(test_constants_and_fields),
        T_(test_refuses_every_truncation),
        T_(test_refuses_changed_bytes_with_the_place),
        T_(test_refuses_bytes_behind_the_end),
        T_(test_refuses_what_contradicts_itself),
        T_(test_refuses_constants_that_do_not_fit),
        T_(test_face_lists_all_public_supers_and_members),
        T_(test_lists_versions_of_both_layouts),
        T_(test_imports_the_newest_allowed),
        T_(test_the_first_folder_that_has_it_serves),
        T_(test_by_aid_takes_the_lowest_that_serves),
        T_(test_by_aid_the_version_decides_before_the_folder),
        T_(test_a_file_in_the_wrong_place_is_refused),
        T_(test_view_has_types_by_aid_and_token),
    };
    return cmocka_run_group_tests_name("expfile", tests, NULL, NULL);
}
