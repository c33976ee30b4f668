/* Symbols: Java names and source lines for what runs in an element. The element itself knows none;
   they come from the CAP file that a tool has at hand (its Debug component first, then Descriptor
   and export files) and, for the platform, from its export files. What nothing names gets a name
   made of its place: "com/example/class_001A", "method_0021". */
#ifndef HY_DEBUGGER_SYMBOLS_H
#define HY_DEBUGGER_SYMBOLS_H

#include "converter/capdebug.h"
#include "converter/exports.h"
#include "element/runtime/pool.h"

struct hy_symbol_class;
struct hy_symbol_package;

typedef struct hy_symbol_method {
    const char *name;                        /* "process", "<init>" */
    const char *desc;                        /* "(Ljavacard/framework/APDU;)V"; NULL: not known */
    uint16_t access;                         /* HY_ACC_... as far as known */
    const struct hy_symbol_class *owner;     /* where it is listed; never NULL */
    const struct hy_symbol_package *package; /* never NULL */
    const hy_method *of;                     /* NULL: abstract */
    const hy_debug_method *debug;            /* lines and local variables; NULL: none */
} hy_symbol_method;

typedef struct hy_symbol_class {
    const char *name;   /* "com/example/wallet/Wallet" */
    const char *source; /* "Wallet.java"; NULL: not known */
    uint16_t access;
    const hy_class *of; /* NULL: the rest of a package */
    const struct hy_symbol_package *package;
    const hy_debug_class *debug; /* fields; NULL: none */
    const hy_jclass *exported;   /* of its export file: constants; NULL: none */
    hy_symbol_method *methods;   /* those declared here */
    size_t method_count;
} hy_symbol_class;

typedef struct hy_symbol_package {
    const hy_linked *linked;
    const char *name;           /* "com/example/wallet" */
    hy_symbol_class *classes;   /* [linked->class_count] by ordinal */
    hy_symbol_class rest;       /* lists the methods whose class is not known */
    hy_symbol_method **methods; /* [linked->method_count]; none is NULL */
} hy_symbol_package;

/* A CAP file that a tool gave. */
typedef struct hy_symbol_cap {
    hy_package package;
    struct hy_symbol_cap *next;
} hy_symbol_cap;

typedef struct hy_symbols {
    hy_arena arena;      /* owned: everything */
    const hy_pool *pool; /* borrowed */
    hy_exports exports;
    hy_symbol_cap *caps;
    hy_symbol_package **packages; /* those that were asked for */
    size_t count, room;
    size_t last; /* where the last one was found */
    hy_symbol_package nowhere;
    hy_symbol_class no_class;
    hy_symbol_method no_method; /* when memory is out */
} hy_symbols;

/* No symbols yet, of the packages of this pool, which must outlive s. s must not move
   afterwards. */
void hy_symbols_open(hy_symbols *s, const hy_pool *pool);
void hy_symbols_close(hy_symbols *s);

/* A folder of export files: names of the platform and of imports. NOT_FOUND. */
hy_rc hy_symbols_add_exports(hy_symbols *s, const char *folder, hy_reason *why) HY_USE;

/* A CAP file with Debug if there is one: its names go to the package that has its AID. The
   components are copied. Add it before anything of that package is asked. Errors as
   hy_package_read. */
hy_rc hy_symbols_add_cap(hy_symbols *s, const hy_package_parts *parts, hy_reason *why) HY_USE;

/* What is known of a package, a class, a method. Never NULL; made when first asked for. */
const hy_symbol_package *hy_symbols_package(hy_symbols *s, const hy_linked *l);
const hy_symbol_class *hy_symbols_class(hy_symbols *s, const hy_class *c);
const hy_symbol_method *hy_symbols_method(hy_symbols *s, const hy_method *m);

/* The bytecode offset of a cell in its method, from the first instruction. */
uint32_t hy_symbol_offset(const hy_method *m, const hy_cell *pc);

/* The source line at a bytecode offset; 0: not known. */
unsigned hy_symbol_line(const hy_symbol_method *m, uint32_t offset);

/* "com.example.wallet.Wallet.process", into out; returns out. */
const char *hy_symbol_text(const hy_symbol_method *m, char *out, size_t size);

/* "com.example.wallet.Wallet.process(Wallet.java:57)" of a frame; where there are no lines,
   "(bytecode 0007 of method 0034)", of the platform "(platform)". Returns out. */
const char *hy_symbol_place(const hy_symbol_method *m, uint32_t offset, char *out, size_t size);

/* "com.example.wallet.Wallet" of a class. Returns out. */
const char *hy_symbol_class_text(const hy_symbol_class *c, char *out, size_t size);

/* The name of a constant of a class, "NO_SUCH_ALGORITHM", by the class's export file; of ISO
   status words "SW_...". NULL: none. */
const char *hy_symbols_constant(hy_symbols *s, const hy_class *c, uint16_t value);

/* The name of a status word, "SW_WRONG_DATA", by the export file of ISO7816; NULL: none. */
const char *hy_symbols_status(hy_symbols *s, uint16_t sw);

/* ---- how symbols.c asks its files: each fills what it can of a package ---- */

hy_rc hy_symbols_from_cap(hy_symbols *s, const hy_package *cap, hy_symbol_package *p) HY_USE;
hy_rc hy_symbols_from_exports(hy_symbols *s, hy_symbol_package *p) HY_USE;

#endif
