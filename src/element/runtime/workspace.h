/* Lending a workspace to an element, for as long as a call of the public API lasts. */
#ifndef HY_RUNTIME_WORKSPACE_H
#define HY_RUNTIME_WORKSPACE_H

#include "element/runtime/element.h"

/* The element works with it from now on, as the system, with its whole budget. */
void hy_workspace_enter(hy_workspace *w, hy_element *e);

/* The element's packages by number: again after loading, deleting and collecting. */
void hy_workspace_number(hy_workspace *w);

void hy_workspace_leave(hy_workspace *w);

#endif
