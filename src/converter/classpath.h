/* Class files in folders: found, read, and kept in an arena in the order of their names. */
#ifndef HY_CONVERTER_CLASSPATH_H
#define HY_CONVERTER_CLASSPATH_H

#include "converter/front.h"

typedef struct hy_classpath {
    hy_arena *arena; /* borrowed; owns the bytes */
    hy_front_file *files;
    size_t count, room;
} hy_classpath;

/* An empty list. */
hy_classpath hy_classpath_new(hy_arena *arena);

/* Adds a class file, or every one below a folder. NOT_FOUND, IO, LIMIT, MEMORY with why. */
hy_rc hy_classpath_add(hy_classpath *c, const char *path, hy_reason *why) HY_USE;

#endif
