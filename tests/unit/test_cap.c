/* The components of a CAP file, byte by byte, from a small package made by hand; and what does not
   fit them. Clauses: JCVM 6.4 to 6.15. */
#include "unit/converter_model.h"

#include "base/hex.h"
#include "converter/cap.h"
#include "converter/tokens.h"
#include "element/vm/opcode.h"

#include <string.h>

enum { PUBLIC = HY_ACC_PUBLIC, STATIC = HY_ACC_STATIC, ABSTRACT = HY_ACC_ABSTRACT };

static struct {
    fixture f;
    hy_jpackage *p;
    hy_jclass *shared; /* interface p/Shared extends Shareable { void one(); } */
    hy_jclass *a;      /* class p/A implements Shared, with fields, static fields and code */
    hy_jclass *b;      /* class p/B extends A */
    hy_cap cap;
} t;

static hy_jcode *make_code(const hy_jinsn *insns, uint32_t count)
{
    hy_jcode *code = HY_NEW(&t.f.arena, hy_jcode);
    assert_non_null(code);
    code->insns = HY_NEW_ARRAY(&t.f.arena, hy_jinsn, count);
    assert_non_null(code->insns);
    memcpy(code->insns, insns, count * sizeof *insns);
    code->count = count;
    code->max_stack = 1;
    code->nargs = 1;
    return code;
}

static hy_jref *ref_of(hy_jref_kind kind, hy_jclass *owner, void *member)
{
    hy_jref *ref = hy_jref_get(&t.f.world, t.p, kind, owner, member);
    assert_non_null(ref);
    return ref;
}

static void make_fields(void)
{
    make_field(t.a, "owner", "Ljava/lang/Object;", HY_ACC_PRIVATE);
    make_field(t.a, "count", "S", PUBLIC);
    hy_jfield *zero = make_field(t.a, "zero", "S", STATIC);
    zero->line = 3;
    hy_jfield *yes = make_field(t.a, "yes", "Z", STATIC);
    yes->init = (hy_jinit){.kind = HY_JINIT_VALUE, .value = 1};
    make_field(t.a, "nothing", "[B", STATIC);
    hy_jfield *table = make_field(t.a, "table", "[S", PUBLIC | STATIC);
    static int32_t values[] = {1, -2};
    table->init = (hy_jinit){.kind = HY_JINIT_ARRAY, .values = values, .count = 2};
    hy_jfield *constant = make_field(t.a, "K", "B", PUBLIC | STATIC | HY_ACC_FINAL);
    constant->is_constant = true;
    constant->constant = 9;
}

/* A's constructor; one(), which guards a getfield of `this`; B's one(), which calls super.one(). */
static void make_methods(void)
{
    hy_jclass *object = hy_world_class(&t.f.world, "java/lang/Object");
    hy_jmethod *init = make_method(t.a, "<init>", "()V", PUBLIC);
    hy_jinsn init_code[] = {
        {.op = HY_OP_aload, .line = 5},
        {.op = HY_OP_invokespecial, .ref = ref_of(HY_JREF_STATIC, object, &object->methods[0])},
        {.op = HY_OP_return}};
    init->code = make_code(init_code, 3);

    hy_jmethod *one = make_method(t.a, "one", "()V", PUBLIC);
    hy_jinsn one_code[] = {
        {.op = HY_OP_getfield_s_this, .ref = ref_of(HY_JREF_FIELD, t.a, &t.a->fields[1])},
        {.op = HY_OP_pop},
        {.op = HY_OP_return},
        {.op = HY_OP_pop},
        {.op = HY_OP_return}};
    one->code = make_code(one_code, 5);
    static hy_jhandler handler;
    handler = (hy_jhandler){
        .start = 0, .end = 2, .target = 3, .type = ref_of(HY_JREF_CLASS, object, NULL)};
    one->code->handlers = &handler;
    one->code->handler_count = 1;

    hy_jmethod *b_one = make_method(t.b, "one", "()V", PUBLIC);
    hy_jinsn super_code[] = {{.op = HY_OP_aload},
                             {.op = HY_OP_invokespecial, .ref = ref_of(HY_JREF_SUPER, t.b, one)},
                             {.op = HY_OP_return}};
    b_one->code = make_code(super_code, 3);
    make_method(t.b, "later", "()V", ABSTRACT);
}

static int open_package(void **state)
{
    (void)state;
    memset(&t, 0, sizeof t);
    fixture_open(&t.f);
    make_platform(&t.f);
    t.p = make_package(&t.f, "p", "\xF0\x01\x02\x03\x04", true);
    t.b = make_class(&t.f, t.p, "p/B", PUBLIC | ABSTRACT, "p/A");
    t.a = make_class(&t.f, t.p, "p/A", PUBLIC, "java/lang/Object");
    t.shared = make_class(&t.f, t.p, "p/Shared", PUBLIC | ABSTRACT | HY_ACC_INTERFACE, NULL);
    t.shared->interfaces[t.shared->interface_count++] = "javacard/framework/Shareable";
    t.a->interfaces[t.a->interface_count++] = "p/Shared";
    make_method(t.shared, "one", "()V", PUBLIC | ABSTRACT);
    make_fields();
    make_methods();
    return 0;
}

static int close_package(void **state)
{
    (void)state;
    hy_cap_free(&t.cap);
    fixture_close(&t.f);
    return 0;
}

static void build(hy_cap_format format, bool debug)
{
    hy_token_job job = {t.p, NULL};
    assert_ok(hy_tokens_assign(&t.f.world, &job, 1, format >= HY_CAP_2_3));
    assert_ok(hy_cap_build(&t.f.world, t.p, format, debug, &t.cap));
}

static void expect(int tag, const char *hex)
{
    hy_buf want = hy_buf_new(4096);
    assert_ok(hy_hex_decode(hex, &want));
    char got_text[4096], want_text[4096];
    assert_string_equal(
        hy_hex_encode(hy_buf_view(&t.cap.component[tag]), got_text, sizeof got_text),
        hy_hex_encode(hy_buf_view(&want), want_text, sizeof want_text));
    hy_buf_free(&want);
}

static void test_every_component_is_as_specified(void **state)
{
    (void)state;
    build(HY_CAP_2_1, false);
    assert_int_equal(t.f.diag.errors, 0);
    expect(HY_COMPONENT_HEADER, "01 000F DECAFFED 01 02 02 00 01 05 F001020304");
    expect(HY_COMPONENT_DIRECTORY, "02 001F 000F 001F 0000 0014 0012 0024 0021 0012 0008 0011 009C"
                                   "0007 0001 0004 02 00 00");
    expect(HY_COMPONENT_IMPORT, "04 0014 02  00 01 04 6C616E67  00 01 09 6672616D65776F726B");
    expect(HY_COMPONENT_POOL, "05 0012 0004  02 0003 00  04 0016 01  06 8000 00  01 8000 00");
    /* The interface at 0. A at 3: two words, a reference at word 1, its table starts at token 1;
       Shareable has no methods, method 0 of Shared is virtual 1. B at 16: its package-visible
       method is abstract. */
    expect(HY_COMPONENT_CLASS, "06 0024  C1 8102"
                               "42 8000 02 01 01 01 01 00 00  0010  8102 00  0000 01 01"
                               "40 0003 00 FF 00 01 01 00 01  0018  001F");
    /* The handler guards three bytes and is the last for them; its type is pool entry 3. */
    expect(HY_COMPONENT_METHOD, "07 0021 01  0012 8003 0016 0003"
                                "01 10 18 8C 0002 7A"
                                "01 10 AF 00 3B 7A 3B 7A"
                                "01 10 18 8C 0001 7A"
                                "40 10");
    /* An initialised array, a null one, two bytes of zero, a true. */
    expect(HY_COMPONENT_STATIC_FIELD, "08 0012 0007 0002 0001  04 0004 0001 FFFE  0002 0001 01");
    expect(HY_COMPONENT_REF_LOCATION, "09 0008 0001 13  0003 07 06 0F");
    expect(HY_COMPONENT_EXPORT, "0A 0011 03  0000 00 00  0003 01 01 0000 0009  0016 00 00");
    expect(HY_COMPONENT_DESCRIPTOR,
           "0B 009C 03"
           "00 C1 0000 00 0000 0001  00 41 0000 000A 0000 0000 0000"
           "01 01 0003 02 0006 0002  8102 0000"
           "00 09 000000 000C  FF 08 000002 000E  FF 08 000004 8004  FF 08 000006 8002"
           "00 01 0003 00 8004  01 02 0003 01 0010"
           "00 81 0009 000A 0005 0000 0000  01 01 0010 000A 0006 0001 0000"
           "02 81 0016 00 0000 0002"
           "01 01 0018 000A 0005 0000 0000  80 40 001F 000A 0000 0000 0000"
           "0004 0014 000A 000A FFFF"
           "01 10  01 C0  01 B0  05 68 00 00  01 40");
    assert_int_equal(t.cap.component[HY_COMPONENT_APPLET].n, 0);
    assert_int_equal(t.cap.component[HY_COMPONENT_DEBUG].n, 0);
}

static void test_format_2_2_has_names_and_a_signature_pool(void **state)
{
    (void)state;
    build(HY_CAP_2_2, true);
    assert_int_equal(t.f.diag.errors, 0);
    expect(HY_COMPONENT_HEADER, "01 0010 DECAFFED 02 02 02 00 01 05 F001020304 00");
    /* Two bytes of signature pool length; everything else moves by two. */
    assert_int_equal(t.cap.component[HY_COMPONENT_CLASS].n, 3 + 0x26);
    assert_int_equal(t.a->offset, 5);
    /* Directory: one size more, and it is Debug's. */
    hy_reader r = hy_reader_of(hy_buf_view(&t.cap.component[HY_COMPONENT_DIRECTORY]));
    assert_int_equal(hy_read_bytes(&r, 3 + 22).n, 25);
    assert_int_equal(hy_read_u16(&r), t.cap.component[HY_COMPONENT_DEBUG].n - 3);
}

static const char *debug_string(hy_reader *strings)
{
    hy_view s = hy_read_bytes(strings, hy_read_u16(strings));
    const char *text = hy_arena_string(&t.f.arena, (const char *)s.p, s.n);
    assert_non_null(text);
    return text;
}

static void test_debug_names_classes_and_lines(void **state)
{
    (void)state;
    build(HY_CAP_2_2, true);
    hy_reader r = hy_reader_of(hy_buf_view(&t.cap.component[HY_COMPONENT_DEBUG]));
    assert_int_equal(hy_read_u8(&r), HY_COMPONENT_DEBUG);
    hy_read_u16(&r);
    uint16_t count = hy_read_u16(&r);
    const char *strings[64];
    assert_true(count < 64);
    for (uint16_t i = 0; i < count; i++)
        strings[i] = debug_string(&r);
    assert_string_equal(strings[hy_read_u16(&r)], "p");
    assert_int_equal(hy_read_u16(&r), 3);
    assert_string_equal(strings[hy_read_u16(&r)], "p/Shared");
    assert_int_equal(hy_read_u16(&r), 0x0E01); /* public, interface, abstract, shareable */
    assert_int_equal(hy_read_u16(&r), t.shared->offset);
    assert_string_equal(strings[hy_read_u16(&r)], "java/lang/Object");
    assert_string_equal(strings[hy_read_u16(&r)], "Made.java");
    assert_int_equal(hy_read_u8(&r), 1);
    assert_int_equal(hy_read_u16(&r), 0);
    assert_int_equal(hy_read_u16(&r), 1);
    assert_string_equal(strings[hy_read_u16(&r)], "javacard/framework/Shareable");
    assert_true(hy_reader_ok(&r));
}

static void test_format_2_3_maps_tokens(void **state)
{
    (void)state;
    build(HY_CAP_2_3, false);
    /* Behind A's interfaces: equals is the superclass's 0, one is new; two are inheritable. */
    expect(HY_COMPONENT_CLASS, "06 002C  0000  C1 8102"
                               "42 8000 02 01 01 01 01 00 00  0010  8102 00  0002 01 01  00 FF 02"
                               "40 0005 00 FF 00 01 01 00 01  0018  001F  00 01 02");
}

static void test_applets_are_listed_with_their_install_method(void **state)
{
    (void)state;
    hy_japplet applet = {hy_view_str("\xF0\x01\x02\x03\x04\x01"), "p/A"};
    t.p->applets = &applet;
    t.p->applet_count = 1;
    t.p->library = false;
    build(HY_CAP_2_1, false);
    assert_int_equal(t.f.diag.errors, 1);
    assert_string_equal(t.f.diag.first->text, "applet class p/A has no install method");
    hy_cap_free(&t.cap);

    hy_jmethod *install = make_method(t.a, "install", "([BSB)V", PUBLIC | STATIC);
    hy_jinsn code[] = {{.op = HY_OP_return}};
    install->code = make_code(code, 1);
    t.f.diag.errors = 0;
    build(HY_CAP_2_1, false);
    assert_int_equal(t.f.diag.errors, 0);
    /* Behind A's two other methods. Of the classes, only the shareable interface is exported. */
    expect(HY_COMPONENT_APPLET, "03 000A 01 06 F00102030401 0018");
    expect(HY_COMPONENT_EXPORT, "0A 0005 01 0000 00 00");
    expect(HY_COMPONENT_HEADER, "01 000F DECAFFED 01 02 06 00 01 05 F001020304");
}

static void test_a_missing_interface_method_is_an_error(void **state)
{
    (void)state;
    make_method(t.shared, "two", "()V", PUBLIC | ABSTRACT);
    build(HY_CAP_2_1, false);
    assert_true(t.f.diag.errors > 0);
    assert_string_equal(t.f.diag.first->text, "class p.A does not implement two of p.Shared");
}

static void test_the_pool_is_by_use_and_never_starts_with_a_class(void **state)
{
    (void)state;
    hy_jmethod *often = make_method(t.a, "often", "()V", PUBLIC);
    hy_jref *owner = ref_of(HY_JREF_FIELD, t.a, &t.a->fields[0]);
    hy_jinsn code[] = {
        {.op = HY_OP_getfield_a_this, .ref = owner}, {.op = HY_OP_pop}, {.op = HY_OP_return}};
    often->code = make_code(code, 3);
    ref_of(HY_JREF_FIELD, t.a, &t.a->fields[0]);
    build(HY_CAP_2_1, false);
    assert_ptr_equal(t.cap.pool[0], owner);
    assert_int_equal(t.cap.pool[1]->kind, HY_JREF_FIELD);
    assert_int_equal(t.cap.pool[t.cap.pool_count - 1]->kind, HY_JREF_CLASS);
    hy_cap_free(&t.cap);

    /* A package whose code names nothing but a class. */
    t.p->ref_count = 0;
    t.p->ref_index = (hy_map){0};
    hy_jref *class = ref_of(HY_JREF_CLASS, t.a, NULL);
    for (size_t i = 0; i < t.p->class_count; i++)
        t.p->classes[i]->method_count = 0;
    t.a->interface_count = 0;
    build(HY_CAP_2_1, false);
    assert_int_equal(t.cap.pool_count, 2);
    assert_int_equal(class->index, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_package, close_package)
    const struct CMUnitTest tests[] = {
        TEST(test_every_component_is_as_specified),
        TEST(test_format_2_2_has_names_and_a_signature_pool),
        TEST(test_debug_names_classes_and_lines),
        TEST(test_format_2_3_maps_tokens),
        TEST(test_applets_are_listed_with_their_install_method),
        TEST(test_a_missing_interface_method_is_an_error),
        TEST(test_the_pool_is_by_use_and_never_starts_with_a_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
