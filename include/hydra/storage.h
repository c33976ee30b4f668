/* Where an element lasts: the storage that the embedder lends, the key that seals it, the counter
   that gives an older copy away. docs/formats/image.md draws what is written. */
#ifndef HYDRA_STORAGE_H
#define HYDRA_STORAGE_H

#include "base/bytes.h"
#include "base/rc.h"

enum { HY_IMAGE_KEY = 32 }; /* bytes */

/* ---- the storage port ---- */

/* Two files, or areas of flash: the image, and the next one while it is written. */
typedef enum hy_storage_file {
    HY_STORAGE_CURRENT,
    HY_STORAGE_NEXT,
} hy_storage_file;

typedef struct hy_storage {
    void *context; /* passed to every function; must outlive the element */
    /* Bytes of the current file; 0: it is new. */
    hy_rc (*size)(void *context, uint64_t *n);
    /* Makes a file n bytes long and durably so; bytes that were not there are zero and have their
       room for certain. NEXT: whatever it held is gone. LIMIT when the disk is full. */
    hy_rc (*resize)(void *context, hy_storage_file file, uint64_t n);
    /* Reads and writes inside the file's length. What was written but not synced may be lost, torn
       at 512 bytes, or reordered when power is cut. */
    hy_rc (*read)(void *context, uint64_t at, uint8_t *out, size_t n);
    hy_rc (*write)(void *context, hy_storage_file file, uint64_t at, const uint8_t *from, size_t n);
    /* Returns when everything written to the file will survive a cut. A failure is final: the
       element goes mute and asks no second time. */
    hy_rc (*sync)(void *context, hy_storage_file file);
    /* NEXT, which was synced, becomes CURRENT, durably: a cut leaves the one or the other. */
    hy_rc (*replace)(void *context);
} hy_storage;

/* ---- the age counter: kept where a thief of the image cannot put it back ---- */

typedef struct hy_age {
    void *context;
    hy_rc (*read)(void *context, uint64_t *age);
    /* Raises it durably to age, which is above what read gave. */
    hy_rc (*raise)(void *context, uint64_t age);
} hy_age;

/* ---- how fine the units are that a cut leaves whole (docs/architecture.md, seam S6) ---- */

typedef enum hy_durability {
    HY_DURABILITY_TRANSACTION, /* commits; lone writes before comparisons, cryptography, output */
    HY_DURABILITY_APDU,        /* whole commands, but for counters and bytes that leave early */
    HY_DURABILITY_WRITE,       /* every write by itself, as a card tears */
} hy_durability;

/* What an image is opened with. Storage and counter are copied, what they point to is borrowed for
   as long as the element lives; the key is copied. */
typedef struct hy_image {
    hy_storage storage;
    hy_view key;        /* HY_IMAGE_KEY bytes */
    const hy_age *age;  /* NULL: an older copy cannot be told from the newest */
    uint32_t age_every; /* commits between two steps of the counter; 0: 1000 */
    hy_durability durability;
} hy_image;

/* What an image has cost since it was opened, and what it is. */
typedef struct hy_wear {
    uint64_t bytes;       /* written */
    uint64_t writes;      /* calls */
    uint64_t syncs;       /* calls */
    uint64_t compactions; /* the file written anew */
    uint64_t age;
    uint64_t file;     /* its length in bytes */
    uint64_t used;     /* bytes of it that hold records */
    uint32_t segments; /* openings since the last compaction */
    uint8_t image[16]; /* its identity, random */
} hy_wear;

/* ---- POSIX files (element/port) ---- */

typedef struct hy_storage_posix hy_storage_posix;

/* Creates the file (mode 600) or opens it, and locks it against other processes until close. The
   next file is path with ".next". EXISTS, NOT_FOUND; STATE when another process has it; IO. */
hy_rc hy_storage_create_file(const char *path, hy_storage_posix **out, hy_storage *storage,
                             hy_reason *why) HY_USE;
hy_rc hy_storage_open_file(const char *path, hy_storage_posix **out, hy_storage *storage,
                           hy_reason *why) HY_USE;

/* After the element was closed; *file is NULL afterwards. */
void hy_storage_close_file(hy_storage_posix **file);

/* An age counter in a file, created when it is not there. path must outlive *age. */
hy_age hy_age_in_file(const char *path);

/* Reads a key of 64 hexadecimal digits from a file. DENIED unless its mode lets the owner alone
   read and write it; NOT_FOUND, FORMAT, IO. */
hy_rc hy_key_read_file(const char *path, uint8_t key[HY_IMAGE_KEY], hy_reason *why) HY_USE;

/* The same from an inherited descriptor, which is closed. */
hy_rc hy_key_read_descriptor(int descriptor, uint8_t key[HY_IMAGE_KEY], hy_reason *why) HY_USE;

/* Draws a key and writes it into a new file of mode 600. EXISTS, IO. */
hy_rc hy_key_create_file(const char *path, uint8_t key[HY_IMAGE_KEY], hy_reason *why) HY_USE;

#endif
