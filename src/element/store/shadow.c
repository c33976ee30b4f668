/* Finding what differs: pages are compared whole, bytes only in those that differ. */
#include "element/store/shadow.h"

#include <string.h>

enum {
    PAGE = 4096,
    GAP = 10, /* equal bytes between two differences that cost less than another item */
};

static uint32_t lower(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static hy_rc put_run(hy_journal *j, const uint8_t *bytes, uint32_t from, uint32_t to)
{
    const hy_item item = {
        .kind = HY_ITEM_MEMORY,
        .place = from,
        .contents = hy_view_of(bytes + from, to - from),
    };
    return hy_journal_put(j, &item);
}

/* The end of the run that starts with a difference at `from`. */
static uint32_t run_end(const uint8_t *a, const uint8_t *b, uint32_t from, uint32_t to)
{
    uint32_t end = from + 1;
    for (uint32_t i = end; i < to && i < end + GAP; i++)
        end = a[i] == b[i] ? end : i + 1;
    return end;
}

static hy_rc put_page(hy_journal *j, uint8_t *shadow, const uint8_t *memory, uint32_t from,
                      uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if (shadow[i] == memory[i])
            continue;
        uint32_t end = run_end(shadow, memory, i, to);
        HY_TRY(put_run(j, memory, i, end));
        memcpy(shadow + i, memory + i, end - i);
        i = end - 1;
    }
    return HY_OK;
}

hy_rc hy_shadow_put(hy_journal *j, uint8_t *shadow, const uint8_t *memory, uint32_t from,
                    uint32_t to)
{
    for (uint32_t at = from; at < to; at += lower(PAGE, to - at)) {
        uint32_t end = at + lower(PAGE, to - at);
        if (memcmp(shadow + at, memory + at, end - at) != 0)
            HY_TRY(put_page(j, shadow, memory, at, end));
    }
    return HY_OK;
}

hy_rc hy_shadow_put_all(hy_journal *j, const uint8_t *shadow, uint32_t from, uint32_t to)
{
    return from < to ? put_run(j, shadow, from, to) : HY_OK;
}
