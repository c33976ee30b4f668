/* The attacks, and the applet that carries each. */
#include "attacks.h"

#include <string.h>

enum {
    PUBLIC = HY_ACCESS_PUBLIC,
    STATIC = HY_ACCESS_STATIC,
    INIT = HY_ACCESS_INIT,
    OBJECT = 0x8000, /* classes of the platform by their published tokens */
    THROWABLE = 0x8001,
    SECURITY = 0x800A,
    SHAREABLE = 0x8102,
    APPLET = 0x8103,
    AID = 0x8106,
    ISO_EXCEPTION = 0x8107,
    JCSYSTEM = 0x8108,
    APDU = 0x810A,
    UTIL = 0x8110,
};

/* ---- edits of the package ---- */

static void forget_location(capmake *cm, int method)
{
    cm_finish(cm);
    cm->skip_location = (uint16_t)(cm->methods[method].at + 3);
}

static void static_outside(capmake *cm, int method)
{
    (void)method;
    cm->pool[P_STATIC_SHORT].at = 0x7000;
}

static void virtual_outside(capmake *cm, int method)
{
    (void)method;
    cm->pool[P_EQUALS].token = 0x50;
}

static void field_outside(capmake *cm, int method)
{
    (void)method;
    cm->pool[P_SHORT].token = 0x70;
}

static void catch_no_throwable(capmake *cm, int method)
{
    cm_add_handler(cm, method, 0, 2, 2, P_OTHER, true);
}

static void catch_in_operand(capmake *cm, int method)
{
    cm_add_handler(cm, method, 0, 3, 1, 0, true);
}

static void catch_outside(capmake *cm, int method)
{
    cm_add_handler(cm, method, 0, 3, 0x70, 0, true);
}

/* Thirty subroutines that each call the next one twice. */
static void nested_subroutines(capmake *cm, int method)
{
    enum { COUNT = 30, SIZE = 10 };
    cm_method *m = &cm->methods[method];
    uint8_t *at = m->code;
    *at++ = 0x71; /* jsr to the first, behind sspush 9000, sreturn */
    *at++ = 0x00;
    *at++ = 0x07;
    memcpy(at, (const uint8_t[]){0x11, 0x90, 0x00, 0x78}, 4);
    at += 4;
    for (uint8_t i = 0; i < COUNT; i++) {
        const uint8_t inner[SIZE] = {0x28, i, 0x71, 0x00, 0x08, 0x71, 0x00, 0x05, 0x72, i};
        const uint8_t last[SIZE] = {0x28, i, 0x72, i, 0x72, i, 0x72, i, 0x72, i};
        memcpy(at, i + 1 < COUNT ? inner : last, SIZE);
        at += i + 1 < COUNT ? SIZE : 4;
    }
    m->length = (uint16_t)(at - m->code);
}

/* ---- and of its components ---- */

static void native_method(capmake *cm)
{
    cm->bytes[HY_COMPONENT_METHOD][3 + cm->methods[3].at] |= 0x20;
}

/* helper() takes four words, two of them its caller's caller's. */
static void more_arguments(capmake *cm)
{
    cm->bytes[HY_COMPONENT_METHOD][3 + cm->methods[4].at + 1] = 4 << 4;
}

static void size_that_lies(capmake *cm)
{
    cm->bytes[HY_COMPONENT_DIRECTORY][3 + 2 * (HY_COMPONENT_METHOD - 1) + 1]++;
}

static void huge_count(capmake *cm)
{
    cm->bytes[HY_COMPONENT_POOL][3] = 0xFF;
}

static void huge_image(capmake *cm)
{
    cm->bytes[HY_COMPONENT_STATIC_FIELD][3] = 0xFF;
}

static void applet_elsewhere(capmake *cm)
{
    size_t n = cm->sizes[HY_COMPONENT_APPLET];
    cm->bytes[HY_COMPONENT_APPLET][n - 2] = 0x7F;
}

static void short_component(capmake *cm)
{
    cm_resize(cm, HY_COMPONENT_CLASS, cm->sizes[HY_COMPONENT_CLASS] - 3 - 1);
}

/* ---- the table ---- */

#define NEW_BYTES "08 90 0B"            /* new byte[5] */
#define NEW_SHORTS "08 90 0C"           /* new short[5] */
#define NEW_OBJECT "8F 000C 3D 8C 000D" /* new Object() */
#define NEW_OTHER "8F 000E 3D 8C 0014"
#define FINE "11 9000 78"
#define ILL(verifier, runtime) verifier, runtime, NULL, NULL, NULL
#define WELL(runtime, unchecked) NULL, runtime, unchecked, NULL, NULL
#define EDITED(verifier, runtime, edit) verifier, runtime, NULL, edit, NULL
#define SPOILT(reader, spoil) reader, reader, NULL, NULL, spoil

const attack attacks[] = {
    {"control: nothing is wrong", 8, 2, FINE, WELL("9000", "9000")},
    {"A1 bytes read as shorts, past their end", 8, 2, "10 05 90 0B 07 26 78",
     ILL("a short array is needed", "6901")},
    {"A1 shorts read as bytes", 8, 2, NEW_SHORTS " 03 25 78",
     ILL("a byte or boolean array is needed", "6901")},
    {"A1 bytes written as shorts", 8, 2, NEW_BYTES " 07 11 7FFF 39 " FINE,
     ILL("a short array is needed", "6901")},
    {"A2 object as array", 8, 2, NEW_OBJECT " 92 78", ILL("the operand is class 0", "6901")},
    {"A2 array as object: its length as a field", 8, 2, NEW_BYTES " 11 7FFF 89 08 " FINE,
     ILL("the object is a byte array", "6901")},
    {"A2 object as one with more fields", 8, 2, NEW_OTHER " 85 08 78",
     ILL("the object is class at", "6901")},
    {"A2 field past the object's end", 8, 2, "8F 0000 3D 8C 0003 85 08 78",
     EDITED("no field 112", "no such field", field_outside)},
    {"A3 number as reference", 8, 2, "11 1234 92 78", ILL("the operand is a short", "6901")},
    {"A3 number as object", 8, 2, "04 85 08 78", ILL("the object is a short", "6901")},
    {"A3 number as receiver", 8, 2, "04 01 8B 0010 78", ILL("which is not of the class", "6901")},
    {"A3 field of a number read as a reference", 8, 2, "8F 0000 3D 8C 0003 83 08 92 78",
     ILL("on a field of type s", "field")},
    {"A3 static field of a number read as a reference", 8, 2, "7B 000B 92 78",
     ILL("on a field of type s", "static field")},
    {"A3 reference moved by arithmetic", 8, 2, NEW_OBJECT " 04 41 92 78",
     ILL("a short is needed", "6901")},
    {"A4 the system's AID as an object of one's own", 8, 2, "8D 000F 83 09 92 78",
     ILL("the object is class 6", "6901")},
    {"A4 its bytes replaced", 8, 2, "8D 000F " NEW_BYTES " 87 09 " FINE,
     ILL("the object is class 6", "6901")},
    {"A5 static field outside the image", 8, 2, "7D 000B 78",
     EDITED("static field", "static field", static_outside)},
    {"A5 A16 operand that the linker is not told of", 8, 2, "7D 000B 3B " FINE,
     EDITED("ReferenceLocation lists", "9000", forget_location)},
    {"A6 local past the frame written", 8, 2, "11 1234 29 4D " FINE,
     ILL("local 77, but the method has 2", "local variable outside")},
    {"A6 local past the frame read", 8, 2, "16 03 78",
     ILL("local 3, but the method has 2", "local variable outside")},
    {"A7 branch into data", 8, 2, "70 60 " FINE,
     ILL("no instruction of this method", "leaves the code")},
    {"A7 branch into an operand", 8, 2, "11 0000 3B 70 FE " FINE,
     ILL("no instruction of this method", "the middle of an instruction")},
    {"A7 running off the end", 8, 2, "00 00", ILL("past the end", "leaves the code")},
    {"A8 goto_w back out of the method", 8, 2, "A8 FFE0 " FINE,
     ILL("no instruction of this method", "leaves the code")},
    {"A9 pops the caller's frame", 8, 2, "3B 3B 3B " FINE,
     ILL("takes 1 words from a stack of 0", "more from the stack")},
    {"A9 swap_x below the frame", 8, 2, "03 40 11 78",
     ILL("takes 2 words from a stack of 1", "more from the stack")},
    {"A9 dup_x below the frame", 8, 2, "03 3F 12 78",
     ILL("takes 2 words from a stack of 1", "more from the stack")},
    {"A9 stack past its end", 1, 2, "03 03 03 3B 3B 78", ILL("grows past", "grows past")},
    {"A10 dup_x of nothing", 8, 2, "03 03 03 3F 03 78", ILL("m = 0 and n = 3", "out of range")},
    {"A10 swap_x of three", 8, 2, "03 03 03 03 40 13 78", ILL("m = 1 and n = 3", "out of range")},
    {"A11 number as return address", 8, 2, "11 0005 2F 72 00",
     ILL("a return address is needed", "6901")},
    {"A11 arithmetic on a return address", 8, 2, "71 0007 11 9000 78 04 41 2F 72 00",
     ILL("a short is needed", "6901")},
    {"A11 reference as return address", 8, 2, NEW_OBJECT " 2B 72 00",
     ILL("a return address is needed", "6901")},
    {"A11 return address of another method", 8, 2, "71 0007 11 9000 78 03 8D 0015 78",
     ILL("a return address", "6901")},
    {"A11 return address kept as a number", 8, 2, "71 0007 11 9000 78 81 000B 72 00",
     ILL("a short is needed", "6901")},
    {"A12 call through an entry that is not there", 8, 2, "8D 0099 78",
     ILL("constant pool entry 153", "constant that is not there")},
    {"A12 call through a field", 8, 2, "8D 0008 78", ILL("does not take", "of another kind")},
    {"A12 virtual method past the table", 8, 2, "01 01 8B 0010 78",
     EDITED("no virtual method 80", "no such virtual method", virtual_outside)},
    {"A12 too few arguments", 8, 2, "8D 0015 78", ILL("passes 2 words", "more from the stack")},
    {"A12 method that takes more than it is passed", 8, 2, NEW_BYTES " 03 8D 0015 78",
     "4 argument words, but its type has 2", "more from the stack", NULL, NULL, more_arguments},
    {"A12 interface method that is not there", 8, 2, "8D 000F 03 03 8E 03 0012 40 78",
     ILL("has no method 64", "6901")},
    {"A13 catch type that cannot be thrown", 8, 2, "01 93 3B " FINE,
     EDITED("is no Throwable", "6F00", catch_no_throwable)},
    {"A13 handler inside an operand", 8, 2, "11 3B03 78 00",
     EDITED("cuts an instruction", "the middle of an instruction", catch_in_operand)},
    {"A13 handler outside the method", 8, 2, FINE,
     EDITED("outside the methods", "outside the methods", catch_outside)},
    {"A13 a number is thrown", 8, 2, "04 93", ILL("what is thrown is a short", "6901")},
    {"A13 an array is thrown", 8, 2, NEW_BYTES " 93", ILL("what is thrown is a byte", "6901")},
    {"A13 an object that is no Throwable is thrown", 8, 2, NEW_OTHER " 93",
     ILL("what is thrown is class", "6901")},
    {"A14 native instruction", 8, 2, "FE 0000 " FINE, ILL("0xFE is not allowed", "reserved")},
    {"A14 the other one", 8, 2, "FF 0000 " FINE, ILL("0xFF is not allowed", "reserved")},
    {"A14 no instruction", 8, 2, "B9 " FINE, ILL("0xB9 is not allowed", "no whole instruction")},
    {"A14 native method", 8, 2, FINE, SPOILT("flags", native_method)},
    {"A15 checkcast to type 99", 8, 2, "01 94 63 0000 3B " FINE,
     ILL("array type 99", "no type of array")},
    {"A15 anewarray of a field", 8, 2, "04 91 0008 3B " FINE, ILL("does not take", "no class")},
    {"A15 instanceof an entry that is not there", 8, 2, "01 95 00 0077 78",
     ILL("constant pool entry 119", "constant that is not there")},
    {"A17 Directory gives another size", 8, 2, FINE, SPOILT("Directory", size_that_lies)},
    {"A17 count past the component", 8, 2, FINE, SPOILT("ConstantPool", huge_count)},
    {"A17 static image of 64 KiB", 8, 2, FINE, SPOILT("StaticField", huge_image)},
    {"A17 install outside Method", 8, 2, FINE, SPOILT("Applet", applet_elsewhere)},
    {"A17 component cut short", 8, 2, FINE, SPOILT("Class", short_component)},
    {"A21 APDU buffer kept in a static field", 8, 2, "8D 0013 7F 000A " FINE, WELL("6901", "9000")},
    {"A21 in an array", 8, 2, "04 91 000C 03 8D 0013 37 " FINE, WELL("6901", "9000")},
    {"A21 the APDU in an array", 8, 2, "04 91 000C 03 8D 0018 37 " FINE, WELL("6901", "9000")},
    {"A21 in a field", 8, 2, "8F 0000 3D 8C 0003 8D 0013 87 09 " FINE, WELL("6901", "9000")},
    {"A22 what another's command left in the APDU buffer", 8, 2, "8D 0013 10 06 25 11 9000 41 78",
     WELL("9000", "9000")},
    {"A23 reference from an aborted transaction in a local", 8, 2,
     "8D 0016 " NEW_SHORTS " 2B 8D 0017 18 67 06 " FINE " 11 6666 78", WELL("9000", "9000")},
    {"A24 in a static field", 8, 2,
     "8D 0016 " NEW_BYTES " 7F 000A 8D 0017 7B 000A 67 06 " FINE " 11 6666 78",
     WELL("9000", "9000")},
    {"A24 in a transient array", 8, 2,
     "04 04 8D 0019 2B 8D 0016 18 03 " NEW_OBJECT " 37 8D 0017 18 03 24 67 06 " FINE " 11 6666 78",
     WELL("9000", "9000")},
    {"A27 arrayCopy from before the array", 8, 2, NEW_BYTES " 02 " NEW_BYTES " 03 04 8D 0011 78",
     WELL("6F00", "6F00")},
    {"A27 arrayCopy with a sum that wraps", 8, 2,
     NEW_BYTES " 11 7FFF " NEW_BYTES " 11 7FFF 11 7FFF 8D 0011 78", WELL("6F00", "6F00")},
    {"A27 array index before the array", 8, 2, NEW_BYTES " 02 25 78", WELL("6F00", "6F00")},
    {"A28 shorts where the system wants bytes", 8, 2,
     NEW_SHORTS " 03 " NEW_BYTES " 03 04 8D 0011 78",
     ILL("argument word 0 is a short array", "6901")},
    {"A28 an object where the system wants bytes", 8, 2,
     NEW_OBJECT " 03 " NEW_BYTES " 03 04 8D 0011 78", ILL("argument word 0 is class 0", "6901")},
    {"A28 a number where the system wants bytes", 8, 2, "04 03 " NEW_BYTES " 03 04 8D 0011 78",
     ILL("argument word 0 is a short", "6901")},
    {"A28 null where the system wants bytes", 8, 2, "01 03 01 03 04 8D 0011 78",
     WELL("6F00", "6F00")},
    {"A29 recursion without end", 8, 2, "8D 0005 78", WELL("6F00", "6F00")},
    {"A29 loop without end", 8, 2, "70 00", WELL("6F00", "6F00")},
    {"A30 all memory is taken", 8, 2, "11 7FFF 90 0B 7F 000A 70 F8", WELL("6F00", "6F00")},
    {"A30 all handles are taken", 8, 2, "04 91 000C 2B 04 91 000C 3D 03 18 37 2B 70 F7",
     WELL("6F00", "6F00")},
    {"A31 object that no constructor made", 8, 2, "8F 0000 85 08 11 9000 41 78",
     ILL("an uninitialised object", "9000")},
    {"A31 constructor of another class", 8, 2, "8F 0000 3D 8C 0014 85 08 11 9000 41 78",
     ILL("constructor of another class", "9000")},
    {"A40 subroutines that multiply", 8, 40, "",
     EDITED("more than 255 ways", "6F00", nested_subroutines)},
};
const size_t attack_count = sizeof attacks / sizeof *attacks;

/* ---- the applet ---- */

static void add_pool(capmake *cm, int constructor, int helper, int method)
{
    cm_add_entry(cm, HY_POOL_CLASS, 0, 0, NULL);
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, APPLET, 0, "()V");
    cm_add_entry(cm, HY_POOL_VIRTUAL, APPLET, 1, "()V");
    cm_add_static(cm, constructor);
    cm_add_entry(cm, HY_POOL_VIRTUAL, APPLET, 3, "()Z");
    cm_add_static(cm, method);
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, ISO_EXCEPTION, 1, "(S)V");
    cm_add_entry(cm, HY_POOL_CLASS, SECURITY, 0, NULL);
    cm_add_entry(cm, HY_POOL_FIELD, 0, 0, "S");
    cm_add_entry(cm, HY_POOL_FIELD, 0, 1, "[B");
    cm_add_static_field(cm, 0, "[B");
    cm_add_static_field(cm, 4, "S");
    cm_add_entry(cm, HY_POOL_CLASS, OBJECT, 0, NULL);
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, OBJECT, 0, "()V");
    cm_add_entry(cm, HY_POOL_CLASS, 1, 0, NULL);
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, JCSYSTEM, 3, "()L8106;");
    cm_add_entry(cm, HY_POOL_VIRTUAL, OBJECT, 0, "(L8000;)Z");
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, UTIL, 1, "([BS[BSS)S");
    cm_add_entry(cm, HY_POOL_CLASS, SHAREABLE, 0, NULL);
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, APDU, 5, "()[B");
    cm_add_static(cm, constructor + 1);
    cm_add_static(cm, helper);
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, JCSYSTEM, 1, "()V");
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, JCSYSTEM, 0, "()V");
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, APDU, 4, "()L810A;");
    cm_add_entry(cm, HY_POOL_STATIC_METHOD, JCSYSTEM, 14, "(SB)[L8000;");
    cm_add_static_field(cm, 2, "L8000;");
}

/* process() throws what attack() returned as a status word, and 6901 for a SecurityException. */
void attack_make(capmake *cm, const attack *a)
{
    enum { PROCESS = 7, FROM = 7, TO = 10, HANDLER = 14 };
    cm_init(cm);
    cm->references = 2;
    cm->primitives = 2;
    cm_add_class(cm, APPLET, PUBLIC);
    cm->classes[0].base = PROCESS;
    cm_add_class(cm, OBJECT, 0);
    cm_add_field(cm, 0, 0, PUBLIC, "S", 0);
    cm_add_field(cm, 0, 1, PUBLIC, "[B", 0);
    cm_add_field(cm, 0, CM_NONE, STATIC, "[B", 0);
    cm_add_field(cm, 0, CM_NONE, STATIC, "L8000;", 2);
    cm_add_field(cm, 0, CM_NONE, STATIC, "S", 4);
    int constructor = cm_add_method(cm, 0, CM_NONE, PUBLIC | INIT, "()V", 1, 0, "18 8C 0001 7A");
    cm_add_method(cm, 1, CM_NONE, PUBLIC | INIT, "()V", 1, 0, "18 8C 000D 7A");
    cm->install = cm_add_method(cm, 0, CM_NONE, PUBLIC | STATIC, "([BSB)V", 2, 0,
                                "8F 0000 3D 8C 0003 8B 0002 7A");
    int process = cm_add_method(cm, 0, PROCESS, PUBLIC, "(L810A;)V", 1, 0,
                                "18 8B 0004 60 03 7A 8D 0005 8D 0006 7A 3B 11 6901 8D 0006 7A");
    int helper = cm_add_method(cm, 0, CM_NONE, STATIC, "([BS)S", 2, 0, "18 1D 25 78");
    int method = cm_add_method(cm, 0, CM_NONE, STATIC, "()S", a->stack, a->locals, a->hex);
    add_pool(cm, constructor, helper, method);
    cm_add_handler(cm, process, FROM, TO, HANDLER, P_SECURITY, true);
    if (a->edit != NULL)
        a->edit(cm, method);
    cm_finish(cm);
    if (a->spoil != NULL)
        a->spoil(cm);
}
