/* Loading: from a load file to a package that runs. */
#ifndef HY_RUNTIME_LOAD_H
#define HY_RUNTIME_LOAD_H

#include "element/runtime/element.h"

/* Reads, verifies, links and registers a package as one of the security domain `domain`. Errors as
   hy_element_load; nothing of it stays in the element then. */
hy_rc hy_load_package(hy_workspace *w, hy_view load_file, uint8_t domain, uint8_t *number,
                      hy_reason *why) HY_USE;

/* Makes the object with a package's static fields as they start (JCVM 6.11). *out is 0 when there
   are none. LIMIT. */
hy_rc hy_load_statics(hy_element *e, uint8_t number, const hy_linked *l, hy_reference *out) HY_USE;

/* Sets the homes of a package that was linked again: the image is of an older platform. LINK when
   one is missing; LIMIT. */
hy_rc hy_load_renew_homes(hy_element *e, uint8_t number) HY_USE;

#endif
