/* Deletion of applet instances and packages (JCRE 11.3). */
#ifndef HY_RUNTIME_DELETE_H
#define HY_RUNTIME_DELETE_H

#include "element/runtime/element.h"

/* A set of instances, by number. */
typedef struct hy_instance_set {
    uint8_t has[256 / 8];
} hy_instance_set;

/* Deletes the instances together: uninstall() of each is called, then they must not be active nor
   reached from anything that stays. DENIED otherwise; nothing is deleted then. */
hy_rc hy_delete_instances(hy_workspace *w, const hy_instance_set *set, hy_reason *why) HY_USE;

/* Deletes a package: with its instances when `related`, otherwise there must be none. No other
   package may import it, no object of its classes may stay. */
hy_rc hy_delete_package(hy_workspace *w, uint8_t number, bool related, hy_reason *why) HY_USE;

#endif
