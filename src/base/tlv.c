/* BER-TLV reading and writing. */
#include "base/tlv.h"

#include <string.h>

/* A low tag number in the long form is accepted: the field's own BF0C is one. */
static uint32_t read_tag(hy_reader *r)
{
    uint32_t tag = hy_read_u8(r);
    if ((tag & 0x1F) != 0x1F)
        return tag;
    for (int i = 0; i < 2; i++) {
        uint8_t next = hy_read_u8(r);
        tag = tag << 8 | next;
        if ((next & 0x80) == 0)
            return tag;
    }
    r->bad = true;
    return 0;
}

static size_t read_length(hy_reader *r)
{
    uint8_t first = hy_read_u8(r);
    if (first < 0x80)
        return first;
    switch (first) {
    case 0x81:
        return hy_read_u8(r);
    case 0x82:
        return hy_read_u16(r);
    case 0x83:
        return hy_read_u24(r);
    default:
        r->bad = true;
        return 0;
    }
}

hy_tlv hy_tlv_read(hy_reader *r)
{
    hy_tlv t = {0, {NULL, 0}};
    uint32_t tag = read_tag(r);
    size_t length = read_length(r);
    t.value = hy_read_bytes(r, length);
    t.tag = r->bad ? 0 : tag;
    return t;
}

bool hy_tlv_find(hy_view v, uint32_t tag, hy_tlv *found)
{
    hy_reader r = hy_reader_of(v);
    while (hy_reader_left(&r) > 0) {
        *found = hy_tlv_read(&r);
        if (!hy_reader_ok(&r))
            return false;
        if (found->tag == tag)
            return true;
    }
    return false;
}

static void write_tag(hy_writer *w, uint32_t tag)
{
    if (tag > 0xFFFF)
        hy_write_u24(w, tag);
    else if (tag > 0xFF)
        hy_write_u16(w, (uint16_t)tag);
    else
        hy_write_u8(w, (uint8_t)tag);
}

static bool tag_is_ber(uint32_t tag)
{
    if (tag <= 0xFF)
        return (tag & 0x1F) != 0x1F;
    if (tag <= 0xFFFF)
        return (tag >> 8 & 0x1F) == 0x1F && (tag & 0x80) == 0;
    return tag <= 0xFFFFFF && (tag >> 16 & 0x1F) == 0x1F && (tag >> 8 & 0x80) != 0 &&
           (tag & 0x80) == 0;
}

static size_t length_size(size_t n)
{
    return n < 0x80 ? 1 : n <= 0xFF ? 2 : n <= 0xFFFF ? 3 : 4;
}

static void put_length(uint8_t *at, size_t n)
{
    size_t size = length_size(n);
    if (size == 1) {
        at[0] = (uint8_t)n;
        return;
    }
    at[0] = (uint8_t)(0x80 + size - 1);
    for (size_t i = 1; i < size; i++)
        at[i] = (uint8_t)(n >> 8 * (size - 1 - i));
}

size_t hy_tlv_begin(hy_writer *w, uint32_t tag)
{
    if (hy_ok(w->rc) && !tag_is_ber(tag))
        w->rc = HY_FAIL(ARGUMENT);
    write_tag(w, tag);
    return w->b->n;
}

void hy_tlv_end(hy_writer *w, size_t mark)
{
    if (!hy_ok(w->rc))
        return;
    size_t n = w->b->n - mark;
    if (n > 0xFFFFFF) {
        w->rc = HY_FAIL(LIMIT);
        return;
    }
    uint8_t *at;
    size_t size = length_size(n);
    w->rc = hy_buf_extend(w->b, size, &at);
    if (!hy_ok(w->rc))
        return;
    uint8_t *value = w->b->p + mark;
    memmove(value + size, value, n);
    put_length(value, n);
}

void hy_tlv_write(hy_writer *w, uint32_t tag, hy_view value)
{
    size_t mark = hy_tlv_begin(w, tag);
    hy_write_bytes(w, value);
    hy_tlv_end(w, mark);
}
