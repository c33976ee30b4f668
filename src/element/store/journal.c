/* Writing the journal: records filled, sealed, written, synced; and the file written anew. */
#include "element/store/journal.h"

#include "base/secret.h"

#include <string.h>

enum {
    LONG_MIN = 256 * 1024,
    LONG_TIMES = 4,
};

void hy_journal_init(hy_journal *j, const hy_storage *storage, hy_crypto *crypto, hy_view key,
                     uint8_t *room)
{
    *j = (hy_journal){
        .storage = *storage,
        .long_min = LONG_MIN,
        .image.crypto = crypto,
        .payload = {.p = room, .cap = HY_RECORD_WHOLE_MAX, .max = HY_RECORD_MAX},
        .sealed = room + HY_RECORD_WHOLE_MAX,
    };
    memcpy(j->image.key, key.p, sizeof j->image.key);
}

void hy_journal_close(hy_journal *j)
{
    hy_record_end(&j->segment);
    hy_wipe(j->payload.p, HY_JOURNAL_ROOM);
    hy_wipe(j, sizeof *j);
}

/* ---- the storage, counted; a failure is final ---- */

static hy_rc broken(hy_journal *j, hy_rc rc)
{
    j->broken = true;
    return rc;
}

static hy_rc write_at(hy_journal *j, uint64_t at, const uint8_t *from, size_t n)
{
    j->wear.writes++;
    j->wear.bytes += n;
    hy_rc rc = j->storage.write(j->storage.context, j->file, at, from, n);
    return hy_ok(rc) ? rc : broken(j, rc);
}

static hy_rc sync_file(hy_journal *j)
{
    j->wear.syncs++;
    hy_rc rc = j->storage.sync(j->storage.context, j->file);
    return hy_ok(rc) ? rc : broken(j, rc);
}

/* Room up to `end` and for one more head, so that no record ends where the file does. */
static hy_rc make_room(hy_journal *j, uint64_t end)
{
    uint64_t wanted = (end + HY_RECORD_HEAD + HY_RECORD_FILE - 1) / HY_RECORD_FILE * HY_RECORD_FILE;
    if (wanted <= j->size)
        return HY_OK;
    if (j->file == HY_STORAGE_NEXT)
        return broken(j, HY_FAIL(INTERNAL));
    hy_rc rc = j->storage.resize(j->storage.context, j->file, wanted);
    if (!hy_ok(rc))
        return broken(j, rc);
    j->size = wanted;
    return HY_OK;
}

/* ---- records ---- */

static hy_rc start_segment(hy_journal *j)
{
    const hy_record_head head = {
        .sequence = j->sequence,
        .kind = HY_RECORD_SEGMENT,
        .file = (uint32_t)(j->size / HY_RECORD_FILE),
    };
    hy_record_write_head(&j->image, &head, j->sealed);
    HY_TRY(hy_crypto_random(j->image.crypto, j->sealed + HY_RECORD_HEAD, HY_RECORD_SALT));
    HY_TRY(hy_record_start(&j->image, &j->segment, j->sealed));
    j->wear.segments++;
    return HY_OK;
}

/* Seals and writes what is in the payload. */
static hy_rc emit(hy_journal *j, bool commit)
{
    uint32_t filled = hy_record_filled((uint32_t)j->payload.n);
    uint32_t before = j->started ? 0 : HY_SEGMENT_HEAD;
    size_t whole = before + hy_record_whole(filled);
    HY_TRY(make_room(j, j->at + whole));
    hy_rc rc = j->started ? HY_OK : start_segment(j);
    if (!hy_ok(rc))
        return broken(j, rc);
    memset(j->payload.p + j->payload.n, 0, filled - j->payload.n);
    const hy_record_head head = {
        .sequence = j->sequence,
        .length = filled,
        .kind = HY_RECORD_DATA,
        .commit = commit,
        .file = (uint32_t)(j->size / HY_RECORD_FILE),
    };
    rc = hy_record_seal(&j->image, &j->segment, &head, j->payload.p, j->sealed + before);
    hy_wipe(j->payload.p, j->payload.n);
    j->payload.n = 0;
    if (!hy_ok(rc))
        return broken(j, rc);
    HY_TRY(write_at(j, j->at, j->sealed, whole));
    if (j->file == HY_STORAGE_CURRENT)
        HY_TRY(sync_file(j));
    j->started = true;
    j->at += whole;
    j->sequence++;
    j->unit = commit ? 0 : j->unit + 1;
    return HY_OK;
}

/* ---- units ---- */

static bool is_divisible(const hy_item *item)
{
    return item->kind == HY_ITEM_MEMORY || item->kind == HY_ITEM_LOAD_FILE;
}

hy_rc hy_journal_put(hy_journal *j, const hy_item *item)
{
    hy_item part = *item;
    size_t done = 0;
    HY_ENSURE(!j->broken, STATE);
    do {
        size_t left = item->contents.n - done;
        size_t room = HY_RECORD_MAX - j->payload.n;
        size_t least = HY_ITEM_HEAD_MAX + (is_divisible(item) && left > 0 ? 1 : left);
        if (room < least) {
            HY_ENSURE(j->payload.n > 0, LIMIT);
            HY_TRY(emit(j, false));
            continue;
        }
        size_t n = left < room - HY_ITEM_HEAD_MAX ? left : room - HY_ITEM_HEAD_MAX;
        part.contents = hy_view_part(item->contents, done, n);
        part.place = item->place + (uint32_t)done;
        HY_TRY(hy_item_write(&j->payload, &part));
        done += n;
        if (done == item->contents.n)
            return HY_OK;
    } while (true);
}

hy_rc hy_journal_commit(hy_journal *j)
{
    HY_ENSURE(!j->broken, STATE);
    return j->payload.n == 0 && j->unit == 0 ? HY_OK : emit(j, true);
}

/* ---- the file written anew ---- */

bool hy_journal_is_long(const hy_journal *j)
{
    return j->at > j->long_min && j->at > LONG_TIMES * j->compacted;
}

hy_rc hy_journal_begin_next(hy_journal *j, uint64_t bytes, hy_reason *why)
{
    uint64_t records = bytes / (HY_RECORD_MAX / 2) + 2;
    uint64_t most = HY_IMAGE_HEADER + HY_SEGMENT_HEAD + bytes +
                    records * (HY_RECORD_HEAD + HY_RECORD_GRAIN + HY_RECORD_TAG + HY_ITEM_HEAD_MAX);
    uint64_t size = (most / HY_RECORD_FILE + 2) * HY_RECORD_FILE;
    HY_ENSURE(!j->broken && j->payload.n == 0 && j->unit == 0, STATE);
    hy_rc rc = j->storage.resize(j->storage.context, HY_STORAGE_NEXT, size);
    if (!hy_ok(rc))
        return hy_reason_set(why, rc, "image: no room to write it");
    j->file = HY_STORAGE_NEXT;
    j->size = size;
    j->started = false;
    j->wear.segments = 0;
    memset(j->segment.tag, 0, sizeof j->segment.tag);
    HY_TRY(write_at(j, 0, j->image.header, sizeof j->image.header));
    j->at = HY_IMAGE_HEADER;
    return HY_OK;
}

hy_rc hy_journal_finish_next(hy_journal *j)
{
    HY_TRY(hy_journal_commit(j));
    HY_TRY(sync_file(j));
    hy_rc rc = j->storage.replace(j->storage.context);
    if (!hy_ok(rc))
        return broken(j, rc);
    j->file = HY_STORAGE_CURRENT;
    j->compacted = j->at;
    j->wear.compactions++;
    return HY_OK;
}
