/* String map: open addressing over an insertion-ordered array. */
#include "base/map.h"

#include <string.h>

/* FNV-1a: keys are names from class files; a flood of collisions costs time within the arena's
   bound, nothing else. */
static uint32_t hash_of(const char *s)
{
    uint32_t h = 2166136261u;
    for (; *s != '\0'; s++)
        h = (h ^ (uint8_t)*s) * 16777619u;
    return h;
}

static uint32_t *slot_of(const hy_map *m, const char *key, uint32_t hash)
{
    size_t i = hash & (m->slot_count - 1);
    for (;; i = (i + 1) & (m->slot_count - 1)) {
        uint32_t *slot = &m->slots[i];
        if (*slot == 0)
            return slot;
        const hy_map_entry *e = &m->entries[*slot - 1];
        if (e->hash == hash && strcmp(e->key, key) == 0)
            return slot;
    }
}

void *hy_map_get(const hy_map *m, const char *key)
{
    if (m->n == 0)
        return NULL;
    uint32_t *slot = slot_of(m, key, hash_of(key));
    return *slot == 0 ? NULL : m->entries[*slot - 1].value;
}

static hy_rc make_room(hy_map *m)
{
    if (m->n < m->room)
        return HY_OK;
    size_t room = m->room == 0 ? 8 : m->room * 2;
    hy_map_entry *entries = HY_NEW_ARRAY(m->arena, hy_map_entry, room);
    uint32_t *slots = HY_NEW_ARRAY(m->arena, uint32_t, room * 2);
    HY_ENSURE(entries != NULL && slots != NULL, MEMORY);
    if (m->n > 0)
        memcpy(entries, m->entries, m->n * sizeof *entries);
    m->entries = entries;
    m->slots = slots;
    m->room = room;
    m->slot_count = room * 2;
    for (size_t i = 0; i < m->n; i++)
        *slot_of(m, entries[i].key, entries[i].hash) = (uint32_t)i + 1;
    return HY_OK;
}

hy_rc hy_map_set(hy_map *m, const char *key, void *value)
{
    HY_ENSURE(value != NULL, ARGUMENT);
    HY_TRY(make_room(m));
    uint32_t hash = hash_of(key);
    uint32_t *slot = slot_of(m, key, hash);
    if (*slot != 0) {
        m->entries[*slot - 1].value = value;
        return HY_OK;
    }
    char *copy = hy_arena_string(m->arena, key, strlen(key));
    HY_ENSURE(copy != NULL, MEMORY);
    m->entries[m->n++] = (hy_map_entry){copy, value, hash};
    *slot = (uint32_t)m->n;
    return HY_OK;
}
