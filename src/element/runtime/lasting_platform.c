/* What an image says of the element's settings and of the platform it was made on. */
#include "element/runtime/lasting.h"

#include "base/hex.h"

#include <string.h>

enum { BYTE_ORDER = 0x01020304, HASH = 32, RESERVED = 3 };

/* ---- settings ---- */

static void put_config(hy_writer *w, const hy_element_config *c)
{
    const uint32_t order = BYTE_ORDER;
    hy_write_u32(w, c->memory);
    hy_write_u32(w, c->transient_reset);
    hy_write_u32(w, c->transient_deselect);
    hy_write_u32(w, c->commit_capacity);
    hy_write_u16(w, c->apdu_buffer);
    hy_write_u8(w, c->channels);
    hy_write_u8(w, (uint8_t)c->protocol);
    hy_write_u8(w, c->require_descriptor ? 1 : 0);
    hy_write_u64(w, (uint64_t)c->budget);
    hy_write_bytes(w, hy_view_of(&order, sizeof order));
    hy_write_bytes(w, hy_view_of(c->cplc, sizeof c->cplc));
    hy_write_u8(w, c->uid_length);
    hy_write_bytes(w, hy_view_of(c->uid, sizeof c->uid));
    hy_write_bytes(w, hy_view_of((const uint8_t[RESERVED]){0}, RESERVED));
}

hy_view hy_lasting_settings(const hy_element_config *c, uint8_t out[HY_SETTINGS_SIZE])
{
    hy_buf b = {.p = out, .cap = HY_SETTINGS_SIZE, .max = HY_SETTINGS_SIZE};
    hy_writer w = hy_writer_of(&b);
    put_config(&w, c);
    return hy_buf_view(&b);
}

hy_rc hy_lasting_read_settings(hy_view item, hy_element_config *c, hy_reason *why)
{
    uint32_t order;
    hy_reader r = hy_reader_of(item);
    *c = (hy_element_config){0};
    c->memory = hy_read_u32(&r);
    c->transient_reset = hy_read_u32(&r);
    c->transient_deselect = hy_read_u32(&r);
    c->commit_capacity = hy_read_u32(&r);
    c->apdu_buffer = hy_read_u16(&r);
    c->channels = hy_read_u8(&r);
    c->protocol = (hy_protocol)hy_read_u8(&r);
    c->require_descriptor = hy_read_u8(&r) != 0;
    c->budget = (int64_t)hy_read_u64(&r);
    hy_view bytes = hy_read_bytes(&r, sizeof order);
    hy_view cplc = hy_read_bytes(&r, sizeof c->cplc);
    c->uid_length = hy_read_u8(&r);
    hy_view uid = hy_read_bytes(&r, sizeof c->uid);
    (void)hy_read_bytes(&r, RESERVED);
    if (!hy_reader_ok(&r))
        return hy_reason_set(why, HY_FAIL(FORMAT), "image: settings: cut short");
    memcpy(&order, bytes.p, sizeof order);
    memcpy(c->cplc, cplc.p, sizeof c->cplc);
    memcpy(c->uid, uid.p, sizeof c->uid);
    if (order != BYTE_ORDER)
        return hy_reason_set(why, HY_FAIL(MISMATCH),
                             "image: made on a machine with another byte order");
    return HY_OK;
}

/* ---- platform ---- */

hy_rc hy_lasting_write_platform(const hy_pool *p, hy_buf *out)
{
    hy_writer w = hy_writer_of(out);
    hy_write_bytes(&w, hy_view_of(p->rom_hash, HASH));
    hy_write_u16(&w, p->rom_count);
    for (uint16_t i = 0; i < p->rom_count; i++) {
        const hy_linked *l = p->packages[i].linked;
        hy_write_u8(&w, (uint8_t)l->id.aid.n);
        hy_write_bytes(&w, l->id.aid);
        hy_write_u8(&w, l->id.major);
        hy_write_u8(&w, l->id.minor);
        hy_write_u16(&w, (uint16_t)l->statics.image_size);
        hy_write_u16(&w, l->class_count);
        for (uint16_t k = 0; k < l->class_count; k++)
            hy_write_u16(&w, l->classes[k].words);
    }
    return w.rc;
}

static hy_rc changed(hy_reason *why, const hy_pool_package *p, const char *what)
{
    return hy_reason_set(why, HY_FAIL(LINK),
                         "image: made with another platform: package %s: %s; use the Hydra that "
                         "made it",
                         p->name, what);
}

static hy_rc check_classes(hy_reader *r, const hy_pool_package *p, hy_reason *why)
{
    const hy_linked *l = p->linked;
    uint16_t count = hy_read_u16(r);
    for (uint16_t k = 0; k < count; k++) {
        uint16_t words = hy_read_u16(r);
        if (k < l->class_count && l->classes[k].words == words)
            continue;
        return hy_reason_set(why, HY_FAIL(LINK),
                             "image: made with another platform: class %u of package %s changed; "
                             "use the Hydra that made it",
                             k, p->name);
    }
    return HY_OK;
}

static hy_rc check_package(hy_reader *r, const hy_pool_package *p, hy_reason *why)
{
    const hy_linked *l = p->linked;
    hy_view aid = hy_read_bytes(r, hy_read_u8(r));
    uint8_t major = hy_read_u8(r);
    uint8_t minor = hy_read_u8(r);
    uint16_t statics = hy_read_u16(r);
    if (!hy_view_equal(aid, l->id.aid))
        return changed(why, p, "another was at its number");
    if (major != l->id.major || minor > l->id.minor)
        return changed(why, p, "the version does not suit");
    if (statics != l->statics.image_size)
        return changed(why, p, "its static fields changed");
    return check_classes(r, p, why);
}

hy_rc hy_lasting_check_platform(const hy_pool *p, hy_view item, hy_reason *why)
{
    hy_reader r = hy_reader_of(item);
    hy_view hash = hy_read_bytes(&r, HASH);
    uint16_t count = hy_read_u16(&r);
    if (hy_reader_ok(&r) && hy_view_equal(hash, hy_view_of(p->rom_hash, HASH)))
        return HY_OK;
    if (hy_reader_ok(&r) && count != p->rom_count)
        return hy_reason_set(why, HY_FAIL(LINK),
                             "image: made with a platform of %u packages, this one has %u; use the "
                             "Hydra that made it",
                             count, p->rom_count);
    for (uint16_t i = 0; i < count && hy_reader_ok(&r); i++)
        HY_TRY(check_package(&r, &p->packages[i], why));
    return hy_reader_done(&r) ? HY_OK
                              : hy_reason_set(why, HY_FAIL(FORMAT), "image: platform: cut short");
}
