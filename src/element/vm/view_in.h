/* What the files that make views share. Private to view_*.c. */
#ifndef HY_VM_VIEW_IN_H
#define HY_VM_VIEW_IN_H

#include "element/vm/view.h"

typedef struct hy_view_making {
    const hy_package *p;
    const hy_package_member *member;
    const hy_view_source *source;
    const hy_package_since *since;
    uint16_t since_count;
    const hy_view_found *found; /* without Descriptor: signatures */
    uint32_t found_count;
    hy_arena *arena;
    hy_reason *why;
    hy_package_view *out;
    hy_view *packages; /* out->package_count in use */
} hy_view_making;

hy_rc hy_view_no_memory(hy_view_making *m) HY_USE;

/* ---- view_words.c: members in words, without Descriptor ---- */

/* The method at `at` under this token, its object left out when virtual; *found false: there is
   none. */
hy_rc hy_view_words_method(hy_view_making *m, uint32_t at, uint8_t token, bool virtual,
                           hy_view_method *out, bool *found) HY_USE;
/* The members that the class declares. */
hy_rc hy_view_words_members(hy_view_making *m, const hy_package_export *e,
                            const hy_package_class *c, hy_view_class *out) HY_USE;
/* HY_ACCESS_... of a class, as far as Class and Method tell. */
uint8_t hy_view_words_access(const hy_view_making *m, const hy_package_class *c);

#endif
