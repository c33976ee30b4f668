/* Token assignment by the rules of JCVM 4.3.7, on packages made by hand.
   The rows of the API tables are compared in tests/conformance/test_api_tokens.c. */
#include "unit/converter_model.h"

#include "converter/tokens.h"

#include <string.h>

enum {
    PUBLIC = HY_ACC_PUBLIC,
    ABSTRACT = HY_ACC_ABSTRACT,
    INTERFACE = HY_ACC_INTERFACE | HY_ACC_ABSTRACT,
    STATIC = HY_ACC_STATIC,
};

static int open_fixture(void **state)
{
    static fixture f;
    fixture_open(&f);
    make_platform(&f);
    *state = &f;
    return 0;
}

static int close_fixture(void **state)
{
    fixture_close(*state);
    return 0;
}

static void assign(fixture *f, hy_jpackage *p, hy_pins *pins)
{
    hy_token_job job = {p, pins};
    assert_ok(hy_tokens_assign(&f->world, &job, 1, false));
}

static void test_classes_are_ordered_by_kind_ancestry_and_name(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    make_class(f, p, "p/C", PUBLIC, "p/Z");
    make_class(f, p, "p/Z", PUBLIC, "java/lang/Object");
    make_class(f, p, "p/Hidden", 0, "java/lang/Object");
    hy_jclass *i = make_class(f, p, "p/I", PUBLIC | INTERFACE, NULL);
    make_class(f, p, "p/J", PUBLIC | INTERFACE, NULL);
    i->interfaces[i->interface_count++] = "p/J";
    assign(f, p, NULL);
    static const struct {
        const char *name;
        uint8_t token;
    } want[] = {{"p/J", 0}, {"p/I", 1}, {"p/Z", 2}, {"p/C", 3}, {"p/Hidden", HY_TOKEN_NONE}};
    assert_int_equal(p->class_count, TEST_COUNT(want));
    for (size_t k = 0; k < p->class_count; k++) {
        assert_string_equal(p->classes[k]->name, want[k].name);
        assert_int_equal(p->classes[k]->token, want[k].token);
    }
    assert_int_equal(f->diag.errors, 0);
}

static void test_an_applet_package_exports_shareable_interfaces_alone(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    p->library = false;
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    hy_jclass *plain = make_class(f, p, "p/Plain", PUBLIC | INTERFACE, NULL);
    hy_jclass *shared = make_class(f, p, "p/Shared", PUBLIC | INTERFACE, NULL);
    hy_jclass *hidden = make_class(f, p, "p/Hidden", INTERFACE, NULL);
    shared->interfaces[shared->interface_count++] = "javacard/framework/Shareable";
    hidden->interfaces[hidden->interface_count++] = "p/Shared";
    make_method(a, "install", "([BSB)V", PUBLIC | STATIC);
    assign(f, p, NULL);
    assert_int_equal(shared->token, 0);
    assert_true(shared->exported);
    /* The Descriptor wants a token of every public class. */
    assert_int_equal(plain->token, 1);
    assert_int_equal(a->token, 2);
    assert_int_equal(a->methods[0].token, 0);
    assert_false(plain->exported || a->exported || hidden->exported);
    assert_int_equal(hidden->token, HY_TOKEN_NONE);
}

static void test_virtual_tokens_continue_and_overriding_keeps_them(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *b = make_class(f, p, "p/B", PUBLIC, "p/A");
    hy_jmethod *b_new = make_method(b, "fresh", "()V", PUBLIC);
    hy_jmethod *b_two = make_method(b, "two", "()V", PUBLIC);
    hy_jmethod *b_equals = make_method(b, "equals", "(Ljava/lang/Object;)Z", PUBLIC);
    hy_jmethod *b_hidden = make_method(b, "hidden", "()V", 0);
    hy_jmethod *b_more = make_method(b, "more", "()V", 0);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    hy_jmethod *a_abstract = make_method(a, "later", "()V", PUBLIC | ABSTRACT);
    hy_jmethod *a_one = make_method(a, "one", "()V", PUBLIC);
    hy_jmethod *a_two = make_method(a, "two", "()V", HY_ACC_PROTECTED);
    hy_jmethod *a_hidden = make_method(a, "hidden", "()V", 0);
    hy_jmethod *a_private = make_method(a, "own", "()V", HY_ACC_PRIVATE);
    assign(f, p, NULL);
    assert_int_equal(a_one->token, 1);
    assert_int_equal(a_two->token, 2);
    assert_int_equal(a_abstract->token, 3); /* abstract ones last, as other converters do */
    assert_int_equal(a_hidden->token, 0x80);
    assert_int_equal(a_private->token, HY_TOKEN_NONE);
    assert_int_equal(b_equals->token, 0);
    assert_int_equal(b_two->token, 2);
    assert_int_equal(b_new->token, 4);
    assert_int_equal(b_hidden->token, 0x80);
    assert_int_equal(b_more->token, 0x81);
    assert_int_equal(b->public_count, 5);
    assert_ptr_equal(b->public_table[1], a_one);
    assert_ptr_equal(b->public_table[2], b_two);
    assert_int_equal(hy_token_virtual(b, "one", "()V"), 1);
    assert_int_equal(hy_token_virtual(b, "one", "(S)V"), -1);
}

static void test_final_methods_come_first(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    hy_jmethod *init = make_method(a, "<init>", "()V", PUBLIC);
    hy_jmethod *plain = make_method(a, "plain", "()V", PUBLIC);
    hy_jmethod *own = make_method(a, "own", "()V", PUBLIC | HY_ACC_FINAL);
    hy_jmethod *make = make_method(a, "make", "()V", PUBLIC | STATIC | HY_ACC_FINAL);
    assign(f, p, NULL);
    assert_int_equal(own->token, 1);
    assert_int_equal(plain->token, 2);
    assert_int_equal(make->token, 0);
    assert_int_equal(init->token, 1);
}

static void test_static_members_and_constructors_are_numbered_as_declared(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    hy_jmethod *hidden = make_method(a, "hidden", "()V", STATIC);
    hy_jmethod *first = make_method(a, "first", "()V", PUBLIC | STATIC);
    hy_jmethod *init = make_method(a, "<init>", "()V", HY_ACC_PROTECTED);
    hy_jmethod *own = make_method(a, "<init>", "(S)V", HY_ACC_PRIVATE);
    hy_jfield *constant = make_field(a, "K", "S", PUBLIC | STATIC | HY_ACC_FINAL);
    constant->is_constant = true;
    hy_jfield *table = make_field(a, "TABLE", "[B", PUBLIC | STATIC);
    assign(f, p, NULL);
    assert_int_equal(hidden->token, HY_TOKEN_NONE);
    assert_int_equal(first->token, 0);
    assert_int_equal(init->token, 1);
    assert_int_equal(own->token, HY_TOKEN_NONE);
    assert_int_equal(constant->token, HY_TOKEN_NONE);
    assert_int_equal(table->token, 0);
}

static void test_instance_fields_are_words_with_references_together(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    hy_jfield *own_byte = make_field(a, "a", "B", HY_ACC_PRIVATE);
    hy_jfield *own_array = make_field(a, "b", "[S", 0);
    hy_jfield *wide = make_field(a, "c", "I", PUBLIC);
    hy_jfield *object = make_field(a, "d", "Ljava/lang/Object;", HY_ACC_PROTECTED);
    hy_jfield *last = make_field(a, "e", "I", HY_ACC_PRIVATE);
    assign(f, p, NULL);
    assert_int_equal(wide->token, 0); /* two words */
    assert_int_equal(object->token, 2);
    assert_int_equal(own_array->token, 3);
    assert_int_equal(own_byte->token, 4);
    assert_int_equal(last->token, 5);
    hy_token_fields sizes = hy_token_field_sizes(a);
    assert_int_equal(sizes.words, 7);
    assert_int_equal(sizes.first_reference, 2);
    assert_int_equal(sizes.references, 2);
}

static void test_interface_methods_are_inherited_first(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *sub = make_class(f, p, "p/A", PUBLIC | INTERFACE, NULL);
    sub->interfaces[sub->interface_count++] = "p/B";
    make_method(sub, "own", "()V", PUBLIC | ABSTRACT);
    make_method(sub, "again", "()V", PUBLIC | ABSTRACT);
    hy_jclass *super = make_class(f, p, "p/B", PUBLIC | INTERFACE, NULL);
    make_method(super, "first", "()V", PUBLIC | ABSTRACT);
    make_method(super, "again", "()V", PUBLIC | ABSTRACT);
    assign(f, p, NULL);
    assert_int_equal(hy_token_virtual(super, "again", "()V"), 1);
    assert_int_equal(hy_token_virtual(sub, "first", "()V"), 0);
    assert_int_equal(hy_token_virtual(sub, "again", "()V"), 1);
    assert_int_equal(hy_token_virtual(sub, "own", "()V"), 2);
    assert_ptr_equal(sub->public_table[1]->owner, sub);
}

/* An imported superclass whose newest method old formats cannot inherit (Java Card 3.2). */
static hy_jclass *make_digest(fixture *f)
{
    hy_jpackage *lib = make_package(f, "lib", "lib", false);
    hy_jclass *digest = make_class(f, lib, "lib/Digest", PUBLIC | ABSTRACT, "java/lang/Object");
    digest->token = 0;
    make_imported(digest, "equals", "(Ljava/lang/Object;)Z", PUBLIC, 0);
    make_imported(digest, "reset", "()V", PUBLIC, 1);
    make_imported(digest, "partial", "()V", PUBLIC, 2);
    digest->cap22_inheritable = 2;
    return digest;
}

static void test_old_formats_see_only_what_they_can_inherit(void **state)
{
    fixture *f = *state;
    make_digest(f);
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *mine = make_class(f, p, "p/Mine", PUBLIC, "lib/Digest");
    hy_jmethod *own = make_method(mine, "own", "()V", PUBLIC);
    hy_token_job job = {p, NULL};
    assert_ok(hy_tokens_assign(&f->world, &job, 1, false));
    assert_int_equal(own->token, 2);
    assert_ok(hy_tokens_assign(&f->world, &job, 1, true));
    assert_int_equal(own->token, 3);
}

static void test_pins_move_inherited_methods(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    make_method(a, "partial", "()V", PUBLIC);
    hy_jclass *b = make_class(f, p, "p/B", PUBLIC, "p/A");
    hy_jmethod *set = make_method(b, "set", "()V", PUBLIC);
    hy_pins pins = hy_pins_new(&f->arena, "test");
    assert_ok(hy_pins_add_text(&pins, hy_view_str("B.set()V 1\nB.partial()V 2 # moved\n"), NULL));
    hy_token_job job = {p, &pins};
    assert_ok(hy_tokens_assign(&f->world, &job, 1, true));
    assert_int_equal(f->diag.errors, 0);
    assert_int_equal(set->token, 1);
    assert_int_equal(hy_token_virtual(a, "partial", "()V"), 1);
    assert_int_equal(hy_token_virtual(b, "partial", "()V"), 2);
}

static void test_pinned_classes_keep_their_numbers(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    hy_jclass *b = make_class(f, p, "p/B", PUBLIC, "java/lang/Object");
    hy_jclass *c = make_class(f, p, "p/C", PUBLIC, "java/lang/Object");
    hy_pins pins = hy_pins_new(&f->arena, "test");
    assert_ok(hy_pins_add_text(&pins, hy_view_str("C 0\nB 1\n"), NULL));
    assign(f, p, &pins);
    assert_int_equal(f->diag.errors, 0);
    assert_int_equal(c->token, 0);
    assert_int_equal(b->token, 1);
    assert_int_equal(a->token, 2);
}

static void test_an_export_map_keeps_tokens_and_misses_what_is_gone(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    hy_jmethod *added = make_method(a, "added", "()V", PUBLIC | STATIC);
    hy_jmethod *kept = make_method(a, "kept", "()V", PUBLIC | STATIC);

    hy_jpackage *old = HY_NEW(&f->arena, hy_jpackage);
    *old = (hy_jpackage){.name = "p", .classes = HY_NEW_ARRAY(&f->arena, hy_jclass *, 1)};
    hy_jclass *old_a = HY_NEW(&f->arena, hy_jclass);
    *old_a = (hy_jclass){.package = old, .name = "p/A", .token = 0};
    old_a->methods = HY_NEW_ARRAY(&f->arena, hy_jmethod, 2);
    old->classes[old->class_count++] = old_a;
    make_imported(old_a, "kept", "()V", PUBLIC | STATIC, 0);
    make_imported(old_a, "gone", "()V", PUBLIC | STATIC, 1);

    hy_pins pins = hy_pins_new(&f->arena, "p.exp");
    assert_ok(hy_pins_add_package(&pins, old));
    assign(f, p, &pins);
    assert_int_equal(kept->token, 0);
    assert_int_equal(added->token, 1);
    assert_int_equal(f->diag.errors, 1);
    assert_non_null(strstr(f->diag.first->text, "p.A.gone()V has token 1 in p.exp"));
}

static void test_clashing_and_gaping_pins_are_errors(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC, "java/lang/Object");
    make_method(a, "one", "()V", PUBLIC);
    make_method(a, "two", "()V", PUBLIC);
    hy_pins pins = hy_pins_new(&f->arena, "test");
    assert_ok(hy_pins_add_text(&pins, hy_view_str("A.one()V 4\nA.two()V 4\n"), NULL));
    assign(f, p, &pins);
    /* One clash, and tokens 1, 2 and 3 without a method. */
    assert_int_equal(f->diag.errors, 4);
}

static void test_malformed_pins_are_refused(void **state)
{
    fixture *f = *state;
    static const char *const bad[] = {"A", "A x", "A 255", "A 1 2", "A -1", "A 1\nA 2"};
    for (size_t i = 0; i < TEST_COUNT(bad); i++) {
        hy_pins pins = hy_pins_new(&f->arena, "pins.txt");
        hy_reason why = {""};
        assert_false(hy_ok(hy_pins_add_text(&pins, hy_view_str(bad[i]), &why)));
        assert_non_null(strstr(why.text, "pins.txt:"));
    }
    hy_pins pins = hy_pins_new(&f->arena, "pins.txt");
    assert_ok(hy_pins_add_text(&pins, hy_view_str("# only\n\n  A\t254\r\n"), NULL));
    assert_int_equal(hy_pins_find(&pins, "A")->token, 254);
    assert_null(hy_pins_find(&pins, "B"));
    assert_null(hy_pins_find(NULL, "A"));
}

static void test_abstract_classes_get_the_methods_of_their_interfaces(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    hy_jclass *i = make_class(f, p, "p/I", PUBLIC | INTERFACE, NULL);
    make_method(i, "have", "()V", PUBLIC | ABSTRACT);
    make_method(i, "miss", "()V", PUBLIC | ABSTRACT);
    hy_jclass *a = make_class(f, p, "p/A", PUBLIC | ABSTRACT, "java/lang/Object");
    a->interfaces[a->interface_count++] = "p/I";
    make_method(a, "have", "()V", PUBLIC);
    assert_ok(hy_tokens_add_abstract(&f->world, p));
    assign(f, p, NULL);
    assert_int_equal(a->method_count, 2);
    assert_string_equal(a->methods[1].name, "miss");
    assert_int_equal(a->methods[1].access, PUBLIC | ABSTRACT);
    assert_int_equal(hy_token_virtual(a, "miss", "()V"), 2);
}

static void test_too_many_virtual_methods_are_an_error(void **state)
{
    fixture *f = *state;
    hy_jpackage *p = make_package(f, "p", "aid", true);
    const char *super = "java/lang/Object";
    for (unsigned k = 0; k < 5; k++) {
        const char *name = hy_arena_format(&f->arena, "p/C%u", k);
        hy_jclass *c = make_class(f, p, name, PUBLIC, super);
        for (unsigned m = 0; m < 30; m++)
            make_method(c, hy_arena_format(&f->arena, "m%u_%u", k, m), "()V", PUBLIC);
        super = name;
    }
    assign(f, p, NULL);
    assert_true(f->diag.errors > 0);
    assert_non_null(strstr(f->diag.first->text, "p.C4 has more than 128 virtual methods"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        TEST(test_classes_are_ordered_by_kind_ancestry_and_name),
        TEST(test_an_applet_package_exports_shareable_interfaces_alone),
        TEST(test_virtual_tokens_continue_and_overriding_keeps_them),
        TEST(test_final_methods_come_first),
        TEST(test_static_members_and_constructors_are_numbered_as_declared),
        TEST(test_instance_fields_are_words_with_references_together),
        TEST(test_interface_methods_are_inherited_first),
        TEST(test_old_formats_see_only_what_they_can_inherit),
        TEST(test_pins_move_inherited_methods),
        TEST(test_pinned_classes_keep_their_numbers),
        TEST(test_an_export_map_keeps_tokens_and_misses_what_is_gone),
        TEST(test_clashing_and_gaping_pins_are_errors),
        TEST(test_malformed_pins_are_refused),
        TEST(test_abstract_classes_get_the_methods_of_their_interfaces),
        TEST(test_too_many_virtual_methods_are_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
