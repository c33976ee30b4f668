/* An image's key sealed in a TPM 2.0, and the image's age as a counter in the TPM's NV memory.
   Works through tpm2-tss; a build without it has the functions, and they say so (UNSUPPORTED). */
#ifndef HY_ELEMENT_PORT_TPM_H
#define HY_ELEMENT_PORT_TPM_H

#include "hydra/storage.h"

/* How a TPM is reached if nothing is said: the kernel's resource manager. */
#define HY_TPM_USUAL "device:/dev/tpmrm0"

typedef struct hy_tpm hy_tpm; /* a TPM with the place of one counter in it */

/* Seals key, defines a counter, and writes both to the new file path (mode 600). tcti is what
   libtss2's TCTI loader takes, name:configuration. EXISTS; IO when the TPM is not reached or
   refuses; UNSUPPORTED. */
hy_rc hy_tpm_create(const char *tcti, const char *path, const uint8_t key[HY_IMAGE_KEY],
                    hy_tpm **out, hy_reason *why) HY_USE;

/* The key that the file path stands for. tcti NULL: the TPM is reached as when the key was sealed.
   DENIED when it is another TPM, or this one was cleared; NOT_FOUND when its counter is gone; IO,
   FORMAT, VERSION, UNSUPPORTED. */
hy_rc hy_tpm_open(const char *tcti, const char *path, uint8_t key[HY_IMAGE_KEY], hy_tpm **out,
                  hy_reason *why) HY_USE;

/* Takes back what hy_tpm_create did: the counter and the file. */
void hy_tpm_remove(hy_tpm **tpm, const char *path);

/* The counter of an open TPM, which must outlive it. */
hy_age hy_age_in_tpm(hy_tpm *tpm);

/* Is each command to this TPM a connection of its own (a software TPM), not a write to a device? */
bool hy_tpm_dials(const hy_tpm *tpm);

/* *tpm may be NULL and is NULL afterwards. */
void hy_tpm_close(hy_tpm **tpm);

#endif
