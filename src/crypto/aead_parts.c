/* GCM and CCM in parts: their framing and GCM's hash around AES. */
#include "crypto/aead_parts.h"

#include "base/secret.h"

#include <string.h>

enum { PHASE_IDLE, PHASE_EXTRA, PHASE_TEXT };

static uint64_t get64(const uint8_t *p)
{
    uint64_t v = 0;
    for (int i = 0; i < 8; i++)
        v = v << 8 | p[i];
    return v;
}

static void put64(uint8_t *p, uint64_t v)
{
    for (int i = 8; i-- > 0; v >>= 8)
        p[i] = (uint8_t)v;
}

static hy_rc encrypt_block(hy_cipher *key, uint8_t *block)
{
    return hy_cipher_ecb(key, HY_ENCRYPT, hy_view_of(block, 16), block, 16);
}

/* ---- the hashes ---- */

/* y = y * h in the field of SP 800-38D section 6.3, without branches. */
static void multiply(uint8_t *y, const uint8_t *h)
{
    uint64_t y0 = get64(y), y1 = get64(y + 8);
    uint64_t v0 = get64(h), v1 = get64(h + 8);
    uint64_t z0 = 0, z1 = 0;
    for (unsigned i = 0; i < 128; i++) {
        uint64_t bit = 0 - (y0 >> 63);
        z0 ^= v0 & bit;
        z1 ^= v1 & bit;
        y0 = y0 << 1 | y1 >> 63;
        y1 <<= 1;
        uint64_t low = 0 - (v1 & 1);
        v1 = v1 >> 1 | v0 << 63;
        v0 = v0 >> 1 ^ (low & (uint64_t)0xE1 << 56);
    }
    put64(y, z0);
    put64(y + 8, z1);
}

/* One block into GHASH or the CBC-MAC. */
static hy_rc hash_block(hy_aead_parts *s, hy_cipher *key, const uint8_t *block)
{
    for (size_t i = 0; i < 16; i++)
        s->hash[i] ^= block[i];
    if (s->mode == HY_AEAD_CCM)
        return encrypt_block(key, s->hash);
    multiply(s->hash, s->subkey);
    return HY_OK;
}

static hy_rc hash_bytes(hy_aead_parts *s, hy_cipher *key, hy_view v)
{
    for (size_t at = 0; at < v.n;) {
        size_t n = 16u - s->pending_n;
        n = n < v.n - at ? n : v.n - at;
        memcpy(s->pending + s->pending_n, v.p + at, n);
        s->pending_n = (uint8_t)(s->pending_n + n);
        at += n;
        if (s->pending_n < 16)
            break;
        HY_TRY(hash_block(s, key, s->pending));
        s->pending_n = 0;
    }
    return HY_OK;
}

/* Zeros up to a whole block. */
static hy_rc hash_fill(hy_aead_parts *s, hy_cipher *key)
{
    if (s->pending_n == 0)
        return HY_OK;
    memset(s->pending + s->pending_n, 0, 16u - s->pending_n);
    s->pending_n = 0;
    return hash_block(s, key, s->pending);
}

/* ---- start ---- */

/* SP 800-38D section 7.1, steps 1 and 2. */
static hy_rc start_gcm(hy_aead_parts *s, hy_cipher *key, hy_view nonce)
{
    HY_ENSURE(nonce.n >= 1 && nonce.n <= 128, ARGUMENT);
    uint8_t *first = s->counter.block;
    HY_TRY(encrypt_block(key, s->subkey));
    if (nonce.n == 12) {
        memcpy(first, nonce.p, 12);
        first[15] = 1;
    } else {
        uint8_t lengths[16] = {0};
        put64(lengths + 8, nonce.n * 8);
        HY_TRY(hash_bytes(s, key, nonce));
        HY_TRY(hash_fill(s, key));
        HY_TRY(hash_block(s, key, lengths));
        memcpy(first, s->hash, 16);
        memset(s->hash, 0, 16);
    }
    s->tag_n = 16;
    return HY_OK;
}

/* SP 800-38C section A.2.2: how the length of the associated data is written. */
static size_t extra_length(size_t n, uint8_t *out)
{
    size_t size = n < 0xFF00 ? 2 : 6;
    for (size_t i = size; i-- > 0; n >>= 8)
        out[i] = (uint8_t)n;
    if (size == 6) {
        out[0] = 0xFF;
        out[1] = 0xFE;
    }
    return size;
}

/* SP 800-38C section A.2.1 and A.3. */
static hy_rc start_ccm(hy_aead_parts *s, hy_cipher *key, hy_view nonce, hy_aead_lengths lengths)
{
    HY_ENSURE(nonce.n >= 7 && nonce.n <= 13, ARGUMENT);
    HY_ENSURE(lengths.tag >= 4 && lengths.tag <= 16 && lengths.tag % 2 == 0, ARGUMENT);
    size_t q = 15 - nonce.n;
    HY_ENSURE(lengths.extra <= INT32_MAX && lengths.text <= INT32_MAX, ARGUMENT);
    HY_ENSURE(q >= 4 || lengths.text < (size_t)1 << (8 * q), ARGUMENT);
    uint8_t block[16] = {0};
    block[0] = (uint8_t)((lengths.extra > 0 ? 0x40 : 0) | (lengths.tag - 2) / 2 << 3 | (q - 1));
    put64(block + 8, lengths.text);
    memcpy(block + 1, nonce.p, nonce.n); /* last, since it may reach into those eight bytes */
    s->tag_n = (uint8_t)lengths.tag;
    put64(s->extra_all, lengths.extra);
    put64(s->text_all, lengths.text);
    HY_TRY(hash_block(s, key, block));
    if (lengths.extra > 0) {
        size_t n = extra_length(lengths.extra, block);
        HY_TRY(hash_bytes(s, key, hy_view_of(block, n)));
    }
    s->counter.block[0] = (uint8_t)(q - 1);
    memcpy(s->counter.block + 1, nonce.p, nonce.n);
    return HY_OK;
}

hy_rc hy_aead_parts_start(hy_aead_parts *s, hy_cipher *key, hy_aead_mode mode,
                          hy_direction direction, hy_view nonce, hy_aead_lengths lengths)
{
    memset(s, 0, sizeof *s);
    HY_ENSURE(mode == HY_AEAD_GCM || mode == HY_AEAD_CCM, ARGUMENT);
    HY_ENSURE(direction == HY_ENCRYPT || direction == HY_DECRYPT, ARGUMENT);
    s->mode = (uint8_t)mode;
    s->direction = (uint8_t)direction;
    HY_TRY(mode == HY_AEAD_GCM ? start_gcm(s, key, nonce) : start_ccm(s, key, nonce, lengths));
    /* The first block of the key stream covers the tag, the text begins at the next. */
    HY_TRY(hy_cipher_ctr(key, &s->counter, hy_view_of(s->mask, 16), s->mask, 16));
    s->phase = PHASE_EXTRA;
    return HY_OK;
}

/* ---- parts ---- */

hy_rc hy_aead_parts_extra(hy_aead_parts *s, hy_cipher *key, hy_view extra)
{
    HY_ENSURE(s->phase == PHASE_EXTRA, STATE);
    uint64_t seen = get64(s->extra_seen) + extra.n;
    HY_ENSURE(s->mode == HY_AEAD_GCM || seen <= get64(s->extra_all), ARGUMENT);
    put64(s->extra_seen, seen);
    return hash_bytes(s, key, extra);
}

static hy_rc begin_text(hy_aead_parts *s, hy_cipher *key)
{
    if (s->phase == PHASE_TEXT)
        return HY_OK;
    HY_ENSURE(s->mode == HY_AEAD_GCM || memcmp(s->extra_seen, s->extra_all, 8) == 0, STATE);
    HY_TRY(hash_fill(s, key));
    s->phase = PHASE_TEXT;
    return HY_OK;
}

/* GCM's counter is the last four bytes alone (SP 800-38D section 6.2), so a call ends where these
   run over. CCM's cannot run over. */
static hy_rc key_stream(hy_aead_parts *s, hy_cipher *key, hy_view in, uint8_t *out)
{
    uint8_t fixed[12];
    memcpy(fixed, s->counter.block, sizeof fixed);
    for (size_t at = 0; at < in.n;) {
        uint64_t blocks = ((uint64_t)1 << 32) - (uint32_t)get64(s->counter.block + 8);
        uint64_t most = blocks * 16 - s->counter.used;
        size_t n = in.n - at < most ? in.n - at : (size_t)most;
        HY_TRY(hy_cipher_ctr(key, &s->counter, hy_view_part(in, at, n), out + at, n));
        if (s->mode == HY_AEAD_GCM)
            memcpy(s->counter.block, fixed, sizeof fixed);
        at += n;
    }
    return HY_OK;
}

hy_rc hy_aead_parts_text(hy_aead_parts *s, hy_cipher *key, hy_view in, uint8_t *out, size_t room)
{
    HY_ENSURE(s->phase != PHASE_IDLE, STATE);
    uint64_t seen = get64(s->text_seen) + in.n;
    HY_ENSURE(s->mode == HY_AEAD_GCM || seen <= get64(s->text_all), ARGUMENT);
    HY_ENSURE(in.n <= room, LIMIT);
    HY_TRY(begin_text(s, key));
    put64(s->text_seen, seen);
    /* CCM hashes what is clear, GCM what is not. */
    bool before = (s->direction == HY_ENCRYPT) == (s->mode == HY_AEAD_CCM);
    if (before)
        HY_TRY(hash_bytes(s, key, in));
    HY_TRY(key_stream(s, key, in, out));
    return before ? HY_OK : hash_bytes(s, key, hy_view_of(out, in.n));
}

hy_rc hy_aead_parts_end(hy_aead_parts *s, hy_cipher *key, uint8_t tag[16])
{
    HY_ENSURE(s->phase != PHASE_IDLE, STATE);
    HY_ENSURE(s->mode == HY_AEAD_GCM || memcmp(s->text_seen, s->text_all, 8) == 0, STATE);
    HY_TRY(begin_text(s, key));
    HY_TRY(hash_fill(s, key));
    if (s->mode == HY_AEAD_GCM) {
        uint8_t lengths[16];
        put64(lengths, get64(s->extra_seen) * 8);
        put64(lengths + 8, get64(s->text_seen) * 8);
        HY_TRY(hash_block(s, key, lengths));
    }
    for (size_t i = 0; i < 16; i++)
        tag[i] = (uint8_t)(s->hash[i] ^ s->mask[i]);
    hy_wipe(s, sizeof *s);
    return HY_OK;
}
