/* What an image says of the element's settings. */
#include "element/runtime/lasting.h"

#include <string.h>

enum { BYTE_ORDER = 0x01020304, ALIGN = 16 };

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
    hy_write_u8(w, c->scp);
    hy_write_u8(w, c->scp_options);
    hy_write_u8(w, c->key_length);
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
    c->scp = hy_read_u8(&r);
    c->scp_options = hy_read_u8(&r);
    c->key_length = hy_read_u8(&r);
    if (!hy_reader_ok(&r))
        return hy_reason_set(why, HY_FAIL(FORMAT), "image: settings: cut short");
    memcpy(&order, bytes.p, sizeof order);
    memcpy(c->cplc, cplc.p, sizeof c->cplc);
    memcpy(c->uid, uid.p, sizeof c->uid);
    if (order != BYTE_ORDER)
        return hy_reason_set(why, HY_FAIL(MISMATCH),
                             "image: made on a machine with another byte order");
    bool usual = c->memory % ALIGN == 0 && c->transient_reset % ALIGN == 0 &&
                 c->transient_deselect % ALIGN == 0 && c->uid_length <= sizeof c->uid;
    if (!usual || !hy_ok(hy_element_check_config(c, NULL)))
        return hy_reason_set(why, HY_FAIL(FORMAT), "image: settings: no element has such");
    return HY_OK;
}
