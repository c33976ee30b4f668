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

/* ---- lasting_platform.c: the items of settings and platform ---- */

enum { HY_SETTINGS_SIZE = 97 };
hy_view hy_lasting_settings(const hy_element_config *c, uint8_t out[HY_SETTINGS_SIZE]);

/* FORMAT; MISMATCH when the machine that made it had another byte order. */
hy_rc hy_lasting_read_settings(hy_view item, hy_element_config *out, hy_reason *why) HY_USE;

/* Appends this platform's item to a buffer. LIMIT. */
hy_rc hy_lasting_write_platform(const hy_pool *p, hy_buf *out) HY_USE;

/* LINK when numbers of an image made on that platform mean something else on this one. */
hy_rc hy_lasting_check_platform(const hy_pool *p, hy_view item, hy_reason *why) HY_USE;

/* ---- element.c ---- */

/* managed: with room for the volatile state of a manager of content. */
hy_element *hy_element_take_memory(hy_pool *pool, const hy_port *port, const hy_element_config *c,
                                   bool managed);

#endif
