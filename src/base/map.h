/* A map from strings to pointers, in an arena, walked in the order of insertion so that whatever is
   made from it is reproducible. */
#ifndef HY_BASE_MAP_H
#define HY_BASE_MAP_H

#include "base/arena.h"

typedef struct hy_map_entry {
    const char *key; /* owned by the arena */
    void *value;     /* borrowed */
    uint32_t hash;
} hy_map_entry;

typedef struct hy_map {
    hy_arena *arena;       /* borrowed */
    hy_map_entry *entries; /* entries[0..n), in order of insertion */
    size_t n;
    size_t room;
    uint32_t *slots; /* index + 1 into entries, 0 free */
    size_t slot_count;
} hy_map;

/* An empty map whose memory will come from the arena. */
static inline hy_map hy_map_new(hy_arena *arena)
{
    return (hy_map){arena, NULL, 0, 0, NULL, 0};
}

/* The value under key, or NULL. */
void *hy_map_get(const hy_map *m, const char *key);

/* Sets the value (not NULL) under key, which is copied when new. MEMORY when the arena is full. */
hy_rc hy_map_set(hy_map *m, const char *key, void *value) HY_USE;

#endif
