/* The journal of an image: units of items appended to a storage, read again after a cut, written
   anew when they are many. What the items mean is not its business. */
#ifndef HY_STORE_JOURNAL_H
#define HY_STORE_JOURNAL_H

#include "element/store/record.h"

enum { HY_JOURNAL_ROOM = 2 * HY_RECORD_WHOLE_MAX + 2 * HY_SEGMENT_HEAD }; /* bytes it works in */

typedef struct hy_journal {
    hy_storage storage;
    hy_record_image image;
    hy_record_segment segment;
    hy_storage_file file; /* that is written */
    uint64_t at;          /* behind the last good record */
    uint64_t size;        /* of the file */
    uint64_t sequence;    /* of the next record */
    uint64_t compacted;   /* where records ended after the last compaction */
    uint64_t long_min;    /* bytes of records that are never compacted */
    bool started;         /* the segment has its head */
    bool broken;          /* a write or sync failed: nothing is asked of the storage any more */
    uint32_t unit;        /* records of the open unit that are written */
    hy_buf payload;       /* of the record being filled, in the room */
    uint8_t *sealed;      /* a sealed record and a segment's head before it, in the room */
    uint64_t window;      /* reading: what sealed holds of the file */
    size_t window_size;
    hy_wear wear;
} hy_journal;

/* Lends it the storage, the key's 32 bytes and HY_JOURNAL_ROOM bytes of memory. */
void hy_journal_init(hy_journal *j, const hy_storage *storage, hy_crypto *crypto, hy_view key,
                     uint8_t *room);

/* Wipes the keys. */
void hy_journal_close(hy_journal *j);

/* What takes the payloads of committed units, in their order. */
typedef struct hy_journal_sink {
    void *context;
    hy_rc (*take)(void *context, hy_view payload, hy_reason *why);
} hy_journal_sink;

/* Reads the whole image and stands behind its last good record: what is written next starts a new
   segment there. NOT_FOUND when the storage is empty; FORMAT, TRUNCATED, VERSION, DENIED as
   docs/formats/image.md says; IO, and what the sink says. */
hy_rc hy_journal_read(hy_journal *j, const hy_journal_sink *sink, hy_reason *why) HY_USE;

/* Adds an item to the open unit. What does not fit into one record is written and synced at once,
   but counts only with the commit. LIMIT when the disk is full, IO; broken then. */
hy_rc hy_journal_put(hy_journal *j, const hy_item *item) HY_USE;

/* Ends the unit: it is durable when this returns. A unit without items costs nothing. Errors as
   above. */
hy_rc hy_journal_commit(hy_journal *j) HY_USE;

/* Is it time to write the file anew? */
bool hy_journal_is_long(const hy_journal *j);

/* Starts the next file, with room for items of so many bytes: the whole state must be put and then
   finished. LIMIT when there is no room for it: nothing has happened then, the current file
   goes on. */
hy_rc hy_journal_begin_next(hy_journal *j, uint64_t bytes, hy_reason *why) HY_USE;
hy_rc hy_journal_finish_next(hy_journal *j) HY_USE;

#endif
