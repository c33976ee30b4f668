/* Key files: the keys of one party for one card, or masters for many. Text, "name = value" lines, #
   begins a comment:

       # keys of a home's supplier domain
       version = 30                            key version in hexadecimal; left out: the card's
   first enc = 404142434445464748494A4B4C4D4E4F  16, 24 or 32 bytes, all three alike mac =
   505152535455565758595A5B5C5D5E5F dek = 606162636465666768696A6B6C6D6E6F key = ... instead of the
   three: all are this one diversify = kdf3                        emv, visa2 or kdf3: the keys are
   masters

   Only its owner may be able to read it (mode 600), or it is refused. */
#ifndef HY_CMD_KEYFILE_H
#define HY_CMD_KEYFILE_H

#include "channel/channel.h"

typedef struct hy_keyfile {
    hy_scp03_keys keys; /* to be wiped by the caller */
    uint8_t version;    /* 0: not said */
    hy_diversify_scheme diversify;
} hy_keyfile;

/* Reads a key file. DENIED when others than its owner may read it; NOT_FOUND, IO, FORMAT with the
   line. */
hy_rc hy_keyfile_read(const char *path, hy_keyfile *out, hy_reason *why) HY_USE;

/* The well-known test keys, version 30: 404142…4F three times. */
void hy_keyfile_test(hy_keyfile *out);

/* Makes a key file of mode 600 that must not exist yet. EXISTS, IO. */
hy_rc hy_keyfile_write(const char *path, const hy_keyfile *keys, hy_reason *why) HY_USE;

#endif
