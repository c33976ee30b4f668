/* Hexadecimal text to bytes and back. */
#include "base/hex.h"

#include <string.h>

static int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

hy_rc hy_hex_decode(const char *text, hy_buf *b)
{
    size_t before = b->n;
    hy_writer w = hy_writer_of(b);
    const char *s = text + strspn(text, " \t\r\n");
    while (*s != '\0' && hy_ok(w.rc)) {
        int high = digit(s[0]);
        int low = high < 0 ? -1 : digit(s[1]);
        if (low < 0) {
            w.rc = HY_FAIL(FORMAT);
            break;
        }
        hy_write_u8(&w, (uint8_t)(high << 4 | low));
        s += 2;
        s += strspn(s, " \t\r\n");
    }
    if (!hy_ok(w.rc))
        b->n = before;
    return w.rc;
}

char *hy_hex_encode(hy_view v, char *out, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t n = v.n < (size - 1) / 2 ? v.n : (size - 1) / 2;
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[v.p[i] >> 4];
        out[2 * i + 1] = digits[v.p[i] & 15];
    }
    out[2 * n] = '\0';
    return out;
}
