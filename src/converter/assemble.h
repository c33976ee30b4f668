/* The assembler: a method's instructions to bytes, each in its shortest form (JCVM chapter 7). */
#ifndef HY_CONVERTER_ASSEMBLE_H
#define HY_CONVERTER_ASSEMBLE_H

#include "converter/model.h"

enum {
    HY_CODE_MAX = 32767, /* bytes of a method's bytecode */
};

/* A constant pool index in the code: what the Reference Location component lists. */
typedef struct hy_location {
    uint32_t at; /* from the first byte of bytecode */
    bool wide;   /* two bytes, not one */
} hy_location;

typedef struct hy_assembly_range {
    uint16_t start; /* bytes from the first bytecode */
    uint16_t end;   /* one past the range */
    uint16_t target;
    bool last;           /* no later range of the method overlaps this one: the stop bit */
    const hy_jref *type; /* NULL: any */
} hy_assembly_range;

typedef struct hy_assembly {
    hy_view bytes;   /* bytecode, without the header */
    uint32_t *start; /* of each instruction, and one more: the end */
    hy_location *locations;
    size_t location_count;
    hy_assembly_range *ranges; /* in search order */
    size_t range_count;
    unsigned
        max_stack; /* may be one above the code's, where a field of `this` needs a wide index */
} hy_assembly;

/* Assembles m->code into memory of the arena. The index of every reference is set already, and the
   tokens of interface methods are known. What does not fit a method (a local above 255, more than
   HY_CODE_MAX bytes, a stack above 255) goes to diag with the method's place: look at its count of
   errors. MEMORY; LINK when an interface has no such method. */
hy_rc hy_assemble(hy_arena *arena, hy_diag *diag, const hy_jmethod *m, hy_assembly *out) HY_USE;

#endif
