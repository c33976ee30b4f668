/* Fuzzes the framings and texts that reach a serving process: messages in pieces of any size, the
   owner's requests, ATRs and addresses. */
#include "transport/atr.h"
#include "transport/control.h"
#include "transport/frame.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte is the size of the pieces. What comes out is what went in. */
static void frames(hy_view v, size_t piece)
{
    static hy_frame_in in;
    size_t taken = 0;
    in.start = in.end = 0;
    for (size_t at = 0; at < v.n;) {
        size_t room;
        uint8_t *to = hy_frame_room(&in, &room);
        size_t n = v.n - at < piece ? v.n - at : piece;
        n = n < room ? n : room;
        if (n == 0)
            abort();
        memcpy(to, v.p + at, n);
        hy_frame_came(&in, n);
        at += n;
        for (hy_view m; hy_frame_next(&in, &m); taken += HY_FRAME_HEAD + m.n) {
            hy_view source = hy_view_part(v, taken + HY_FRAME_HEAD, m.n);
            if (!hy_view_equal(source, m))
                abort();
            hy_frame_kind_of(m);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hy_view v = hy_view_of(data, size), message;
    hy_reason why;
    hy_rc rc;
    char words[64];
    if (size == 0)
        return 0;
    frames(hy_view_part(v, 1, size - 1), (size_t)data[0] + 1);
    if (hy_control_next(v, &message, &rc) &&
        hy_ok(hy_control_split(message, words, sizeof words, &message)) &&
        strlen(words) >= sizeof words)
        abort();
    rc = hy_atr_check(v, NULL, &why);
    return 0;
}
