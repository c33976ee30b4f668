/* element/vm/package: what a good package parses to, and one refusal for everything that is
   checked. */
#include "test.h"

#include "element/vm/package.h"
#include "support/capmake.h"

#include <string.h>

enum { PUBLIC = HY_ACCESS_PUBLIC, STATIC = HY_ACCESS_STATIC, MEMORY = 4 << 20 };

static capmake cm;
static hy_package package;
static hy_arena arena;

/* An applet package with a class of each kind, fields, a handler and an exported class. */
static void make(uint8_t format_minor)
{
    cm_init(&cm);
    cm.format_minor = format_minor;
    cm.references = 1;
    cm.primitives = 2;
    int interface = cm_add_class(&cm, 0xFFFF, PUBLIC | HY_ACCESS_INTERFACE | HY_ACCESS_ABSTRACT);
    cm.classes[interface].interface = 0x8100;
    int a = cm_add_class(&cm, 0x8101, PUBLIC);
    int b = cm_add_class(&cm, a, PUBLIC);
    cm.classes[a].exported = true;
    cm.classes[a].base = 4;
    cm.classes[b].base = 4;
    cm_add_field(&cm, a, 0, 0, "S", 0);
    cm_add_field(&cm, a, 1, 0, "[B", 0);
    cm_add_field(&cm, a, CM_NONE, STATIC, "C1;", 0);
    cm_add_method(&cm, interface, 0, PUBLIC | HY_ACCESS_M_ABSTRACT, "(S)S", 0, 0, "");
    cm.install = cm_add_method(&cm, a, 0, PUBLIC | STATIC, "([BSB)V", 2, 1, "18 3B 7A 3B 7A");
    cm_add_method(&cm, a, 4, PUBLIC, "(S)S", 2, 20, "AD 01 3B 1D 78");
    cm_add_method(&cm, b, 4, PUBLIC, "(S)S", 2, 0, "1D 78");
    cm_add_method(&cm, b, 0x80, 0, "()V", 2, 0, "7A");
    cm_add_entry(&cm, HY_POOL_CLASS, 0x8001, 0, NULL);
    cm_add_entry(&cm, HY_POOL_FIELD, a, 1, "[B");
    cm_add_entry(&cm, HY_POOL_CLASS, 0x8001, 0, NULL);
    cm_add_static(&cm, cm.install);
    cm_add_static_field(&cm, 0, "C1;");
    cm_add_entry(&cm, HY_POOL_VIRTUAL, b, 4, "(S)S");
    cm_add_entry(&cm, HY_POOL_SUPER, b, 4, "(S)S");
    cm_add_entry(&cm, HY_POOL_STATIC_METHOD, 0x8000, 0, "()V");
    cm_add_handler(&cm, cm.install, 0, 2, 3, 2, true);
    cm_finish(&cm);
}

static hy_rc read_it(bool descriptor, hy_reason *why)
{
    hy_package_parts parts = cm_parts(&cm, descriptor);
    hy_arena_free(&arena);
    arena = hy_arena_new(MEMORY);
    return hy_package_read(&parts, &arena, &package, why);
}

static void test_good_package(void **state)
{
    (void)state;
    for (uint8_t minor = 1; minor <= 3; minor++) {
        hy_reason why = {""};
        make(minor);
        hy_rc rc = read_it(true, &why);
        if (!hy_ok(rc))
            fail_msg("format 2.%u: %s", minor, why.text);
        assert_int_equal(package.format_minor, minor);
        assert_int_equal(package.flags, HY_PACKAGE_APPLET | HY_PACKAGE_EXPORT);
        assert_int_equal(package.import_count, 2);
        assert_int_equal(package.class_count, 3);
        assert_int_equal(package.classes[0].flags, HY_CLASS_INTERFACE);
        assert_int_equal(package.classes[1].super, 0x8101);
        assert_int_equal(package.classes[1].instance_words, 2);
        assert_int_equal(package.classes[1].first_reference, 1);
        assert_int_equal(package.classes[2].super, package.classes[1].offset);
        assert_int_equal(package.classes[2].public_table[0], cm.methods[3].at);
        assert_int_equal(package.classes[2].package_table[0], cm.methods[4].at);
        assert_int_equal(package.classes[2].token_mapping.n, minor == 3 ? 5 : 0);
        assert_int_equal(package.applets[0].install, cm.methods[1].at);
        assert_int_equal(package.pool_count, 8);
        assert_int_equal(package.pool[3].at, cm.methods[1].at);
        assert_true(package.pool[7].imported);
        assert_int_equal(package.blocks[0].handlers[0].type, 2);
        assert_int_equal(package.members[0].exports[0].methods[0], cm.methods[1].at);
        assert_int_equal(package.descriptor->class_count, 3);
        assert_null(hy_package_class_at(&package, 0x1234));
    }
}

static void test_types(void **state)
{
    (void)state;
    hy_reason why;
    hy_package_type types[8];
    make(1);
    assert_ok(read_it(true, &why));
    const hy_package_described *c = &package.descriptor->classes[1];
    assert_int_equal(hy_package_types(&package, c->methods[0].type, types, 8), 4);
    assert_int_equal(types[0].kind, HY_TYPE_BYTES);
    assert_int_equal(types[1].kind, HY_TYPE_SHORT);
    assert_int_equal(types[2].kind, HY_TYPE_BYTE);
    assert_int_equal(types[3].kind, HY_TYPE_VOID);
    assert_int_equal(hy_package_types(&package, c->methods[0].type, types, 1), 4);
    assert_int_equal(hy_package_field_type(&package, c->fields[0].type).kind, HY_TYPE_SHORT);
    hy_package_type t = hy_package_field_type(&package, c->fields[2].type);
    assert_int_equal(t.kind, HY_TYPE_REFERENCE);
    assert_int_equal(t.cref, package.classes[1].offset);
    assert_int_equal(hy_package_types(&package, 0xFFF0, types, 8), 0);
}

static void test_method_headers(void **state)
{
    (void)state;
    hy_reason why;
    hy_method_header h;
    make(1);
    assert_ok(read_it(false, &why));
    assert_true(hy_package_method_header(&package, cm.methods[1].at, &h));
    assert_int_equal(h.nargs, 3);
    assert_int_equal(h.max_locals, 1);
    assert_int_equal(h.code, cm.methods[1].at + 2);
    assert_true(hy_package_method_header(&package, cm.methods[2].at, &h));
    assert_int_equal(h.flags, HY_METHOD_EXTENDED);
    assert_int_equal(h.max_locals, 20);
    assert_int_equal(h.code, cm.methods[2].at + 4);
    assert_false(hy_package_method_header(&package, 0, &h));
    assert_false(hy_package_method_header(&package, 0xFFFF, &h));
}

/* ---- refusals ---- */

static void set(uint8_t tag, size_t at, unsigned value)
{
    cm.bytes[tag][3 + at] = (uint8_t)value;
}

/* Bytes of a component's info to overwrite, and what the reason must say then (NULL: anything). */
static const struct {
    const char *name;
    uint8_t tag;
    uint16_t at;
    uint8_t value;
    const char *reason;
} spoils[] = {
    {"magic", HY_COMPONENT_HEADER, 0, 0, "DECAFFED"},
    {"format", HY_COMPONENT_HEADER, 4, 4, "CAP format 2.4"},
    {"format major", HY_COMPONENT_HEADER, 5, 3, "CAP format 3.1"},
    {"undefined flag", HY_COMPONENT_HEADER, 6, 0x16, "undefined flags"},
    {"no applet flag", HY_COMPONENT_HEADER, 6, HY_PACKAGE_EXPORT, "ACC_APPLET is not set"},
    {"no export flag", HY_COMPONENT_HEADER, 6, HY_PACKAGE_APPLET, "ACC_EXPORT is not set"},
    {"AID of 4 bytes", HY_COMPONENT_HEADER, 9, 4, "an AID of 4 bytes"},
    {"AID of 17 bytes", HY_COMPONENT_HEADER, 9, 17, "an AID of 17 bytes"},
    {"AID too short", HY_COMPONENT_HEADER, 9, 5, "1 bytes too many"},
    {"A17 Directory size", HY_COMPONENT_DIRECTORY, 2 * 6 + 1, 1, "says 1 bytes for Method"},
    {"A17 Directory size of a dropped one", HY_COMPONENT_DIRECTORY, 2 * 9, 9,
     "bytes for Export, which has"},
    {"import count", HY_COMPONENT_DIRECTORY, 2 * 11 + 6, 3, "Directory says 3"},
    {"applet count", HY_COMPONENT_DIRECTORY, 2 * 11 + 7, 2, "Directory says 2"},
    {"custom count", HY_COMPONENT_DIRECTORY, 2 * 11 + 8, 1, "cannot fit"},
    {"image size", HY_COMPONENT_DIRECTORY, 2 * 11 + 1, 9, "Directory says 9"},
    {"array count", HY_COMPONENT_DIRECTORY, 2 * 11 + 3, 1, "Directory says 1"},
    {"129 imports", HY_COMPONENT_IMPORT, 0, 129, "129 imports"},
    {"one import too many", HY_COMPONENT_IMPORT, 0, 3, "Directory says 2"},
    {"no applets", HY_COMPONENT_APPLET, 0, 0, "0 applets"},
    {"applet's RID", HY_COMPONENT_APPLET, 2, 0xA1, "does not share the package's RID"},
    {"install offset", HY_COMPONENT_APPLET, 9, 0xFF, "no method can start"},
    {"A17 pool count", HY_COMPONENT_POOL, 0, 0xFF, "entries cannot fit"},
    {"pool tag", HY_COMPONENT_POOL, 2, 7, "unknown tag 7"},
    {"pool import", HY_COMPONENT_POOL, 3, 0x82, "a class of import 2"},
    {"pool class", HY_COMPONENT_POOL, 2 + 4 * 1 + 2, 9, "there is no class at offset 9"},
    {"pool member of an interface", HY_COMPONENT_POOL, 2 + 4 * 1 + 2, 0, "of the interface at 0"},
    {"A5 static field out of the image", HY_COMPONENT_POOL, 2 + 4 * 4 + 3, 4,
     "but the image has 4 bytes"},
    {"static field far out", HY_COMPONENT_POOL, 2 + 4 * 4 + 1, 1, "but the image has 4 bytes"},
    {"static method", HY_COMPONENT_POOL, 2 + 4 * 3 + 2, 0xF0, "no method can start"},
    {"super call to another package", HY_COMPONENT_POOL, 2 + 4 * 6 + 1, 0x80,
     "must name a class of this package"},
    {"class flags", HY_COMPONENT_CLASS, 0, 0x91, "undefined class flags"},
    {"interface extends a wild class", HY_COMPONENT_CLASS, 1, 0x00, "does not precede"},
    {"A17 interface count", HY_COMPONENT_CLASS, 0, 0x8F, NULL},
    {"superclass is an interface", HY_COMPONENT_CLASS, 3 + 14 + 2 - 2, 0, NULL},
    {"reference fields", HY_COMPONENT_CLASS, 3 + 5, 9, "do not fit the 2 words"},
    {"public tokens", HY_COMPONENT_CLASS, 3 + 6, 128, "more than 128 virtual methods"},
    {"public table", HY_COMPONENT_CLASS, 3 + 11, 0xEE, "no method can start"},
    {"handler count", HY_COMPONENT_METHOD, 0, 2, NULL},
    {"handler start", HY_COMPONENT_METHOD, 1, 0xFF, "points outside the methods"},
    {"handler length", HY_COMPONENT_METHOD, 3, 0xFF, "points outside the methods"},
    {"empty handler", HY_COMPONENT_METHOD, 4, 0, "points outside the methods"},
    {"handler target", HY_COMPONENT_METHOD, 5, 0xFF, "points outside the methods"},
    {"catch type", HY_COMPONENT_METHOD, 8, 0x66, "catch type 102 is no class"},
    {"catch type that is a field", HY_COMPONENT_METHOD, 8, 1, "catch type 1 is no class"},
    {"A14 native method flag", HY_COMPONENT_METHOD, 9, 0x22, "flags 2 are undefined"},
    {"image arithmetic", HY_COMPONENT_STATIC_FIELD, 1, 5, "but its parts have 4"},
    {"more arrays than references", HY_COMPONENT_STATIC_FIELD, 5, 2, "2 arrays for 1 references"},
    {"array without bytes", HY_COMPONENT_STATIC_FIELD, 5, 1, NULL},
    {"A16 location count", HY_COMPONENT_REF_LOCATION, 1, 200, "ends too early"},
    {"location outside", HY_COMPONENT_REF_LOCATION, 2, 254, "is not inside Method"},
    {"list that ends in a step", HY_COMPONENT_REF_LOCATION, 2, 255, "in the middle of a step"},
    {"location twice", HY_COMPONENT_REF_LOCATION, 2, 0, "is not behind the one before"},
    {"exported class", HY_COMPONENT_EXPORT, 2, 1, "there is no class at offset 1"},
    {"exported method", HY_COMPONENT_EXPORT, 5, 0xEE, "no method can start"},
    {"export count", HY_COMPONENT_EXPORT, 0, 2, "cannot fit"},
    {"described classes", HY_COMPONENT_DESCRIPTOR, 0, 2, NULL},
    {"more described classes", HY_COMPONENT_DESCRIPTOR, 0, 4, "more classes than Class has"},
    {"described interface", HY_COMPONENT_DESCRIPTOR, 2, PUBLIC, "ACC_INTERFACE does not agree"},
    {"described class", HY_COMPONENT_DESCRIPTOR, 4, 2, "there is no class at offset 2"},
};

static void test_spoiled_bytes(void **state)
{
    (void)state;
    int failures = 0;
    for (size_t i = 0; i < TEST_COUNT(spoils); i++) {
        hy_reason why = {""};
        make(1);
        set(spoils[i].tag, spoils[i].at, spoils[i].value);
        hy_rc rc = read_it(true, &why);
        if (hy_ok(rc)) {
            print_error("%s: accepted\n", spoils[i].name);
            failures++;
        } else if (spoils[i].reason != NULL && strstr(why.text, spoils[i].reason) == NULL) {
            print_error("%s: \"%s\" is not in \"%s\"\n", spoils[i].name, spoils[i].reason,
                        why.text);
            failures++;
        }
    }
    assert_int_equal(failures, 0);
}

/* Every component cut short at every byte, with the sizes put right, is refused or harmless. */
static void test_cut_components(void **state)
{
    (void)state;
    for (unsigned tag = 1; tag <= HY_COMPONENT_DESCRIPTOR; tag++) {
        make(1);
        size_t whole = cm.sizes[tag] - 3;
        for (size_t n = 1; n < whole; n++) {
            hy_reason why = {""};
            make(1);
            cm_resize(&cm, (uint8_t)tag, n);
            hy_rc rc = read_it(true, &why);
            if (hy_ok(rc) && tag != HY_COMPONENT_METHOD)
                fail_msg("%s cut to %zu of %zu bytes is accepted", hy_component_name((uint8_t)tag),
                         n, whole);
        }
    }
}

static void test_components(void **state)
{
    (void)state;
    hy_reason why;
    hy_package_parts parts = {0};
    make(2);
    for (unsigned tag = 1; tag <= HY_COMPONENT_DESCRIPTOR; tag++) {
        bool optional = tag == HY_COMPONENT_DESCRIPTOR;
        parts = cm_parts(&cm, true);
        parts.part[tag] = (hy_view){NULL, 0};
        hy_arena_free(&arena);
        hy_rc rc = hy_package_read(&parts, &arena, &package, &why);
        assert_int_equal(hy_ok(rc), optional);
    }
    set(HY_COMPONENT_POOL, 2 + 4 * 7, HY_POOL_VIRTUAL);
    set(HY_COMPONENT_POOL, 2 + 4 * 7 + 3, 0x80);
    assert_fails(FORMAT, read_it(true, &why));
    assert_non_null(strstr(why.text, "package-visible method 128 of an imported class"));
    make(2);
    parts = cm_parts(&cm, true);
    hy_view twice = parts.part[HY_COMPONENT_CLASS];
    assert_fails(EXISTS, hy_package_add_part(&parts, twice, &why));
    assert_fails(FORMAT, hy_package_add_part(&parts, hy_view_str("\x0E..."), &why));
    assert_fails(FORMAT, hy_package_add_part(&parts, (hy_view){NULL, 0}, &why));
    assert_ok(hy_package_add_part(&parts, hy_view_of("\x80\x00\x01x", 4), &why));
    assert_fails(FORMAT, hy_package_read(&parts, &arena, &package, &why));
    assert_non_null(strstr(why.text, "not listed"));
}

static void test_load_file(void **state)
{
    (void)state;
    hy_reason why;
    hy_package_parts parts;
    hy_buf file = hy_buf_new(1 << 16);
    make(1);
    parts = cm_parts(&cm, false);
    for (unsigned tag = 1; tag < HY_COMPONENT_COUNT; tag++)
        assert_ok(hy_buf_append(&file, parts.part[tag]));
    assert_ok(hy_package_split(hy_buf_view(&file), &parts, &why));
    assert_ok(hy_package_read(&parts, &arena, &package, &why));
    assert_null(package.descriptor);
    assert_fails(TRUNCATED,
                 hy_package_split(hy_view_part(hy_buf_view(&file), 0, file.n - 1), &parts, &why));
    assert_fails(FORMAT,
                 hy_package_split(hy_view_part(hy_buf_view(&file), 1, file.n - 1), &parts, &why));
    assert_fails(FORMAT, hy_package_split((hy_view){NULL, 0}, &parts, &why));
    assert_ok(hy_buf_append(&file, parts.part[HY_COMPONENT_HEADER]));
    hy_buf_free(&file);
}

static void test_no_memory(void **state)
{
    (void)state;
    hy_reason why;
    make(1);
    hy_package_parts parts = cm_parts(&cm, true);
    bool done = false;
    for (size_t size = 0; size < 8192 && !done; size += 16) {
        hy_arena small = hy_arena_new(size);
        hy_rc rc = hy_package_read(&parts, &small, &package, &why);
        done = hy_ok(rc);
        if (!done)
            assert_string_equal(hy_rc_name(rc), "MEMORY");
        hy_arena_free(&small);
    }
    assert_true(done);
}

static int finish(void **state)
{
    (void)state;
    hy_arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good_package),   cmocka_unit_test(test_types),
        cmocka_unit_test(test_method_headers), cmocka_unit_test(test_spoiled_bytes),
        cmocka_unit_test(test_cut_components), cmocka_unit_test(test_components),
        cmocka_unit_test(test_load_file),      cmocka_unit_test(test_no_memory),
    };
    arena = hy_arena_new(MEMORY);
    return cmocka_run_group_tests(tests, NULL, finish);
}
