/* Selection of applets (JCRE 4.5) and calls of their methods by the system. */
#ifndef HY_RUNTIME_SELECT_H
#define HY_RUNTIME_SELECT_H

#include "element/runtime/element.h"

/* Calls a virtual method of an instance's applet as that instance, in an empty machine: arguments
   [0] is filled in. An open transaction is undone afterwards. result may be NULL. */
hy_outcome hy_applet_call(hy_workspace *w, uint8_t instance, uint8_t token, hy_slot *arguments,
                          hy_slot *result);

/* The same for a method of an interface that the applet's class implements. */
hy_outcome hy_applet_call_interface(hy_workspace *w, uint8_t instance, hy_known interface,
                                    uint8_t token, hy_slot *arguments, hy_slot *result);

/* Makes an instance the active one of the current channel: the old one is deselected, its memory
   cleared, the new one asked. Returns a status word: 9000; 6985 when its package is active
   elsewhere and not multiselectable, nothing is changed then; 6999 when it refused: none is active
   then. */
uint16_t hy_select_instance(hy_workspace *w, uint8_t instance);

/* Deselects what is active on the current channel. */
void hy_select_none(hy_workspace *w);

/* After a reset: all channels closed but the basic one, its default applet selected. */
void hy_select_reset(hy_workspace *w);

/* Does the command look like SELECT by name (ISO 7816-4, 11.1.1)? */
bool hy_select_is_command(const hy_command *c);

/* Carries out a SELECT by name on the current channel. Returns false when no applet has this name:
   the command is then the active applet's. *sw: as hy_select_instance. */
bool hy_select_command(hy_workspace *w, const hy_command *c, uint16_t *sw);

#endif
