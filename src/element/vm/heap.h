/* Objects behind 16-bit references. The handle table says of every object what it is, whose it is
   and where its body lies, so that each access is checked against the real object.

   One block of persistent memory, offsets only:

     0        header: counters
     32       bodies, upwards: u32 reference of the object, then the body, rounded up to 4
     top      free
     size     handle table, downwards: the entry of reference r starts at size - 16 * r

   Bodies of transient objects lie in two areas of ordinary memory and are cleared as the API says.
   All numbers are in the machine's own byte order. */
#ifndef HY_VM_HEAP_H
#define HY_VM_HEAP_H

#include "element/store/memory.h"

typedef uint16_t hy_reference; /* 0 is null */

enum {
    HY_HEAP_HEADER = 32,
    HY_HEAP_OBJECTS_MAX = 65535, /* references 1 to 65535 */
    HY_HEAP_HANDLE = 16,         /* bytes of an entry of the handle table */
    HY_HEAP_PREFIX = 4,          /* bytes before a persistent body */
};

typedef enum hy_shape {
    HY_SHAPE_FREE,
    HY_SHAPE_INSTANCE,
    HY_SHAPE_BOOLEANS,
    HY_SHAPE_BYTES,
    HY_SHAPE_SHORTS,
    HY_SHAPE_INTS,
    HY_SHAPE_REFERENCES,
} hy_shape;

typedef enum hy_lifetime {
    HY_PERSISTENT,
    HY_TRANSIENT_RESET,
    HY_TRANSIENT_DESELECT,
} hy_lifetime;

/* How the firewall treats an object beyond its context (JCRE 6.2). */
typedef enum hy_openness {
    HY_OWNED,     /* its context's alone */
    HY_GLOBAL,    /* global array: any context may use it, none may store it */
    HY_TEMPORARY, /* temporary entry point object */
    HY_PERMANENT, /* permanent entry point object */
} hy_openness;

/* An entry of the handle table. */
typedef struct hy_object {
    uint32_t place;    /* of the body: in the block, or in the area of its lifetime; free: the next
                          free reference */
    uint16_t length;   /* components; instances: 16-bit words of fields */
    uint16_t class_of; /* ordinal of the class in its package; arrays of references: of the
                          component's class; else 0 */
    /* four bytes that the machine compares at once */
    uint8_t package;  /* the element's number of that package */
    uint8_t shape;    /* hy_shape */
    uint8_t context;  /* group context of the owner, 0 the runtime environment; HY_CONTEXT_VIEW */
    uint8_t lifetime; /* hy_lifetime */
    uint8_t openness; /* hy_openness */
    uint8_t owner;    /* applet instance, 0 the runtime environment */
    uint16_t viewed;  /* array views: the array seen; else 0 */
} hy_object;

enum {
    HY_CONTEXT_VIEW = 0xFF
}; /* of array views: no code runs in it, so each use is asked about */

typedef struct hy_heap {
    hy_memory memory;
    uint8_t *area[3]; /* by lifetime: [PERSISTENT] is the block, the others ordinary memory */
    uint32_t area_size[3];
    bool header_kept; /* the open transaction's log has the header */
} hy_heap;

/* What a new object is. owner and context say whose. */
typedef struct hy_object_spec {
    hy_shape shape;
    hy_lifetime lifetime;
    hy_openness openness;
    uint16_t length;
    uint16_t class_of;
    uint8_t package;
    uint8_t context;
    uint8_t owner;
} hy_object_spec;

/* Makes an empty heap in the block. The block and the areas are borrowed; the areas must be zero.
   ARGUMENT when the block is smaller than 64 bytes or not aligned to 4. */
hy_rc hy_heap_format(hy_heap *h, uint8_t *block, uint32_t size, uint8_t *reset, uint32_t reset_size,
                     uint8_t *deselect, uint32_t deselect_size) HY_USE;

/* Creates an object, cleared. In a transaction creation is undone by an abort.
   LIMIT when memory, the area of its lifetime, references or the log run out; nothing is changed
   then. */
hy_rc hy_heap_new(hy_heap *h, const hy_object_spec *spec, hy_reference *out) HY_USE;

/* References given out so far, free ones included: those above were never made. */
uint32_t hy_heap_count(const hy_heap *h);

/* Where the used part of the block ends below, and where the handle table starts. */
uint32_t hy_heap_top(const hy_heap *h);
uint32_t hy_heap_table(const hy_heap *h);

/* Is it as this code makes heaps: counters, free references, and each body where its entry says,
   one behind the other? For a block that was read from outside; what objects mean is not
   looked at. */
bool hy_heap_is_sound(const hy_heap *h);

/* The entry of a reference, NULL for null, for one that was never made, and for a freed one. */
static inline hy_object *hy_heap_entry(const hy_heap *h, hy_reference r)
{
    return (hy_object *)(void *)(h->memory.base + h->memory.size) - r;
}
hy_object *hy_heap_object(const hy_heap *h, hy_reference r);

/* The body of an object. */
static inline uint8_t *hy_heap_body(const hy_heap *h, const hy_object *o)
{
    return h->area[o->lifetime] + o->place;
}

/* Bytes of the body of an object of this shape and length. */
uint32_t hy_heap_size_of(hy_shape shape, uint16_t length);

/* Bytes that are left: of the block (one object more would take its handle from it too), or of a
   transient area. */
uint32_t hy_heap_left(const hy_heap *h, hy_lifetime lifetime);

/* Exchanges the bodies of two persistent arrays of the same shape, outside transactions: each
   reference then names the other's. */
void hy_heap_exchange(hy_heap *h, hy_reference a, hy_reference b);

/* Keeps n bytes of a body, from byte `at`, for an abort, unless the object is transient; then the
   body may be written. LIMIT when the log has no room. The range must be inside the body. */
hy_rc hy_heap_keep(hy_heap *h, const hy_object *o, uint32_t at, uint32_t n) HY_USE;

/* Transactions: of the memory and of what was created. After an abort references above
   hy_heap_count are dead: transient reference arrays have been cleared of them, the machine's
   frames are the caller's. Errors as hy_memory_begin. */
hy_rc hy_heap_begin(hy_heap *h, hy_undo *undo) HY_USE;
hy_rc hy_heap_commit(hy_heap *h) HY_USE;
hy_rc hy_heap_abort(hy_heap *h) HY_USE;

/* Clears all bodies of both areas and frees all views: reset and power-up. */
void hy_heap_clear_on_reset(hy_heap *h);

/* Clears the deselect-transient bodies of one context. */
void hy_heap_clear_on_deselect(hy_heap *h, uint8_t context);

/* ---- garbage: mark from the roots, then sweep ---- */

typedef struct hy_mark {
    hy_heap *heap;
    uint8_t *marked;       /* a bit for each reference: hy_heap_count / 8 + 1 bytes, cleared */
    hy_reference *waiting; /* hy_heap_count of them */
    uint32_t waiting_count;
    void *context;
    /* Is this 16-bit field word of an instance of that class a reference? */
    bool (*is_reference)(void *context, uint8_t package, uint16_t class_of, uint16_t word);
} hy_mark;

/* Marks r and everything that can be reached from it. */
void hy_heap_mark(hy_mark *m, hy_reference r);

bool hy_heap_is_marked(const hy_mark *m, hy_reference r);

/* Frees what is not marked and closes the gaps. STATE in a transaction. */
hy_rc hy_heap_sweep(hy_mark *m) HY_USE;

#endif
