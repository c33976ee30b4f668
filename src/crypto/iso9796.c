/* The frames of ISO/IEC 9796-2 scheme 1 and the signatures around them. */
#include "crypto/iso9796.h"

#include <string.h>

/* Header bits 01, then "more data" (1: the message does not end in the frame); the low nibble is
   the beginning of the padding: B while it goes on, A where it ends. */
#define HEADER_WHOLE 0x40
#define HEADER_MORE 0x60
#define PAD_ON 0x0B
#define PAD_END 0x0A
#define TRAILER_IMPLICIT 0xBC
#define TRAILER_EXPLICIT 0xCC

/* ISO/IEC 10118-3 numbers of the digests; 0: none. */
static uint8_t digest_number(hy_digest_kind kind)
{
    switch (kind) {
    case HY_DIGEST_RIPEMD160:
        return 0x31;
    case HY_DIGEST_SHA1:
        return 0x33;
    case HY_DIGEST_SHA256:
        return 0x34;
    case HY_DIGEST_SHA512:
        return 0x35;
    case HY_DIGEST_SHA384:
        return 0x36;
    case HY_DIGEST_SHA224:
        return 0x38;
    default:
        return 0;
    }
}

static size_t trailer_size(hy_iso9796_trailer trailer)
{
    return trailer == HY_ISO9796_EXPLICIT ? 2 : 1;
}

size_t hy_iso9796_capacity(size_t size, hy_digest_kind kind, hy_iso9796_trailer trailer)
{
    size_t around = 1 + hy_digest_size(kind) + trailer_size(trailer);
    bool known =
        hy_digest_size(kind) > 0 && (trailer == HY_ISO9796_IMPLICIT || digest_number(kind) != 0);
    return known && size > around ? size - around : 0;
}

hy_rc hy_iso9796_frame(hy_digest_kind kind, hy_iso9796_trailer trailer, hy_view head, bool more,
                       hy_view digest, uint8_t *out, size_t size)
{
    size_t capacity = hy_iso9796_capacity(size, kind, trailer);
    HY_ENSURE(capacity > 0 && digest.n == hy_digest_size(kind), ARGUMENT);
    HY_ENSURE(more ? head.n == capacity : head.n <= capacity, ARGUMENT);
    size_t pad = capacity - head.n; /* whole bytes of padding after the header */
    size_t at = 1 + pad;
    memset(out, 0xBB, at);
    out[0] = (uint8_t)((more ? HEADER_MORE : HEADER_WHOLE) | (pad > 0 ? PAD_ON : PAD_END));
    if (pad > 0)
        out[pad] = 0xBA;
    if (head.n > 0)
        memcpy(out + at, head.p, head.n);
    memcpy(out + 1 + capacity, digest.p, digest.n);
    if (trailer == HY_ISO9796_EXPLICIT)
        out[size - 2] = digest_number(kind);
    out[size - 1] = trailer == HY_ISO9796_EXPLICIT ? TRAILER_EXPLICIT : TRAILER_IMPLICIT;
    return HY_OK;
}

/* Reads header and padding; what is left before digest and trailer is the message's head. */
static hy_rc parse_padding(hy_reader *r, bool *more)
{
    uint8_t header = hy_read_u8(r);
    *more = (header & 0xF0) == HEADER_MORE;
    HY_ENSURE(*more || (header & 0xF0) == HEADER_WHOLE, FORMAT);
    if ((header & 0x0F) == PAD_END)
        return HY_OK;
    HY_ENSURE((header & 0x0F) == PAD_ON && !*more, FORMAT);
    uint8_t byte = hy_read_u8(r);
    while (byte == 0xBB)
        byte = hy_read_u8(r);
    HY_ENSURE(byte == 0xBA && hy_reader_ok(r), FORMAT);
    return HY_OK;
}

hy_rc hy_iso9796_parse(hy_digest_kind kind, hy_iso9796_trailer trailer, hy_view frame,
                       hy_view *head, bool *more, hy_view *digest)
{
    size_t capacity = hy_iso9796_capacity(frame.n, kind, trailer);
    HY_ENSURE(capacity > 0, FORMAT);
    hy_reader r = hy_reader_of(frame);
    hy_reader first = hy_read_sub(&r, 1 + capacity);
    HY_TRY(parse_padding(&first, more));
    *head = hy_read_bytes(&first, hy_reader_left(&first));
    *digest = hy_read_bytes(&r, hy_digest_size(kind));
    if (trailer == HY_ISO9796_EXPLICIT)
        HY_ENSURE(hy_read_u8(&r) == digest_number(kind) && hy_read_u8(&r) == TRAILER_EXPLICIT,
                  FORMAT);
    else
        HY_ENSURE(hy_read_u8(&r) == TRAILER_IMPLICIT, FORMAT);
    return HY_OK;
}

/* The first bit of a frame is 0, so it is below a modulus that fills its first byte. */
static hy_rc check_modulus(const hy_rsa *k)
{
    uint8_t modulus[HY_RSA_SIZE_MAX];
    size_t n;
    HY_TRY(hy_rsa_get(k, HY_RSA_N, modulus, sizeof modulus, &n));
    HY_ENSURE(n == hy_rsa_size(k) && modulus[0] >= 0x80, ARGUMENT);
    return HY_OK;
}

hy_rc hy_iso9796_sign(hy_crypto *c, hy_rsa *k, hy_digest_kind kind, hy_iso9796_trailer trailer,
                      hy_view message, uint8_t *out, size_t room, size_t *n, size_t *recoverable)
{
    *n = *recoverable = 0;
    HY_TRY(check_modulus(k));
    size_t size = hy_rsa_size(k);
    size_t capacity = hy_iso9796_capacity(size, kind, trailer);
    HY_ENSURE(capacity > 0, ARGUMENT);
    bool more = message.n > capacity;
    hy_view head = hy_view_part(message, 0, more ? capacity : message.n);
    uint8_t digest[HY_DIGEST_MAX];
    uint8_t frame[HY_RSA_SIZE_MAX];
    size_t digest_n;
    HY_TRY(hy_digest_once(c, kind, message, digest, sizeof digest, &digest_n));
    HY_TRY(hy_iso9796_frame(kind, trailer, head, more, hy_view_of(digest, digest_n), frame, size));
    HY_TRY(hy_rsa_raw_private(k, hy_view_of(frame, size), out, room, n));
    *recoverable = head.n;
    return HY_OK;
}

/* True when the frame's digest is that of its head followed by rest. */
static hy_rc judge(hy_crypto *c, hy_digest_kind kind, hy_view head, hy_view rest, hy_view digest,
                   hy_verdict *verdict)
{
    hy_digest *d;
    HY_TRY(hy_digest_new(c, kind, &d));
    uint8_t made[HY_DIGEST_MAX];
    size_t n = 0;
    hy_rc rc = hy_digest_update(d, head);
    if (hy_ok(rc))
        rc = hy_digest_update(d, rest);
    if (hy_ok(rc))
        rc = hy_digest_finish(d, made, sizeof made, &n);
    hy_digest_free(&d);
    HY_TRY(rc);
    *verdict = hy_secret_compare(made, digest.p, n);
    return HY_OK;
}

hy_rc hy_iso9796_verify(hy_crypto *c, hy_rsa *k, hy_digest_kind kind, hy_iso9796_trailer trailer,
                        hy_view signature, hy_view rest, uint8_t *out, size_t room, size_t *n,
                        hy_verdict *verdict)
{
    *n = 0;
    *verdict = HY_VERDICT_DIFFERENT;
    HY_TRY(check_modulus(k));
    size_t capacity = hy_iso9796_capacity(hy_rsa_size(k), kind, trailer);
    HY_ENSURE(capacity > 0, ARGUMENT);
    HY_ENSURE(capacity <= room, LIMIT);
    uint8_t frame[HY_RSA_SIZE_MAX];
    size_t frame_n;
    hy_rc rc = hy_rsa_raw_public(k, signature, frame, sizeof frame, &frame_n);
    if (rc.code == HY_E_ARGUMENT) /* no number of this modulus: no signature */
        return HY_OK;
    HY_TRY(rc);
    hy_view head, digest;
    bool more;
    if (!hy_ok(hy_iso9796_parse(kind, trailer, hy_view_of(frame, frame_n), &head, &more, &digest)))
        return HY_OK;
    if (more != (rest.n > 0))
        return HY_OK;
    HY_TRY(judge(c, kind, head, rest, digest, verdict));
    if (*verdict != HY_VERDICT_EQUAL)
        return HY_OK;
    if (head.n > 0)
        memcpy(out, head.p, head.n);
    *n = head.n;
    return HY_OK;
}
