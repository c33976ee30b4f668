/* The image that an element lives in: units to the journal, the journal to an element. */
#ifndef HY_RUNTIME_LASTING_H
#define HY_RUNTIME_LASTING_H

#include "element/runtime/element.h"
#include "element/store/shadow.h"

enum { HY_PLATFORM_MAX = 60000 }; /* bytes of an image's item */

typedef struct hy_lasting {
    hy_journal journal;
    hy_crypto *crypto;
    hy_workspace *work; /* that the element last worked with */
    hy_port port;       /* its random is the journal's too */
    uint8_t *shadow;    /* owned: as large as the block */
    uint32_t shadow_size;
    hy_view platform; /* item of this platform */
    hy_durability durability;
    hy_age counter;
    bool has_counter;
    bool step_due;       /* of the age, with the next unit */
    const char *failure; /* why it is mute, a static string; NULL */
    uint64_t age;
    uint32_t age_every;
    uint32_t commits;                /* since the last step */
    uint32_t saved[HY_PACKAGES_MAX]; /* by number: place in the pool + 1 of what the image has */
} hy_lasting;

/* Makes everything durable that may be: all but an open transaction. An element in memory has
   nothing to do. STATE after a failure, and ever after: the element is mute. */
hy_rc hy_lasting_settle(hy_element *e, hy_reason *why) HY_USE;

/* Gives an element, whose image holds the same, its shadow. MEMORY. */
hy_rc hy_lasting_attach(hy_element *e, hy_lasting *l) HY_USE;

/* Steps the age a last time, wipes and frees. */
void hy_lasting_close(hy_element *e);
void hy_lasting_free(hy_lasting **l);

/* Writes the whole state into the next file. */
hy_rc hy_lasting_compact(hy_element *e, hy_reason *why) HY_USE;

/* ---- lasting_settings.c ---- */

enum { HY_SETTINGS_SIZE = 97 };
hy_view hy_lasting_settings(const hy_element_config *c, uint8_t out[HY_SETTINGS_SIZE]);

/* FORMAT; MISMATCH when the machine that made it had another byte order. */
hy_rc hy_lasting_read_settings(hy_view item, hy_element_config *out, hy_reason *why) HY_USE;

/* Appends this platform's item to a buffer. LIMIT. */
hy_rc hy_lasting_write_platform(const hy_pool *p, hy_buf *out) HY_USE;

/* ---- lasting_map.c: an image that was made with another platform ---- */

enum { HY_PLATFORM_CLASSES = 8192 };

/* What the roots and numbers of an image's platform are on this one. */
typedef struct hy_platform_map {
    uint16_t fixed, exceptions, one_shots; /* roots that it had */
    uint16_t packages;
    uint8_t package[HY_PACKAGES_MAX];       /* [number then] */
    uint16_t first[HY_PACKAGES_MAX];        /* [number then] of its classes in class_of */
    uint16_t count[HY_PACKAGES_MAX];        /* [number then] of them */
    uint16_t class_of[HY_PLATFORM_CLASSES]; /* ordinal; HY_CLASS_GONE */
    hy_view name[HY_PLATFORM_CLASSES];
} hy_platform_map;

enum { HY_CLASS_GONE = 0xFFFE };

/* Reads the item of an image's platform; the map's names point into it. FORMAT; LINK when a package
   is missing or older, its static fields or the fields of a class changed: the reason says which
   and how. */
hy_rc hy_lasting_read_platform(const hy_pool *p, hy_view item, hy_platform_map *out,
                               hy_reason *why) HY_USE;

/* Roots that an element of that platform has. */
static inline uint32_t hy_lasting_roots(const hy_platform_map *m)
{
    return (uint32_t)m->fixed + m->exceptions + m->one_shots + m->packages;
}

/* Changes the numbers in an element's memory, which is sound, to those of this platform, and makes
   the system objects that it does not have. LINK when something is an instance of a class that is
   no more; LIMIT when there are no numbers or no memory left. */
hy_rc hy_lasting_map(hy_element *e, const hy_platform_map *m, hy_reason *why) HY_USE;

/* Makes durable, as one unit, that the image is of this platform. */
hy_rc hy_lasting_adopt(hy_element *e, hy_reason *why) HY_USE;

/* ---- lasting_check.c: memory that an image gave ---- */

/* Are the roots, so many, and the registry there and in bounds? Before packages are linked. */
bool hy_lasting_is_sound(const hy_element *e, uint32_t roots);

/* Is each object what its class says? After packages were linked. */
bool hy_lasting_is_typed(const hy_element *e);

/* ---- element.c ---- */

/* ARGUMENT unless an element may have these settings, none of them 0. */
hy_rc hy_element_check_config(const hy_element_config *c, hy_reason *why) HY_USE;

/* managed: with room for the volatile state of a manager of content. */
hy_element *hy_element_take_memory(hy_pool *pool, const hy_port *port, const hy_element_config *c,
                                   bool managed);

/* Makes those of the system's own objects that the roots do not name yet. LIMIT. */
hy_rc hy_element_make_objects(hy_element *e) HY_USE;

#endif
