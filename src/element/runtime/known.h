/* The platform's classes that the runtime knows by name, and the exceptions of which each element
   owns an instance. The list is known.def. */
#ifndef HY_RUNTIME_KNOWN_H
#define HY_RUNTIME_KNOWN_H

#include "element/vm/machine.h"

/* Exceptions first, the machine's own in the order of hy_throw. */
typedef enum hy_known {
#define HY_EXCEPTION(name, package, token) HY_KNOWN_EXCEPTION_##name,
#define HY_CLASS(name, package, token)
#include "element/runtime/known.def"
#undef HY_EXCEPTION
#undef HY_CLASS
    HY_KNOWN_EXCEPTION_COUNT,
    HY_KNOWN_BEFORE_CLASSES = HY_KNOWN_EXCEPTION_COUNT - 1,
#define HY_EXCEPTION(name, package, token)
#define HY_CLASS(name, package, token) HY_KNOWN_##name,
#include "element/runtime/known.def"
#undef HY_EXCEPTION
#undef HY_CLASS
    HY_KNOWN_COUNT,
    HY_KNOWN_ONE_SHOT_FIRST = HY_KNOWN_MESSAGE_DIGEST_ONE_SHOT,
    HY_KNOWN_ONE_SHOT_LAST = HY_KNOWN_DERIVATION_ONE_SHOT,
} hy_known;

_Static_assert((int)HY_KNOWN_EXCEPTION_TRANSACTION == (int)HY_THROW_TRANSACTION,
               "known.def starts with the exceptions of hy_throw");

enum { /* public virtual tokens of javacard.framework.Applet */
       HY_APPLET_DESELECT = 4,
       HY_APPLET_GET_SHAREABLE = 5,
       HY_APPLET_SELECT = 6,
       HY_APPLET_PROCESS = 7,
};
enum { /* methods of the interfaces that applets may implement */
       HY_MULTISELECTABLE_SELECT = 0,
       HY_MULTISELECTABLE_DESELECT = 1,
       HY_APPLET_EVENT_UNINSTALL = 0,
};

/* Throws the element's instance of an exception class, with a reason where the class has one.
   Returns HY_THROWN. */
hy_outcome hy_exception_throw(hy_machine *m, hy_known exception, uint16_t reason);

/* The same for the machine: hy_hooks.exception. */
hy_reference hy_exception_instance(hy_machine *m, hy_throw what, uint16_t reason);

/* Is the object an exception of this class or below? Then *reason is what its first field says. */
bool hy_exception_reason(const hy_machine *m, hy_reference exception, hy_known of,
                         uint16_t *reason);

#endif
