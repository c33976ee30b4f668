/* The file beside an image that says in which TPM the image's key is sealed and where the age
   counter is. docs/formats/sealed.md draws it. Nothing in it is secret. */
#ifndef HY_ELEMENT_PORT_SEALED_H
#define HY_ELEMENT_PORT_SEALED_H

#include "base/bytes.h"

enum {
    HY_SEALED_MAX = 4096,      /* bytes of the file */
    HY_SEALED_TCTI_MAX = 1023, /* characters of the way to the TPM */
};

typedef struct hy_sealed {
    uint32_t counter;     /* NV index of the age counter */
    hy_view parent;       /* Name of the storage key, TPM 2.0 Part 1, 16: another TPM has another */
    hy_view public_part;  /* TPM2B_PUBLIC of the sealed object, marshalled */
    hy_view private_part; /* TPM2B_PRIVATE of it */
    hy_view tcti;         /* how the TPM was reached, tcti-name:configuration */
} hy_sealed;

/* Parts borrow from bytes. FORMAT; VERSION when a newer Hydra wrote it. */
hy_rc hy_sealed_read(hy_view bytes, hy_sealed *out, hy_reason *why) HY_USE;

/* The way to the TPM as a C string, when a file that anybody may have edited can be followed there:
   a TPM device or a software TPM of this machine. The loader would also run commands and load
   libraries: those only when the user says so. */
bool hy_sealed_way(const hy_sealed *s, char out[HY_SEALED_TCTI_MAX + 1]);

/* Appends the file's bytes. LIMIT when a part is too long. */
hy_rc hy_sealed_write(const hy_sealed *s, hy_buf *out) HY_USE;

#endif
