/* Hexadecimal text to bytes and back. */
#ifndef HY_BASE_HEX_H
#define HY_BASE_HEX_H

#include "base/bytes.h"

/* Appends the bytes that the hex digits of text stand for. Blanks between bytes are skipped, upper
   and lower case are read. FORMAT (and b unchanged) on anything else or half a byte. */
hy_rc hy_hex_decode(const char *text, hy_buf *b) HY_USE;

/* Writes v as upper-case digits and a terminator into out, cut (at a whole byte) when out is too
   small. Returns out. size counts the terminator and is at least 1. */
char *hy_hex_encode(hy_view v, char *out, size_t size);

#endif
