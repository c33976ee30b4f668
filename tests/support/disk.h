/* A disk for tests: what was not synced is lost, torn at 512 bytes and reordered when its power is
   cut, at an operation that the test chooses. With an age counter of its own. */
#ifndef HY_TESTS_DISK_H
#define HY_TESTS_DISK_H

#include "hydra/storage.h"

/* What becomes of sectors that were written and not synced. */
typedef enum disk_fate {
    DISK_LOSES,
    DISK_KEEPS,
    DISK_TEARS,    /* each sector by lot */
    DISK_REORDERS, /* all sectors but the first of a file are there */
    DISK_FATES,
} disk_fate;

typedef struct disk_file {
    uint8_t *now, *durable; /* owned, of the same length */
    size_t n;
} disk_file;

typedef struct disk {
    disk_file file[2]; /* by hy_storage_file */
    uint64_t age;
    uint64_t operations; /* that change something, so far */
    uint64_t cut_at;     /* the operation in which power goes, from 1; 0 never */
    disk_fate fate;
    uint64_t lots;   /* state of the drawing of lots */
    bool dark;       /* power is cut: everything fails */
    size_t room;     /* longest a file may become; 0: any */
    bool sync_fails; /* every sync from now on */
    uint64_t syncs;  /* asked for */
} disk;

hy_storage disk_storage(disk *d);
hy_age disk_age(disk *d);

/* A copy of its own, with power, no cut ahead. */
disk disk_copy(const disk *d);
void disk_free(disk *d);

/* Cuts the power now, if it is not cut, and turns it on again. */
void disk_restart(disk *d);

#endif
