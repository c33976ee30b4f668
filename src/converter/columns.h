/* Text in aligned columns: rows are collected, then printed as wide as the widest cell needs. */
#ifndef HY_CONVERTER_COLUMNS_H
#define HY_CONVERTER_COLUMNS_H

#include "base/arena.h"

#include <stdio.h>

enum { HY_COLUMNS_MAX = 8 };

typedef struct hy_columns {
    hy_arena *arena;   /* borrowed */
    const char *align; /* a letter a column: 'l' or 'r'; borrowed */
    size_t columns;
    const char **cells; /* row after row */
    size_t rows, room;
    bool full; /* the arena was; what fitted is printed */
} hy_columns;

/* At most HY_COLUMNS_MAX letters. */
hy_columns hy_columns_new(hy_arena *arena, const char *align);

/* Adds a row; the cells are formatted texts of the caller's arena or literals (not copied; NULL is
   empty). As many as there are columns. */
void hy_columns_add(hy_columns *c, const char *const *cells);

/* HY_ROW(&c, "a", "b"): a row without counting. */
#define HY_ROW(c, ...) hy_columns_add((c), (const char *const[]){__VA_ARGS__, NULL})

/* Prints the rows, indented by that many spaces, without spaces at the ends of lines. Bytes that do
   not start a character in UTF-8 take no width. */
void hy_columns_print(const hy_columns *c, unsigned indent, FILE *out);

#endif
