/* What the reader's files share: a cursor over one component's info, and failing with the place.
   Private to package*.c. */
#ifndef HY_VM_PACKAGE_READ_H
#define HY_VM_PACKAGE_READ_H

#include "element/vm/package.h"

typedef struct hy_reading {
    hy_package *p; /* being filled */
    hy_arena *arena;
    hy_reason *why;
    uint8_t tag; /* component under the cursor */
    hy_reader r; /* over its info */
} hy_reading;

/* Puts the cursor at the start of a component's info. */
void hy_reading_start(hy_reading *rd, hy_component tag);

/* Fails with "Component, offset N: ...", N in the component's info. */
hy_rc hy_reading_fail(hy_reading *rd, size_t at, const char *format, ...) HY_USE HY_PRINTF(3, 4);

/* OK when the component was read to its last byte. */
hy_rc hy_reading_end(hy_reading *rd) HY_USE;

/* Room for count objects of `size` bytes, each of which takes at least `wire` bytes of what is left
   of the component; *out is NULL when count is 0. */
hy_rc hy_reading_array(hy_reading *rd, size_t count, size_t wire, size_t size, void **out) HY_USE;

/* An AID with its length before it. */
hy_rc hy_reading_aid(hy_reading *rd, hy_view *aid) HY_USE;

/* minor, major, AID. */
hy_rc hy_reading_id(hy_reading *rd, hy_package_id *id) HY_USE;

/* A class_ref; imported ones must name an import. Internal ones are checked once Class is read. */
hy_rc hy_reading_class_ref(hy_reading *rd, hy_class_ref *ref) HY_USE;

/* A method as a pair of block index (extended only) and offset; FORMAT unless a method_info can
   start there. 0xFFFF is HY_METHOD_ELSEWHERE where that may be. */
hy_rc hy_reading_method(hy_reading *rd, bool may_be_elsewhere, uint32_t *at) HY_USE;

/* The absolute offset of a method in a block, checked. */
hy_rc hy_reading_place(hy_reading *rd, uint8_t block, uint16_t offset, uint32_t *at) HY_USE;

/* One function a component; in the order in which they need each other. */
hy_rc hy_package_read_header(hy_reading *rd) HY_USE;
hy_rc hy_package_read_directory(hy_reading *rd) HY_USE;
hy_rc hy_package_read_import(hy_reading *rd) HY_USE;
hy_rc hy_package_read_statics(hy_reading *rd) HY_USE;
hy_rc hy_package_read_method(hy_reading *rd) HY_USE;
hy_rc hy_package_read_class(hy_reading *rd) HY_USE;
hy_rc hy_package_read_pool(hy_reading *rd) HY_USE;
hy_rc hy_package_read_locations(hy_reading *rd) HY_USE;
hy_rc hy_package_read_applet(hy_reading *rd) HY_USE;
hy_rc hy_package_read_export(hy_reading *rd) HY_USE;
hy_rc hy_package_read_descriptor(hy_reading *rd) HY_USE;
hy_rc hy_package_read_resources(hy_reading *rd) HY_USE;

/* Checks that need several components: catch types, superclasses, flags. */
hy_rc hy_package_check_classes(hy_reading *rd) HY_USE;
hy_rc hy_package_check_handlers(hy_reading *rd) HY_USE;

#endif
