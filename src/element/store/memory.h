/* The element's persistent memory: one block addressed by offset, with transactions by an undo log.
   Nothing in it is a pointer. Makes nothing durable by itself: that is the image's part. */
#ifndef HY_STORE_MEMORY_H
#define HY_STORE_MEMORY_H

#include "base/bytes.h"

/* What an open transaction overwrote. The bytes belong to a workspace, one per thread. */
typedef struct hy_undo {
    uint8_t *bytes;
    uint32_t size; /* bytes that it may hold: the commit capacity and 8 for each write */
    uint32_t used;
} hy_undo;

typedef struct hy_memory {
    uint8_t *base; /* borrowed from the embedder */
    uint32_t size;
    hy_undo *undo;  /* borrowed; NULL: no transaction is open */
    bool announced; /* hy_memory_keep is to be called before a write: a transaction is open, or
                       split is wanted */
    /* Called before each write outside transactions, before each commit, and before and after each
       write that no abort takes back, so that each can be made durable by itself; NULL: not
       wanted. */
    void (*split)(void *context);
    /* Called after a write that may tear: [place, place + n) is to be made durable in pieces. Set
       together with split. */
    void (*tear)(void *context, uint32_t place, uint32_t n);
    void *context;
} hy_memory;

static inline hy_memory hy_memory_of(uint8_t *base, uint32_t size)
{
    return (hy_memory){.base = base, .size = size};
}

/* Is [place, place + n) inside? */
static inline bool hy_memory_has(const hy_memory *m, uint32_t place, uint32_t n)
{
    return place <= m->size && n <= m->size - place;
}

/* A write outside transactions comes: what was written before may be made durable by itself. */
static inline void hy_memory_announce(const hy_memory *m)
{
    if (m->split != NULL)
        m->split(m->context);
}

/* From now on every write is announced. */
void hy_memory_split_writes(hy_memory *m, void (*split)(void *context),
                            void (*tear)(void *context, uint32_t place, uint32_t n), void *context);

/* Opens a transaction whose old bytes go to undo, which must be empty. STATE when one is open. */
hy_rc hy_memory_begin(hy_memory *m, hy_undo *undo) HY_USE;

/* Closes it and keeps what was written. STATE when none is open. */
hy_rc hy_memory_commit(hy_memory *m) HY_USE;

/* Closes it and puts the old bytes back, newest first. STATE when none is open. */
hy_rc hy_memory_abort(hy_memory *m) HY_USE;

/* Exchanges an open transaction's bytes and those it overwrote: the memory is as it would be after
   an abort, until hy_memory_replay_transaction exchanges them again. In between nothing may be
   written. Nothing happens when none is open. */
void hy_memory_hide_transaction(hy_memory *m);
void hy_memory_replay_transaction(hy_memory *m);

/* The longest write that the log still has room for, in bytes. */
uint32_t hy_memory_room(const hy_undo *u);

/* Keeps n old bytes at place for an abort; the write may then go straight to base. Outside a
   transaction only the range is checked. LIMIT when the log has no room: nothing may be written
   then, and the transaction stays open. ARGUMENT when the range is not inside. */
hy_rc hy_memory_keep(hy_memory *m, uint32_t place, uint32_t n) HY_USE;

/* Writes, as part of the open transaction when there is one. Errors as hy_memory_keep. The source
   may lie in the memory and overlap. */
hy_rc hy_memory_write(hy_memory *m, uint32_t place, const void *from, uint32_t n) HY_USE;
hy_rc hy_memory_fill(hy_memory *m, uint32_t place, uint8_t byte, uint32_t n) HY_USE;

/* Writes what no abort takes back, such as a try counter. ARGUMENT as above. */
hy_rc hy_memory_write_through(hy_memory *m, uint32_t place, const void *from, uint32_t n) HY_USE;

/* The same for bytes that stand there already, announced before, and that may tear. */
hy_rc hy_memory_settle(hy_memory *m, uint32_t place, uint32_t n) HY_USE;

/* Two and four bytes in the machine's own order; the place must be inside. */
static inline uint16_t hy_memory_get16(const hy_memory *m, uint32_t place)
{
    uint16_t v;
    __builtin_memcpy(&v, m->base + place, sizeof v);
    return v;
}

static inline uint32_t hy_memory_get32(const hy_memory *m, uint32_t place)
{
    uint32_t v;
    __builtin_memcpy(&v, m->base + place, sizeof v);
    return v;
}

#endif
