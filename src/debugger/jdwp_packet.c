/* Packets of JDWP read from a stream. */
#include "debugger/jdwp_packet.h"

#include <string.h>

hy_rc hy_jdwp_packet_read(hy_view stream, hy_jdwp_packet *out, size_t *used)
{
    hy_reader r = hy_reader_of(stream);
    uint32_t length = hy_read_u32(&r);
    *used = 0;
    HY_ENSURE(hy_reader_ok(&r), TRUNCATED);
    HY_ENSURE(length >= HY_JDWP_HEADER && length <= HY_JDWP_PACKET_MAX, FORMAT);
    HY_ENSURE(stream.n >= length, TRUNCATED);
    out->id = hy_read_u32(&r);
    out->flags = hy_read_u8(&r);
    out->set = hy_read_u8(&r);
    out->command = hy_read_u8(&r);
    out->data = hy_read_bytes(&r, length - HY_JDWP_HEADER);
    *used = length;
    return HY_OK;
}

hy_view hy_jdwp_read_string(hy_reader *r)
{
    return hy_read_bytes(r, hy_read_u32(r));
}

void hy_jdwp_write_string(hy_writer *w, const char *text)
{
    hy_write_u32(w, (uint32_t)strlen(text));
    hy_write_bytes(w, hy_view_str(text));
}
