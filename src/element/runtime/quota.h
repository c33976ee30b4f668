/* What an applet instance may take of the element's memory: GlobalPlatform's memory quotas (Card
   Specification 2.3.1, 11.5.2.3.7, tags C7 and C8 of INSTALL), and a number of objects. */
#ifndef HY_RUNTIME_QUOTA_H
#define HY_RUNTIME_QUOTA_H

#include "element/runtime/element.h"

/* What an instance owns now, in the units of hy_quota: counted over the handle table, so that it is
   true after aborts and collections too. */
hy_quota hy_quota_used(const hy_element *e, uint8_t instance);

/* Sets the quota of an installed instance. LIMIT when it owns more already (nothing is changed);
   NOT_FOUND. A quota that holds during install itself is hy_install_plan's. */
hy_rc hy_quota_set(hy_element *e, uint8_t instance, const hy_quota *quota) HY_USE;

/* Bytes that the running code may still take of this lifetime: of the element and of its quota. */
uint32_t hy_quota_left(const hy_machine *m, hy_lifetime lifetime);

/* hy_hooks.allot: does the object fit into the quota of the actor? */
bool hy_quota_allot(hy_machine *m, const hy_object_spec *spec);

#endif
