/* A command read as ISO 7816-4 has it: its case, its lengths, its logical channel. */
#include "element/runtime/apdu.h"

enum { HEADER = 4, NE_SHORT = 256, NE_EXTENDED = 65536 };

static uint32_t or_all(uint32_t ne, uint32_t all)
{
    return ne == 0 ? all : ne;
}

/* Behind P3: data of P3 bytes, and perhaps Le. */
static hy_rc parse_short(hy_reader *r, hy_command *c)
{
    if (hy_reader_left(r) == 0) {
        c->has_le = true;
        c->ne = or_all(c->p3, NE_SHORT);
        return HY_OK;
    }
    HY_ENSURE(c->p3 != 0, FORMAT);
    c->data = hy_read_bytes(r, c->p3);
    if (hy_reader_left(r) > 0) {
        c->has_le = true;
        c->ne = or_all(hy_read_u8(r), NE_SHORT);
    }
    return hy_reader_done(r) ? HY_OK : HY_FAIL(FORMAT);
}

/* Behind a P3 of 0: two bytes of Le; or two of Lc, data, and perhaps two of Le. */
static hy_rc parse_extended(hy_reader *r, hy_command *c)
{
    uint16_t length = hy_read_u16(r);
    c->extended = true;
    if (hy_reader_done(r)) {
        c->has_le = true;
        c->ne = or_all(length, NE_EXTENDED);
        return HY_OK;
    }
    HY_ENSURE(length != 0, FORMAT);
    c->data = hy_read_bytes(r, length);
    if (hy_reader_left(r) > 0) {
        c->has_le = true;
        c->ne = or_all(hy_read_u16(r), NE_EXTENDED);
    }
    return hy_reader_done(r) ? HY_OK : HY_FAIL(FORMAT);
}

hy_rc hy_command_parse(hy_view bytes, hy_protocol protocol, hy_command *out)
{
    HY_ENSURE(bytes.n >= HEADER, FORMAT);
    hy_reader r = hy_reader_of(bytes);
    *out = (hy_command){0};
    out->cla = hy_read_u8(&r);
    out->ins = hy_read_u8(&r);
    out->p1 = hy_read_u8(&r);
    out->p2 = hy_read_u8(&r);
    if (hy_reader_done(&r))
        return HY_OK;
    out->p3 = hy_read_u8(&r);
    bool extended = out->p3 == 0 && hy_reader_left(&r) > 0;
    HY_ENSURE(!extended || protocol != HY_PROTOCOL_T0, FORMAT);
    return extended ? parse_extended(&r, out) : parse_short(&r, out);
}
