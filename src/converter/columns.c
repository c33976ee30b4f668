/* Collects rows of cells and prints them aligned. */
#include "converter/columns.h"

#include <string.h>

hy_columns hy_columns_new(hy_arena *arena, const char *align)
{
    size_t n = strlen(align);
    return (hy_columns){
        .arena = arena, .align = align, .columns = n > HY_COLUMNS_MAX ? HY_COLUMNS_MAX : n};
}

static bool make_room(hy_columns *c)
{
    const char **cells =
        hy_arena_grow(c->arena, c->cells, c->rows, &c->room, c->columns * sizeof *cells);
    if (cells == NULL)
        return false;
    c->cells = cells;
    return true;
}

void hy_columns_add(hy_columns *c, const char *const *cells)
{
    if (!make_room(c)) {
        c->full = true;
        return;
    }
    for (size_t i = 0; i < c->columns; i++)
        c->cells[c->rows * c->columns + i] = cells[i] == NULL ? "" : cells[i];
    c->rows++;
}

static size_t width_of(const char *s)
{
    size_t n = 0;
    for (; *s != '\0'; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

static void pad(size_t n, FILE *out)
{
    while (n-- > 0)
        fputc(' ', out);
}

/* Spaces are printed before the next text, never at the end of a line. */
static void print_row(const hy_columns *c, const char **cells, const size_t *widths, size_t indent,
                      FILE *out)
{
    size_t due = indent;
    for (size_t i = 0; i < c->columns; i++) {
        size_t slack = widths[i] - width_of(cells[i]);
        if (c->align[i] == 'r')
            due += slack;
        if (cells[i][0] != '\0') {
            pad(due, out);
            fputs(cells[i], out);
            due = 0;
        }
        due += c->align[i] == 'r' ? 0 : slack;
        if (widths[i] > 0)
            due += 2;
    }
    fputc('\n', out);
}

void hy_columns_print(const hy_columns *c, unsigned indent, FILE *out)
{
    size_t widths[HY_COLUMNS_MAX] = {0};
    for (size_t i = 0; i < c->rows * c->columns; i++) {
        size_t width = width_of(c->cells[i]);
        if (width > widths[i % c->columns])
            widths[i % c->columns] = width;
    }
    for (size_t i = 0; i < c->rows; i++)
        print_row(c, &c->cells[i * c->columns], widths, indent, out);
}
