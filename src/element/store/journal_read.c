/* Reading the journal after whatever happened to it: the commit rule of docs/formats/image.md. */
#include "element/store/journal.h"

#include <string.h>

/* What stands at a place of the file. */
typedef enum step {
    STEP_RECORD,
    STEP_SEGMENT,
    STEP_END, /* nothing, or a record that is torn */
} step;

/* Where the reader may go back to. */
typedef struct mark {
    uint64_t at, sequence;
    uint32_t segments;
    bool started;
    uint8_t tag[HY_RECORD_TAG];
} mark;

static mark mark_of(const hy_journal *j)
{
    mark m = {
        .at = j->at,
        .sequence = j->sequence,
        .segments = j->wear.segments,
        .started = j->started,
    };
    memcpy(m.tag, j->segment.tag, sizeof m.tag);
    return m;
}

static void go_back(hy_journal *j, const mark *m)
{
    j->at = m->at;
    j->sequence = m->sequence;
    j->wear.segments = m->segments;
    j->started = m->started;
    memcpy(j->segment.tag, m->tag, sizeof m->tag);
}

/* n bytes of the file; empty when they are not all there. Valid until the next call. */
static hy_rc fetch(hy_journal *j, uint64_t at, size_t n, hy_view *out)
{
    *out = (hy_view){NULL, 0};
    if (at > j->size || n > j->size - at)
        return HY_OK;
    if (at < j->window || at + n > j->window + j->window_size) {
        uint64_t left = j->size - at;
        size_t most = HY_RECORD_WHOLE_MAX;
        j->window = at;
        j->window_size = 0;
        size_t wanted = left < most ? (size_t)left : most;
        HY_TRY(j->storage.read(j->storage.context, at, j->sealed, wanted));
        j->window_size = wanted;
    }
    *out = hy_view_of(j->sealed + (at - j->window), n);
    return HY_OK;
}

/* Nothing can be opened at `at`. A later record shows that it was not the last one. */
static hy_rc refuse_edited(hy_journal *j, uint64_t at, hy_reason *why)
{
    hy_record_head head;
    for (uint64_t p = at; p < j->size; p += HY_RECORD_GRAIN) {
        hy_view bytes;
        HY_TRY(fetch(j, p, HY_RECORD_HEAD, &bytes));
        if (hy_record_read_head(&j->image, bytes, &head) && head.sequence > j->sequence)
            return hy_reason_set(why, HY_FAIL(FORMAT),
                                 "image: record %llu at byte %llu was edited; restore a copy",
                                 (unsigned long long)j->sequence, (unsigned long long)at);
    }
    return HY_OK;
}

static hy_rc cut_short(hy_reason *why)
{
    return hy_reason_set(why, HY_FAIL(TRUNCATED), "image: its file was cut short; restore a copy");
}

static hy_rc read_segment(hy_journal *j, uint64_t *at, bool *good)
{
    hy_view bytes;
    HY_TRY(fetch(j, *at, HY_SEGMENT_HEAD, &bytes));
    *good = bytes.n == HY_SEGMENT_HEAD;
    if (*good)
        HY_TRY(hy_record_start(&j->image, &j->segment, bytes.p));
    *at += HY_SEGMENT_HEAD;
    return HY_OK;
}

static hy_rc read_record(hy_journal *j, uint64_t at, hy_record_head *head, bool *good,
                         hy_reason *why)
{
    hy_view whole;
    size_t n = hy_record_whole(head->length);
    *good = false;
    HY_TRY(fetch(j, at, n, &whole));
    if (whole.n == 0)
        return cut_short(why);
    hy_rc rc = hy_record_open(&j->image, &j->segment, whole, j->payload.p);
    if (rc.code == HY_E_MISMATCH)
        return HY_OK;
    HY_TRY(rc);
    *good = true;
    j->payload.n = head->length;
    j->at = at + n;
    j->sequence++;
    return HY_OK;
}

/* Heads lie in one sector, and files are lengthened before: a head that names a longer file was not
   torn. */
static bool names_longer(const hy_journal *j, const hy_record_head *head)
{
    return (uint64_t)head->file * HY_RECORD_FILE > j->size;
}

/* Reads what stands behind the last good record: the record, or a segment and its first record. */
static hy_rc next(hy_journal *j, step *out, hy_record_head *head, hy_reason *why)
{
    hy_view bytes;
    uint64_t at = j->at;
    bool good = false;
    bool segment = false;
    HY_TRY(fetch(j, at, HY_RECORD_HEAD, &bytes));
    bool known = hy_record_read_head(&j->image, bytes, head);
    if (known && names_longer(j, head))
        return cut_short(why);
    if (known && head->kind == HY_RECORD_SEGMENT &&
        (head->sequence == j->sequence || !j->started)) {
        segment = true;
        j->sequence = head->sequence;
        HY_TRY(read_segment(j, &at, &good));
        HY_TRY(fetch(j, at, HY_RECORD_HEAD, &bytes));
        known = good && hy_record_read_head(&j->image, bytes, head);
    }
    good = false;
    if (known && head->kind == HY_RECORD_DATA && head->sequence == j->sequence &&
        (j->started || segment))
        HY_TRY(read_record(j, at, head, &good, why));
    *out = !good ? STEP_END : segment ? STEP_SEGMENT : STEP_RECORD;
    j->started = j->started || good;
    j->wear.segments += segment && good;
    return good ? HY_OK : refuse_edited(j, j->at, why);
}

/* Gives the sink the records from `from` up to where the reader is. */
static hy_rc give(hy_journal *j, const mark *from, const hy_journal_sink *sink, hy_reason *why)
{
    uint64_t end = j->at;
    go_back(j, from);
    while (j->at < end) {
        step s = STEP_END;
        hy_record_head head;
        HY_TRY(next(j, &s, &head, why));
        HY_ENSURE(s != STEP_END, INTERNAL);
        HY_TRY(sink->take(sink->context, hy_buf_view(&j->payload), why));
    }
    return HY_OK;
}

/* A unit of one record is given as it is read; of a longer one the reader has to know first that it
   has its end. A segment's start drops what was open before it. */
static hy_rc read_unit(hy_journal *j, const hy_journal_sink *sink, bool *end, hy_reason *why)
{
    mark from = mark_of(j);
    for (uint32_t count = 0;;) {
        step s = STEP_END;
        hy_record_head head;
        const mark before = mark_of(j);
        HY_TRY(next(j, &s, &head, why));
        *end = s == STEP_END;
        if (*end)
            return HY_OK;
        if (s == STEP_SEGMENT) {
            from = before;
            count = 0;
        }
        count++;
        if (head.commit)
            return count == 1 ? sink->take(sink->context, hy_buf_view(&j->payload), why)
                              : give(j, &from, sink, why);
    }
}

static hy_rc read_header(hy_journal *j, hy_reason *why)
{
    hy_view header;
    /* What a killed process left unsynced must not be overtaken by what comes next. */
    HY_TRY(j->storage.sync(j->storage.context, HY_STORAGE_CURRENT));
    HY_TRY(j->storage.size(j->storage.context, &j->size));
    if (j->size == 0)
        return hy_reason_set(why, HY_FAIL(NOT_FOUND), "image: the file is empty");
    if (j->size < HY_IMAGE_HEADER)
        return cut_short(why);
    HY_TRY(fetch(j, 0, HY_IMAGE_HEADER, &header));
    HY_TRY(hy_record_read_header(&j->image, header, why));
    if (j->size % HY_RECORD_FILE != 0)
        return cut_short(why);
    j->at = HY_IMAGE_HEADER;
    return HY_OK;
}

hy_rc hy_journal_read(hy_journal *j, const hy_journal_sink *sink, hy_reason *why)
{
    bool end = false;
    HY_TRY(read_header(j, why));
    while (!end) {
        HY_TRY(read_unit(j, sink, &end, why));
        j->compacted = j->compacted == 0 ? j->at : j->compacted;
    }
    if (!j->started)
        return hy_reason_set(why, HY_FAIL(FORMAT), "image: edited: it holds nothing");
    j->started = false;
    j->payload.n = 0;
    return HY_OK;
}
