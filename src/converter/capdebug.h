/* The Debug component (JCVM 3.1, 6.15): names, source lines and local variables of a CAP file.
   Never on a card. */
#ifndef HY_CONVERTER_CAPDEBUG_H
#define HY_CONVERTER_CAPDEBUG_H

#include "element/vm/package.h"

typedef struct hy_debug_local {
    const char *name;
    const char *desc;
    uint16_t start, length; /* bytes of code where it holds */
    uint8_t index;          /* word */
} hy_debug_local;

typedef struct hy_debug_line {
    uint16_t start, end; /* offsets in the code, end inclusive */
    uint16_t line;
} hy_debug_line;

typedef struct hy_debug_field {
    const char *name;
    const char *desc;
    uint16_t access;
    uint32_t contents; /* instance: token; static: offset in the image; constant: the value */
} hy_debug_field;

typedef struct hy_debug_method {
    const char *name;
    const char *desc;
    uint32_t at;     /* its method_info in the info of Method; HY_METHOD_ELSEWHERE: abstract */
    uint16_t access; /* flags as in class files */
    uint8_t header_size;
    uint16_t body_size;
    const hy_debug_local *locals;
    const hy_debug_line *lines;
    uint16_t local_count;
    uint16_t line_count;
} hy_debug_method;

typedef struct hy_debug_class {
    const char *name;    /* "com/example/wallet/Wallet" */
    const char *super;   /* "" for java/lang/Object */
    const char *source;  /* "Wallet.java" */
    const char *package; /* "com/example/wallet" */
    hy_class_ref cref;
    uint16_t access;
    const char **interfaces;
    uint8_t interface_count;
    const hy_debug_field *fields;
    const hy_debug_method *methods;
    uint16_t field_count;
    uint16_t method_count;
} hy_debug_class;

typedef struct hy_capdebug {
    const char *package; /* of the first package */
    const char **strings;
    uint16_t string_count;
    const hy_debug_class *classes;
    size_t class_count;
} hy_capdebug;

/* Reads the Debug component of p into the arena. NOT_FOUND when p has none; FORMAT or TRUNCATED
   with the place; MEMORY. */
hy_rc hy_capdebug_read(const hy_package *p, hy_arena *arena, hy_capdebug *out,
                       hy_reason *why) HY_USE;

/* The method whose method_info is at this offset of Method, or NULL; *owner (may be NULL) is its
   class. */
const hy_debug_method *hy_capdebug_method(const hy_capdebug *d, uint32_t at,
                                          const hy_debug_class **owner);

const hy_debug_class *hy_capdebug_class(const hy_capdebug *d, hy_class_ref cref);

#endif
