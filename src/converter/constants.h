/* The constant pool of a class file: read by classfile.c before everything that names it.
 */
#ifndef HY_CONVERTER_CONSTANTS_H
#define HY_CONVERTER_CONSTANTS_H

#include "converter/classfile.h"

/* Reads the constant pool at r into c, every reference looked up and checked. TRUNCATED, FORMAT,
   MEMORY with the index of the constant in why. */
hy_rc hy_constants_read(hy_arena *arena, hy_reader *r, hy_classfile *c, hy_reason *why) HY_USE;

#endif
