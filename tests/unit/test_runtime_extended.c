/* Extended CAPs (format 2.3, JCVM 3.1): several packages in one file, imported by others one by
   one; loaded with and without Descriptor. */
#include "card.h"
#include "support/capmake.h"
#include "test.h"

#include <string.h>

#define SELECT "00A4040007A0000000990101"

enum {
    PUBLIC = HY_ACCESS_PUBLIC,
    STATIC = HY_ACCESS_STATIC,
    INIT = HY_ACCESS_INIT,
    OBJECT = 0x8000,
    APPLET = 0x8103,
    ISO_EXCEPTION = 0x8107,
    FIRST_MEMBER = 0x8200, /* class 0 of import 2 */
    SECOND_MEMBER = 0x8300,
    FILE_MAX = 1 << 16,
};

static capmake cm;

/* Member 0: class 0 with static short seven() and virtual short nine(). Member 1: class 1, below
   class 0, with static short more(short), which calls seven(), and a constructor. */
static void make_library(void)
{
    cm_init(&cm);
    cm.format_minor = 3;
    cm.members = 2;
    cm.flags = 0;
    for (uint8_t i = 0; i < 2; i++) {
        cm_add_class(&cm, i == 0 ? OBJECT : 0, PUBLIC);
        cm.classes[i].exported = true;
        cm.classes[i].member = i;
    }
    cm.classes[1].base = 2;
    int first = cm_add_method(&cm, 0, 0, PUBLIC | INIT, "()V", 1, 0, "18 8C 0000 7A");
    int seven = cm_add_method(&cm, 0, 1, PUBLIC | STATIC, "()S", 1, 0, "10 07 78");
    cm_add_method(&cm, 0, 1, PUBLIC, "()S", 1, 0, "10 09 78");
    cm_add_method(&cm, 1, 0, PUBLIC | INIT, "()V", 1, 0, "18 8C 0001 7A");
    cm_add_method(&cm, 1, 1, PUBLIC | STATIC, "(S)S", 2, 0, "1C 8D 0002 41 78");
    cm_add_entry(&cm, HY_POOL_STATIC_METHOD, OBJECT, 0, "()V");
    cm_add_static(&cm, first);
    cm_add_static(&cm, seven);
    cm_finish(&cm);
}

/* An applet whose process() throws seven(), more(1), or what nine() of a new class 1 gives, added
   to 9000, by the instruction byte of its code. */
static void make_user(const char *code)
{
    cm_init(&cm);
    cm.imported = 2;
    cm_add_class(&cm, APPLET, PUBLIC);
    cm.classes[0].base = 7;
    int constructor = cm_add_method(&cm, 0, CM_NONE, PUBLIC | INIT, "()V", 1, 0, "18 8C 0000 7A");
    cm.install = cm_add_method(&cm, 0, CM_NONE, PUBLIC | STATIC, "([BSB)V", 2, 0,
                               "8F 0001 3D 8C 0002 8B 0003 7A");
    int made = cm_add_method(&cm, 0, CM_NONE, STATIC, "()S", 3, 0, code);
    cm_add_method(&cm, 0, 7, PUBLIC, "(L810A;)V", 2, 0,
                  "18 8B 0004 60 03 7A 8D 000A 11 9000 41 8D 0005 7A");
    cm_add_entry(&cm, HY_POOL_STATIC_METHOD, APPLET, 0, "()V");
    cm_add_entry(&cm, HY_POOL_CLASS, 0, 0, NULL);
    cm_add_static(&cm, constructor);
    cm_add_entry(&cm, HY_POOL_VIRTUAL, APPLET, 1, "()V");
    cm_add_entry(&cm, HY_POOL_VIRTUAL, APPLET, 3, "()Z");
    cm_add_entry(&cm, HY_POOL_STATIC_METHOD, ISO_EXCEPTION, 1, "(S)V");
    cm_add_entry(&cm, HY_POOL_STATIC_METHOD, FIRST_MEMBER, 1, "()S");
    cm_add_entry(&cm, HY_POOL_STATIC_METHOD, SECOND_MEMBER, 1, "(S)S");
    cm_add_entry(&cm, HY_POOL_CLASS, SECOND_MEMBER, 0, NULL);
    cm_add_entry(&cm, HY_POOL_STATIC_METHOD, SECOND_MEMBER, 0, "()V");
    cm_add_static(&cm, made);
    cm_add_entry(&cm, HY_POOL_VIRTUAL, SECOND_MEMBER, 1, "()S");
    cm_finish(&cm);
}

static hy_rc load(card *c, bool descriptor, hy_reason *why)
{
    hy_buf b = hy_buf_new(FILE_MAX);
    hy_package_parts parts = cm_parts(&cm, descriptor);
    why->text[0] = '\0';
    for (unsigned tag = 1; tag < HY_COMPONENT_COUNT; tag++)
        assert_ok(hy_buf_append(&b, parts.part[tag]));
    hy_rc rc = hy_element_load(c->element, c->work, hy_buf_view(&b), why);
    hy_buf_free(&b);
    return rc;
}

static void must_load(card *c, bool descriptor)
{
    hy_reason why;
    hy_rc rc = load(c, descriptor, &why);
    assert_string_equal(why.text, "");
    assert_ok(rc);
}

static void use(const char *code, const char *expected)
{
    for (int i = 0; i < 4; i++) {
        card c;
        card_open(&c, NULL);
        make_library();
        must_load(&c, (i & 1) != 0);
        make_user(code);
        must_load(&c, (i & 2) != 0);
        card_install(&c, "A00000009901", "", "", "");
        card_expect(&c, SELECT, "9000");
        card_expect(&c, "80000000", expected);
        card_close(&c);
    }
}

static void test_members_are_imported_one_by_one(void **state)
{
    (void)state;
    use("8D 0006 78", "9007");
    use("04 8D 0007 78", "9008");
    use("8F 0008 3D 8C 0009 8B 000B 78", "9009");
}

static void test_deletion_is_of_the_whole(void **state)
{
    (void)state;
    card c;
    hy_reason why;
    card_open(&c, NULL);
    make_library();
    must_load(&c, true);
    assert_fails(EXISTS, load(&c, true, &why));
    make_user("8D 0006 78");
    must_load(&c, true);
    assert_fails(DENIED, card_try_delete(&c, "A00000009902", true, &why));
    assert_ok(card_try_delete(&c, "A00000009901", true, &why));
    assert_ok(card_try_delete(&c, "A00000009902", true, &why));
    assert_fails(LINK, load(&c, true, &why));
    card_close(&c);
}

/* A member's export of another member's class, a table that names another block, no such member. */
static void test_spoilt_ones_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint8_t tag;
        int at; /* in the whole component; negative: from its end */
        uint8_t value;
        const char *reason;
    } spoils[] = {
        {HY_COMPONENT_HEADER, 3 + 7 + 9, 3, "Header"},
        {HY_COMPONENT_EXPORT, 3, 1, "Header says 2"},
        {HY_COMPONENT_METHOD, 5, 2, "Directory says 1"},
        {HY_COMPONENT_METHOD, 5 + 4, 6, "first method block"},
        {HY_COMPONENT_REF_LOCATION, 5, 0, "for 1 method blocks"},
        {HY_COMPONENT_EXPORT, 3 + 1 + 1 + 4, 1, "Export"},
        {HY_COMPONENT_DESCRIPTOR, 5, 9, "Descriptor"},
    };
    int wrong = 0;
    for (size_t i = 0; i < TEST_COUNT(spoils); i++) {
        card c;
        hy_reason why;
        card_open(&c, NULL);
        make_library();
        cm.bytes[spoils[i].tag][spoils[i].at] = spoils[i].value;
        hy_rc rc = load(&c, true, &why);
        if (hy_ok(rc) || strstr(why.text, spoils[i].reason) == NULL) {
            print_message("# %zu: %s\n", i, why.text);
            wrong++;
        }
        card_close(&c);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members_are_imported_one_by_one),
        cmocka_unit_test(test_deletion_is_of_the_whole),
        cmocka_unit_test(test_spoilt_ones_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
