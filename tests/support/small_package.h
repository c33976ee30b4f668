/* A package made in memory, as hy_package_read would leave it: a handful of classes with every kind
   of field, and methods from bytes. For tests of the linker and the machine. */
#ifndef HY_TESTS_SMALL_PACKAGE_H
#define HY_TESTS_SMALL_PACKAGE_H

#include "element/vm/opcode.h"
#include "element/vm/package.h"

enum { SP_POOL = 96, SP_CODE = 32768, SP_HANDLERS = 16, SP_CLASSES = 8, SP_METHODS = 200 };

/* Classes by number; their class_refs are SP_REF(n). */
enum {
    SP_BASE,      /* extends Object, implements GREETER; words: 0 ref, 1 byte, 2 short, 3-4 int */
    SP_DERIVED,   /* extends BASE; word 5 short; overrides `twice` */
    SP_GREETER,   /* interface: 0 twice(short) */
    SP_SHARED,    /* interface extends Shareable: 0 twice(short) */
    SP_SERVER,    /* extends Object, implements SHARED and Shareable; word 0 short */
    SP_EXCEPTION, /* extends Throwable */
    SP_ABSTRACT,  /* extends Object, abstract method 1 */
    SP_CLASS_COUNT
};
#define SP_REF(n) ((hy_class_ref)((n)*64))

/* Pool entries by index; more can be added. 0 is never a catch type. */
enum {
    SP_P_NONE,
    SP_P_BASE,
    SP_P_DERIVED,
    SP_P_GREETER,
    SP_P_SHARED,
    SP_P_SERVER,
    SP_P_EXCEPTION,
    SP_P_OBJECT,
    SP_P_FIELD_A,
    SP_P_FIELD_B,
    SP_P_FIELD_S,
    SP_P_FIELD_I,
    SP_P_FIELD_DERIVED,
    SP_P_STATIC_A,
    SP_P_STATIC_B,
    SP_P_STATIC_S,
    SP_P_STATIC_I,
    SP_P_TWICE,       /* virtual BASE.twice */
    SP_P_SUPER_TWICE, /* super call from DERIVED */
    SP_P_EQUALS,      /* virtual Object.equals */
    SP_P_HIDDEN,      /* package-visible BASE.hidden */
    SP_P_SERVER_TWICE,
    SP_P_THROWABLE,
    SP_P_ABSTRACT,
    SP_P_ABSTRACT_METHOD,
    SP_P_COUNT
};

typedef struct small_package {
    hy_package p;
    hy_package_id imports[2];
    hy_package_member member;
    hy_package_export export; /* of BASE: every method, so that the linker knows them */
    uint32_t exported[SP_METHODS];
    hy_package_class classes[SP_CLASSES];
    hy_package_implemented implemented[3];
    hy_class_ref shared_supers[1];
    uint32_t tables[5][2];
    hy_pool_entry pool[SP_POOL];
    hy_package_block block;
    hy_package_handler handlers[SP_HANDLERS];
    uint8_t bytes[SP_CODE];
    uint32_t used;
} small_package;

/* A package with ACC_INT, imports java.lang and javacard.framework, and the classes above. */
void sp_init(small_package *s);

/* Appends a method; gives its offset. flags: HY_METHOD_ABSTRACT or 0. */
uint32_t sp_method(small_package *s, uint8_t nargs, uint8_t locals, uint8_t stack,
                   const uint8_t *code, size_t n);

/* Where the code of a method starts. */
static inline uint32_t sp_code(uint32_t method)
{
    return method + 4;
}

/* The index of a pool entry for a static method of the package. */
uint16_t sp_static(small_package *s, uint32_t method);
uint16_t sp_entry(small_package *s, hy_pool_entry entry);

/* Appends a handler for pcs [start, end) of a method. */
void sp_handler(small_package *s, uint32_t method, uint32_t start, uint32_t end, uint32_t target,
                uint16_t type);

#endif
