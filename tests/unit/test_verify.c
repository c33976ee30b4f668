/* element/vm/verify: packages that must pass, and for every rule one that must not, with its
   reason; each with and without Descriptor. */
#include "test.h"

#include "element/vm/verify.h"
#include "support/capmake.h"

#include <stdio.h>
#include <string.h>

enum {
    PUBLIC = HY_ACCESS_PUBLIC,
    STATIC = HY_ACCESS_STATIC,
    INIT = HY_ACCESS_INIT,
    PRIVATE = HY_ACCESS_PRIVATE,
    FINAL = HY_ACCESS_FINAL,
    MEMORY = 8 << 20,
    OBJECT = 0x8000,
    THROWABLE = 0x8001,
    EXCEPTION = 0x8002,
    SHAREABLE = 0x8100,
    APPLET = 0x8101,
    LOCKED = 0x8102,
    SERVICE = 0x8103,
};

static capmake cm;

static hy_rc verify(bool descriptor, const hy_verify_options *options, hy_verify_result *result,
                    hy_reason *why)
{
    static hy_package p;
    hy_package_parts parts = cm_parts(&cm, descriptor);
    hy_view_source source = cm_views();
    hy_verify_options none = {0};
    hy_arena arena = hy_arena_new(MEMORY);
    why->text[0] = '\0';
    hy_rc rc = hy_package_read(&parts, &arena, &p, why);
    if (hy_ok(rc))
        rc = hy_verify(&p, &source, options == NULL ? &none : options, &arena, result, why);
    hy_arena_free(&arena);
    return rc;
}

static int failures;

/* expected: part of the reason, or NULL: accepted. All failures of a table are told, then counted.
 */
static void expect(const char *name, bool descriptor, const char *expected)
{
    hy_reason why;
    hy_rc rc = verify(descriptor, NULL, NULL, &why);
    const char *found = hy_ok(rc) ? "accepted" : why.text;
    if (expected == NULL ? hy_ok(rc) : !hy_ok(rc) && strstr(why.text, expected) != NULL)
        return;
    failures++;
    print_error("%s (%s Descriptor): wanted \"%s\", found \"%s\"\n", name,
                descriptor ? "with" : "without", expected == NULL ? "accepted" : expected, found);
}

/* ---- one method in a package that has something of everything ---- */

/* Class 0 extends Object: fields 0 short, 1 byte[]; constructor; virtual 1 (short)short;
   private method; class 1 extends class 0. The constant pool by index: */
enum {
    P_CLASS0,     /* 00 */
    P_OBJECT_NEW, /* 01 Object.<init> */
    P_NEW,        /* 02 class 0's <init> */
    P_SHORT,      /* 03 field 0 */
    P_BYTES,      /* 04 field 1 */
    P_STATIC_REF, /* 05 class 0 */
    P_STATIC_B,   /* 06 */
    P_VIRTUAL,    /* 07 (S)S */
    P_THROWABLE,  /* 08 */
    P_SERVICE,    /* 09 */
    P_HELPER,     /* 0A static ([BS)S */
    P_EQUALS,     /* 0B Object.equals */
    P_CONSTANT,   /* 0C Applet's static final byte */
    P_OBJECT,     /* 0D */
    P_CLASS1,     /* 0E */
    P_PRIVATE,    /* 0F private ()V of class 1 */
    P_APPLET,     /* 10 */
    P_REGISTER,   /* 11 Applet.register, protected */
};

static void base(uint8_t flags)
{
    cm_init(&cm);
    cm.flags = flags;
    cm.references = 1;
    cm.primitives = 2;
    cm_add_class(&cm, OBJECT, PUBLIC);
    cm_add_class(&cm, 0, 0);
    cm.classes[1].base = 2;
    cm_add_field(&cm, 0, 0, PUBLIC, "S", 0);
    cm_add_field(&cm, 0, 1, PUBLIC, "[B", 0);
    cm_add_field(&cm, 0, CM_NONE, STATIC, "C0;", 0);
    cm_add_field(&cm, 0, CM_NONE, STATIC, "B", 2);
    int init = cm_add_method(&cm, 0, CM_NONE, PUBLIC | INIT, "()V", 1, 0, "18 8C0001 7A");
    cm_add_method(&cm, 0, 1, PUBLIC, "(S)S", 1, 0, "1D 78");
    int helper = cm_add_method(&cm, 0, CM_NONE, STATIC, "([BS)S", 2, 0, "18 1D 25 78");
    int hidden = cm_add_method(&cm, 1, CM_NONE, PRIVATE, "()V", 1, 0, "18 3B 7A");
    cm_add_entry(&cm, HY_POOL_CLASS, 0, 0, NULL);
    cm_add_entry(&cm, HY_POOL_STATIC_METHOD, OBJECT, 0, "()V");
    cm_add_static(&cm, init);
    cm_add_entry(&cm, HY_POOL_FIELD, 0, 0, "S");
    cm_add_entry(&cm, HY_POOL_FIELD, 0, 1, "[B");
    cm_add_static_field(&cm, 0, "C0;");
    cm_add_static_field(&cm, 2, "B");
    cm_add_entry(&cm, HY_POOL_VIRTUAL, 0, 1, "(S)S");
    cm_add_entry(&cm, HY_POOL_CLASS, THROWABLE, 0, NULL);
    cm_add_entry(&cm, HY_POOL_CLASS, SERVICE, 0, NULL);
    cm_add_static(&cm, helper);
    cm_add_entry(&cm, HY_POOL_VIRTUAL, OBJECT, 0, "(L8000;)Z");
    cm_add_entry(&cm, HY_POOL_STATIC_FIELD, APPLET, 0, "B");
    cm_add_entry(&cm, HY_POOL_CLASS, OBJECT, 0, NULL);
    cm_add_entry(&cm, HY_POOL_CLASS, 1, 0, NULL);
    cm_add_static(&cm, hidden);
    cm_add_entry(&cm, HY_POOL_CLASS, APPLET, 0, NULL);
    cm_add_entry(&cm, HY_POOL_VIRTUAL, APPLET, 1, "()V");
}

/* Adds the method under test: static, of class 0, called by nobody but reachable. */
static int add_tested(const char *type, uint8_t stack, uint8_t locals, const char *hex)
{
    int m = cm_add_method(&cm, 0, CM_NONE, STATIC, type, stack, locals, hex);
    cm_add_static(&cm, m);
    return m;
}

typedef struct row {
    const char *name;
    const char *type;
    int stack, locals;
    const char *hex;
    const char *typed;   /* reason with Descriptor; NULL: accepted */
    const char *untyped; /* reason without; NULL: accepted */
    int flags;
} row;

#define BOTH(reason) reason, reason

static const row rows[] = {
    /* good */
    {"nothing", "()V", 0, 0, "7A", BOTH(NULL), 0},
    {"loop", "(S)V", 2, 0, "1C 60 07 59 00 FF 70 FA 7A", BOTH(NULL), 0},
    {"call", "([B)S", 2, 0, "18 03 8D 000A 78", BOTH(NULL), 0},
    {"new", "()C0;", 2, 0, "8F 0000 3D 8C 0002 77", BOTH(NULL), 0},
    {"fields", "(C0;)S", 2, 0, "18 83 04 03 25 5B 18 85 03 41 78", BOTH(NULL), 0},
    {"statics", "()V", 2, 0, "7B 0005 7F 0005 7C 0006 80 0006 7A", BOTH(NULL), 0},
    {"imported static", "()S", 1, 0, "7C 000C 78", BOTH(NULL), 0},
    {"virtual", "(C0;)S", 2, 0, "18 05 8B 0007 78", BOTH(NULL), 0},
    {"equals on an array", "([B)S", 2, 0, "18 18 8B 000B 78", BOTH(NULL), 0},
    {"interface", "(L8103;[B)S", 2, 0, "18 19 8E 02 0009 00 78", BOTH(NULL), 0},
    {"any object through an interface", "(L8000;[B)S", 2, 0, "18 19 8E 02 0009 00 78", BOTH(NULL),
     0},
    {"cast", "(L8000;)C0;", 1, 0, "18 94 00 0000 77", BOTH(NULL), 0},
    {"cast to an array", "(L8000;)[B", 1, 0, "18 94 0B 0000 77", BOTH(NULL), 0},
    {"table switch", "(S)S", 1, 0, "1C 73 000D 0000 0001 000B 000D 03 78 04 78", BOTH(NULL), 0},
    {"lookup switch", "(S)S", 1, 0, "1C 75 000F 0002 0001 000D 0005 000F 03 78 04 78", BOTH(NULL),
     0},
    {"dup_x and swap_x", "(SS)S", 4, 0, "1C 1D 3F 12 40 11 3B 41 78", BOTH(NULL), 0},
    {"int", "(I)I", 4, 2, "20 0A 42 35 22 79", BOTH(NULL), HY_PACKAGE_INT},
    {"subroutine", "()V", 1, 1, "71 0007 71 0004 7A 2B 72 00", BOTH(NULL), 0},
    {"subroutine called twice", "()S", 1, 2, "71 0009 71 0006 1D 78 00 2B 05 30 72 00", BOTH(NULL),
     0},
    {"null merges with all", "(SC0;)C0;", 1, 0, "1C 60 05 19 70 03 01 77", BOTH(NULL), 0},
    {"two arrays make an Object", "(S[B[S)L8000;", 1, 0, "1C 60 05 19 70 03 1A 77", BOTH(NULL), 0},
    {"an int local is overwritten", "()V", 2, 2, "0A 33 03 30 03 2F 7A", BOTH(NULL),
     HY_PACKAGE_INT},
    /* stack and locals: A3, A6, A9, A10 */
    {"A9 underflow", "()V", 1, 0, "3B 7A", BOTH("takes 1 words from a stack of 0"), 0},
    {"A9 underflow by an operator", "()S", 2, 0, "03 41 78", BOTH("empty stack"), 0},
    {"A9 overflow", "()V", 1, 0, "03 03 3C 7A", BOTH("grows past the 1 words"), 0},
    {"A9 dup_x below the frame", "()V", 8, 0, "03 3F 12 7A",
     BOTH("takes 2 words from a stack of 1"), 0},
    {"A10 dup_x with m 0", "(SS)V", 8, 0, "1C 1D 3F 03 7A", BOTH("m = 0 and n = 3"), 0},
    {"A10 swap_x with n 3", "(SS)V", 8, 0, "1C 1D 40 13 7A", BOTH("m = 1 and n = 3"), 0},
    {"A10 swap_x cuts an int", "(I)V", 8, 0, "03 20 40 11 7A", BOTH("cuts an int"), HY_PACKAGE_INT},
    {"pop cuts an int", "()V", 2, 0, "0A 3B 7A", BOTH("cuts an int"), HY_PACKAGE_INT},
    {"A6 local past the frame", "()V", 1, 1, "03 29 01 7A", BOTH("local 1, but the method has 1"),
     0},
    {"A6 int at the last local", "()V", 2, 1, "0A 33 7A", BOTH("local 0, but the method has 1"),
     HY_PACKAGE_INT},
    {"A3 short to reference", "(S)C0;", 1, 0, "1C 77", BOTH("the result is a short"), 0},
    {"A3 reference to short", "(C0;)S", 1, 0, "18 78", BOTH("a short is needed"), 0},
    {"A3 sload of a reference", "(C0;)S", 1, 0, "18 3B 1C 78", "the local is class at 0",
     "is a reference in one place and a short in another", 0},
    {"unset local", "()S", 1, 1, "1C 78", BOTH("the local is nothing usable"), 0},
    {"half an int", "(I)S", 1, 0, "1C 78", "the local is an int", NULL, HY_PACKAGE_INT},
    /* types: A1, A2 */
    {"A1 byte array as short array", "([B)S", 2, 0, "18 03 26 78",
     "the array is a byte array, a short array is needed", NULL, 0},
    {"A1 short array as byte array argument", "([S)S", 2, 0, "18 03 8D 000A 78",
     "argument word 0 is a short array, a byte array is needed", NULL, 0},
    {"A2 object as array", "(C0;)S", 2, 0, "18 92 78", "the operand is class at 0, an array", NULL,
     0},
    {"A2 array as object", "([B)S", 2, 0, "18 85 03 78", "the object is a byte array", NULL, 0},
    {"A2 short as object", "()S", 2, 0, "03 85 03 78", "the object is a short",
     "the object is a short", 0},
    {"Object as class 0", "(L8000;)S", 2, 0, "18 85 03 78", "the object is class 0 of", NULL, 0},
    {"array through an interface", "([B)S", 2, 0, "18 18 8E 02 0009 00 78",
     "called on a byte array", NULL, 0},
    {"wrong result class", "(L8000;)C0;", 1, 0, "18 77", "the result is class 0 of", NULL, 0},
    {"stack of two kinds", "(SC0;)V", 1, 0, "1C 60 05 19 70 03 03 3B 7A", BOTH("on one path and"),
     0},
    {"stack of two depths", "(S)V", 2, 0, "1C 60 03 03 7A", BOTH("on another path"), 0},
    /* control: A7, A8, A11 */
    {"A7 branch out of the method", "()V", 1, 0, "70 20 7A", "no instruction of this method",
     "control leaves the method", 0},
    {"A7 branch before the method", "()V", 1, 0, "A8 FFF0 7A", "no instruction of this method",
     "control leaves the method", 0},
    {"A7 branch into an instruction", "()V", 1, 0, "11 0000 3B 70 FE 7A",
     "no instruction of this method", "into an instruction", 0},
    {"falls off the end", "()V", 1, 0, "00", "runs past the end", "control leaves the method", 0},
    {"cut at the end", "()V", 1, 0, "11 00", BOTH("past the method's end"), 0},
    {"switch with high below low", "(S)V", 1, 0, "1C 73 0009 0001 0000 7A", BOTH("malformed"), 0},
    {"lookup out of order", "(S)S", 1, 0, "1C 75 000F 0002 0005 000D 0001 000F 03 78 04 78",
     BOTH("not ascending"), 0},
    {"A11 ret of a reference", "(C0;)V", 1, 0, "72 00", BOTH("a return address is needed"), 0},
    {"A11 ret of a short", "(S)V", 1, 0, "72 00", BOTH("a return address is needed"), 0},
    {"A11 arithmetic on a return address", "()V", 2, 1, "71 0003 03 41 2F 7A",
     BOTH("a short is needed"), 0},
    {"A11 a return address is loaded", "()V", 1, 1, "71 0003 2B 18 7A",
     BOTH("the local is a return address"), 0},
    {"A11 a return address as argument", "()S", 2, 0, "71 0003 03 8D 000A 78",
     BOTH("argument word 0 is a return address"), 0},
    /* operands: A12, A14, A15 */
    {"A12 interface with wrong nargs", "(L8103;[B)S", 2, 0, "18 19 8E 03 0009 00 78",
     BOTH("says 3 argument words"), 0},
    {"A12 interface method out of range", "(L8103;[B)S", 2, 0, "18 19 8E 02 0009 05 78",
     BOTH("has no method 5"), 0},
    {"A12 invokeinterface on a class", "(C0;[B)S", 2, 0, "18 19 8E 02 0000 00 78",
     BOTH("is no interface"), 0},
    {"A12 pool index out of range", "()V", 2, 0, "8D 0099 7A", BOTH("constant pool entry 153"), 0},
    {"A12 wrong tag", "()V", 2, 0, "8D 0003 7A", BOTH("which this instruction does not take"), 0},
    {"A14 impdep1", "()V", 1, 0, "FE 00 00", BOTH("opcode 0xFE is not allowed"), 0},
    {"A14 no such opcode", "()V", 1, 0, "B9 7A", BOTH("opcode 0xB9 is not allowed"), 0},
    {"int without ACC_INT", "()V", 2, 0, "0A 3C 7A", BOTH("ACC_INT is not set"), 0},
    {"int array without ACC_INT", "()V", 2, 0, "03 90 0D 3B 7A", BOTH("ACC_INT is not set"), 0},
    {"A15 checkcast of type 9", "(L8000;)V", 1, 0, "18 94 09 0000 3B 7A", BOTH("array type 9"), 0},
    {"A15 checkcast of an array with an index", "(L8000;)V", 1, 0, "18 94 0B 0001 3B 7A",
     BOTH("not 0"), 0},
    {"A15 newarray of references", "()V", 1, 0, "03 90 0E 3B 7A", BOTH("array type 14"), 0},
    {"A15 anewarray of a field", "()V", 1, 0, "03 91 0003 3B 7A", BOTH("does not take"), 0},
    {"A13 athrow of a short", "()V", 1, 0, "03 93", BOTH("what is thrown is a short"), 0},
    {"A13 athrow of an Object", "(L8000;)V", 1, 0, "18 93", "what is thrown is class 0 of", NULL,
     0},
    /* fields */
    {"short field as reference", "(C0;)V", 1, 0, "18 83 03 3B 7A", BOTH("type a on a field of"), 0},
    {"reference field as short", "(C0;)S", 1, 0, "18 85 04 78", BOTH("type s on a field of"), 0},
    {"byte static as short", "()S", 1, 0, "7D 0006 78", "type s on a field of", NULL, 0},
    {"static reference as short", "()S", 1, 0, "7D 0005 78", BOTH("type s on a field of"), 0},
    {"final field of another package", "()V", 1, 0, "03 80 000C 7A", BOTH("final field"), 0},
    /* objects: A31 */
    {"A31 uninitialised object is used", "()S", 1, 0, "8F 0000 85 03 78",
     "the object is an uninitialised object", NULL, 0},
    {"A31 uninitialised object is returned", "()C0;", 1, 0, "8F 0000 77",
     "the result is an uninitialised object", NULL, 0},
    {"A31 initialised twice", "()V", 2, 0, "8F 0000 3D 3D 8C 0002 8C 0002 8C0002 7A", "grows past",
     "grows past", 0},
    {"A31 constructor on an initialised one", "(C0;)V", 2, 0, "18 8C 0002 7A",
     "a constructor is called on class at 0", NULL, 0},
    {"A31 constructor of another class", "()V", 2, 0, "8F 0000 8C 0001 7A",
     "constructor of another class", NULL, 0},
    {"new of an interface", "()V", 2, 0, "8F 0009 3B 7A", BOTH("interface or abstract class"), 0},
    {"new of an abstract class", "()V", 2, 0, "8F 0010 3B 7A", BOTH("interface or abstract class"),
     0},
    /* access */
    {"private of another class", "(C1;)V", 1, 0, "18 8C 000F 7A", "private method of another", NULL,
     0},
    {"protected of a class that is no superclass", "(L8101;)V", 1, 0, "18 8B 0011 7A",
     "this class is no subclass", NULL, 0},
    {"invokestatic on an instance method", "(C1;)V", 1, 0, "18 8D 000F 7A",
     "the method is not static", NULL, 0},
    {"invokespecial on a static method", "([B)S", 2, 0, "18 03 8C 000A 78", "the method is static",
     NULL, 0},
    {"wrong kind of return", "()S", 1, 0, "7A", "the method's result is a short", NULL, 0},
};

static void test_rows(void **state)
{
    (void)state;
    failures = 0;
    for (size_t i = 0; i < TEST_COUNT(rows); i++) {
        const row *r = &rows[i];
        base((uint8_t)r->flags);
        add_tested(r->type, (uint8_t)r->stack, (uint8_t)r->locals, r->hex);
        cm_finish(&cm);
        expect(r->name, true, r->typed);
        expect(r->name, false, r->untyped);
    }
    assert_int_equal(failures, 0);
}

/* ---- what a row cannot say ---- */

/* Finishes the package and expects this of it, with and without Descriptor. */
static void expect_package(const char *name, const char *typed, const char *untyped)
{
    failures = 0;
    cm_finish(&cm);
    expect(name, true, typed);
    expect(name, false, untyped);
    assert_int_equal(failures, 0);
}

static void expect_both(const char *name, const char *expected)
{
    expect_package(name, expected, expected);
}

static void test_constructors(void **state)
{
    (void)state;
    static const struct {
        const char *name, *hex, *typed;
    } bodies[] = {
        {"A31 no call of the superclass's", "7A", "before a constructor of its superclass"},
        {"A31 this escapes", "18 7F 0005 18 8C 0002 7A", "the value is uninitialised this"},
        {"A31 this is used", "18 85 03 3B 18 8C 0002 7A", "the object is uninitialised this"},
        {"A31 this is passed", "18 03 8B 0007 3B 18 8C 0002 7A", "called on uninitialised this"},
        {"skips a generation", "18 8C 0001 7A", "neither this class nor its superclass"},
        {"on one path only", "03 60 06 18 8C 0002 7A", "before a constructor of its superclass"},
        {"right", "18 8C 0002 7A", NULL},
    };
    for (size_t i = 0; i < TEST_COUNT(bodies); i++) {
        base(0);
        int m = cm_add_method(&cm, 1, CM_NONE, PUBLIC | INIT, "()V", 2, 0, bodies[i].hex);
        cm_add_static(&cm, m);
        expect_package(bodies[i].name, bodies[i].typed, NULL);
    }
    base(0);
    cm_add_field(&cm, 1, 0, PRIVATE, "S", 0);
    int field = cm_add_entry(&cm, HY_POOL_FIELD, 1, 0, "S");
    assert_int_equal(field, 0x12);
    int m = cm_add_method(&cm, 1, CM_NONE, PUBLIC | INIT, "()V", 2, 0, "18 03 89 12 18 8C 0002 7A");
    cm_add_static(&cm, m);
    expect_both("own field before super()", NULL);
}

static void add_guarded(const char *hex, uint16_t start, uint16_t end, uint16_t target,
                        uint16_t type)
{
    base(0);
    int m = add_tested("(C0;)S", 2, 1, hex);
    cm_add_handler(&cm, m, start, end, target, type, true);
}

static void test_handlers(void **state)
{
    (void)state;
    /* 0 aload_0, 1 getfield_s 0, 3 sreturn, 4 pop, 5 sconst_0, 6 sreturn */
    const char *code = "18 85 03 78 3B 03 78";
    add_guarded(code, 0, 4, 4, P_THROWABLE);
    expect_both("right", NULL);
    add_guarded(code, 0, 4, 4, 0);
    expect_both("finally", NULL);
    add_guarded(code, 0, 4, 4, P_OBJECT);
    expect_package("A13 catch type that is no Throwable", "is no Throwable", NULL);
    add_guarded(code, 0, 4, 4, P_SHORT);
    expect_both("A13 catch type that is a field", "is no class of the constant pool");
    add_guarded(code, 0, 4, 2, P_THROWABLE);
    expect_package("A13 handler inside an instruction", "cuts an instruction",
                   "another instruction starts at pc 2");
    add_guarded(code, 2, 4, 4, P_THROWABLE);
    expect_both("range that starts in an instruction", "cuts an instruction");
    add_guarded(code, 0, 2, 4, P_THROWABLE);
    expect_both("range that ends in an instruction", "cuts an instruction");
    add_guarded(code, 0, 7, 0x60, P_THROWABLE);
    expect_both("handler past everything", "points outside the methods");
    add_guarded(code, 0, 4, 4, P_THROWABLE);
    cm.handlers[0].stop = false;
    expect_both("stop bit", "wrong stop bit");
    /* A local set in the range is not set in the handler. */
    add_guarded("03 30 1D 78 3B 1D 78", 0, 4, 4, P_THROWABLE);
    expect_both("local set in the range", "the local is nothing usable");
}

static void test_reference_locations(void **state)
{
    (void)state;
    base(0);
    int m = add_tested("()S", 1, 0, "7D 0006 78");
    cm_finish(&cm);
    cm.skip_location = (uint16_t)(cm.methods[m].at + 3);
    expect_both("A5 A16 an operand is not listed", "ReferenceLocation lists 0 bytes");
    base(0);
    add_tested("()V", 1, 0, "7A");
    cm_finish(&cm);
    /* one more: the byte before the last of Method, which is in no operand */
    size_t n = cm.sizes[HY_COMPONENT_REF_LOCATION] - 3;
    uint8_t *info = &cm.bytes[HY_COMPONENT_REF_LOCATION][3];
    size_t count1 = (size_t)info[0] << 8 | info[1];
    unsigned last = 0;
    for (size_t i = 4 + count1; i < n; i++)
        last += info[i];
    info[n] = (uint8_t)(cm.sizes[HY_COMPONENT_METHOD] - 3 - 2 - last);
    info[2 + count1 + 1]++;
    cm_resize(&cm, HY_COMPONENT_REF_LOCATION, n + 1);
    failures = 0;
    expect("a place that is no operand", true, "ReferenceLocation lists");
    assert_int_equal(failures, 0);
}

static void test_overriding(void **state)
{
    (void)state;
    base(0);
    cm.classes[1].base = 1;
    cm_add_method(&cm, 1, 1, PUBLIC, "(S)S", 1, 0, "1D 78");
    expect_both("override", NULL);
    base(0);
    cm.classes[1].base = 1;
    cm_add_method(&cm, 1, 1, PUBLIC, "([B)S", 2, 0, "19 03 25 78");
    expect_package("override with another type", "has another type than the one it overrides",
                   "is a short in one place and a reference in another");
    base(0);
    int c = cm_add_class(&cm, LOCKED, PUBLIC);
    (void)c;
    expect_both("final superclass", "extends a final class");
    base(0);
    cm_add_class(&cm, SERVICE, PUBLIC);
    expect_both("interface as superclass", "extends an interface");
    base(0);
    c = cm_add_class(&cm, APPLET, PUBLIC);
    cm_add_method(&cm, c, 1, PUBLIC, "()V", 0, 0, "7A");
    cm_add_method(&cm, c, 2, PUBLIC, "()Z", 1, 0, "03 78");
    cm_add_method(&cm, c, 3, PUBLIC, "(L8000;)V", 0, 0, "7A");
    expect_package("final method", "overrides a final method", NULL);
    base(0);
    c = cm_add_class(&cm, OBJECT, PUBLIC);
    cm_add_method(&cm, c, 1, PUBLIC | HY_ACCESS_M_ABSTRACT, "()V", 0, 0, "");
    expect_package("abstract method in a class that is not", "is not abstract", NULL);
}

static void test_implementing(void **state)
{
    (void)state;
    for (int wrong = 0; wrong < 3; wrong++) {
        base(0);
        int c = cm_add_class(&cm, OBJECT, PUBLIC);
        cm.classes[c].interface = wrong == 2 ? LOCKED : SERVICE;
        cm.classes[c].token_count = 1;
        cm.classes[c].tokens[0] = 1;
        cm_add_method(&cm, c, 1, PUBLIC, wrong == 1 ? "([BS)S" : "([B)S", 2, 0, "19 03 25 78");
        if (wrong == 0)
            expect_both("right", NULL);
        else if (wrong == 1)
            expect_package("A18 other arguments", "than method 0 of the interface",
                           "takes 3 words");
        else
            expect_both("a class as interface", "implements a class");
    }
}

static void test_protected(void **state)
{
    (void)state;
    base(0);
    int c = cm_add_class(&cm, APPLET, PUBLIC | HY_ACCESS_ABSTRACT);
    cm.classes[c].base = 4;
    int m = cm_add_method(&cm, c, CM_NONE, STATIC, "(C2;)V", 1, 0, "18 8B 0012 7A");
    cm_add_entry(&cm, HY_POOL_VIRTUAL, c, 1, "()V");
    cm_add_static(&cm, m);
    expect_both("through the subclass", NULL);
    cm.methods[m].type = cm.pool[0x13].type = "(L8101;)V";
    cm.methods[m].code[3] = 0x11;
    expect_package("through the superclass", "protected and the object is of another class", NULL);
}

static void test_install(void **state)
{
    (void)state;
    base(0);
    cm.install = cm_add_method(&cm, 0, CM_NONE, PUBLIC | STATIC, "([BSB)V", 2, 0, "18 1D 25 3B 7A");
    expect_both("install", NULL);
    base(0);
    cm.install = cm_add_method(&cm, 0, CM_NONE, PUBLIC | STATIC, "(SS[B)V", 2, 0, "1A 1D 25 3B 7A");
    expect_package("other arguments", "is not public static void install",
                   "argument word 2 of the method at");
    base(0);
    cm.install = cm_add_method(&cm, 0, CM_NONE, PUBLIC | STATIC, "([BS)V", 2, 0, "7A");
    expect_package("too few arguments", "is not public static void install", "takes 2 words");
}

static void test_descriptor_against_code(void **state)
{
    (void)state;
    base(0);
    int m = add_tested("()V", 1, 0, "7A 7A");
    cm_finish(&cm);
    cm.methods[m].length = 1;
    size_t sizes = cm.sizes[HY_COMPONENT_METHOD];
    cm_finish(&cm);
    cm.bytes[HY_COMPONENT_METHOD][sizes - 1] = 0x7A;
    cm_resize(&cm, HY_COMPONENT_METHOD, sizes - 3);
    failures = 0;
    expect("code that nobody describes", true, "which goes on to");
    base(0);
    cm.pool[P_SHORT].type = "[B";
    cm_finish(&cm);
    expect("type of a field", true, "gives the field another type");
    base(0);
    cm.pool[P_EQUALS].type = "(S)Z";
    cm_finish(&cm);
    expect("type of a method", true, "gives the method another type");
    base(0);
    m = add_tested("(S)V", 1, 0, "7A");
    cm_finish(&cm);
    cm.bytes[HY_COMPONENT_METHOD][3 + cm.methods[m].at + 1] = 0x20;
    expect("A12 nargs of the header", true, "2 argument words, but its type has 1");
    assert_int_equal(failures, 0);
}

static void test_imports(void **state)
{
    (void)state;
    base(0);
    add_tested("()V", 1, 0, "7A");
    cm_finish(&cm);
    failures = 0;
    uint8_t *minor = &cm.bytes[HY_COMPONENT_IMPORT][3 + 1];
    *minor = 1;
    expect("newer minor", true, "needs version 1.1, version 1.0 is there");
    *minor = 0;
    minor[1] = 2;
    expect("other major", false, "needs version 2.0");
    minor[1] = 1;
    minor[9] = 0x77;
    expect("unknown package", true, "is not there");
    base(0);
    cm.pool[P_EQUALS].token = 9;
    cm_finish(&cm);
    expect("A4 unknown token", true, "has no virtual method 9");
    expect("A4 unknown token", false, "has no virtual method 9");
    base(0);
    cm.pool[P_APPLET].cref = 0x8177;
    cm_finish(&cm);
    expect("A4 unknown class", false, "the imported package A0000000620101 has no class 119");
    assert_int_equal(failures, 0);
}

static void test_options(void **state)
{
    (void)state;
    hy_reason why = {""};
    hy_verify_result result = {0};
    base(0);
    add_tested("()V", 1, 0, "FE 0001");
    cm_finish(&cm);
    assert_ok(verify(true, &(hy_verify_options){.system = true}, &result, &why));
    assert_true(result.typed);
    assert_fails(MISMATCH, verify(true, NULL, NULL, &why));
    base(0);
    add_tested("()V", 1, 0, "7A");
    cm_finish(&cm);
    hy_verify_options strict = {.require_descriptor = true};
    assert_ok(verify(true, &strict, NULL, &why));
    assert_fails(DENIED, verify(false, &strict, NULL, &why));
    assert_ok(verify(false, NULL, &result, &why));
    assert_false(result.typed);
    assert_fails(LIMIT, verify(true, &(hy_verify_options){.budget = 5}, NULL, &why));
    assert_non_null(strstr(why.text, "more work than any honest package"));
}

/* A40: thirty subroutines, each calling the next one twice, would be followed 2^30 times. */
static void test_subroutine_bomb(void **state)
{
    (void)state;
    enum { LEVELS = 30, SIZE = 11 };
    char hex[(LEVELS + 2) * SIZE * 2 + 1];
    size_t n = 0;
    n += (size_t)snprintf(hex + n, sizeof hex - n, "7100047A");
    for (unsigned i = 0; i < LEVELS; i++) /* astore i, jsr next, jsr next, ret i */
        n += (size_t)snprintf(hex + n, sizeof hex - n, "28%02X71000871000572%02X", i, i);
    (void)snprintf(hex + n, sizeof hex - n, "28%02X72%02X", LEVELS, LEVELS);
    base(0);
    add_tested("()V", 1, LEVELS + 1, hex);
    expect_both("A40 subroutines", "subroutines are called in more than 255 ways");
}

/* A subroutine keeps what it does not touch, whatever it is for each caller. */
static void test_subroutine_is_polymorphic(void **state)
{
    (void)state;
    base(0);
    /* 0 sconst_0, sstore_1, jsr 13; 5 sload_1, pop; 7 aload_0, astore_1, jsr 13; 12 return
       13 astore_2, ret 2 -- then local 1 is a reference after the second call */
    add_tested("(C0;)V", 1, 2, "03 30 71 000B 1D 3B 18 2C 71 0004 7A 00 2D 72 02");
    expect_both("kept", NULL);
}

/* The result of an interface that nobody here implements is guessed without Descriptor. */
static void test_guessing(void **state)
{
    (void)state;
    static const char *const bodies[][2] = {
        {"(C2;)S", "18 8E 01 0012 00 78"},
        {"(C2;)L8000;", "18 8E 01 0012 00 77"},
        {"(C2;)V", "18 8E 01 0012 00 7A"},
    };
    static const char *const results[] = {"()S", "()L8000;", "()V"};
    for (size_t i = 0; i < TEST_COUNT(bodies); i++) {
        base(0);
        int c = cm_add_class(&cm, 0xFFFF, PUBLIC | HY_ACCESS_INTERFACE | HY_ACCESS_ABSTRACT);
        cm.classes[c].interface = SHAREABLE;
        cm_add_method(&cm, c, 0, PUBLIC | HY_ACCESS_M_ABSTRACT, results[i], 0, 0, "");
        cm_add_entry(&cm, HY_POOL_CLASS, c, 0, NULL);
        add_tested(bodies[i][0], 1, 0, bodies[i][1]);
        expect_both("guessed", NULL);
    }
}

/* A switch of 256 cases to one place stays linear (A40). */
static void test_work_is_linear(void **state)
{
    (void)state;
    hy_reason why;
    hy_verify_result result;
    char hex[2 * CM_CODE];
    size_t n = 0;
    base(0);
    n += (size_t)snprintf(hex + n, sizeof hex - n, "1C73%04X000000FF", 7 + 2 * 256);
    for (int i = 0; i < 256; i++)
        n += (size_t)snprintf(hex + n, sizeof hex - n, "%04X", 7 + 2 * 256);
    (void)snprintf(hex + n, sizeof hex - n, "7A");
    add_tested("(S)V", 1, 0, hex);
    cm_finish(&cm);
    assert_ok(verify(true, NULL, &result, &why));
    assert_true(result.work <= 2 * (uint64_t)result.instructions + 257);
}

/* ---- the view of a parsed package ---- */

static void test_own_view(void **state)
{
    (void)state;
    static hy_package p;
    hy_reason why;
    hy_package_view view;
    hy_view_source source = cm_views();
    hy_arena arena = hy_arena_new(MEMORY);
    base(0);
    int c = cm_add_class(&cm, APPLET, PUBLIC | HY_ACCESS_ABSTRACT);
    cm.classes[c].exported = true;
    cm.classes[c].base = 4;
    cm.classes[c].interface = SERVICE;
    cm.classes[c].token_count = 1;
    cm.classes[c].tokens[0] = 4;
    cm_add_field(&cm, c, 0, HY_ACCESS_PROTECTED, "[S", 0);
    cm_add_method(&cm, c, 4, PUBLIC, "([B)S", 1, 0, "03 78");
    cm_add_method(&cm, c, 0, PUBLIC | STATIC, "(C2;L8101;)L8002;", 1, 0, "01 77");
    expect_both("exporting", NULL);
    hy_package_parts parts = cm_parts(&cm, false);
    assert_ok(hy_package_read(&parts, &arena, &p, &why));
    assert_fails(STATE, hy_view_of_package(&p, 0, &source, &arena, &view, &why));
    parts = cm_parts(&cm, true);
    assert_ok(hy_package_read(&parts, &arena, &p, &why));
    assert_fails(LINK, hy_view_of_package(&p, 0, NULL, &arena, &view, &why));
    assert_fails(ARGUMENT, hy_view_of_package(&p, 1, &source, &arena, &view, &why));
    assert_ok(hy_view_of_package(&p, 0, &source, &arena, &view, &why));

    const hy_view_class *k = hy_view_find_class(&view, 0);
    assert_non_null(k);
    assert_null(hy_view_find_class(&view, 1));
    assert_int_equal(k->super.token, 1);
    assert_int_equal(view.packages[k->super.package].p[5], 0x01); /* javacard.framework */
    assert_int_equal(k->interface_count, 1);
    assert_int_equal(k->interfaces[0].token, 3);
    assert_int_equal(k->virtual_count, 5);
    assert_int_equal(hy_view_find_virtual(k, 1)->access, HY_ACCESS_PROTECTED | FINAL);
    assert_int_equal(hy_view_find_virtual(k, 0)->params[0].of.token, 0); /* Object */
    assert_int_equal(hy_view_argument_words(hy_view_find_virtual(k, 4)), 1);
    assert_int_equal(hy_view_find_virtual(k, 4)->params[0].kind, HY_TYPE_BYTES);
    const hy_view_method *m = hy_view_find_static(k, 0);
    assert_int_equal(m->param_count, 2);
    assert_int_equal(m->params[0].of.package, HY_VIEW_SELF);
    assert_int_equal(m->params[0].of.token, 0);
    assert_int_equal(m->result.of.token, 2);
    assert_int_equal(hy_view_find_field(k, 0)->type.kind, HY_TYPE_SHORTS);
    assert_null(hy_view_find_static_field(k, 0));
    hy_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_constructors),
        cmocka_unit_test(test_handlers),
        cmocka_unit_test(test_reference_locations),
        cmocka_unit_test(test_overriding),
        cmocka_unit_test(test_implementing),
        cmocka_unit_test(test_protected),
        cmocka_unit_test(test_install),
        cmocka_unit_test(test_descriptor_against_code),
        cmocka_unit_test(test_imports),
        cmocka_unit_test(test_options),
        cmocka_unit_test(test_subroutine_bomb),
        cmocka_unit_test(test_subroutine_is_polymorphic),
        cmocka_unit_test(test_guessing),
        cmocka_unit_test(test_work_is_linear),
        cmocka_unit_test(test_own_view),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
