/* CAP components made to measure for tests: a package of classes and methods becomes components
   that are right in every count and offset, which a test then spoils in one place. */
#ifndef HY_TESTS_CAPMAKE_H
#define HY_TESTS_CAPMAKE_H

#include "element/vm/package.h"
#include "element/vm/view.h"

enum {
    CM_CLASSES = 8,
    CM_METHODS = 24,
    CM_FIELDS = 16,
    CM_POOL = 32,
    CM_HANDLERS = 8,
    CM_CODE = 600,
    CM_BYTES = 8192,
    CM_NONE = 0xFF, /* no token */
};

/* Types are written like the JVM's: "([BSS)V"; classes are "L8003;" for an imported class_ref in
   hex and "C1;" for class number 1 of the package. */
typedef struct cm_class {
    int super;         /* a class number, or a class_ref from 0x8000 on (0xFFFF: none) */
    uint8_t access;    /* HY_ACCESS_... */
    uint8_t base;      /* public_method_table_base */
    int interface;     /* implements this (as super), -1: nothing */
    uint8_t tokens[4]; /* its methods */
    uint8_t token_count;
    bool exported;
    uint8_t member;  /* extended: which package of the CAP */
    uint16_t offset; /* set by cm_finish */
} cm_class;

typedef struct cm_method {
    int owner;
    uint8_t token, access;
    const char *type;
    uint8_t stack, locals;
    uint8_t code[CM_CODE];
    uint16_t length;
    uint16_t at; /* set by cm_finish */
} cm_method;

typedef struct cm_field {
    int owner;
    uint8_t token, access;
    const char *type;
    uint16_t at; /* static */
} cm_field;

typedef struct cm_entry {
    uint8_t tag;
    int cref; /* class number or class_ref; static members inside: -1 */
    uint8_t token;
    int method;  /* inside: number, else -1 */
    uint16_t at; /* inside: static field */
    const char *type;
} cm_entry;

typedef struct cm_handler {
    int method;
    uint16_t start, end, target; /* pcs */
    uint16_t type;
    bool stop;
} cm_handler;

typedef struct capmake {
    uint8_t format_minor; /* 1 unless set */
    uint8_t flags;        /* HY_PACKAGE_INT; the rest is found out */
    cm_class classes[CM_CLASSES];
    int class_count;
    cm_method methods[CM_METHODS];
    int method_count;
    cm_field fields[CM_FIELDS];
    int field_count;
    cm_entry pool[CM_POOL];
    int pool_count;
    cm_handler handlers[CM_HANDLERS];
    int handler_count;
    int install;            /* number of the applet's install method, -1: no applet */
    uint16_t references;    /* static image: references, */
    uint16_t primitives;    /* and bytes of primitives */
    uint8_t members;        /* packages of an extended CAP (set format_minor 3); 0: compact */
    uint8_t imported;       /* imports 2 and on: so many members of such a CAP */
    uint16_t skip_location; /* offset in Method that ReferenceLocation forgets, 0 none */
    /* made by cm_finish: whole components, which a test may change */
    uint8_t bytes[HY_COMPONENT_COUNT][CM_BYTES];
    size_t sizes[HY_COMPONENT_COUNT];
} capmake;

/* An empty package A00000009901 that imports java.lang (0), javacard.framework (1). An extended CAP
   is A00000009902, its members A0000000990A, A0000000990B …, and its methods lie in one block. */
void cm_init(capmake *cm);

int cm_add_class(capmake *cm, int super, uint8_t access);
int cm_add_method(capmake *cm, int owner, uint8_t token, uint8_t access, const char *type,
                  uint8_t stack, uint8_t locals, const char *hex);
int cm_add_field(capmake *cm, int owner, uint8_t token, uint8_t access, const char *type,
                 uint16_t at);
/* The index of the entry. */
int cm_add_entry(capmake *cm, uint8_t tag, int cref, uint8_t token, const char *type);
int cm_add_static(capmake *cm, int method);
int cm_add_static_field(capmake *cm, uint16_t at, const char *type);
void cm_add_handler(capmake *cm, int method, uint16_t start, uint16_t end, uint16_t target,
                    uint16_t type, bool stop);

/* Makes the components. */
void cm_finish(capmake *cm);

/* After a test changed the info of a component: sets its size and Directory's to n. */
void cm_resize(capmake *cm, uint8_t tag, size_t n);

/* The components as the reader takes them. Descriptor only when wanted. */
hy_package_parts cm_parts(const capmake *cm, bool descriptor);

/* Views of a few classes under the real AIDs, for packages that import them:
     java.lang: 0 Object (virtual 0 equals(Object), constructor 0), 1 Throwable, 2 Exception
     javacard.framework: 0 interface Shareable, 1 Applet (virtual 1 register, protected final;
       2 select(); 3 process(Object), abstract; static field 0: byte, protected field 0: short),
       2 final class Locked, 3 interface Service extends Shareable (0: short serve(byte[])) */
hy_view_source cm_views(void);

#endif
