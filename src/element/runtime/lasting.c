/* Barriers: what changed since the last one becomes a unit of the journal. */
#include "element/runtime/lasting.h"

#include "base/secret.h"
#include "element/runtime/workspace.h"

#include <string.h>

/* ---- a unit ---- */

static hy_rc put_load_file(hy_lasting *l, uint8_t number, hy_view bytes)
{
    const hy_item item = {
        .kind = HY_ITEM_LOAD_FILE,
        .number = number,
        .whole = (uint32_t)bytes.n,
        .contents = bytes,
    };
    return hy_journal_put(&l->journal, &item);
}

/* Load files of packages that came since the last unit. */
static hy_rc put_packages(hy_element *e, hy_lasting *l)
{
    uint32_t end = hy_registry_package_end(e);
    for (uint32_t n = e->pool->rom_count; n < end; n++) {
        const hy_package_record *r = hy_registry_package(e, (uint8_t)n);
        uint32_t wanted = r == NULL ? 0 : r->pooled + 1;
        if (wanted != 0 && l->saved[n] != wanted)
            HY_TRY(put_load_file(l, (uint8_t)n, e->pool->packages[r->pooled].load_file));
        l->saved[n] = wanted;
    }
    return HY_OK;
}

static hy_rc put_changes(hy_element *e, hy_lasting *l)
{
    const hy_heap *h = &e->heap;
    HY_TRY(put_packages(e, l));
    HY_TRY(hy_shadow_put(&l->journal, l->shadow, h->memory.base, 0, hy_heap_top(h)));
    return hy_shadow_put(&l->journal, l->shadow, h->memory.base, hy_heap_table(h), h->memory.size);
}

static hy_rc put_age(hy_lasting *l, uint64_t age)
{
    const hy_item item = {.kind = HY_ITEM_AGE, .age = age};
    return hy_journal_put(&l->journal, &item);
}

/* The image first, then the counter: a cut between them leaves the image ahead. */
static hy_rc commit(hy_lasting *l)
{
    bool any = l->journal.payload.n > 0 || l->journal.unit > 0;
    bool steps = l->step_due || (any && l->commits + 1 >= l->age_every);
    if (steps)
        HY_TRY(put_age(l, l->age + 1));
    HY_TRY(hy_journal_commit(&l->journal));
    l->commits += any;
    if (!steps)
        return HY_OK;
    l->age++;
    l->commits = 0;
    l->step_due = false;
    return l->has_counter ? l->counter.raise(l->counter.context, l->age) : HY_OK;
}

static hy_rc write_unit(hy_element *e, hy_lasting *l)
{
    hy_memory_hide_transaction(&e->heap.memory);
    hy_rc rc = put_changes(e, l);
    hy_memory_replay_transaction(&e->heap.memory);
    return hy_ok(rc) ? commit(l) : rc;
}

hy_rc hy_lasting_settle(hy_element *e, hy_reason *why)
{
    hy_lasting *l = e->lasting;
    if (l == NULL)
        return HY_OK;
    if (e->mute)
        return hy_reason_set(why, HY_FAIL(STATE), "the element is mute: %s",
                             l->failure == NULL ? "its memory was damaged" : l->failure);
    hy_rc rc = write_unit(e, l);
    if (hy_ok(rc) && hy_journal_is_long(&l->journal) && !hy_transaction_is_open(e)) {
        rc = hy_lasting_compact(e, why);
        if (rc.code == HY_E_LIMIT && !l->journal.broken)
            rc = HY_OK; /* no room for two files: the one goes on */
    }
    if (hy_ok(rc))
        return rc;
    e->mute = true;
    l->failure = rc.code == HY_E_LIMIT ? "there is no room for its image" : hy_rc_text(rc);
    return hy_reason_set(why, HY_FAIL(STATE), "the element is mute: %s", l->failure);
}

/* ---- the whole state ---- */

static hy_rc put_item(hy_lasting *l, hy_item_kind kind, hy_view contents)
{
    const hy_item item = {.kind = (uint8_t)kind, .contents = contents};
    return hy_journal_put(&l->journal, &item);
}

hy_rc hy_lasting_adopt(hy_element *e, hy_reason *why)
{
    hy_lasting *l = e->lasting;
    hy_rc rc = put_item(l, HY_ITEM_PLATFORM, l->platform);
    if (hy_ok(rc))
        rc = write_unit(e, l);
    return hy_ok(rc) ? rc
                     : hy_reason_set(why, rc,
                                     "image: made with another platform, and cannot be changed to "
                                     "this one: %s",
                                     hy_rc_text(rc));
}

static uint64_t load_file_bytes(const hy_element *e, const hy_lasting *l)
{
    uint64_t n = 0;
    for (uint32_t i = 0; i < HY_PACKAGES_MAX; i++)
        n += l->saved[i] == 0 ? 0 : e->pool->packages[l->saved[i] - 1].load_file.n;
    return n;
}

/* The shadow's counters say how far it is in use. */
hy_rc hy_lasting_compact(hy_element *e, hy_reason *why)
{
    hy_lasting *l = e->lasting;
    hy_heap durable = e->heap;
    uint8_t settings[HY_SETTINGS_SIZE];
    durable.memory.base = l->shadow;
    uint32_t top = hy_heap_top(&durable);
    uint32_t table = hy_heap_table(&durable);
    uint64_t bytes =
        sizeof settings + l->platform.n + load_file_bytes(e, l) + top + (l->shadow_size - table);
    HY_TRY(hy_journal_begin_next(&l->journal, bytes, why));
    HY_TRY(put_item(l, HY_ITEM_SETTINGS, hy_lasting_settings(&e->config, settings)));
    HY_TRY(put_item(l, HY_ITEM_PLATFORM, l->platform));
    HY_TRY(put_age(l, l->age));
    for (uint32_t i = 0; i < HY_PACKAGES_MAX; i++)
        if (l->saved[i] != 0)
            HY_TRY(put_load_file(l, (uint8_t)i, e->pool->packages[l->saved[i] - 1].load_file));
    HY_TRY(hy_shadow_put_all(&l->journal, l->shadow, 0, top));
    HY_TRY(hy_shadow_put_all(&l->journal, l->shadow, table, l->shadow_size));
    return hy_journal_finish_next(&l->journal);
}

/* ---- barriers ---- */

static bool splits(const hy_lasting *l, hy_barrier kind)
{
    return kind == HY_BARRIER_COUNTER || kind == HY_BARRIER_EARLY ||
           l->durability != HY_DURABILITY_APDU;
}

hy_outcome hy_lasting_barrier(hy_machine *m, hy_barrier kind)
{
    hy_element *e = hy_element_of(m);
    if (!splits(e->lasting, kind) || hy_work(m)->installing.active)
        return HY_DONE;
    if (hy_ok(hy_lasting_settle(e, NULL)))
        return HY_DONE;
    return hy_machine_stop(m, HY_STOP_ABANDON);
}

/* Setting `write`: what was written before becomes durable before the next write. A failure shows
   at the command's end, when the element is mute. */
static void split(void *context)
{
    hy_element *e = context;
    if (!e->mute && !e->lasting->work->installing.active)
        (void)!hy_ok(hy_lasting_settle(e, NULL));
}

void hy_element_note_failure(hy_machine *m)
{
    hy_lasting *l = hy_element_of(m)->lasting;
    if (l != NULL && l->has_counter)
        l->step_due = true;
}

/* ---- attached and closed ---- */

hy_rc hy_lasting_attach(hy_element *e, hy_lasting *l)
{
    l->shadow_size = e->heap.memory.size;
    l->shadow = l->port.allocate(l->port.context, l->shadow_size);
    HY_ENSURE(l->shadow != NULL, MEMORY);
    uint32_t table = hy_heap_table(&e->heap);
    memcpy(l->shadow, e->heap.memory.base, hy_heap_top(&e->heap));
    memcpy(l->shadow + table, e->heap.memory.base + table, l->shadow_size - table);
    e->lasting = l;
    if (l->durability == HY_DURABILITY_WRITE) {
        e->heap.memory.split = split;
        e->heap.memory.context = e;
    }
    return HY_OK;
}

void hy_lasting_free(hy_lasting **lasting)
{
    hy_lasting *l = *lasting;
    if (l == NULL)
        return;
    hy_port port = l->port;
    hy_journal_close(&l->journal);
    hy_crypto_free(&l->crypto);
    if (l->shadow != NULL) {
        hy_wipe(l->shadow, l->shadow_size);
        port.release(port.context, l->shadow, l->shadow_size);
    }
    port.release(port.context, l, sizeof *l + HY_JOURNAL_ROOM + HY_PLATFORM_MAX);
    *lasting = NULL;
}

void hy_lasting_close(hy_element *e)
{
    if (e->lasting == NULL)
        return;
    e->lasting->step_due = e->lasting->has_counter;
    (void)!hy_ok(hy_lasting_settle(e, NULL));
    hy_lasting_free(&e->lasting);
}

hy_rc hy_element_flush(hy_element *element, hy_reason *why)
{
    if (element->lasting != NULL)
        element->lasting->step_due = element->lasting->has_counter;
    return hy_lasting_settle(element, why);
}

bool hy_element_is_mute(const hy_element *element)
{
    return element->mute;
}

hy_wear hy_element_wear(const hy_element *element)
{
    const hy_lasting *l = element->lasting;
    if (l == NULL)
        return (hy_wear){0};
    hy_wear w = l->journal.wear;
    w.age = l->age;
    w.file = l->journal.size;
    w.used = l->journal.at;
    memcpy(w.image, l->journal.image.header + 16, sizeof w.image);
    return w;
}
