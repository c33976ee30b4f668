/* The pool: every linked package of a process once, the platform's and the loaded ones, shared by
   its elements. Only loading changes it. */
#ifndef HY_RUNTIME_POOL_H
#define HY_RUNTIME_POOL_H

#include "element/runtime/known.h"
#include "element/vm/view.h"
#include "hydra/element.h"

#include <stdatomic.h>

enum { HY_PACKAGES_MAX = 255 }; /* of an element: numbers 0 to 254 */

typedef struct hy_pool_package {
    hy_linked *linked;
    uint8_t hash[32];                     /* SHA-256 of its components */
    const hy_package_view *views;         /* [member] for the verifier */
    hy_view load_file;                    /* loaded ones: as it came, in the pool's memory */
    hy_view debug;                        /* the Debug component's info, for traces; empty */
    const hy_package_resource *resources; /* static resources; bytes in the pool's memory */
    uint16_t resource_count;
    const char *name;           /* "javacard.framework"; NULL: not known */
    const char *const *classes; /* names by ordinal, "OwnerPIN"; NULL: not known */
    bool closed;                /* the platform's alone: loaded packages cannot import it */
} hy_pool_package;

struct hy_pool {
    hy_port port;
    void *memory; /* owned: the arena lies over it */
    size_t memory_size;
    hy_arena arena;
    uint8_t *scratch; /* working memory of whoever holds the lock */
    size_t scratch_size;
    hy_pool_package *packages; /* the platform's first, by name */
    uint32_t count, room;
    uint16_t rom_count;
    hy_loaded *rom; /* [rom_count] as every element numbers them, without statics */
    const hy_native *natives;
    uint16_t native_count;
    const hy_class *known[HY_KNOWN_COUNT];
    const hy_loaded *known_home[HY_KNOWN_COUNT]; /* entries of rom */
    uint8_t rom_hash[32];
    const struct hy_manager *manager; /* of content; NULL: nobody */
    atomic_flag busy;                 /* held while something is added */
    _Atomic uint32_t closings; /* elements closed: workspaces forget what they made of their keys */
};

/* What binds the ROM image to C functions: one entry for each native of this build's image, in its
   order. */
typedef struct hy_native_entry {
    const char *class_name, *name, *descriptor;
    hy_native function;
} hy_native_entry;

/* hy_pool_open with the natives given: what api/open.c calls. */
hy_rc hy_pool_open_with(const hy_port *port, const hy_pool_config *config,
                        const hy_native_entry *natives, uint16_t count, hy_pool **out,
                        hy_reason *why) HY_USE;

/* The platform's package with this AID: its number, or -1. */
int hy_pool_find_rom(const hy_pool *p, hy_view aid);

/* For adding packages: one thread at a time. */
void hy_pool_lock(hy_pool *p);
void hy_pool_unlock(hy_pool *p);

/* Reads, verifies and links a load file against the packages that `find` knows, or finds the same
   package linked against the same ones in the pool. *index is its place in the pool. */
typedef struct hy_pool_source {
    void *context;
    /* The place in the pool of the package that has a member with this AID, or -1. */
    int (*find)(void *context, hy_view aid);
} hy_pool_source;
hy_rc hy_pool_add(hy_pool *p, hy_view load_file, const hy_pool_source *source,
                  bool require_descriptor, uint32_t *index, hy_reason *why) HY_USE;

#endif
