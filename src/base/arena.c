/* Arena allocation: a list of heap blocks, or one fixed block. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = _Alignof(max_align_t), BLOCK = 64 * 1024, ROOM_FIRST = 16 };

struct hy_arena_block {
    struct hy_arena_block *older;
    _Alignas(max_align_t) uint8_t bytes[];
};

hy_arena hy_arena_new(size_t max)
{
    return (hy_arena){NULL, NULL, 0, 0, max, false};
}

hy_arena hy_arena_over(void *memory, size_t size)
{
    size_t skew = (ALIGN - (uintptr_t)memory % ALIGN) % ALIGN;
    if (skew > size)
        skew = size;
    return (hy_arena){NULL, (uint8_t *)memory + skew, size - skew, 0, size - skew, true};
}

static bool add_block(hy_arena *a, size_t need)
{
    size_t size = need > BLOCK ? need : BLOCK;
    struct hy_arena_block *block = malloc(sizeof *block + size);
    if (block == NULL)
        return false;
    block->older = a->blocks;
    a->blocks = block;
    a->next = block->bytes;
    a->left = size;
    return true;
}

void *hy_arena_alloc(hy_arena *a, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        return NULL;
    size_t n = (count * size + ALIGN - 1) / ALIGN * ALIGN;
    if (n == 0)
        n = ALIGN; /* distinct, non-NULL */
    if (n > a->max - a->used)
        return NULL;
    if (n > a->left && (a->fixed || !add_block(a, n)))
        return NULL;
    void *p = a->next;
    a->next += n;
    a->left -= n;
    a->used += n;
    return memset(p, 0, n);
}

void *hy_arena_grow(hy_arena *a, void *list, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return list;
    if (*room > SIZE_MAX / 2)
        return NULL;
    size_t more = *room == 0 ? ROOM_FIRST : *room * 2;
    void *copy = hy_arena_alloc(a, more, size);
    if (copy == NULL)
        return NULL;
    *room = more;
    return count == 0 ? copy : memcpy(copy, list, count * size);
}

char *hy_arena_string(hy_arena *a, const char *s, size_t n)
{
    char *copy = n == SIZE_MAX ? NULL : hy_arena_alloc(a, n + 1, 1);
    if (copy != NULL && n > 0)
        memcpy(copy, s, n);
    return copy;
}

char *hy_arena_replace(hy_arena *a, const char *s, char from, char to)
{
    char *copy = hy_arena_string(a, s, strlen(s));
    for (char *c = copy; c != NULL && *c != '\0'; c++)
        if (*c == from)
            *c = to;
    return copy;
}

char *hy_arena_format(hy_arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *s = n < 0 ? NULL : hy_arena_alloc(a, (size_t)n + 1, 1);
    if (s != NULL)
        vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    return s;
}

bool hy_arena_view(hy_arena *a, hy_view v, hy_view *out)
{
    *out = (hy_view){NULL, 0};
    if (v.n == 0)
        return true;
    char *copy = hy_arena_string(a, (const char *)v.p, v.n);
    if (copy != NULL)
        *out = hy_view_of(copy, v.n);
    return copy != NULL;
}

void hy_arena_free(hy_arena *a)
{
    if (a->fixed) {
        a->next -= a->used;
        a->left += a->used;
        a->used = 0;
        return;
    }
    while (a->blocks != NULL) {
        struct hy_arena_block *older = a->blocks->older;
        free(a->blocks);
        a->blocks = older;
    }
    *a = hy_arena_new(a->max);
}
