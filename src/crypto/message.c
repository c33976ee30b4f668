/* Holding back, padding and chaining around the block ciphers. */
#include "crypto/message.h"

#include <string.h>

static bool takes_off(const hy_message_way *way)
{
    return way->direction == HY_DECRYPT &&
           (way->padding == HY_PADDING_ISO9797_M2 || way->padding == HY_PADDING_PKCS5);
}

/* How many of the bytes at hand have to wait for more. */
static size_t held(const hy_message_way *way, size_t block, size_t total)
{
    if (way->mode == HY_MESSAGE_XTS)
        return total < 32 ? total : 16 + total % 16;
    if (takes_off(way))
        return total == 0 ? 0 : (total - 1) % block + 1;
    return total % block;
}

static hy_rc run_blocks(hy_message *s, const hy_message_way *way, hy_cipher *k, uint8_t *p,
                        size_t n)
{
    hy_view v = hy_view_of(p, n);
    switch (way->mode) {
    case HY_MESSAGE_ECB:
        return hy_cipher_ecb(k, way->direction, v, p, n);
    case HY_MESSAGE_CBC:
        return hy_cipher_cbc(k, way->direction, s->at.chain, v, p, n);
    default: /* a data unit, or with more to come its beginning */
        if (n == 0)
            return HY_OK;
        HY_TRY(hy_cipher_xts(k, way->direction, s->at.chain, v, p, n));
        return n % 16 == 0 ? hy_cipher_xts_skip(k, s->at.chain, n / 16) : HY_OK;
    }
}

/* Pads, or finds out that nothing can be done; gives the length. */
static hy_rc close_message(const hy_message_way *way, size_t block, uint8_t *p, size_t total,
                           size_t room, size_t *n)
{
    *n = total;
    if (way->mode == HY_MESSAGE_XTS) {
        HY_ENSURE(total >= 16, ARGUMENT);
        return HY_OK;
    }
    if (way->direction == HY_ENCRYPT)
        return hy_padding_add(way->padding, block, p, total, room, n);
    HY_ENSURE(total % block == 0, ARGUMENT);
    return HY_OK;
}

static hy_rc run_stream(hy_message *s, const hy_message_way *way, hy_cipher *k, hy_view in,
                        uint8_t *out, size_t room)
{
    if (way->mode == HY_MESSAGE_CFB)
        return hy_cipher_cfb(k, way->direction, &s->at, in, out, room);
    hy_ctr ctr = {.used = s->at.used};
    memcpy(ctr.block, s->at.chain, sizeof ctr.block);
    HY_TRY(hy_cipher_ctr(k, &ctr, in, out, room));
    memcpy(s->at.chain, ctr.block, sizeof ctr.block);
    s->at.used = ctr.used;
    return HY_OK;
}

hy_rc hy_message_run(hy_message *s, const hy_message_way *way, hy_cipher *k, hy_view in, bool last,
                     uint8_t *out, size_t room, size_t *n)
{
    *n = 0;
    HY_ENSURE(room >= HY_MESSAGE_MORE && in.n <= room - HY_MESSAGE_MORE, LIMIT);
    if (way->mode == HY_MESSAGE_CTR || way->mode == HY_MESSAGE_CFB) {
        *n = in.n;
        return run_stream(s, way, k, in, out, room);
    }
    HY_ENSURE(s->tail_n <= sizeof s->tail, ARGUMENT);
    size_t block = hy_cipher_block(k);
    size_t total = s->tail_n + in.n;
    memcpy(out, s->tail, s->tail_n);
    if (in.n > 0)
        memcpy(out + s->tail_n, in.p, in.n);
    size_t wait = last ? 0 : held(way, block, total);
    size_t now = total - wait;
    if (last)
        HY_TRY(close_message(way, block, out, total, room, &now));
    memcpy(s->tail, out + total - wait, wait);
    s->tail_n = (uint8_t)wait;
    HY_TRY(run_blocks(s, way, k, out, now));
    if (last && takes_off(way))
        return hy_padding_remove(way->padding, block, hy_view_of(out, now), n);
    *n = now;
    return HY_OK;
}
