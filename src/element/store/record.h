/* The image's format, docs/formats/image.md: header, heads, keys, sealing; and the items of a
   payload. Encoder and decoder; knows no storage. */
#ifndef HY_STORE_RECORD_H
#define HY_STORE_RECORD_H

#include "crypto/aead.h"
#include "hydra/storage.h"

enum {
    HY_IMAGE_VERSION = 1,
    HY_IMAGE_HEADER = 64,
    HY_RECORD_HEAD = 32,
    HY_RECORD_SALT = 32,
    HY_RECORD_TAG = 16,
    HY_RECORD_GRAIN = 32,   /* heads lie on multiples */
    HY_RECORD_MAX = 65536,  /* bytes of payload, before it is filled up */
    HY_RECORD_FILE = 65536, /* files are multiples */
    HY_SEGMENT_HEAD = HY_RECORD_HEAD + HY_RECORD_SALT,
    HY_RECORD_WHOLE_MAX = HY_RECORD_HEAD + HY_RECORD_MAX + HY_RECORD_GRAIN + HY_RECORD_TAG,
};

typedef enum hy_record_kind {
    HY_RECORD_SEGMENT = 1,
    HY_RECORD_DATA = 2,
} hy_record_kind;

typedef struct hy_record_head {
    uint64_t sequence;
    uint32_t length; /* of the payload; data: 16 more than a multiple of 32 */
    uint8_t kind;    /* hy_record_kind */
    bool commit;
    uint32_t file; /* length of the file in units of HY_RECORD_FILE */
} hy_record_head;

/* What all records of an image have in common. */
typedef struct hy_record_image {
    hy_crypto *crypto;
    uint8_t key[HY_IMAGE_KEY];
    uint8_t header[HY_IMAGE_HEADER];
    uint8_t mark[8];
    bool open; /* fuzzing alone: tags are not looked at, payloads not encrypted */
} hy_record_image;

/* A segment being written or read. */
typedef struct hy_record_segment {
    hy_aead *aead;              /* NULL: none */
    uint8_t tag[HY_RECORD_TAG]; /* of the last record; zero before the first */
} hy_record_segment;

/* A new image: its identity is drawn, its header made. CRYPTO. */
hy_rc hy_record_create(hy_record_image *i, hy_reason *why) HY_USE;

/* Reads a header. FORMAT, VERSION; DENIED when the key is another. */
hy_rc hy_record_read_header(hy_record_image *i, hy_view header, hy_reason *why) HY_USE;

/* Writes a head with the image's mark. */
void hy_record_write_head(const hy_record_image *i, const hy_record_head *head,
                          uint8_t out[HY_RECORD_HEAD]);

/* False when the mark is missing or a field is impossible. */
bool hy_record_read_head(const hy_record_image *i, hy_view bytes, hy_record_head *out);

/* Bytes that a record with this payload takes, heads and all. */
static inline uint32_t hy_record_whole(uint32_t length)
{
    return HY_RECORD_HEAD + length + HY_RECORD_TAG;
}

/* The payload's length when it is filled up. */
static inline uint32_t hy_record_filled(uint32_t n)
{
    return (n + 15) / HY_RECORD_GRAIN * HY_RECORD_GRAIN + 16;
}

/* Starts a segment whose head and salt are these; the chain goes on from s->tag. CRYPTO, MEMORY. */
hy_rc hy_record_start(const hy_record_image *i, hy_record_segment *s,
                      const uint8_t bytes[HY_SEGMENT_HEAD]) HY_USE;

/* Forgets the key. */
void hy_record_end(hy_record_segment *s);

/* Seals head.length bytes of payload to out: head, ciphertext, tag, hy_record_whole bytes. CRYPTO.
 */
hy_rc hy_record_seal(const hy_record_image *i, hy_record_segment *s, const hy_record_head *head,
                     const uint8_t *payload, uint8_t *out) HY_USE;

/* Opens a whole record into payload. MISMATCH when it is not authentic; the chain stays then. */
hy_rc hy_record_open(const hy_record_image *i, hy_record_segment *s, hy_view whole,
                     uint8_t *payload) HY_USE;

/* ---- items ---- */

typedef enum hy_item_kind {
    HY_ITEM_NONE,
    HY_ITEM_MEMORY,
    HY_ITEM_SETTINGS,
    HY_ITEM_PLATFORM,
    HY_ITEM_LOAD_FILE,
    HY_ITEM_AGE,
} hy_item_kind;

enum { HY_ITEM_HEAD_MAX = 14 }; /* bytes of an item beside its contents */

typedef struct hy_item {
    uint8_t kind;     /* hy_item_kind */
    uint8_t number;   /* LOAD_FILE: of the package */
    uint32_t whole;   /* LOAD_FILE: its length */
    uint32_t place;   /* MEMORY, LOAD_FILE */
    uint64_t age;     /* AGE */
    hy_view contents; /* MEMORY, SETTINGS, PLATFORM, LOAD_FILE */
} hy_item;

/* Appends an item. LIMIT when the buffer has no room. */
hy_rc hy_item_write(hy_buf *b, const hy_item *item) HY_USE;

/* The next item of a payload; false at its end, and at an item that is none: the reader is bad
   then. */
bool hy_item_next(hy_reader *r, hy_item *out);

#endif
