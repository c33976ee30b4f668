/* An arena: many small allocations with one owner, freed together. Grown from the heap up to a hard
   maximum, or laid over fixed memory that the caller gives (then it never calls the allocator). */
#ifndef HY_BASE_ARENA_H
#define HY_BASE_ARENA_H

#include "base/bytes.h"

struct hy_arena_block;

typedef struct hy_arena {
    struct hy_arena_block *blocks; /* owned; newest first; NULL over fixed memory */
    uint8_t *next;
    size_t left; /* bytes at next */
    size_t used; /* bytes handed out, with padding */
    size_t max;
    bool fixed;
} hy_arena;

/* An arena that takes at most max bytes from the heap. Allocates nothing yet. */
hy_arena hy_arena_new(size_t max);

/* An arena over size bytes at memory, which stays the caller's. */
hy_arena hy_arena_over(void *memory, size_t size);

/* Zeroed memory for count objects of size bytes, aligned for any type; NULL when the arena is full
   or count * size overflows. */
void *hy_arena_alloc(hy_arena *a, size_t count, size_t size) HY_USE;

/* Room for one more in a list of count objects of size bytes each: the list as it is while count is
   below *room; else a copy with twice the room, and the old one stays unused in the arena. NULL
   when full; the list is unchanged then. list is NULL at first. */
void *hy_arena_grow(hy_arena *a, void *list, size_t count, size_t *room, size_t size) HY_USE;

/* A copy of n bytes with a terminator behind it; NULL when full. */
char *hy_arena_string(hy_arena *a, const char *s, size_t n) HY_USE;

/* A copy of s in which every `from` is a `to`: "java.lang" of "java/lang". NULL when full. */
char *hy_arena_replace(hy_arena *a, const char *s, char from, char to) HY_USE;

/* A formatted string; NULL when full. */
char *hy_arena_format(hy_arena *a, const char *format, ...) HY_USE HY_PRINTF(2, 3);

/* A copy of the bytes of v; false when full. *out is empty when v is. */
bool hy_arena_view(hy_arena *a, hy_view v, hy_view *out) HY_USE;

/* Frees every block; the arena may be used again. Over fixed memory: starts again at its begin. */
void hy_arena_free(hy_arena *a);

/* One object, or an array of count of them: struct x *p = HY_NEW(arena, struct x); */
#define HY_NEW(arena, type) ((type *)hy_arena_alloc((arena), 1, sizeof(type)))
#define HY_NEW_ARRAY(arena, type, count) ((type *)hy_arena_alloc((arena), (count), sizeof(type)))

#endif
