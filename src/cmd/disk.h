/* A disk in memory for an image: kept, brought back, and without power from a moment on that the
   command chooses. For tests of applets: nothing of it outlives the process. */
#ifndef HY_CMD_DISK_H
#define HY_CMD_DISK_H

#include "hydra/storage.h"

typedef struct hy_disk_file {
    uint8_t *now, *durable; /* owned, both n bytes */
    size_t n;
    size_t from, to; /* where they differ */
} hy_disk_file;

typedef struct hy_disk {
    hy_disk_file file[2]; /* by hy_storage_file */
    uint64_t syncs;       /* of the current file that made something durable */
    uint64_t cut_at;      /* the sync that does not happen any more, from 1; 0: none */
    bool dark;            /* power is cut: nothing succeeds */
    void *context;
    void (*synced)(void *context); /* after each that counts; may be NULL */
} hy_disk;

/* The storage port of a disk, which must outlive it and not move. */
hy_storage hy_disk_storage(hy_disk *d);

/* A copy of what is durable, with power, nothing counted. MEMORY. */
hy_rc hy_disk_copy(hy_disk *to, const hy_disk *from) HY_USE;

/* Power comes back: what was not durable is lost. */
void hy_disk_restart(hy_disk *d);

void hy_disk_free(hy_disk *d);

#endif
