/* Records of the image: how bytes are laid out, which key seals them, what a payload holds.
   docs/formats/image.md draws all of it. */
#include "element/store/record.h"

#include "base/secret.h"
#include "crypto/mac.h"

#include <string.h>

enum {
    MINIMUM = 1,
    IDENTITY_AT = 16,
    IDENTITY = 16,
    CHECK_AT = 32,
    CHECK = 16,
    NONCE = 12,
    INFO_PARTS = 5,
};

static const uint8_t magic[8] = {'H', 'Y', 'D', 'R', 'A', 'I', 'M', 'G'};

/* ---- numbers to fixed places ---- */

static void put32(uint8_t *at, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(v >> (24 - 8 * i));
}

static void put64(uint8_t *at, uint64_t v)
{
    put32(at, (uint32_t)(v >> 32));
    put32(at + 4, (uint32_t)v);
}

/* ---- keys ---- */

/* HKDF-Expand (RFC 5869, 2.3) for the one block that all keys here are. */
static hy_rc expand(const hy_record_image *i, const char *label, const hy_view *info, size_t count,
                    uint8_t out[32])
{
    static const uint8_t one = 1;
    hy_view parts[INFO_PARTS + 2] = {hy_view_str(label)};
    hy_mac *mac = NULL;
    size_t n;
    HY_ENSURE(count <= INFO_PARTS, INTERNAL);
    for (size_t k = 0; k < count; k++)
        parts[1 + k] = info[k];
    parts[1 + count] = hy_view_of(&one, 1);
    HY_TRY(hy_mac_new_hmac(i->crypto, HY_DIGEST_SHA256, hy_view_of(i->key, sizeof i->key), &mac));
    hy_rc rc = hy_mac_over(mac, parts, count + 2, out, 32, &n);
    hy_mac_free(&mac);
    return rc;
}

static hy_rc derive_check(const hy_record_image *i, uint8_t out[32])
{
    const hy_view identity = hy_view_of(i->header + IDENTITY_AT, IDENTITY);
    return expand(i, "hydra image check", &identity, 1, out);
}

static hy_rc derive_mark(hy_record_image *i)
{
    const hy_view identity = hy_view_of(i->header + IDENTITY_AT, IDENTITY);
    uint8_t bytes[32];
    HY_TRY(expand(i, "hydra image mark", &identity, 1, bytes));
    memcpy(i->mark, bytes, sizeof i->mark);
    return HY_OK;
}

/* ---- header ---- */

hy_rc hy_record_create(hy_record_image *i, hy_reason *why)
{
    uint8_t check[32];
    memset(i->header, 0, sizeof i->header);
    memcpy(i->header, magic, sizeof magic);
    i->header[9] = HY_IMAGE_VERSION;
    i->header[11] = MINIMUM;
    hy_rc rc = hy_crypto_random(i->crypto, i->header + IDENTITY_AT, IDENTITY);
    if (hy_ok(rc))
        rc = derive_check(i, check);
    if (hy_ok(rc))
        rc = derive_mark(i);
    if (!hy_ok(rc))
        return hy_reason_set(why, rc, "image: no keys can be made");
    memcpy(i->header + CHECK_AT, check, CHECK);
    return HY_OK;
}

hy_rc hy_record_read_header(hy_record_image *i, hy_view header, hy_reason *why)
{
    uint8_t check[32];
    hy_reader r = hy_reader_of(header);
    hy_view m = hy_read_bytes(&r, sizeof magic);
    (void)hy_read_u16(&r);
    uint16_t minimum = hy_read_u16(&r);
    if (header.n != HY_IMAGE_HEADER || !hy_view_equal(m, hy_view_of(magic, sizeof magic)))
        return hy_reason_set(why, HY_FAIL(FORMAT), "not an image of an element");
    if (minimum > HY_IMAGE_VERSION)
        return hy_reason_set(why, HY_FAIL(VERSION),
                             "the image needs a reader of format %u, this one knows %u; use a "
                             "newer Hydra",
                             minimum, HY_IMAGE_VERSION);
    memcpy(i->header, header.p, header.n);
    HY_TRY(derive_check(i, check));
    if (hy_secret_compare(check, i->header + CHECK_AT, CHECK) != HY_VERDICT_EQUAL && !i->open)
        return hy_reason_set(why, HY_FAIL(DENIED), "the key is not this image's");
    return derive_mark(i);
}

/* ---- heads ---- */

void hy_record_write_head(const hy_record_image *i, const hy_record_head *head,
                          uint8_t out[HY_RECORD_HEAD])
{
    memset(out, 0, HY_RECORD_HEAD);
    memcpy(out, i->mark, sizeof i->mark);
    put64(out + 8, head->sequence);
    put32(out + 16, head->length);
    out[20] = head->kind;
    out[21] = head->commit ? 1 : 0;
    put32(out + 24, head->file);
}

bool hy_record_read_head(const hy_record_image *i, hy_view bytes, hy_record_head *out)
{
    hy_reader r = hy_reader_of(bytes);
    hy_view mark = hy_read_bytes(&r, sizeof i->mark);
    out->sequence = hy_read_u64(&r);
    out->length = hy_read_u32(&r);
    out->kind = hy_read_u8(&r);
    uint8_t commit = hy_read_u8(&r);
    uint16_t zero = hy_read_u16(&r);
    out->commit = commit == 1;
    out->file = hy_read_u32(&r);
    zero = (uint16_t)(zero | (hy_read_u32(&r) != 0));
    if (!hy_reader_ok(&r) || !hy_view_equal(mark, hy_view_of(i->mark, sizeof i->mark)) ||
        commit > 1 || zero != 0)
        return false;
    if (out->kind == HY_RECORD_SEGMENT)
        return out->length == 0 && !out->commit;
    return out->kind == HY_RECORD_DATA && out->length == hy_record_filled(out->length) &&
           out->length <= HY_RECORD_MAX + HY_RECORD_GRAIN;
}

/* ---- segments ---- */

hy_rc hy_record_start(const hy_record_image *i, hy_record_segment *s,
                      const uint8_t bytes[HY_SEGMENT_HEAD])
{
    uint8_t key[32];
    const hy_view info[] = {
        hy_view_of(i->header, sizeof i->header),
        hy_view_of(bytes, HY_SEGMENT_HEAD),
        hy_view_of(s->tag, sizeof s->tag),
    };
    hy_record_end(s);
    HY_TRY(expand(i, "hydra image segment", info, 3, key));
    hy_rc rc = hy_aead_new(i->crypto, HY_AEAD_GCM, hy_view_of(key, sizeof key), &s->aead);
    hy_wipe(key, sizeof key);
    return rc;
}

void hy_record_end(hy_record_segment *s)
{
    hy_aead_free(&s->aead);
}

/* ---- records ---- */

typedef struct extra {
    uint8_t nonce[NONCE];
    uint8_t bytes[HY_RECORD_HEAD + HY_RECORD_TAG];
} extra;

static extra extra_of(const hy_record_segment *s, const uint8_t *head)
{
    extra x = {{0}, {0}};
    memcpy(x.nonce + 4, head + 8, 8);
    memcpy(x.bytes, head, HY_RECORD_HEAD);
    memcpy(x.bytes + HY_RECORD_HEAD, s->tag, HY_RECORD_TAG);
    return x;
}

hy_rc hy_record_seal(const hy_record_image *i, hy_record_segment *s, const hy_record_head *head,
                     const uint8_t *payload, uint8_t *out)
{
    hy_record_write_head(i, head, out);
    const extra x = extra_of(s, out);
    uint8_t *tag = out + HY_RECORD_HEAD + head->length;
    HY_TRY(hy_aead_seal(s->aead, hy_view_of(x.nonce, NONCE), hy_view_of(x.bytes, sizeof x.bytes),
                        hy_view_of(payload, head->length), out + HY_RECORD_HEAD, head->length, tag,
                        HY_RECORD_TAG));
    memcpy(s->tag, tag, HY_RECORD_TAG);
    return HY_OK;
}

hy_rc hy_record_open(const hy_record_image *i, hy_record_segment *s, hy_view whole,
                     uint8_t *payload)
{
    HY_ENSURE(whole.n > HY_RECORD_HEAD + HY_RECORD_TAG, TRUNCATED);
    size_t n = whole.n - HY_RECORD_HEAD - HY_RECORD_TAG;
    const hy_view sealed = hy_view_part(whole, HY_RECORD_HEAD, n);
    const hy_view tag = hy_view_part(whole, HY_RECORD_HEAD + n, HY_RECORD_TAG);
    const extra x = extra_of(s, whole.p);
    if (i->open)
        memcpy(payload, sealed.p, n);
    else
        HY_TRY(hy_aead_open(s->aead, hy_view_of(x.nonce, NONCE),
                            hy_view_of(x.bytes, sizeof x.bytes), sealed, tag, payload, n));
    memcpy(s->tag, tag.p, HY_RECORD_TAG);
    return HY_OK;
}

/* ---- items ---- */

hy_rc hy_item_write(hy_buf *b, const hy_item *item)
{
    hy_writer w = hy_writer_of(b);
    hy_write_u8(&w, item->kind);
    if (item->kind == HY_ITEM_AGE) {
        hy_write_u64(&w, item->age);
        return w.rc;
    }
    if (item->kind == HY_ITEM_LOAD_FILE) {
        hy_write_u8(&w, item->number);
        hy_write_u32(&w, item->whole);
    }
    if (item->kind == HY_ITEM_LOAD_FILE || item->kind == HY_ITEM_MEMORY)
        hy_write_u32(&w, item->place);
    hy_write_u32(&w, (uint32_t)item->contents.n);
    hy_write_bytes(&w, item->contents);
    return w.rc;
}

bool hy_item_next(hy_reader *r, hy_item *out)
{
    *out = (hy_item){0};
    while (hy_reader_left(r) > 0 && hy_reader_peek(r) == HY_ITEM_NONE)
        (void)hy_read_u8(r);
    if (hy_reader_left(r) == 0)
        return false;
    out->kind = hy_read_u8(r);
    switch (out->kind) {
    case HY_ITEM_AGE:
        out->age = hy_read_u64(r);
        return hy_reader_ok(r);
    case HY_ITEM_LOAD_FILE:
        out->number = hy_read_u8(r);
        out->whole = hy_read_u32(r);
        out->place = hy_read_u32(r);
        break;
    case HY_ITEM_MEMORY:
        out->place = hy_read_u32(r);
        break;
    case HY_ITEM_SETTINGS:
    case HY_ITEM_PLATFORM:
        break;
    default:
        r->bad = true;
        return false;
    }
    out->contents = hy_read_bytes(r, hy_read_u32(r));
    return hy_reader_ok(r);
}
