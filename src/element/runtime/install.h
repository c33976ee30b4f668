/* Installation of applets (JCRE 3.1, 11.2). */
#ifndef HY_RUNTIME_INSTALL_H
#define HY_RUNTIME_INSTALL_H

#include "element/runtime/element.h"

typedef struct hy_install_plan {
    uint8_t package; /* number */
    uint8_t module;  /* index in its applets */
    uint8_t domain;  /* instance of the security domain, 0 none */
    uint8_t privileges[3];
    uint8_t life;       /* INSTALLED or SELECTABLE */
    hy_view instance;   /* AID */
    hy_view parameters; /* as the applet gets them, behind its AID and the privileges */
    hy_quota quota;     /* from install on; all 0: none */
} hy_install_plan;

/* Calls install and registers the instance; all or nothing. *sw (may be NULL) is the status word
   that an uncaught exception stands for. Errors as hy_element_install. */
hy_rc hy_install_instance(hy_workspace *w, const hy_install_plan *plan, uint8_t *instance,
                          uint16_t *sw, hy_reason *why) HY_USE;

/* Takes a half-made or deleted instance away with everything that it owns: references to it
   become null. */
void hy_install_remove(hy_workspace *w, uint8_t instance);

#endif
