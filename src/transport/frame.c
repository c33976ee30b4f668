/* The vpcd framing taken apart and put together. */
#include "transport/frame.h"

#include <string.h>

static const uint8_t controls[] = {
    [HY_FRAME_OFF] = 0, [HY_FRAME_ON] = 1, [HY_FRAME_RESET] = 2, [HY_FRAME_ATR] = 4};

hy_frame_kind hy_frame_kind_of(hy_view message)
{
    if (message.n == 1)
        for (size_t i = 0; i < sizeof controls; i++)
            if (message.p[0] == controls[i])
                return (hy_frame_kind)i;
    return HY_FRAME_APDU;
}

uint8_t hy_frame_control(hy_frame_kind kind)
{
    return controls[kind];
}

void hy_frame_put_head(uint8_t *head, size_t n)
{
    head[0] = (uint8_t)(n >> 8);
    head[1] = (uint8_t)n;
}

uint8_t *hy_frame_room(hy_frame_in *in, size_t *n)
{
    if (in->start > 0) {
        memmove(in->bytes, in->bytes + in->start, in->end - in->start);
        in->end -= in->start;
        in->start = 0;
    }
    *n = sizeof in->bytes - in->end;
    return in->bytes + in->end;
}

void hy_frame_came(hy_frame_in *in, size_t n)
{
    in->end += n;
}

bool hy_frame_is_whole(const hy_frame_in *in)
{
    hy_reader r = hy_reader_of(hy_view_of(in->bytes + in->start, in->end - in->start));
    hy_read_bytes(&r, hy_read_u16(&r));
    return hy_reader_ok(&r);
}

bool hy_frame_next(hy_frame_in *in, hy_view *message)
{
    hy_reader r = hy_reader_of(hy_view_of(in->bytes + in->start, in->end - in->start));
    *message = hy_read_bytes(&r, hy_read_u16(&r));
    if (!hy_reader_ok(&r))
        return false;
    in->start += r.at;
    return true;
}
