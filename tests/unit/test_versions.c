/* The choice of import versions, from a folder of export files that the test writes. */
#include "unit/converter_model.h"

#include "converter/expfile.h"
#include "converter/folder.h"
#include "converter/versions.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PUBLIC = HY_ACC_PUBLIC, STATIC = HY_ACC_STATIC };

static struct {
    fixture f;
    const char *folder;
    hy_exports exports;
    hy_jpackage *p;
    hy_jclass *mine;
} t;

/* Versions 1.2, 1.3 and 1.8 of javacard.framework: each has one method more. */
static void write_version(uint8_t minor)
{
    fixture f;
    fixture_open(&f);
    hy_jpackage *lang = make_package(&f, "java/lang", "lang-aid", false);
    hy_jclass *object = make_class(&f, lang, "java/lang/Object", PUBLIC, NULL);
    object->token = 0;
    hy_jpackage *p = make_package(&f, "javacard/framework", "frame-aid", false);
    p->minor = minor;
    hy_jclass *c = make_class(&f, p, "javacard/framework/Card", PUBLIC, "java/lang/Object");
    static const char *supers[] = {"java/lang/Object"};
    c->supers = supers;
    c->super_count = 1;
    c->token = 0;
    make_imported(c, "one", "()V", PUBLIC | STATIC, 0);
    if (minor >= 3)
        make_imported(c, "two", "()V", PUBLIC | STATIC, 1);
    if (minor >= 8)
        make_imported(c, "three", "()V", PUBLIC | STATIC, 2);
    hy_buf bytes = hy_buf_new(HY_EXP_MAX);
    hy_reason why = {""};
    if (!hy_ok(hy_expfile_write(&f.world, p, HY_EXP_2_1, &bytes, &why)))
        fail_msg("%s", why.text);
    const char *path = hy_arena_format(&f.arena, "%s/javacard.framework", t.folder);
    mkdir(path, 0755);
    path = hy_arena_format(&f.arena, "%s/1.%u.exp", path, minor);
    assert_ok(hy_view_write_file(hy_buf_view(&bytes), path, NULL));
    hy_buf_free(&bytes);
    fixture_close(&f);
}

static void write_lang(void)
{
    fixture f;
    fixture_open(&f);
    hy_jpackage *lang = make_package(&f, "java/lang", "lang-aid", false);
    hy_jclass *object = make_class(&f, lang, "java/lang/Object", PUBLIC, NULL);
    object->token = 0;
    make_imported(object, "<init>", "()V", PUBLIC, 0);
    hy_buf bytes = hy_buf_new(HY_EXP_MAX);
    assert_ok(hy_expfile_write(&f.world, lang, HY_EXP_2_1, &bytes, NULL));
    const char *path = hy_arena_format(&f.arena, "%s/java.lang", t.folder);
    mkdir(path, 0755);
    path = hy_arena_format(&f.arena, "%s/1.0.exp", path);
    assert_ok(hy_view_write_file(hy_buf_view(&bytes), path, NULL));
    hy_buf_free(&bytes);
    fixture_close(&f);
}

static int open_folder(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    fixture_open(&t.f);
    assert_ok(hy_folder_make_temporary(&t.f.arena, &t.folder, NULL));
    write_lang();
    write_version(2);
    write_version(3);
    write_version(8);
    t.exports = hy_exports_new(&t.f.arena);
    assert_ok(hy_exports_add(&t.exports, t.folder, NULL));
    t.f.world.import = hy_exports_import;
    t.f.world.import_context = &t.exports;
    t.p = make_package(&t.f, "p", "aid", true);
    t.mine = make_class(&t.f, t.p, "p/Mine", PUBLIC, "java/lang/Object");
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    assert_ok(hy_folder_remove(t.folder, NULL));
    fixture_close(&t.f);
    return 0;
}

/* Code of the package that calls Card's method of this name, in line 7. */
static hy_jref *call(const char *name)
{
    hy_jclass *card = hy_world_class(&t.f.world, "javacard/framework/Card");
    assert_non_null(card);
    hy_jmethod *m = hy_world_method(&t.f.world, card, name, "()V");
    assert_non_null(m);
    hy_jref *ref = hy_jref_get(&t.f.world, t.p, HY_JREF_STATIC, card, m);
    assert_non_null(ref);
    hy_jcode *code = HY_NEW(&t.f.arena, hy_jcode);
    hy_jinsn *insn = HY_NEW(&t.f.arena, hy_jinsn);
    assert_true(code != NULL && insn != NULL);
    *insn = (hy_jinsn){.ref = ref, .line = 7};
    *code = (hy_jcode){.insns = insn, .count = 1};
    make_method(t.mine, name, "()V", PUBLIC)->code = code;
    return ref;
}

static void choose(hy_target target, hy_target *needed)
{
    hy_reason why = {""};
    if (!hy_ok(hy_versions_choose(&t.f.world, t.p, &t.exports, target, needed, &why)))
        fail_msg("%s", why.text);
}

static void test_the_oldest_version_that_suffices_is_chosen(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned minor;
        hy_target needed;
    } steps[] = {
        {"one", 2, HY_TARGET_2_2_1}, {"two", 3, HY_TARGET_2_2_2}, {"three", 8, HY_TARGET_3_1}};
    for (size_t i = 0; i < TEST_COUNT(steps); i++) {
        hy_jref *ref = call(steps[i].name);
        hy_target needed;
        choose(HY_TARGET_ANY, &needed);
        assert_int_equal(needed, steps[i].needed);
        assert_int_equal(ref->owner->package->minor, steps[i].minor);
        assert_ptr_equal(ref->method->owner, ref->owner);
        assert_ptr_equal(hy_map_get(&t.f.world.packages, "javacard/framework"),
                         ref->owner->package);
        /* The next step looks its method up in the newest again. */
        t.f.world.packages = hy_map_new(&t.f.arena);
        t.f.world.classes = hy_map_new(&t.f.arena);
        assert_ok(hy_world_add(&t.f.world, t.p));
    }
    assert_int_equal(t.f.diag.errors, 0);
}

static void test_what_the_target_lacks_is_named_with_its_first_version(void **state)
{
    (void)state;
    call("one");
    call("three");
    hy_target needed;
    choose(HY_TARGET_2_2_2, &needed);
    assert_int_equal(t.f.diag.errors, 1);
    const hy_diag_item *item = t.f.diag.first;
    assert_string_equal(item->text, "javacard.framework.Card.three()V is not on target 2.2.2; the "
                                    "first version that has it is javacard.framework 1.8");
    assert_string_equal(item->mend, "use --target 3.1 or later");
    assert_string_equal(item->file, "Made.java");
    assert_int_equal(item->line, 7);
}

static void test_a_folder_without_old_versions_says_so(void **state)
{
    (void)state;
    call("one");
    hy_target needed;
    choose(HY_TARGET_2_1_1, &needed);
    assert_int_equal(t.f.diag.errors, 1);
    assert_non_null(strstr(t.f.diag.first->text, "no version up to 1.0 (target 2.1.1)"));
}

static void test_targets_have_names_and_versions(void **state)
{
    (void)state;
    hy_target target;
    assert_ok(hy_target_parse("3.0.5", &target, NULL));
    assert_int_equal(target, HY_TARGET_3_0_5);
    assert_ok(hy_target_parse("3.1.0", &target, NULL));
    assert_string_equal(hy_target_name(target), "3.1");
    hy_reason why = {""};
    assert_fails(NOT_FOUND, hy_target_parse("4", &target, &why));
    assert_non_null(strstr(why.text, "2.1.1, 2.1.2"));
    assert_int_equal(hy_target_minor(HY_TARGET_3_2, "javacard/framework"), 9);
    assert_int_equal(hy_target_minor(HY_TARGET_2_1_1, "javacardx/biometry"), -1);
    assert_int_equal(hy_target_minor(HY_TARGET_2_1_1, "org/globalplatform"), -2);
    assert_int_equal(hy_target_first("javacardx/crypto", 4), HY_TARGET_3_0_1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_folder, close_folder)
    const struct CMUnitTest tests[] = {
        TEST(test_the_oldest_version_that_suffices_is_chosen),
        TEST(test_what_the_target_lacks_is_named_with_its_first_version),
        TEST(test_a_folder_without_old_versions_says_so),
        cmocka_unit_test(test_targets_have_names_and_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
